"""Who is there in the coming days: counselors by their hours and what they switched by hand, volunteers by their shifts and breaks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

from bot.effects.staffing import place_now, week_of
from bot.lookups import looks_up
from bot.staff import counselors
from bot.store import care, people, serving, staffing, volunteers
from bot.store.people import Person
from bot.turn import Turn
from conversations.rostering import DAYS, Presence
from conversations.shift_times import spans

DAY = 86_400_000  # ms


@looks_up("rota")
def rota(turn: Turn, person: Person) -> dict[str, Any]:
    if not turn.world.access.allowed(person, "alerts"):
        return {}
    return {"rota": (*_counselors(turn), *_volunteers(turn))}


def _counselors(turn: Turn) -> Iterator[Presence]:
    """A duty that was switched off by hand takes its time out of the weekly hours, one that was switched on adds it."""
    for member in counselors(turn):
        known = people.by_telegram_id(turn.unit, member.id)
        mode, until = staffing.switched(turn.unit, known.id) if known else ("hours", 0)
        for begin, end in _weekly(turn, member.id):
            begin = max(begin, until) if mode == "off" else begin
            if begin < end:
                yield Presence("counselor", member.name, begin, end)
        if mode == "on":
            yield Presence("counselor", member.name, turn.unit.now, until)


def _weekly(turn: Turn, telegram_id: int) -> Iterator[tuple[int, int]]:
    now = place_now(turn)
    for ahead in range(-1, DAYS + 2):
        at = now.date() + timedelta(days=ahead)
        midnight = datetime.combine(at, time(), now.tzinfo)
        for day, start, end in week_of(turn, telegram_id):
            if day == at.weekday():
                yield _at(midnight, start), _at(midnight, end)


def _at(midnight: datetime, minute: int) -> int:
    """The moment of that minute of the day by the clock on the wall, epoch ms."""
    wall = midnight.replace(hour=minute // 60, minute=minute % 60) if minute < 1440 else midnight + timedelta(days=1)
    return int(wall.timestamp() * 1000)


def _volunteers(turn: Turn) -> Iterator[Presence]:
    """A break takes the time until its end out of the shifts."""
    now = datetime.fromtimestamp(turn.unit.now / 1000, UTC)
    for one in volunteers.listed(turn.unit):
        if one.state != "approved":
            continue
        if one.on_duty:
            yield Presence("now", one.name or f"#{one.id % 10_000}", turn.unit.now, turn.unit.now)
        rests_until, _ = care.resting(turn.unit, one.id)
        for begin, end in spans(serving.shifts(turn.unit, one.id), turn.person(one.id).zone, now):
            from_ms, to_ms = max(int(begin.timestamp() * 1000), rests_until or 0), int(end.timestamp() * 1000)
            if from_ms < to_ms:
                yield Presence("volunteer", one.name or f"#{one.id % 10_000}", from_ms, to_ms)
