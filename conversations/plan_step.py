"""On the day of a small step: done, partly, not yet and what stood in the way; smaller, another day, or let it go. No guilt in any of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.effects.plan import MarkStep
from conversations.kit import Choice, End, Event, Facts, Keep, Next, StartFlow, Step, Timeout, Toast, go, menu, say
from conversations.later import in_days

NAME, VERSION, FRONT, SUBJECT = "plan_step", 1, False, "step"
BY_DAY = True
NEEDS = frozenset({"care_plan"})
HOUR = 18  # o'clock
HOLD = timedelta(hours=2)
ANSWER_WITHIN = timedelta(days=4)
HINDERED = ("forgot", "too_big", "no_energy", "afraid", "blocked", "not_mine")


@dataclass(frozen=True, slots=True)
class Waiting:
    """``held``: it was due in the middle of a chat; once it waits, then it is asked all the same."""

    step: int
    held: bool = False


@dataclass(frozen=True, slots=True)
class AskDone:
    step: int


@dataclass(frozen=True, slots=True)
class AskHindered:
    step: int


@dataclass(frozen=True, slots=True)
class AskNext:
    step: int


STATES = (Waiting, AskDone, AskHindered, AskNext)
State = Waiting | AskDone | AskHindered | AskNext


def start(facts: Facts, step: int = 0, days: int = 1, **_: Any) -> Step:
    return Next(Waiting(step), expires=in_days(facts, days, HOUR))


def step(state: State, event: Event, facts: Facts) -> Step:
    match state, event:
        case Waiting(number, False), Timeout() if facts.in_chat:
            return Next(Waiting(number, True), expires=HOLD)
        case Waiting(number), Timeout():
            asked = say("plan_step.ask", menu("stepped", "done", "partly", "not_yet"), lane="prompt", step=facts.care_plan.step)
            return Next(AskDone(number), asked, expires=ANSWER_WITHIN)
        case _, Timeout():
            return End()
        case AskDone(number), Choice("stepped", "done" | "partly" as how):
            return End(MarkStep(number, how), say(f"plan_step.{how}", go("plan", "menu")))
        case AskDone(number), Choice("stepped", "not_yet"):
            return Next(AskHindered(number), say("plan_step.hindered", menu("hindered", *HINDERED)), expires=ANSWER_WITHIN)
        case AskHindered(number), Choice("hindered", why) if why in HINDERED:
            ways = menu("next_try", "smaller", "tomorrow", "leave")
            return Next(AskNext(number), MarkStep(number, "not_yet", why), say(f"plan_step.because.{why}", ways), expires=ANSWER_WITHIN)
        case AskNext(), Choice("next_try", "smaller") if facts.in_chat:
            return Keep(Toast("tap.in_chat", alert=True))
        case AskNext(), Choice("next_try", "smaller"):
            return End(StartFlow("plan", {"smaller": True}))
        case AskNext(number), Choice("next_try", "tomorrow"):
            again = say("plan_step.tomorrow", go("plan", "menu"))
            return Next(Waiting(number), MarkStep(number, "planned"), again, expires=in_days(facts, 1, HOUR))
        case AskNext(number), Choice("next_try", "leave"):
            return End(MarkStep(number, "left"), say("plan_step.left", go("plan", "menu")))
    return Keep()
