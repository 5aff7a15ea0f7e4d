"""What the risk rules found in people's words, sealed; and how much of it there was lately."""

from __future__ import annotations

from bot.store.database import Unit


def add(unit: Unit, person: int, level: str, category: str, rules: str, words: str) -> None:
    number = unit.ids.next()
    unit.run(
        "INSERT INTO risk_signs (id, person, level, category, rules, words_x, at) VALUES (:id, :person, :level, :category, :rules, :words, :now)",
        id=number,
        person=person,
        level=level,
        category=category,
        rules=rules,
        words=unit.crypt.seal(words, f"risk_signs.words:{number}"),
        now=unit.now,
    )


def last_words(unit: Unit, person: int, since: int) -> str:
    """The words, marked, in which something to ask about was found last since then (epoch ms); "" if there were none."""
    row = unit.one(
        "SELECT id, words_x FROM risk_signs WHERE person = :person AND level IN ('ask', 'alert') AND at >= :since ORDER BY at DESC, id DESC LIMIT 1",
        person=person,
        since=since,
    )
    return unit.crypt.open(row[1], f"risk_signs.words:{row[0]}") if row else ""


def count(unit: Unit, person: int, levels: tuple[str, str], since: int) -> int:
    """How many there were of these levels since then (epoch ms)."""
    query = "SELECT COUNT(*) FROM risk_signs WHERE person = :person AND level IN (:one, :two) AND at >= :since"
    return int(unit.value(query, person=person, one=levels[0], two=levels[1], since=since) or 0)


def last_audit(unit: Unit, action: str) -> int:
    """When this was last put on record (epoch ms); 0 for never."""
    return int(unit.value("SELECT MAX(at) FROM audit WHERE action = :action", action=action) or 0)
