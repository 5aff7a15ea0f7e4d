"""/volunteers: the coordinators see who serves, clear them for people under 18, suspend with a reason, and take a suspension back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations import paging
from conversations.effects import Reinstate, SetYouth, Suspend
from conversations.effects.care import LiftBreak
from conversations.kit import (
    Button,
    Change,
    Choice,
    End,
    Event,
    Facts,
    Keep,
    Listing,
    Menu,
    Next,
    Ref,
    Resumed,
    Say,
    Step,
    Text,
    Timeout,
    go,
    menu,
    say,
)
from conversations.volunteering import Listed

NAME, VERSION = "volunteers", 1
NEEDS = frozenset({"volunteers"})
PATIENCE = timedelta(hours=12)
LENGTH = 500


@dataclass(frozen=True, slots=True)
class Choosing:
    page: int = 0


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
        case Choosing(page):
            return _list(page, facts)
        case Looking(number):
            one = _one(number, facts)
            return _about(one) if one else say("volunteers.gone", menu("volunteers", "back"))
        case AskReason():  # pragma: no branch (mypy knows these are all)
            return say("volunteers.reason", menu("volunteers", "back"))


def _list(page: int, facts: Facts) -> Say:
    count = len(facts.volunteers)
    page = min(page, paging.last(count))
    names = Menu("who", tuple(_button(one) for one in paging.page(facts.volunteers, page)))
    on_duty = sum(one.on_duty for one in facts.volunteers)
    ways = (*paging.ways(page, count), menu("volunteers", "close"))
    return say("volunteers.list", names, *ways, count=count, on_duty=on_duty, page=paging.where(page, count))


def _page_with(volunteer: int, facts: Facts) -> Choosing:
    """The list where somebody looked at stands in it."""
    return Choosing(next((n for n, one in enumerate(facts.volunteers) if one.id == volunteer), 0) // paging.SIZE)


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
        case Choosing(page), Choice("page", "earlier" | "later" as to):
            turned = Choosing(paging.turned(page, to, len(facts.volunteers)))
            shown = ask(turned, facts)
            return Next(turned, Change(shown.key, shown.args, shown.menus), expires=PATIENCE)
        case ((Looking(volunteer) | AskReason(volunteer)), Choice("volunteers", "back")):
            return _next(_page_with(volunteer, facts), facts)
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
