"""A line for others, before the coordinators: nobody sees it without their yes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.effects.stories import DecideLine, ShowLine
from conversations.kit import Choice, End, Event, Facts, Keep, Next, Step, Timeout, Toast

NAME, VERSION, FRONT, SHARED, ACCESS = "story", 1, False, True, "volunteers"
REMIND = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Open:
    pass


STATES = (Open,)


def start(facts: Facts, **_: Any) -> Step:
    return Next(Open(), ShowLine(), expires=REMIND)


def step(state: Open, event: Event, facts: Facts) -> Step:
    match event:
        case Choice("line_decide", "show" | "not" as answer):
            return End(DecideLine(answer == "show"), Toast(f"stories.answer.{answer}"))
        case Timeout():
            return Next(state, ShowLine(again=True), expires=REMIND)
    return Keep()
