"""After a serious moment: somebody asks how it is, a few hours later and once more the next day. Silence twice brings a counselor's eye."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.effects import RaiseAlert
from conversations.kit import Choice, End, Event, Facts, Keep, Next, Say, Step, Text, Timeout, go, menu, say

NAME, VERSION, FRONT, READS = "aftercare", 1, False, True
SOON, NEXT_DAY = timedelta(hours=4), timedelta(hours=20)


@dataclass(frozen=True, slots=True)
class Waiting:
    time: int  # the first or the second time


@dataclass(frozen=True, slots=True)
class Asked:
    time: int


STATES = (Waiting, Asked)
WORDS = {
    "worse": ("lebih berat", "makin berat", "tambah berat", "lebih buruk", "makin buruk", "makin parah", "lebih parah", "worse"),
    "same": ("masih sama", "sama aja", "sama saja", "sama", "the same", "same", "no change"),
    "better": ("lebih baik", "membaik", "mendingan", "baikan", "lebih enak", "lebih lega", "better"),
}
NO = frozenset({"nggak", "gak", "ga", "enggak", "tidak", "nda", "not", "isn't", "isnt"})
SHORT = 6  # words: a longer message tells more than one of these
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
        case Asked(), Text(words) if answer := _read(words):
            return step(state, Choice("after", answer), facts)
        case _, Choice("after", "worse"):
            worse = say("aftercare.worse", go("sos", "safety", columns=2), lane="crisis")
            return Next(Waiting(1), RaiseAlert("high", "after"), worse, expires=SOON)
        case _, Choice("after", "better" | "same" as answer):
            told = say(f"aftercare.{answer}", go("peer", "counselor", "checkin", columns=2), lane="relay")
            return Next(Waiting(2), told, expires=NEXT_DAY) if state.time == 1 else End(told)
    return Keep()


def _read(words: str) -> str:
    """Which answer is meant by a few words; "" where that is not plain ("nggak lebih baik")."""
    plain = "".join(c if c.isalnum() else " " for c in words.casefold()).split()
    if len(plain) > SHORT or not NO.isdisjoint(plain):
        return ""
    said = f" {' '.join(plain)} "
    return next((answer for answer, known in WORDS.items() if any(f" {one} " in said for one in known)), "")
