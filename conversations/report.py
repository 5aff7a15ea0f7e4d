"""A report before the coordinators. It has a clock and ends in an outcome that the reporter is told; whoever it is about does not decide it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.effects import CloseReport, ShowMessages, ShowReport, SuspendReported, TellPerson, TurnReport
from conversations.kit import Choice, Effect, End, Event, Facts, Keep, Next, Step, Timeout, Toast, go

NAME, VERSION, FRONT, SHARED, ACCESS = "report", 1, False, True, "volunteers"
REMIND = timedelta(minutes=30)  # then the coordinators are reminded, and after as long again everybody is told
REPEAT = timedelta(hours=1)
OUTCOMES = ("talked", "warned", "nothing")


@dataclass(frozen=True, slots=True)
class Open:
    reported: int
    told: int = 0  # 0: once, 1: reminded, 2: escalated


STATES = (Open,)


def start(facts: Facts, reported: int = 0, **_: Any) -> Step:
    return Next(Open(reported), ShowReport(("coordinators",)), expires=REMIND)


def step(state: Open, event: Event, facts: Facts) -> Step:
    match event:
        case Choice() if facts.actor == state.reported:
            return Keep(Toast("report.about_you", alert=True))
        case Choice("report", outcome) if outcome in OUTCOMES:
            return _closed(outcome)
        case Choice("report", "suspend_yes"):
            return _closed("suspended", SuspendReported())
        case Choice("report", "suspend" | "back" as which):
            return Keep(TurnReport(sure=which == "suspend"))
        case Choice("report", "show") if facts.actor_reachable:
            return Keep(ShowMessages())
        case Choice("report", "show"):
            return Keep(Toast("alert.open_private_chat", alert=True))
        case Timeout() if state.told == 0:
            return Next(Open(state.reported, 1), ShowReport(("coordinators",), again=True), expires=REMIND)
        case Timeout():
            return Next(Open(state.reported, 2), ShowReport(("group", "coordinators"), again=True), expires=REPEAT)
    return Keep()


def _closed(outcome: str, *first: Effect) -> Step:
    told = TellPerson(f"report.told.{outcome}", menus=(go("peer", "counselor", "menu"),), lane="reply")
    return End(*first, CloseReport(outcome), Toast("report.closed"), told)
