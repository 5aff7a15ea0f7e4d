"""An entry of the services directory is past its date, or nobody answers there: a coordinator is asked whether it is still right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.effects.services import AskAboutService, CheckService
from conversations.kit import Choice, End, Event, Facts, Keep, Next, Step, Timeout, Toast

NAME, VERSION, FRONT, SHARED, ACCESS = "service_check", 1, False, True, "volunteers"
REMIND = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Open:
    service: str


STATES = (Open,)


def start(facts: Facts, service: str = "", **_: Any) -> Step:
    return Next(Open(service), AskAboutService(service), expires=REMIND)


def step(state: Open, event: Event, facts: Facts) -> Step:
    match event:
        case Choice("checked", "good" | "changed" as answer):
            return End(CheckService(state.service, answer), Toast(f"services.answer.{answer}"))
        case Timeout():
            return Next(state, AskAboutService(state.service, again=True), expires=REMIND)
    return Keep()
