"""/shifts: weekly hours of a volunteer. Duty goes on and off by itself then, with a word beforehand; a chat that runs is never cut."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.effects.serving import AddShifts, DropShift
from conversations.kit import Button, Choice, End, Event, Facts, Keep, Menu, Next, Ref, Resumed, Say, Step, Text, Timeout, go, menu, say
from conversations.pick import zone_ref
from conversations.serving import Shift

NAME, VERSION = "shifts", 1
NEEDS = frozenset({"shifts"})
PATIENCE = timedelta(hours=2)
WORKDAYS, EVERY_DAY = "work", "all"
TIMES = ((7, 9), (9, 12), (12, 15), (15, 18), (18, 20), (19, 21), (20, 22), (21, 23))  # from, to
LONGEST = 6  # hours: nobody listens well for longer
MOST = 21  # shifts a week
_WRITTEN = re.compile(r"^\D*?(\d{1,2})(?:[.:]00)?\s*(?:-|–|—|sampai|sampe|s/d|sd|to|until)\s*(\d{1,2})(?:[.:]00)?\D*$", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class Listing:
    pass


@dataclass(frozen=True, slots=True)
class AskDay:
    pass


@dataclass(frozen=True, slots=True)
class AskTime:
    day: str  # 0 (Monday) to 6, or Monday to Friday, or every day


STATES = (Listing, AskDay, AskTime)
State = Listing | AskDay | AskTime


def start(facts: Facts, **_: Any) -> Step:
    if "volunteer" not in facts.roles:
        return End(say("duty.not_volunteer", go("volunteer", "menu")))
    return _next(Listing(), facts)


def ask(state: State, facts: Facts) -> Say:
    zone = zone_ref(facts.zone)
    match state:
        case Listing():
            return _list(facts)
        case AskDay():
            days = Menu("day", tuple(Button(str(n), f"moment.weekday.{n}") for n in range(7)), columns=2)
            return say("shifts.day", days, menu("day", WORKDAYS, EVERY_DAY), menu("shifts", "back"))
        case AskTime():  # pragma: no branch (mypy knows these are all)
            times = Menu("time", tuple(Button(f"{begin}-{end}", "shifts.time", {"begin": begin, "end": end}) for begin, end in TIMES), columns=2)
            return say("shifts.hours", times, menu("shifts", "back"), zone=zone)


def _list(facts: Facts) -> Say:
    add = ("add",) if len(facts.shifts) < MOST else ()
    own = Menu("drop", tuple(Button(str(shift.id), "shifts.drop", about(shift)) for shift in facts.shifts))
    return say("shifts.list" if facts.shifts else "shifts.none", own, menu("shifts", *add, "close"), zone=zone_ref(facts.zone))


def about(shift: Shift) -> dict[str, Any]:
    """What a text about it needs."""
    return {"weekday": Ref(f"moment.weekday.{shift.weekday}"), "begin": shift.hour, "end": (shift.hour + shift.hours) % 24}


def step(state: State, event: Event, facts: Facts) -> Step:
    match state, event:
        case _, Timeout():
            return End()
        case Listing(), Choice("shifts", "close"):
            return End(say("shifts.closed", go("duty", "menu")))
        case Listing(), Choice("drop", value) if value in {str(shift.id) for shift in facts.shifts}:
            return End(DropShift(int(value)), say("shifts.dropped", go("shifts", "duty")))
        case Listing(), Choice("shifts", "add") if len(facts.shifts) < MOST:
            return _next(AskDay(), facts)
        case ((AskDay() | AskTime()), Choice("shifts", "back")):
            return _next(Listing(), facts)
        case AskDay(), Choice("day", value) if weekdays(value):
            return _next(AskTime(value), facts)
        case AskTime(day), Choice("time", value) if (hours := hours_of(value)) is not None:
            return _added(day, hours)
        case AskTime(day), Text(text) if (hours := hours_of(text)) is not None:
            return _added(day, hours)
        case _, Resumed():
            return Keep(ask(state, facts))
    return Keep(say("shifts.not_understood" if isinstance(state, AskTime) else "common.please_choose"), ask(state, facts))


def weekdays(value: str) -> tuple[int, ...]:
    """The days behind a button; none for a forged one."""
    known = {WORKDAYS: tuple(range(5)), EVERY_DAY: tuple(range(7)), **{str(n): (n,) for n in range(7)}}
    return known.get(value, ())


def hours_of(text: str) -> tuple[int, int] | None:
    """Begin and length of what somebody wrote: ``19-21``, ``22 to 1``; None when it cannot be meant."""
    found = _WRITTEN.match(text.strip())
    if found is None:
        return None
    begin, end = int(found[1]), int(found[2])
    length = (end - begin) % 24
    return (begin % 24, length) if begin <= 24 and end <= 24 and 0 < length <= LONGEST else None


def _added(day: str, hours: tuple[int, int]) -> Step:
    begin, length = hours
    return End(AddShifts(weekdays(day), begin, length), say("shifts.added", go("shifts", "duty", "menu"), begin=begin, end=(begin + length) % 24))


def _next(state: State, facts: Facts) -> Step:
    return Next(state, ask(state, facts), expires=PATIENCE)
