"""/stories: a line for others who feel the same, and lines of others. Without a name; a coordinator agrees before anybody sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.effects.stories import ReadLine, TellLine
from conversations.kit import Choice, End, Event, Facts, Keep, Next, Resumed, Say, Step, Text, Timeout, go, menu, say
from conversations.masking import mask

NAME, VERSION = "stories", 1
PATIENCE = timedelta(hours=12)
MOST = 280  # characters


@dataclass(frozen=True, slots=True)
class Choose:
    pass


@dataclass(frozen=True, slots=True)
class Writing:
    pass


STATES = (Choose, Writing)
State = Choose | Writing


def start(facts: Facts, **_: Any) -> Step:
    return Next(Choose(), ask(Choose()), expires=PATIENCE)


def ask(state: State) -> Say:
    match state:
        case Choose():
            return say("stories.choose", menu("stories", "read", "write", "close"))
        case Writing():  # pragma: no branch (mypy knows these are all)
            return say("stories.write", menu("stories", "close"), most=MOST)


def step(state: State, event: Event, facts: Facts) -> Step:
    match state, event:
        case _, Timeout():
            return End()
        case _, Choice("stories", "close"):
            return End(say("stories.closed", go("care", "menu")))
        case Choose(), Choice("stories", "read"):
            return End(ReadLine(asked=True), say("stories.here", go("stories", "care", "menu")))
        case Choose(), Choice("stories", "write"):
            return Next(Writing(), ask(Writing()), expires=PATIENCE)
        case Writing(), Text(words) if len(words.strip()) > MOST:
            return Keep(say("common.too_long", menu("stories", "close"), most=MOST))
        case Writing(), Text(words) if words.strip() and mask(words, event.contacts)[1]:
            return Keep(say("stories.no_contacts", menu("stories", "close")))
        case Writing(), Text(words) if words.strip():
            return End(TellLine(words.strip()), say("stories.sent", go("care", "menu")))
        case _, Resumed():
            return Keep(ask(state))
    return Keep(say("common.please_choose"), ask(state))
