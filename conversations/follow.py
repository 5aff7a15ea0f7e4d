"""The chosen step comes back at its date: done, partly, not yet; and then what stood in the way, and a smaller step. In the background until then."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from conversations.effects.solving import NoteOutcome
from conversations.kit import Choice, End, Event, Facts, Keep, Next, Say, StartFlow, Step, Timeout, Toast, go, menu, say

NAME, VERSION, FRONT, SUBJECT = "follow", 1, False, "plan"
BY_DAY = True
HOUR_OF_DAY = 16  # local: after school, before the evening
PATIENCE = timedelta(days=7)
LATEST = 3


@dataclass(frozen=True, slots=True)
class Waiting:
    plan: int
    step: str
    late: int = 0  # how often it was put off, because they were talking with somebody


@dataclass(frozen=True, slots=True)
class Asked:
    plan: int
    step: str


STATES = (Waiting, Asked)
State = Waiting | Asked


def start(facts: Facts, plan: int = 0, step: str = "", days: int = 1, **_: Any) -> Step:
    return Next(Waiting(plan, step), expires=_until(facts, days))


def _until(facts: Facts, days: int) -> timedelta:
    """Local afternoon, so many days from now."""
    if facts.now is None:
        return timedelta(days=days)
    due = (facts.now + timedelta(days=days)).replace(hour=HOUR_OF_DAY, minute=0, second=0, microsecond=0)
    return max(due - facts.now, timedelta(hours=1))


def ask(step: str) -> Say:
    return say("follow.ask", menu("follow", "done", "partly", "not_yet", "later", columns=2), step=step)


def step(state: State, event: Event, facts: Facts) -> Step:
    match state, event:
        case Waiting(late=late), Timeout() if facts.in_chat and late < LATEST:
            return Next(replace(state, late=late + 1), expires=timedelta(hours=2))  # not into the middle of a talk
        case Waiting(plan, words), Timeout():
            return Next(Asked(plan, words), ask(words), expires=PATIENCE)
        case Asked(), Timeout():
            return End()
        case Asked(plan), Choice("follow", "done"):
            return End(NoteOutcome(plan, "done"), say("follow.done", go("solve", "checkin", "menu")))
        case Asked(plan, words), Choice("follow", "later"):
            return Next(Waiting(plan, words), say("follow.later", go("solve", "menu")), expires=_until(facts, 1))
        case Asked(), Choice("follow", "partly" | "not_yet") if facts.in_chat:
            return Keep(Toast("tap.in_chat", alert=True))
        case Asked(plan), Choice("follow", "partly" | "not_yet" as outcome):
            return End(NoteOutcome(plan, outcome), say(f"follow.{outcome}"), StartFlow("solve"))
    return Keep(*((Toast("tap.stale"),) if isinstance(event, Choice) else ()))
