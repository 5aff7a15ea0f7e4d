"""/appointments: what is arranged, for people and for counselors, each with its buttons."""

from __future__ import annotations

from typing import Any

from conversations.effects.appointments import ShowAppointments
from conversations.kit import End, Event, Facts, Keep, Step, go, say

NAME, VERSION = "appointments", 1
NEEDS = frozenset({"guidance"})
STATES: tuple[type, ...] = ()


def start(facts: Facts, **_: Any) -> Step:
    ways = go("hours", "menu") if "counselor" in facts.roles else go("book", "counselor", "menu")
    if not facts.guidance.arranged:
        return End(say("appointments.none", ways))
    return End(say("appointments.head", ways, count=len(facts.guidance.arranged)), ShowAppointments())


def step(state: object, event: Event, facts: Facts) -> Step:
    return Keep()
