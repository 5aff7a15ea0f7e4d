"""What the risk rules found in people's words, sealed; and how much of it there was lately."""

from __future__ import annotations

from bot.store.database import Unit

SOFT_DAYS = "soft.days"  # the rule by which soft signs of several days come to be asked about


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


def told(unit: Unit, person: int, since: int, soft_since: int) -> list[str]:
    """The words, marked, in which something to ask about was found since then (epoch ms), oldest first. Where it was soft signs of several days,
    those too."""
    rows = unit.all(
        """SELECT id, words_x FROM risk_signs WHERE person = :person AND ((level IN ('ask', 'alert') AND at >= :since)
           OR (level = 'note' AND at >= :soft_since AND EXISTS
             (SELECT 1 FROM risk_signs s WHERE s.person = :person AND s.rules = :soft AND s.at >= :since))) ORDER BY at, id""",
        person=person,
        since=since,
        soft_since=soft_since,
        soft=SOFT_DAYS,
    )
    found = (unit.crypt.open_kindly(words, f"risk_signs.words:{number}") for number, words in rows)
    return [words for words in found if words]


def count(unit: Unit, person: int, levels: tuple[str, str], since: int) -> int:
    """How many there were of these levels since then (epoch ms)."""
    query = "SELECT COUNT(*) FROM risk_signs WHERE person = :person AND level IN (:one, :two) AND at >= :since"
    return int(unit.value(query, person=person, one=levels[0], two=levels[1], since=since) or 0)


def last_audit(unit: Unit, action: str) -> int:
    """When this was last put on record (epoch ms); 0 for never."""
    return int(unit.value("SELECT MAX(at) FROM audit WHERE action = :action", action=action) or 0)
