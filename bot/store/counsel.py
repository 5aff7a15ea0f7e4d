"""What people ask a counselor for: written, asked, taken, closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.store.database import Unit

LOOK_BACK = 30 * 86_400_000  # ms that the usual wait looks back


@dataclass(frozen=True, slots=True)
class Asked:
    """``state``: draft, open, taken, closed, withdrawn. ``asked_at`` in epoch ms."""

    id: int
    person: int
    field: str
    words: str
    soon: str
    way: str
    state: str
    counselor: int | None
    asked_at: int


_SELECT = "SELECT id, person, field, words_x, soon, way, state, counselor, asked_at FROM guidance_requests "


def _asked(unit: Unit, row: Any) -> Asked:
    number, person, field, words, soon, way, state, counselor, at = row
    said = unit.crypt.open(words, f"guidance_requests.words:{number}") if words else ""
    return Asked(number, person, field, said, soon, way, state, counselor, at)


def of(unit: Unit, person: int) -> Asked | None:
    """The one that is being written, waits or is looked after."""
    row = unit.one(_SELECT + "WHERE person = :person AND closed_at IS NULL", person=person)
    return _asked(unit, row) if row else None


def last(unit: Unit, person: int) -> Asked | None:
    """The newest one, over or not."""
    row = unit.one(_SELECT + "WHERE person = :person ORDER BY id DESC LIMIT 1", person=person)
    return _asked(unit, row) if row else None


def draft(unit: Unit, person: int, field: str, words: str) -> int:
    """Takes the place of whatever this person asked for before."""
    end(unit, person, "withdrawn")
    number = unit.ids.next()
    unit.run(
        "INSERT INTO guidance_requests (id, person, field, words_x, state, asked_at) VALUES (:id, :person, :field, :words, 'draft', :now)",
        id=number,
        person=person,
        field=field,
        words=unit.crypt.seal(words, f"guidance_requests.words:{number}") if words else None,
        now=unit.now,
    )
    return number


def ask(unit: Unit, person: int, soon: str, way: str) -> bool:
    """The draft becomes a request. False when there is none."""
    return (
        unit.run(
            "UPDATE guidance_requests SET state = 'open', soon = :soon, way = :way, asked_at = :now WHERE person = :person AND state = 'draft'",
            soon=soon,
            way=way,
            now=unit.now,
            person=person,
        ).rowcount
        == 1
    )


def taken_by(unit: Unit, counselor: int) -> list[int]:
    """Whom this counselor looks after."""
    return [row[0] for row in unit.all("SELECT person FROM guidance_requests WHERE counselor = :counselor AND state = 'taken'", counselor=counselor)]


def take(unit: Unit, person: int, counselor: int | None) -> None:
    """``counselor`` None: given back."""
    unit.run(
        "UPDATE guidance_requests SET state = :state, counselor = :counselor, taken_at = :at WHERE person = :person AND closed_at IS NULL",
        state="open" if counselor is None else "taken",
        counselor=counselor,
        at=None if counselor is None else unit.now,
        person=person,
    )


def end(unit: Unit, person: int, state: str) -> bool:
    """``state``: closed or withdrawn. False if nothing was open."""
    sql = "UPDATE guidance_requests SET state = :state, closed_at = :now WHERE person = :person AND closed_at IS NULL"
    return unit.run(sql, state=state, now=unit.now, person=person).rowcount == 1


def usual_hours(unit: Unit) -> int | None:
    """The median wait of the last month, in whole hours."""
    sql = "SELECT taken_at - asked_at FROM guidance_requests WHERE taken_at IS NOT NULL AND asked_at > :since ORDER BY 1"
    waits = [row[0] for row in unit.all(sql, since=unit.now - LOOK_BACK)]
    return round(waits[len(waits) // 2] / 3_600_000) if waits else None
