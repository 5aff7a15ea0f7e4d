"""/volunteers: the coordinators see who serves, clear them for people under 18, suspend with a reason, and take a suspension back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.effects import Reinstate, SetYouth, Suspend
from conversations.effects.care import LiftBreak
from conversations.kit import Button, Choice, End, Event, Facts, Keep, Listing, Menu, Next, Ref, Resumed, Say, Step, Text, Timeout, go, menu, say
from conversations.volunteering import Listed

NAME, VERSION = "volunteers", 1
NEEDS = frozenset({"volunteers"})
PATIENCE = timedelta(hours=12)
SHOWN = 40  # Telegram takes at most 100 buttons; a longer list is not read on a phone
LENGTH = 500


@dataclass(frozen=True, slots=True)
class Choosing:
    pass


@dataclass(frozen=True, slots=True)
class Looking:
    volunteer: int


@dataclass(frozen=True, slots=True)
class AskReason:
    volunteer: int


STATES = (Choosing, Looking, AskReason)
State = Choosing | Looking | AskReason


def start(facts: Facts, **_: Any) -> Step:
    if "coordinator" not in facts.roles:
        return End(say("volunteers.not_yours", go("menu", "help")))
    if not facts.volunteers:
        return End(say("volunteers.none", go("alerts", "help")))
    return Next(Choosing(), ask(Choosing(), facts), expires=PATIENCE)


def _one(number: int, facts: Facts) -> Listed | None:
    return next((one for one in facts.volunteers if one.id == number), None)


def ask(state: State, facts: Facts) -> Say:
    match state:
        case Choosing():
            return _list(facts)
        case Looking(number):
            one = _one(number, facts)
            return _about(one) if one else say("volunteers.gone", menu("volunteers", "back"))
        case AskReason():  # pragma: no branch (mypy knows these are all)
            return say("volunteers.reason", menu("volunteers", "back"))


def _list(facts: Facts) -> Say:
    names = Menu("who", tuple(_button(one) for one in facts.volunteers[:SHOWN]))
    on_duty = sum(one.on_duty for one in facts.volunteers)
    return say("volunteers.list", names, menu("volunteers", "close"), count=len(facts.volunteers), on_duty=on_duty)


def _button(one: Listed) -> Button:
    return Button(str(one.id), "volunteers.button", {"label": one.name or Ref("alert.somebody"), "state": Ref(f"volunteers.mark.{_state(one)}")})


def _state(one: Listed) -> str:
    if one.state != "approved":
        return one.state
    return "paused" if one.paused else "on" if one.on_duty else "off"


def _about(one: Listed) -> Say:
    youth = "adults" if one.youth else "youth"
    back = ("lift",) if one.paused else ()
    does = (*back, "suspend", youth) if one.state == "approved" else ("reinstate",) if one.state == "suspended" else ()
    return say(
        "volunteers.about",
        menu("volunteers", *does, "back"),
        name=one.name or Ref("alert.somebody"),
        state=Ref(f"volunteers.state.{_state(one)}"),
        topics=Listing(tuple(Ref(f"topic.{t}") for t in one.topics)),
        youth=Ref("volunteers.with_youth" if one.youth else "volunteers.adults_only"),
    )


def step(state: State, event: Event, facts: Facts) -> Step:
    match state, event:
        case Choosing(), Choice("who", value) if value.isdecimal() and value.isascii() and _one(int(value), facts):
            return _next(Looking(int(value)), facts)
        case Choosing(), Choice("volunteers", "close"):
            return End(say("volunteers.closed", go("volunteers", "alerts", "help")))
        case ((Looking() | AskReason()), Choice("volunteers", "back")):
            return _next(Choosing(), facts)
        case Looking(number), Choice("volunteers", "suspend"):
            return _next(AskReason(number), facts)
        case Looking(number), Choice("volunteers", "reinstate"):
            return End(Reinstate(number), say("volunteers.reinstated", go("volunteers", "help")))
        case Looking(number), Choice("volunteers", "lift"):
            return End(LiftBreak(number), say("volunteers.lifted", go("volunteers", "help")))
        case Looking(number), Choice("volunteers", "youth" | "adults" as whom):
            key = "volunteers.now_youth" if whom == "youth" else "volunteers.now_adults"
            return End(SetYouth(number, whom == "youth"), say(key, go("volunteers", "help")))
        case AskReason(number), Text(text) if text.strip():
            return End(Suspend(number, text.strip()[:LENGTH]), say("volunteers.suspended", go("volunteers", "help")))
        case _, Resumed():
            return Keep(ask(state, facts))
        case _, Timeout():
            return End()
    return Keep(say("common.please_choose"), ask(state, facts))


def _next(state: State, facts: Facts) -> Step:
    return Next(state, ask(state, facts), expires=PATIENCE)
