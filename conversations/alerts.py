"""/alerts: what is open right now, oldest first, for counselors and coordinators."""

from __future__ import annotations

from typing import Any

from conversations.effects import ShowAlerts
from conversations.kit import End, Event, Facts, Keep, Step

NAME, VERSION, ACCESS = "alerts", 1, "alerts"
STATES: tuple[type, ...] = ()


def start(facts: Facts, **_: Any) -> Step:
    return End(ShowAlerts())


def step(state: object, event: Event, facts: Facts) -> Step:
    return Keep()
