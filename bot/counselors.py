"""Who looks after which field, and when they have time: the config and the published hours put together."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.config import StaffMember
from bot.staff import counselors
from bot.store import appointments, hours, people
from bot.store.people import Person
from bot.turn import Turn
from conversations.guiding import Slot
from conversations.slots import free


def for_field(turn: Turn, field: str, but: int = 0) -> list[StaffMember]:
    """The counselors of a field; where nobody looks after it, all of them. ``but``: the Telegram id of one who asks for themselves."""
    every = [one for one in counselors(turn) if one.id != but]
    return [one for one in every if not one.fields or field in one.fields] or list(every)


def free_times(turn: Turn, person: Person) -> tuple[Slot, ...]:
    """All times that ``person`` could book, in order; at the same time, who has least to do first."""
    found: list[tuple[int, int, Slot]] = []
    own = appointments.taken(turn.unit, person.id)
    for counselor in counselors(turn):
        known = people.by_telegram_id(turn.unit, counselor.id)
        if known is None or not known.reachable:
            continue
        fits_own = own if known.id != person.id else frozenset[int]()
        load = len(appointments.coming(turn.unit, known.id))
        fields = tuple(str(one) for one in counselor.fields)
        found += [(at, load, Slot(at, known.id, counselor.name, fields)) for at in times_of(turn, known, fits_own)]
    found.sort(key=lambda one: (one[0], one[1], one[2].counselor))
    return tuple(slot for _, _, slot in found)


def times_of(turn: Turn, counselor: Person, also_taken: frozenset[int] = frozenset()) -> list[int]:
    """When one counselor is free, epoch ms."""
    guidance, unit = turn.world.config.guidance, turn.unit
    now = datetime.fromtimestamp(unit.now / 1000, UTC)
    return list(
        free(
            hours.week(unit, counselor.id),
            hours.days(unit, counselor.id, (now - timedelta(days=1)).date().isoformat()),
            counselor.zone,
            after=now + timedelta(hours=guidance.notice_hours),
            until=now + timedelta(days=guidance.days_ahead),
            minutes=guidance.minutes,
            taken=appointments.taken(unit, counselor.id) | also_taken,
        )
    )
