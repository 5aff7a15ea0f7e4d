"""The safety plan: six steps in one's own words, written one at a time, left and taken up again at will. Every line is kept at once.

It follows the structure of the Stanley-Brown safety plan (signs, what I can do alone, places and people that distract, people I can ask,
professionals, making it safer) in words of our own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.care import SAFETY
from conversations.effects.safety import AddToSafety, ClearSafety, ShareSafety
from conversations.kit import (
    Button,
    Choice,
    Effect,
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
    Step,
    Text,
    Timeout,
    go,
    menu,
    say,
)
from conversations.safety_card import whole

NAME, VERSION, LASTING = "safety", 1, False
NEEDS = frozenset({"safety"})
PATIENCE = timedelta(days=7)
MOST = 400  # characters of one step: all six and the numbers to call fit into one message


@dataclass(frozen=True, slots=True)
class Overview:
    pass


@dataclass(frozen=True, slots=True)
class Writing:
    part: str


@dataclass(frozen=True, slots=True)
class AskShare:
    pass


STATES = (Overview, Writing, AskShare)
HEARS_CRISIS = (Writing,)
State = Overview | Writing | AskShare


def start(facts: Facts, **_: Any) -> Step:
    if not facts.safety.words:
        return Next(Overview(), say("safety.intro", menu("safety", "begin", "close")), expires=PATIENCE)
    return _to(Overview(), facts)


def ask(state: State, facts: Facts) -> Say:
    match state:
        case Overview():
            shared = "unshare" if facts.safety.shared else "share"
            told = Ref("safety.is_shared" if facts.safety.shared else "safety.is_private")
            ways = menu("safety", *(("begin",) if _open(facts) else ()), shared, "close")
            return say("safety.overview", _parts(facts), ways, plan=whole(facts.safety), told=told)
        case Writing(part):
            before = facts.safety.of(part)
            now = Ref("safety.so_far", {"words": before}) if before else Ref("common.nothing")
            ways = menu("safety", "next", *(("rewrite",) if before else ()), "pause")
            title, question = Ref(f"safety.title.{part}"), Ref(f"safety.ask_for.{part}")
            return say("safety.ask", ways, number=SAFETY.index(part) + 1, title=title, question=question, now=now)
        case AskShare():  # pragma: no branch (mypy knows these are all)
            return say("safety.ask_share", menu("share", "yes", "no"))


def _parts(facts: Facts) -> Menu:
    """The six steps, those with words in them ticked."""
    keys = {part: "pick.ticked" if facts.safety.of(part) else "pick.plain" for part in SAFETY}
    return Menu("part", tuple(Button(part, key, {"label": Ref(f"safety.title.{part}")}) for part, key in keys.items()))


def _open(facts: Facts) -> str:
    """The first step without words; empty when all have some."""
    return next((part for part in SAFETY if not facts.safety.of(part)), "")


def _to(state: State, facts: Facts, *effects: Effect) -> Step:
    return Next(state, *effects, ask(state, facts), expires=PATIENCE)


def step(state: State, event: Event, facts: Facts) -> Step:
    match state, event:
        case _, Timeout():
            return End()
        case _, Choice("safety", "close"):
            return End(say("safety.closed", go("safety_card", "care", "menu")))
        case Overview(), Choice("part", part) if part in SAFETY:
            return _to(Writing(part), facts)
        case Overview(), Choice("safety", "begin"):
            return _to(Writing(_open(facts) or SAFETY[0]), facts)
        case Overview(), Choice("safety", "share"):
            return _to(AskShare(), facts)
        case Overview(), Choice("safety", "unshare"):
            return End(ShareSafety(False), say("safety.now_private", go("safety", "care", "menu")))
        case AskShare(), Choice("share", "yes"):
            return End(ShareSafety(True), say("safety.now_shared", go("safety", "care", "menu")))
        case AskShare(), Choice("share", "no"):
            return _to(Overview(), facts)
        case Writing(part), _ if (written := _writing(part, event, facts)) is not None:
            return written
        case _, Resumed():
            return Keep(ask(state, facts))
    return Keep(say("common.please_choose"), ask(state, facts))


def _writing(part: str, event: Event, facts: Facts) -> Step | None:
    match event:
        case Text(words) | Media(caption=words, crisis=(_, *_)) if words.strip():
            return _add(part, words.strip(), facts, told=bool(event.crisis))
        case Text():
            return Keep(say("pick.not_understood"), ask(Writing(part), facts))
        case Choice("safety", "next") if part != SAFETY[-1]:
            return _to(Writing(SAFETY[SAFETY.index(part) + 1]), facts)
        case Choice("safety", "next"):
            return _to(Overview(), facts)
        case Choice("safety", "rewrite"):
            before = facts.safety.of(part)
            return Keep(ClearSafety(part), say("safety.cleared", menu("safety", "next", "pause"), words=before or Ref("common.nothing")))
        case Choice("safety", "pause"):
            return End(say("safety.paused", go("safety", "care", "menu")))
    return None


def _add(part: str, words: str, facts: Facts, *, told: bool) -> Step:
    """After words of crisis the person has just been answered (see interrupts): kept, and no word more. What does not fit is not cut, it is said."""
    if len(words) > MOST:
        return Keep(say("common.too_long", menu("safety", "next", "pause"), most=MOST))
    before = facts.safety.of(part)
    if before and len(before) + 1 + len(words) > MOST:
        return Keep(say("safety.full", menu("safety", "next", "rewrite", "pause"), most=MOST))
    if told:
        return Keep(AddToSafety(part, words))
    return Keep(AddToSafety(part, words), say("safety.added", menu("safety", "next", "rewrite", "pause", columns=1)))
