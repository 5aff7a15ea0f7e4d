"""A report before the coordinators. It has a clock and ends in an outcome that the reporter is told; whoever it is about does not decide it.

Where the only coordinator is the one it is about, the counselors decide: no report ends with nobody.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from conversations.effects import CloseReport, ShowMessages, ShowReport, SuspendReported, TellPerson, TurnReport
from conversations.kit import Choice, Effect, End, Event, Facts, Keep, Next, Step, Timeout, Toast, go

NAME, VERSION, FRONT, SHARED, ACCESS = "report", 2, False, True, "volunteers"
REMIND = timedelta(minutes=30)  # then the coordinators are reminded, and after as long again everybody is told
REPEAT = timedelta(hours=1)
OUTCOMES = ("talked", "warned", "nothing")


@dataclass(frozen=True, slots=True)
class Open:
    reported: int
    told: int = 0  # 0: once, 1: reminded, 2: escalated
    counselors: bool = False  # it is theirs to decide: no coordinator is left who could


STATES = (Open,)


def start(facts: Facts, reported: int = 0, counselors: bool = False, **_: Any) -> Step:
    state = Open(reported, counselors=counselors)
    return Next(state, ShowReport(_readers(state), reported), expires=REMIND)


def upgrade(version: int, data: dict[str, Any]) -> dict[str, Any]:
    """Version 1 was for coordinators only."""
    return {"counselors": False, **data}


def permission(state: Open) -> str:
    """What it takes to decide this one (see bot/access.py)."""
    return "reports_of_coordinators" if state.counselors else ACCESS


def _readers(state: Open) -> tuple[str, ...]:
    return ("counselors",) if state.counselors else ("coordinators",)


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
            return Next(replace(state, told=1), ShowReport(_readers(state), state.reported, again=True), expires=REMIND)
        case Timeout():
            everybody = ("group", *_readers(state))
            return Next(replace(state, told=2), ShowReport(everybody, state.reported, again=True), expires=REPEAT)
    return Keep()


def _closed(outcome: str, *first: Effect) -> Step:
    told = TellPerson(f"report.told.{outcome}", menus=(go("peer", "counselor", "menu"),), lane="reply")
    return End(*first, CloseReport(outcome), Toast("report.closed"), told)
