"""Appointments. That nobody is in two at once is kept by the database: each quarter of an hour can be taken once by each side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.store.database import Unit
from conversations.slots import QUARTER, quarters


@dataclass(frozen=True, slots=True)
class Appointment:
    """``starts_at`` in epoch ms; ``state``: booked, cancelled, done, missed, not_held, unclear; ``sequence``: how often it was changed."""

    id: int
    person: int
    counselor: int
    field: str
    way: str
    words: str
    starts_at: int
    minutes: int
    state: str
    sequence: int

    @property
    def ends_at(self) -> int:
        return self.starts_at + self.minutes * 60_000

    def other(self, one: int) -> int:
        return self.counselor if one == self.person else self.person


_SELECT = "SELECT id, person, counselor, field, way, words_x, starts_at, minutes, state, sequence FROM appointments "


def _appointment(unit: Unit, row: Any) -> Appointment:
    number, person, counselor, field, way, words, at, minutes, state, sequence = row
    said = unit.crypt.open(words, f"appointments.words:{number}") if words else ""
    return Appointment(number, person, counselor, field, way, said, at, minutes, state, sequence)


def get(unit: Unit, appointment: int) -> Appointment:
    """Raises LookupError."""
    row = unit.one(_SELECT + "WHERE id = :id", id=appointment)
    if row is None:
        raise LookupError("no such appointment")
    return _appointment(unit, row)


def coming(unit: Unit, who: int) -> list[Appointment]:
    """The booked ones of either side that are not over, the next first."""
    rows = unit.all(
        _SELECT + "WHERE state = 'booked' AND (person = :who OR counselor = :who) AND starts_at + minutes * 60000 > :now ORDER BY starts_at, id",
        who=who,
        now=unit.now,
    )
    return [_appointment(unit, row) for row in rows]


def taken(unit: Unit, *who: int) -> frozenset[int]:
    """The quarters from now on that any of these people has no time in."""
    found: set[int] = set()
    for one in who:
        sql = "SELECT quarter FROM taken_quarters WHERE who = :who AND quarter >= :now"
        found |= {row[0] for row in unit.all(sql, who=one, now=unit.now // QUARTER)}
    return frozenset(found)


def book(unit: Unit, person: int, counselor: int, field: str, way: str, words: str, at: int, minutes: int) -> int | None:
    """The new appointment; None when one of the two has something else then."""
    number = unit.ids.next()
    unit.run(
        """INSERT INTO appointments (id, person, counselor, field, way, words_x, starts_at, minutes, made_at)
           VALUES (:id, :person, :counselor, :field, :way, :words, :at, :minutes, :now)""",
        id=number,
        person=person,
        counselor=counselor,
        field=field,
        way=way,
        words=unit.crypt.seal(words, f"appointments.words:{number}") if words else None,
        at=at,
        minutes=minutes,
        now=unit.now,
    )
    if _take(unit, number, (person, counselor), at, minutes):
        return number
    _free(unit, number)
    unit.run("DELETE FROM appointments WHERE id = :id", id=number)
    return None


def move(unit: Unit, appointment: Appointment, at: int) -> bool:
    """To another time; False, and nothing is changed, when one of the two has something else then."""
    both = (appointment.person, appointment.counselor)
    _free(unit, appointment.id)
    if not _take(unit, appointment.id, both, at, appointment.minutes):
        _free(unit, appointment.id)
        _take(unit, appointment.id, both, appointment.starts_at, appointment.minutes)
        return False
    unit.run("UPDATE appointments SET starts_at = :at, sequence = sequence + 1 WHERE id = :id", at=at, id=appointment.id)
    return True


def end(unit: Unit, appointment: int, state: str) -> bool:
    """``state``: any but booked. False if it was over already."""
    ended = unit.run(
        "UPDATE appointments SET state = :state, sequence = sequence + 1 WHERE id = :id AND state = 'booked'", state=state, id=appointment
    ).rowcount
    _free(unit, appointment)
    return ended == 1


def _take(unit: Unit, appointment: int, both: tuple[int, int], at: int, minutes: int) -> bool:
    """Whether every quarter was still free for both."""
    wanted = [(who, quarter) for who in both for quarter in sorted(quarters(at, minutes))]
    sql = "INSERT INTO taken_quarters (who, quarter, appointment) VALUES (:who, :quarter, :appointment) ON CONFLICT DO NOTHING"
    return all(unit.run(sql, who=who, quarter=quarter, appointment=appointment).rowcount == 1 for who, quarter in wanted)


def _free(unit: Unit, appointment: int) -> None:
    unit.run("DELETE FROM taken_quarters WHERE appointment = :appointment", appointment=appointment)
