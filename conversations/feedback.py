"""After a chat: how was it? One tap, both sides, never pressed for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.effects import RateChat
from conversations.effects.care import MarkHeavy
from conversations.kit import Choice, End, Event, Facts, Keep, Next, Resumed, Say, Step, Timeout, go, menu, say

NAME, VERSION, SUBJECT = "feedback", 1, "link"
RATINGS = ("1", "2", "3", "4", "5")


@dataclass(frozen=True, slots=True)
class AskRating:
    link: int
    side: str


STATES = (AskRating,)


def start(facts: Facts, link: int = 0, side: str = "person", **_: Any) -> Step:
    state = AskRating(link, side)
    return Next(state, ask(state), expires=timedelta(hours=20))


def ask(state: AskRating) -> Say:
    return say(f"feedback.{state.side}", menu("rate", *RATINGS, columns=5), menu("skip", "skip"))


def step(state: AskRating, event: Event, facts: Facts) -> Step:
    ways = go("duty", "checkin", "help") if state.side == "volunteer" else go("checkin", "peer", "mood")
    match event:
        case Choice("rate", n) if n in RATINGS:
            low = state.side == "person" and int(n) <= 2
            hard = (MarkHeavy(state.link),) if state.side == "volunteer" and int(n) <= 2 else ()
            return End(
                RateChat(state.link, int(n)), *hard, say("feedback.sorry" if low else "feedback.thanks", go("peer", "counselor") if low else ways)
            )
        case Choice("skip", "skip"):
            return End(say("feedback.skipped", ways))
        case Timeout():
            return End()
        case Resumed():
            return Keep(ask(state))
    return Keep(say("feedback.tap"), ask(state))
