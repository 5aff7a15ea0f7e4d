"""Groups: which there are for somebody, for whom they may lead one, and the one they are in."""

from __future__ import annotations

from typing import Any

from bot.lookups import looks_up
from bot.store import circles, volunteers
from bot.store.people import Person
from bot.turn import Turn
from conversations.circling import BANDS, Circles, Listed, Member, Running, band_of


@looks_up("circles")
def look(turn: Turn, person: Person) -> dict[str, Any]:
    found = circles.coming(turn.unit, person.language, band_of(person.age_band), person.id)
    listed = tuple(_listed(turn, one, person.id) for one in found)
    return {"circles": Circles(listed, bands_of(turn, person), _running(turn, person.id), circles.draft(turn.unit, person.id))}


def bands_of(turn: Turn, person: Person) -> tuple[str, ...]:
    """Counselors lead groups of any age; volunteers of people under 18 only where they were cleared for them."""
    roles = turn.world.access.roles(person)
    if "counselor" in roles:
        return BANDS
    if "volunteer" not in roles:
        return ()
    return BANDS if volunteers.youth(turn.unit, person.id) else ("adult",)


def _listed(turn: Turn, one: circles.Circle, person: int) -> Listed:
    seat = circles.seat(turn.unit, one.id, person)
    mine = "leader" if one.leader == person else seat.state if seat is not None and seat.state in {"joined", "waiting"} else ""
    taken = len(circles.seats(turn.unit, one.id))
    return Listed(one.id, one.kind, one.topic, one.starts_at, one.minutes, one.seats, taken, one.band, one.state, mine, seat.alias if seat else "")


def _running(turn: Turn, person: int) -> Running:
    number = circles.running_of(turn.unit, person)
    if number is None:
        return Running()
    circle = circles.get(turn.unit, number)
    own = circles.seat(turn.unit, number, person)
    here = set(circles.inside(turn.unit, number))
    members = tuple(Member(seat.person, seat.alias, seat.muted) for seat in circles.seats(turn.unit, number) if seat.person in here)
    muted = own is not None and own.muted
    return Running(number, circle.state, circle.speaker == person, muted, tuple(m for m in members if m.id != circle.leader))
