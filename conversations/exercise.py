"""A short exercise for now: slow breathing, or coming back to the room with the senses. One step per tap, at the person's own pace."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.kit import Choice, End, Event, Facts, Keep, Next, Resumed, Say, Step, Timeout, go, menu, say

NAME, VERSION = "exercise", 1
LENGTH = {"breathing": 4, "grounding": 5}
PATIENCE = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Choose:
    pass


@dataclass(frozen=True, slots=True)
class Doing:
    which: str
    number: int


STATES = (Choose, Doing)
State = Choose | Doing


def start(facts: Facts, **_: Any) -> Step:
    return Next(Choose(), ask(Choose()), expires=PATIENCE)


def ask(state: State) -> Say:
    match state:
        case Choose():
            return say("exercise.choose", menu("which", *LENGTH), menu("exercise", "stop"))
        case Doing(which, number):  # pragma: no branch (mypy knows these are all)
            return say(f"exercise.{which}.{number}", menu("exercise", "next", "stop", columns=2))


def step(state: State, event: Event, facts: Facts) -> Step:
    match state, event:
        case Choose(), Choice("which", which) if which in LENGTH:
            return Next(Doing(which, 1), ask(Doing(which, 1)), expires=PATIENCE)
        case Doing(which, number), Choice("exercise", "next") if number < LENGTH[which]:
            return Next(Doing(which, number + 1), ask(Doing(which, number + 1)), expires=PATIENCE)
        case Doing(), Choice("exercise", "next"):
            return End(say("exercise.done", go("checkin", "peer", "exercise")))
        case _, Choice("exercise", "stop"):
            return End(say("exercise.stopped", go("checkin", "peer", "sos")))
        case _, Resumed():
            return Keep(ask(state))
        case _, Timeout():
            return End()
    return Keep(say("common.please_choose"), ask(state))
