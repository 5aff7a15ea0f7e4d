"""A seat in a group, from signing up until it is over: reminders a day and an hour before, giving the seat back, coming in when it begins.

The leader has one too: with it they open the group, or call it off. A group whose leader does not come is called off by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from conversations.effects.circles import CancelCircle, EnterCircle, GiveSeat, Lead, OpenCircle
from conversations.kit import Change, Choice, CircleChanged, Effect, End, Event, Facts, Keep, Menu, Next, Ref, Say, Step, Timeout, Toast, go, say
from conversations.kit import menu as menu_of
from conversations.slots import when

NAME, VERSION, FRONT, SUBJECT = "circle_seat", 1, False, "circle"
HOUR = 3_600_000  # ms
BEFORE = (24 * HOUR, HOUR, 0)
EARLY = HOUR // 4  # a group can be opened this much sooner
LATE = HOUR // 2  # and is called off when its leader is not there after this long; a running one is closed so long after its end


@dataclass(frozen=True, slots=True)
class Seated:
    """``at``: epoch ms; ``told``: of how many of BEFORE was told; ``opened``: it has begun."""

    circle: int
    side: str  # member or leader
    topic: str
    at: int
    minutes: int
    alias: str
    told: int = 0
    opened: bool = False


STATES = (Seated,)


def start(facts: Facts, circle: int = 0, side: str = "member", topic: str = "", at: int = 0, minutes: int = 60, alias: str = "", **_: Any) -> Step:
    state = Seated(circle, side, topic, at, minutes, alias)
    return _wait(state, facts, _card("seat.yours", state, facts))


def _now(facts: Facts) -> int:
    return int(facts.now.timestamp() * 1000) if facts.now is not None else 0


def _ways(state: Seated, facts: Facts) -> Menu:
    if state.opened:
        return menu_of("seat", "enter")
    if state.side == "member":
        return menu_of("seat", "give_up")
    return menu_of("seat", *(("open",) if state.at - EARLY <= _now(facts) else ()), "cancel")


def _card(key: str, state: Seated, facts: Facts) -> Say:
    topic = Ref(f"topic.{state.topic}")
    return say(f"{key}.{state.side}", _ways(state, facts), topic=topic, when=when(state.at, facts.zone), alias=state.alias)


def _wait(state: Seated, facts: Facts, *effects: Effect) -> Step:
    left = state.at - _now(facts)
    for number, before in enumerate(BEFORE):
        if number >= state.told and left > before and not state.opened:
            return Next(replace(state, told=number), *effects, expires=timedelta(milliseconds=left - before))
    over = left + LATE + (state.minutes * 60_000 if state.opened else 0)
    return Next(replace(state, told=len(BEFORE)), *effects, expires=timedelta(milliseconds=max(1, over)))


def step(state: Seated, event: Event, facts: Facts) -> Step:
    match event:
        case Timeout():
            return _due(state, facts)
        case CircleChanged("opened"):
            opened = replace(state, opened=True)
            return _wait(opened, facts, _card("seat.opened", opened, facts))
        case CircleChanged("cancelled"):
            return _called_off(state, facts)
        case CircleChanged():
            return End()  # closed or given up: what there is to say was said there
        case Choice("seat", value):
            return _tapped(state, value, facts)
    return Keep()


def _due(state: Seated, facts: Facts) -> Step:
    left = state.at - _now(facts)
    if state.opened and left + state.minutes * 60_000 + LATE <= 0:
        return End(Lead(state.circle, "close")) if state.side == "leader" else End()
    if state.opened:
        return _wait(state, facts)
    if left + LATE <= 0:
        return Keep(CancelCircle(state.circle)) if state.side == "leader" else _called_off(state, facts)
    if left <= 0:
        told = (_card("seat.now", state, facts),) if state.side == "leader" else ()
        return _wait(replace(state, told=len(BEFORE)), facts, *told)
    if left > BEFORE[0]:
        return _wait(state, facts)
    return _wait(replace(state, told=2 if left <= HOUR else 1), facts, _card("seat.soon", state, facts))


def _called_off(state: Seated, facts: Facts) -> Step:
    ways = go("groups", "menu") if state.side == "leader" else go("groups", "peer", "menu")
    return End(say("seat.cancelled", ways, topic=Ref(f"topic.{state.topic}"), when=when(state.at, facts.zone)))


def _tapped(state: Seated, value: str, facts: Facts) -> Step:
    match value:
        case "enter" if facts.in_chat:
            return Keep(Toast("tap.in_chat", alert=True))
        case "enter" if state.opened:
            return Keep(EnterCircle(state.circle))
        case "open" if state.side == "leader" and facts.in_chat:
            return Keep(Toast("tap.in_chat", alert=True))
        case "open" if state.side == "leader" and not state.opened:
            return Keep(OpenCircle(state.circle))
        case "cancel" if state.side == "leader" and not state.opened:
            return Keep(CancelCircle(state.circle))
        case "give_up" if state.side == "member":
            return Keep(Change("seat.given_up"), GiveSeat(state.circle))
    return Keep(Toast("tap.stale"))
