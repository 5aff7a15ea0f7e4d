"""Guidance counseling: what somebody asked for and arranged, and when there is time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.counselors import free_times
from bot.lookups import looks_about, looks_up
from bot.store import appointments, counsel, hours
from bot.store.people import Person
from bot.turn import Turn
from conversations.guiding import Arranged, Guidance, Wish


@looks_up("guidance")
def guidance(turn: Turn, person: Person) -> dict[str, Any]:
    unit = turn.unit
    yesterday = (datetime.fromtimestamp(unit.now / 1000, UTC) - timedelta(days=1)).date().isoformat()
    counsels = "counselor" in turn.world.access.roles(person)
    return {
        "guidance": Guidance(
            wish=_wish(turn, person),
            me=person.id,
            slots=free_times(turn, person),
            arranged=tuple(_arranged(turn, person, one) for one in appointments.coming(unit, person.id)),
            wait_hours=counsel.usual_hours(unit),
            week=hours.week(unit, person.id) if counsels else ((),) * 7,
            days=tuple(hours.days(unit, person.id, yesterday).items()) if counsels else (),
        )
    }


@looks_about("asker")
def asker(turn: Turn, subject: int) -> dict[str, Any]:
    return {"asker": subject}


def _wish(turn: Turn, person: Person) -> Wish:
    found = counsel.of(turn.unit, person.id)
    if found is None:
        return Wish()
    name = name_of(turn, found.counselor) if found.counselor is not None else ""
    return Wish(found.field, found.words, found.state, found.counselor or 0, name)


def _arranged(turn: Turn, person: Person, one: appointments.Appointment) -> Arranged:
    side = "counselor" if person.id == one.counselor else "person"
    return Arranged(one.id, one.starts_at, one.counselor, name_of(turn, one.other(person.id)), side, one.field, one.way)


def name_of(turn: Turn, number: int) -> str:
    """What a counselor, or a person, is called for the other side."""
    known = turn.person(number)
    return turn.staff_name(known) or known.name or "–"
