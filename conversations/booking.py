"""Booking or moving an appointment: a day, a time, a yes; all by buttons, in one's own time zone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from conversations.effects.appointments import Book
from conversations.guiding import Slot
from conversations.kit import (
    Button,
    Choice,
    Command,
    End,
    Event,
    Facts,
    Keep,
    Menu,
    Next,
    Rearranged,
    Ref,
    Resumed,
    Say,
    Step,
    Timeout,
    go,
    menu,
    say,
)
from conversations.slots import QUARTER, clock_ref, day_ref, local, when

NAME, VERSION = "booking", 1
NEEDS = frozenset({"guidance"})
PATIENCE = timedelta(hours=2)
DAYS_SHOWN = 10


Wanted = tuple[str, str, int, int]  # field, way, counselor (0: whoever has time), the appointment that is to be moved (0: none)


@dataclass(frozen=True, slots=True)
class AskDay:
    wanted: Wanted


@dataclass(frozen=True, slots=True)
class AskTime:
    wanted: Wanted
    day: str


@dataclass(frozen=True, slots=True)
class Sure:
    wanted: Wanted
    at: int
    counselor: int
    asked: bool = False  # it is being booked


STATES = (AskDay, AskTime, Sure)
State = AskDay | AskTime | Sure


def start(facts: Facts, field: str = "", way: str = "chat", move: int = 0, **_: Any) -> Step:
    """Without arguments: for what was asked of a counselor before, with the one who took it."""
    moved = next((one for one in facts.guidance.arranged if one.id == move), None)
    wish = facts.guidance.wish
    if moved is not None:
        wanted = (moved.field, moved.way, moved.counselor, moved.id)
    else:
        wanted = (field or wish.field or facts.place.offered.fields[-1], way, 0 if field else wish.counselor, 0)
    return _days_again(wanted, facts)


def _slots(wanted: Wanted, facts: Facts) -> tuple[Slot, ...]:
    return facts.guidance.for_field(wanted[0], wanted[2])


def _days(wanted: Wanted, facts: Facts) -> tuple[str, ...]:
    """The days, where the person is, on which there is a free time."""
    return tuple(dict.fromkeys(local(slot.at, facts.zone).date().isoformat() for slot in _slots(wanted, facts)))[:DAYS_SHOWN]


def _at(day: str, wanted: Wanted, facts: Facts) -> tuple[int, ...]:
    """The free times of a day; where several counselors have time, each once."""
    return tuple(dict.fromkeys(slot.at for slot in _slots(wanted, facts) if local(slot.at, facts.zone).date().isoformat() == day))


def ask(state: State, facts: Facts) -> Say:
    match state:
        case AskDay(wanted):
            days = Menu("day", tuple(Button(day, "pick.day", {"day": day_ref(date.fromisoformat(day))}) for day in _days(wanted, facts)), columns=2)
            return say("booking.move" if wanted[3] else "booking.day", days, menu("booking", "leave"), zone=_zone(facts))
        case AskTime(wanted, day):
            times = tuple(Button(str(at // QUARTER), "pick.clock", {"clock": clock_ref(at, facts.zone)}) for at in _at(day, wanted, facts))
            here = day_ref(date.fromisoformat(day))
            return say("booking.time", Menu("time", times, columns=3), menu("booking", "days", "leave", columns=2), day=here, zone=_zone(facts))
        case Sure(wanted, at, counselor):  # pragma: no branch (mypy knows these are all)
            name = next((slot.name for slot in facts.guidance.slots if slot.counselor == counselor), "")
            with_whom = Ref("booking.with", {"name": name}) if name else Ref("common.nothing")
            way = Ref(f"way.{wanted[1]}")
            return say("booking.sure", menu("booking", "yes", "days", "leave"), when=when(at, facts.zone), who=with_whom, way=way)


def _zone(facts: Facts) -> Ref:
    return Ref("zone", {"zone": facts.zone})


def step(state: State, event: Event, facts: Facts) -> Step:
    wanted = state.wanted
    match state, event:
        case _, Timeout():
            return End(say("booking.left", go("book", "counselor", "menu")))
        case _, Rearranged("gone"):
            return _gone(wanted, facts)
        case Sure(), Rearranged("booked" | "moved"):
            return End(say("booking.done", go("appointments", "menu")))
        case _, Choice("booking", "leave"):
            return End(say("booking.left", go("appointments", "counselor", "menu")))
        case Sure(asked=True), _:
            return Keep(say("booking.moment", go("appointments")))
        case _, Resumed() | Command("book"):
            return _again(state, facts)
        case AskDay(), Choice("day", day) if day in _days(wanted, facts):
            return _to(AskTime(wanted, day), facts)
        case ((AskTime() | Sure()), Choice("booking", "days")):
            return _days_again(wanted, facts)
        case AskTime(), Choice("time", value):
            return _picked(state, value, facts)
        case Sure(_, at, counselor), Choice("booking", "yes"):
            return Next(replace(state, asked=True), Book(counselor, at, wanted[0], wanted[1], wanted[3]), expires=timedelta(minutes=1))
    return _again(state, facts, say("common.please_choose"))


def _to(state: State, facts: Facts) -> Step:
    return Next(state, ask(state, facts), expires=PATIENCE)


def _again(state: State, facts: Facts, *before: Say) -> Step:
    """The open question once more; where nothing is left to choose from, back to the days."""
    empty = not (_at(state.day, state.wanted, facts) if isinstance(state, AskTime) else _days(state.wanted, facts))
    return _days_again(state.wanted, facts) if empty else Keep(*before, ask(state, facts))


def _days_again(wanted: Wanted, facts: Facts, *before: Say) -> Step:
    if not _days(wanted, facts):
        if wanted[3] and "counselor" in facts.roles:
            return End(*before, say("booking.none_yours", go("hours", "appointments")))
        return End(*before, say("booking.none", go("counselor", "sos", "menu")))
    return Next(AskDay(wanted), *before, ask(AskDay(wanted), facts), expires=PATIENCE)


def _gone(wanted: Wanted, facts: Facts) -> Step:
    """Somebody else was a moment faster."""
    return _days_again(wanted, facts, say("booking.gone", go("book")))


def _picked(state: AskTime, value: str, facts: Facts) -> Step:
    """Of several counselors who have time then, the first: they stand in the order of who has least to do."""
    at = int(value) * QUARTER if value.isascii() and value.isdecimal() else 0
    if at not in _at(state.day, state.wanted, facts):
        return _again(state, facts, say("common.please_choose"))
    slot = next(slot for slot in _slots(state.wanted, facts) if slot.at == at)
    return _to(Sure(state.wanted, at, slot.counselor), facts)
