"""The daily prompt. It carries the five moods itself: one tap answers it, and the check-in goes on from there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from conversations.checkin import MOODS
from conversations.effects import SaveMood
from conversations.kit import Choice, End, Event, Facts, Keep, Next, Ref, StartFlow, Step, menu, say

NAME, VERSION, FRONT = "prompt", 1, False


@dataclass(frozen=True, slots=True)
class Open:
    pass


STATES = (Open,)


def start(facts: Facts, **_: Any) -> Step:
    """Its buttons work until the next day's prompt replaces it."""
    return Next(Open(), say("prompt.ask", menu("mood", *MOODS), lane="prompt", name=facts.name or Ref("common.no_name")))


def step(state: Open, event: Event, facts: Facts) -> Step:
    match event:
        case Choice("mood", n) if n in MOODS and facts.in_chat:
            return End(SaveMood(int(n)), say("prompt.thanks_in_chat"))
        case Choice("mood", n) if n in MOODS:
            return End(StartFlow("checkin", {"mood": int(n)}))
    return Keep()
