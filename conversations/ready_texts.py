"""/texts: what a volunteer wants to have ready for chats, each under a short name: seen, added, thrown away by tap. ``/t name`` sends it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.effects.serving import DropReady, SaveReady
from conversations.kit import Button, Choice, End, Event, Facts, Keep, Listing, Menu, Next, Ref, Resumed, Say, Step, Text, Timeout, go, menu, say
from conversations.serving import Ready

NAME, VERSION = "ready_texts", 1
NEEDS = frozenset({"ready"})
PATIENCE = timedelta(hours=2)
MOST, LENGTH = 20, 1000
_NAME = re.compile(r"/?(\w{1,20})")


@dataclass(frozen=True, slots=True)
class Choosing:
    pass


@dataclass(frozen=True, slots=True)
class Looking:
    number: int


@dataclass(frozen=True, slots=True)
class AskName:
    pass


@dataclass(frozen=True, slots=True)
class AskText:
    name: str


STATES = (Choosing, Looking, AskName, AskText)
State = Choosing | Looking | AskName | AskText


def start(facts: Facts, **_: Any) -> Step:
    if "volunteer" not in facts.roles:
        return End(say("duty.not_volunteer", go("volunteer", "menu")))
    return _next(Choosing(), facts)


def _one(number: int, facts: Facts) -> Ready | None:
    return next((one for one in facts.ready if one.id == number), None)


def ask(state: State, facts: Facts) -> Say:
    match state:
        case Choosing():
            return _list(facts)
        case Looking(number):
            one = _one(number, facts)
            shown = say("ready.one", menu("texts", "drop", "back"), name=one.name, text=one.text) if one else None
            return shown or say("ready.gone", menu("texts", "back"))
        case AskName():
            return say("ready.name", menu("texts", "back"))
        case AskText(name):  # pragma: no branch (mypy knows these are all)
            return say("ready.text", menu("texts", "back"), name=name)


def _list(facts: Facts) -> Say:
    own = Menu("own", tuple(Button(str(one.id), "pick.plain", {"label": one.name}) for one in facts.ready), columns=2)
    add = ("add",) if len(facts.ready) < MOST else ()
    shared = Listing(tuple(Ref(f"ready.shared.{name}.name") for name in facts.place.ready_texts))
    return say("ready.list", own, menu("texts", *add, "close"), shared=shared)


def step(state: State, event: Event, facts: Facts) -> Step:
    match state, event:
        case _, Timeout():
            return End()
        case Choosing(), Choice("own", value) if value.isdecimal() and value.isascii() and _one(int(value), facts):
            return _next(Looking(int(value)), facts)
        case Choosing(), Choice("texts", "add") if len(facts.ready) < MOST:
            return _next(AskName(), facts)
        case Choosing(), Choice("texts", "close"):
            return End(say("ready.closed", go("duty", "menu")))
        case ((Looking() | AskName() | AskText()), Choice("texts", "back")):
            return _next(Choosing(), facts)
        case Looking(number), Choice("texts", "drop"):
            return End(DropReady(number), say("ready.dropped", go("texts", "menu")))
        case AskName(), Text(text) if (name := _NAME.fullmatch(text.strip())) is not None:
            return _next(AskText(name[1].lower()), facts)
        case AskText(name), Text(text) if text.strip():
            return End(SaveReady(name, text.strip()[:LENGTH]), say("ready.saved", go("texts", "menu"), name=name))
        case _, Resumed():
            return Keep(ask(state, facts))
    return Keep(say("ready.name_unfit" if isinstance(state, AskName) else "common.please_choose"), ask(state, facts))


def _next(state: State, facts: Facts) -> Step:
    return Next(state, ask(state, facts), expires=PATIENCE)
