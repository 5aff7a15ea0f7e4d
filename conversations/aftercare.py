"""After a serious moment: somebody asks how it is, a few hours later and once more the next day. Silence twice brings a counselor's eye."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.effects import RaiseAlert
from conversations.kit import Choice, End, Event, Facts, Keep, Next, Say, Step, Timeout, go, menu, say

NAME, VERSION, FRONT = "aftercare", 1, False
SOON, NEXT_DAY = timedelta(hours=4), timedelta(hours=20)


@dataclass(frozen=True, slots=True)
class Waiting:
    time: int  # the first or the second time


@dataclass(frozen=True, slots=True)
class Asked:
    time: int


STATES = (Waiting, Asked)
State = Waiting | Asked


def start(facts: Facts, **_: Any) -> Step:
    return Next(Waiting(1), expires=SOON)


def ask() -> Say:
    return say("aftercare.ask", menu("after", "better", "same", "worse", columns=3), lane="relay")


def step(state: State, event: Event, facts: Facts) -> Step:
    match state, event:
        case Waiting(time), Timeout():
            return Next(Asked(time), ask(), expires=NEXT_DAY)
        case Asked(1), Timeout():
            return Next(Asked(2), ask(), expires=NEXT_DAY)
        case Asked(), Timeout():
            return End(RaiseAlert("concern", "after_silent"))
        case _, Choice("after", "worse"):
            return End(RaiseAlert("high", "after"), say("aftercare.worse", go("sos", "safety", columns=2), lane="crisis"))
        case _, Choice("after", "better" | "same" as answer):
            told = say(f"aftercare.{answer}", go("peer", "counselor", "checkin", columns=2), lane="relay")
            return Next(Waiting(2), told, expires=NEXT_DAY) if state.time == 1 else End(told)
    return Keep()
