"""One appointment, from being booked until it is over. The same conversation runs on both sides, in the background; ``side`` says which this is.

Reminders a day and an hour before; at its time the way there; afterwards the counselor says how it went. Each side can move or cancel it.
Where nobody says how it went, the counselor is asked again and the coordinators hear of it; whoever met nobody is offered another time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from conversations.effects.appointments import BeginAppointment, CancelAppointment, FinishAppointment, LookForTalk, SendCalendar, TellUnanswered
from conversations.kit import (
    Change,
    Choice,
    Effect,
    End,
    Event,
    Facts,
    Keep,
    Menu,
    Next,
    Rearranged,
    Ref,
    Say,
    StartFlow,
    Step,
    Timeout,
    Toast,
    go,
    say,
)
from conversations.kit import menu as menu_of
from conversations.slots import when

NAME, VERSION, FRONT, SUBJECT = "appointment", 1, False, "appointment"
HOUR = 3_600_000  # ms
BEFORE = (24 * HOUR, HOUR, 0)  # when something is said, before the beginning
EARLY = HOUR // 4  # a talk can begin this much sooner
AGAIN = timedelta(days=1)  # so long after the first time the counselor is asked once more how it went,
PATIENCE = timedelta(days=6)  # and not for ever
OUTCOMES = ("done", "missed", "not_held")


@dataclass(frozen=True, slots=True)
class Booked:
    """``at``: epoch ms; ``other``: what the other side is called; ``told``: of how many of BEFORE was told."""

    appointment: int
    side: str  # person or counselor
    at: int
    minutes: int
    way: str
    other: str
    told: int = 0


@dataclass(frozen=True, slots=True)
class Over:
    """The counselor is asked whether it took place; ``again``: for the second time."""

    appointment: int
    other: str
    again: bool = False


STATES = (Booked, Over)
State = Booked | Over


def start(
    facts: Facts,
    appointment: int = 0,
    side: str = "person",
    at: int = 0,
    minutes: int = 45,
    way: str = "chat",
    other: str = "",
    words: str = "",
    field: str = "other",
    **_: Any,
) -> Step:
    """``words``: what the person said it is about, for the counselor."""
    state = Booked(appointment, side, at, minutes, way, other)
    about = Ref("appointment.about", {"field": Ref(f"field.{field}"), "words": words or Ref("alert.no_words")})
    card = _card("appointment.booked", state, facts, about=about if side == "counselor" else Ref("common.nothing"))
    return _wait(state, facts, card, SendCalendar(appointment))


def _now(facts: Facts) -> int:
    return int(facts.now.timestamp() * 1000) if facts.now is not None else 0


def ways(state: Booked, facts: Facts) -> Menu:
    near = state.way == "chat" and state.side == "counselor" and state.at - EARLY <= _now(facts)
    return menu_of("appt", *(("begin",) if near else ()), "move", "cancel", columns=2)


def _card(key: str, state: Booked, facts: Facts, **more: Any) -> Say:
    here = Ref(f"appointment.way.chat.{state.side}", {"other": state.other})
    how = here if state.way == "chat" else Ref(f"place.{state.way}")
    return say(f"{key}.{state.side}", ways(state, facts), when=when(state.at, facts.zone), other=state.other, how=how, **more)


def _wait(state: Booked, facts: Facts, *effects: Effect) -> Step:
    """Until the next thing that is to be said: what lies behind is left out."""
    left = state.at - _now(facts)
    for number, before in enumerate(BEFORE):
        if number >= state.told and left > before:
            return Next(replace(state, told=number), *effects, expires=timedelta(milliseconds=left - before))
    over = timedelta(milliseconds=max(1, left + state.minutes * 60_000))
    return Next(replace(state, told=len(BEFORE)), *effects, expires=over)


def step(state: State, event: Event, facts: Facts) -> Step:
    match state, event:
        case Over(), _:
            return _over(state, event)
        case Booked(), Timeout():
            return _due(state, facts)
        case Booked(), Rearranged("moved", at, by):
            moved = replace(state, at=at, told=0)
            told = _card("appointment.moved_by" if by else "appointment.moved", moved, facts)
            return _wait(moved, facts, told, SendCalendar(state.appointment))
        case Booked(), Rearranged("cancelled", _, by):
            key = "appointment.cancelled_by" if by else "appointment.cancelled"
            told = say(f"{key}.{state.side}", _after(state), when=when(state.at, facts.zone), other=state.other)
            return End(told, SendCalendar(state.appointment))
        case Booked(), Choice("appt", _):
            return _tapped(state, event, facts)
    return Keep()


def _after(state: Booked) -> Menu:
    return go("book", "counselor", "menu") if state.side == "person" else go("appointments", "menu")


def _due(state: Booked, facts: Facts) -> Step:
    """What was slept through (the program was down) is not said late: only what is still true."""
    left = state.at - _now(facts)
    if left + state.minutes * 60_000 <= 0:
        if state.side == "person":
            return End(LookForTalk(state.appointment))
        return Next(Over(state.appointment, state.other), _how_was_it(state.other), expires=AGAIN)
    if left <= 0:
        return _wait(replace(state, told=len(BEFORE)), facts, _card("appointment.now", state, facts))
    told = 2 if left <= HOUR else 1
    if left > BEFORE[0]:
        return _wait(state, facts)
    return _wait(replace(state, told=told), facts, _card("appointment.soon", state, facts))


def _how_was_it(other: str) -> Say:
    return say("appointment.how_was_it", menu_of("appt", *OUTCOMES), other=other)


def _tapped(state: Booked, event: Event, facts: Facts) -> Step:
    match event:
        case Choice("appt", "move") if facts.in_chat:
            return Keep(Toast("tap.in_chat", alert=True))
        case Choice("appt", "move"):
            return Keep(StartFlow("booking", {"move": state.appointment}))
        case Choice("appt", "cancel"):
            return Keep(Change("appointment.sure", {"when": when(state.at, facts.zone)}, (menu_of("appt", "cancel_yes", "keep"),)))
        case Choice("appt", "keep"):
            return Keep(Change("appointment.kept", {"when": when(state.at, facts.zone)}, (ways(state, facts),)))
        case Choice("appt", "cancel_yes"):
            return Keep(Change("appointment.cancelling"), CancelAppointment(state.appointment))
        case Choice("appt", "begin") if state.side == "counselor" and state.way == "chat":
            return Keep(BeginAppointment(state.appointment))
    return Keep(Toast("tap.stale"))


def _over(state: Over, event: Event) -> Step:
    match event:
        case Choice("appt", outcome) if outcome in OUTCOMES:
            return End(FinishAppointment(state.appointment, outcome), Change(f"appointment.noted.{outcome}", {"other": state.other}))
        case Timeout() if not state.again:
            return Next(replace(state, again=True), _how_was_it(state.other), TellUnanswered(state.appointment), expires=PATIENCE)
        case Timeout():
            return End(FinishAppointment(state.appointment, "unclear"))
        case Choice():
            return Keep(Toast("tap.stale"))
    return Keep()
