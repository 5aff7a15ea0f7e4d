"""/counselor: what it is about, in own words if one likes, how soon and in which way. "Now" calls somebody at once, from every screen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from conversations.effects import RaiseAlert
from conversations.effects.guidance import AskGuidance, NoteWish, WithdrawWish
from conversations.guiding import SOON
from conversations.kit import (
    Button,
    Choice,
    Command,
    End,
    Event,
    Facts,
    Keep,
    Media,
    Menu,
    Next,
    Ref,
    Resumed,
    Say,
    StartFlow,
    Step,
    Text,
    Timeout,
    go,
    say,
)
from conversations.kit import menu as menu_of
from conversations.signs import words_of

NAME, VERSION = "counselor", 1
NEEDS = frozenset({"guidance"})
PATIENCE = timedelta(hours=2)
LENGTH = 1500  # characters of own words that are kept
OTHER = "other"
CALL = menu_of("call", "now")


@dataclass(frozen=True, slots=True)
class Standing:
    """Something was asked for already: how it stands."""


@dataclass(frozen=True, slots=True)
class AskField:
    pass


@dataclass(frozen=True, slots=True)
class AskWords:
    field: str


@dataclass(frozen=True, slots=True)
class AskSoon:
    field: str


@dataclass(frozen=True, slots=True)
class AskWay:
    field: str
    soon: str


STATES = (Standing, AskField, AskWords, AskSoon, AskWay)
HEARS_CRISIS = (AskField, AskWords)
State = Standing | AskField | AskWords | AskSoon | AskWay


def start(facts: Facts, **_: Any) -> Step:
    state = Standing() if facts.guidance.wish.state in {"open", "taken"} else AskField()
    return Next(state, ask(state, facts), expires=PATIENCE)


def ask(state: State, facts: Facts) -> Say:
    match state:
        case Standing():
            return _standing(facts)
        case AskField():
            fields = Menu("field", tuple(Button(f, f"field.{f}") for f in facts.place.offered.fields), columns=2)
            return say("guidance.field", CALL, fields, menu_of("counselor", "back"))
        case AskWords():
            return say("guidance.words", menu_of("skip", "skip"), CALL)
        case AskSoon():
            return say("guidance.soon", menu_of("soon", *SOON))
        case AskWay(field):  # pragma: no branch (mypy knows these are all)
            return say("guidance.way", _ways(field, facts), CALL, times=_times(field, facts))


def _standing(facts: Facts) -> Say:
    wish = facts.guidance.wish
    key = "guidance.standing_taken" if wish.state == "taken" else "guidance.standing_open"
    return say(key, CALL, menu_of("counselor", "book", "anew", "withdraw", "back"), field=Ref(f"field.{wish.field or 'other'}"), name=wish.name)


def _ways(field: str, facts: Facts) -> Menu:
    """The chat first; an appointment only where there are free times; what else the place offers."""
    times = ("appointment",) if facts.guidance.for_field(field) else ()
    return menu_of("way", "chat", *times, *(way for way in facts.place.offered.ways if way != "chat"))


def _times(field: str, facts: Facts) -> Ref:
    count = len(facts.guidance.for_field(field))
    return Ref("guidance.times", {"count": count}) if count else Ref("guidance.no_times")


def step(state: State, event: Event, facts: Facts) -> Step:
    match state, event:
        case _, Choice("call", "now") | Choice("soon", "now"):
            return End(RaiseAlert("concern", "asked", facts.guidance.wish.words), say("sos.asked", lane="crisis"))
        case _, Timeout():
            return End(say("guidance.left", go("counselor", "sos")))
        case _, Resumed() | Command("counselor"):
            return Keep(ask(state, facts))
        case _, Choice("counselor", "back"):
            return End(say("guidance.back", go("counselor", "peer", "menu")))
        case Standing(), Choice("counselor", "book"):
            return End(StartFlow("booking"))
        case Standing(), Choice("counselor", "anew"):
            return _to(AskField(), facts)
        case Standing(), Choice("counselor", "withdraw"):
            return End(WithdrawWish(), say("guidance.withdrawn", go("counselor", "peer", "menu")))
        case AskField(), Choice("field", field) if field in facts.place.offered.fields:
            return _to(AskWords(field), facts)
        case ((AskField() | AskWords()), (Text() | Media())) if event.crisis:
            field = state.field if isinstance(state, AskWords) else OTHER if OTHER in facts.place.offered.fields else ""
            noted = NoteWish(field, words_of(event).strip()[:LENGTH])
            return Next(AskSoon(field), noted, expires=PATIENCE) if field else Keep()  # no question below the card
        case ((AskField() | AskWords()), Text(text)) if len(text.strip()) > LENGTH:
            return Keep(say("guidance.too_long", menu_of("skip", "skip") if isinstance(state, AskWords) else CALL, most=LENGTH))
        case AskField(), Text(text) if text.strip() and OTHER in facts.place.offered.fields:
            return _noted(AskSoon(OTHER), text.strip(), facts)  # who just says what it is about is not asked to say it again
        case AskWords(field), Text(text) if text.strip():
            return _noted(AskSoon(field), text.strip(), facts)
        case AskWords(field), Choice("skip", "skip"):
            return _noted(AskSoon(field), "", facts)
        case AskSoon(field), Choice("soon", soon) if soon in SOON:
            return _to(AskWay(field, soon), facts)
        case AskWay(), Choice("way", way):
            return _way(state, way, facts)
    return Keep(say("common.please_choose"), ask(state, facts))


def _to(state: State, facts: Facts) -> Step:
    return Next(state, ask(state, facts), expires=PATIENCE)


def _noted(state: AskSoon, words: str, facts: Facts) -> Step:
    return Next(state, NoteWish(state.field, words), ask(state, facts), expires=PATIENCE)


def _way(state: AskWay, way: str, facts: Facts) -> Step:
    """Somebody to meet or to ring up is booked where there are free times, and asked for where there are none."""
    times = bool(facts.guidance.for_field(state.field))
    if times and (way == "appointment" or (way in facts.place.offered.ways and way != "chat")):
        return End(StartFlow("booking", {"field": state.field, "way": "chat" if way == "appointment" else way}))
    if way in {*facts.place.offered.ways, "chat"}:
        ways = go("appointments", "solve", "menu", columns=2)
        return End(AskGuidance(state.soon, way), say("guidance.asked", ways, wait=_wait(facts), resources=Ref("preset.resources")))
    return Keep(say("common.please_choose"), ask(replace(state), facts))


def _wait(facts: Facts) -> Ref:
    """The truth about how long it takes."""
    hours = facts.guidance.wait_hours
    return Ref("guidance.wait_unknown") if hours is None else Ref("guidance.wait", {"hours": max(1, hours)})
