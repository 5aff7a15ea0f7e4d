"""Messages of the coordinators to many: who gets them, and how far they are."""

from __future__ import annotations

from dataclasses import dataclass

from bot.store.database import Unit

DAY = 86_400_000  # ms
# Whoever agreed, can be reached, and did not ask for quiet; volunteers are written to about their work in any case.
_WHO = {
    "people": "p.paused = 0 AND coalesce(v.state, '') <> 'approved'",
    "volunteers": "v.state = 'approved'",
    "everyone": "(p.paused = 0 OR v.state = 'approved')",
}
_FROM = "FROM people p LEFT JOIN volunteers v ON v.person = p.id WHERE p.reachable = 1 AND p.consent <> '' AND "


@dataclass(frozen=True, slots=True)
class Broadcast:
    id: int
    sender: int | None
    audience: str
    words: str
    total: int
    done: int
    last: int
    state: str


def count(unit: Unit, audience: str) -> int:
    number: int = unit.value(f"SELECT count(*) {_FROM} {_WHO[audience]}")
    return number


def add(unit: Unit, sender: int, audience: str, words: str) -> int:
    number = unit.ids.next()
    unit.run(
        "INSERT INTO broadcasts (id, sender, audience, words_x, total, at) VALUES (:id, :sender, :audience, :words, :total, :now)",
        id=number,
        sender=sender,
        audience=audience,
        words=unit.crypt.seal(words, f"broadcasts.words:{number}"),
        total=count(unit, audience),
        now=unit.now,
    )
    return number


def get(unit: Unit, broadcast: int) -> Broadcast | None:
    row = unit.one("SELECT id, sender, audience, words_x, total, done, last, state FROM broadcasts WHERE id = :id", id=broadcast)
    if row is None:
        return None
    number, sender, audience, words, *rest = row
    return Broadcast(number, sender, audience, unit.crypt.open(words, f"broadcasts.words:{number}"), *rest)


def recent(unit: Unit, sender: int) -> dict[int, tuple[int, int, bool]]:
    """Of each broadcast of this coordinator of the last day: done, total, and whether it is over."""
    rows = unit.all("SELECT id, done, total, state FROM broadcasts WHERE sender = :sender AND at > :since", sender=sender, since=unit.now - DAY)
    return {number: (done, total, state != "going") for number, done, total, state in rows}


def audience(unit: Unit, broadcast: Broadcast, limit: int) -> list[tuple[int, int, str]]:
    """The next ones it goes to: person, Telegram's id, language; in the order of their row. Who came after it began is not among them."""
    return unit.all(
        f"""SELECT p.id, p.telegram_id, p.language {_FROM} {_WHO[broadcast.audience]} AND p.id > :last AND p.id < :broadcast
            ORDER BY p.id LIMIT :limit""",
        last=broadcast.last,
        broadcast=broadcast.id,
        limit=limit,
    )


def note(unit: Unit, broadcast: int, *, sent: int, last: int) -> None:
    unit.run("UPDATE broadcasts SET done = done + :sent, last = :last WHERE id = :id", sent=sent, last=last, id=broadcast)


def end(unit: Unit, broadcast: int, state: str) -> None:
    """``done``: whoever left meanwhile is not waited for."""
    unit.run(
        "UPDATE broadcasts SET state = :state, total = CASE :state WHEN 'done' THEN done ELSE total END WHERE id = :id", state=state, id=broadcast
    )


def waiting(unit: Unit) -> int:
    """Messages of the lowest lane that have not gone out yet."""
    number: int = unit.value("SELECT count(*) FROM outbox WHERE state = 'new' AND lane = 3")
    return number
