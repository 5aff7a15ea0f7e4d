"""A line of somebody who felt the same. "This helped me" goes back to who wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.effects.stories import ReadLine, ThankWriter
from conversations.kit import Choice, End, Event, Facts, Keep, Next, Step, Timeout, go, menu, say

NAME, VERSION, FRONT, SUBJECT = "story_card", 1, False, "story"


@dataclass(frozen=True, slots=True)
class Shown:
    story: int


STATES = (Shown,)


def start(facts: Facts, story: int = 0, words: str = "", **_: Any) -> Step:
    return Next(Shown(story), say("stories.card", menu("line", "helped", "more", columns=2), words=words), expires=timedelta(days=3))


def step(state: Shown, event: Event, facts: Facts) -> Step:
    match event:
        case Choice("line", "helped"):
            return End(ThankWriter(state.story), say("stories.thanked", go("stories", "menu")))
        case Choice("line", "more"):
            return End(ReadLine(asked=True))
        case Timeout():
            return End()
    return Keep()
