"""After a group: what do you take with you? A word for the leader, under the pseudonym; or none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.effects.circles import KeepWords
from conversations.kit import Choice, End, Event, Facts, Keep, Next, Resumed, Say, Step, Text, Timeout, go, menu, say

NAME, VERSION, SUBJECT = "circle_words", 1, "circle"
LENGTH = 600
WAYS = go("groups", "checkin", "menu")


@dataclass(frozen=True, slots=True)
class AskWords:
    circle: int


STATES = (AskWords,)


def start(facts: Facts, circle: int = 0, **_: Any) -> Step:
    return Next(AskWords(circle), ask(), expires=timedelta(hours=20))


def ask() -> Say:
    return say("circle.words", menu("skip", "skip"))


def step(state: AskWords, event: Event, facts: Facts) -> Step:
    match event:
        case Text(text) if text.strip():
            return End(KeepWords(state.circle, text.strip()[:LENGTH]), say("circle.words_kept", WAYS))
        case Choice("skip", "skip"):
            return End(say("circle.words_skipped", WAYS))
        case Timeout():
            return End()
        case Resumed():
            return Keep(ask())
    return Keep(say("common.please_choose"), ask())
