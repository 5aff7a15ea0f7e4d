"""/stats: the last weeks as a picture, and a table of all conversations to work with. About nobody in particular."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.effects.checkins import SetDark
from conversations.effects.figures import SendFigures, ShowFigures
from conversations.kit import Choice, End, Event, Facts, Keep, Next, Step, Timeout, go, say

NAME, VERSION, FRONT = "stats", 1, False
NEEDS = frozenset({"prompt_plan"})
PATIENCE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Shown:
    """Its buttons work for a week."""


STATES = STEADY = (Shown,)


def start(facts: Facts, **_: Any) -> Step:
    if "coordinator" not in facts.roles:
        return End(say("volunteers.not_yours", go("menu", "help")))
    return Next(Shown(), ShowFigures(facts.prompt_plan.dark), expires=PATIENCE)


def step(state: Shown, event: Event, facts: Facts) -> Step:
    if "coordinator" not in facts.roles:
        return End(*((say("volunteers.not_yours", go("menu", "help")),) if isinstance(event, Choice) else ()))
    match event:
        case Choice("look", "dark" | "light" as look):
            return Next(state, SetDark(look == "dark"), ShowFigures(look == "dark"), expires=PATIENCE)
        case Choice("stats", "table"):
            return Keep(SendFigures())
        case Timeout():
            return End()
    return Keep()
