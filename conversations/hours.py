"""/hours: a counselor publishes when there is time: weekly, and other than usual on single dates. By tap, or typed (``9-12, 13.30-16``)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from conversations.effects.appointments import SetDay, SetWeekday
from conversations.kit import (
    Button,
    Choice,
    Command,
    Effect,
    End,
    Event,
    Facts,
    Keep,
    Menu,
    Next,
    Ref,
    Resumed,
    Say,
    Step,
    Text,
    Timeout,
    go,
    menu,
    say,
)
from conversations.slots import Span, day_of, day_ref, spans_of, spans_text

NAME, VERSION = "hours", 1
NEEDS = frozenset({"guidance"})
PATIENCE = timedelta(hours=2)
USUAL = {"morning": "08:00-12:00", "afternoon": "13:00-16:00", "day": "08:00-12:00, 13:00-16:00"}
DATES_SHOWN = 14


@dataclass(frozen=True, slots=True)
class Choose:
    pass


@dataclass(frozen=True, slots=True)
class AskSpans:
    weekday: int


@dataclass(frozen=True, slots=True)
class AskDate:
    pass


@dataclass(frozen=True, slots=True)
class AskDateSpans:
    day: str


STATES = (Choose, AskSpans, AskDate, AskDateSpans)
State = Choose | AskSpans | AskDate | AskDateSpans


def start(facts: Facts, **_: Any) -> Step:
    if "counselor" not in facts.roles:
        return End(say("hours.not_counselor", go("counselor", "menu")))
    return _to(Choose(), facts)


def ask(state: State, facts: Facts) -> Say:
    match state:
        case Choose():
            days = Menu("weekday", tuple(Button(str(n), f"date.weekday.{n}") for n in range(7)), columns=4)
            ways = menu("planner", "date", "done", columns=2)
            return say("hours.choose", days, ways, week=_week(facts, 0), others=_others(facts, 0), zone=_zone(facts))
        case AskSpans(weekday):
            now = _spans(facts.guidance.week[weekday])
            return say("hours.weekday", menu("spans", *USUAL, "none", "back"), day=Ref(f"date.weekday.{weekday}"), now=now, zone=_zone(facts))
        case AskDate():
            dates = tuple(Button(str(n), "pick.day", {"day": day_ref(day)}) for n, day in enumerate(_dates(facts)))
            return say("hours.date", Menu("date", dates, columns=2), menu("planner", "back"))
        case AskDateSpans(day):  # pragma: no branch (mypy knows these are all)
            return say("hours.on_date", menu("spans", "none", *USUAL, "usual", "back"), day=day_ref(date.fromisoformat(day)), zone=_zone(facts))


def _zone(facts: Facts) -> Ref:
    return Ref("zone", {"zone": facts.zone})


def _dates(facts: Facts) -> tuple[date, ...]:
    today = facts.now.date() if facts.now is not None else date(2026, 1, 1)
    return tuple(today + timedelta(days=n) for n in range(DATES_SHOWN))


def _spans(spans: tuple[Span, ...]) -> str | Ref:
    return spans_text(spans) or Ref("hours.free")


def _week(facts: Facts, number: int) -> Ref:
    """The week line by line: each line carries the next one."""
    if number == 7:
        return Ref("common.nothing")
    line = {"day": Ref(f"date.weekday.{number}"), "spans": _spans(facts.guidance.week[number]), "more": _week(facts, number + 1)}
    return Ref("hours.line", line)


def _others(facts: Facts, number: int) -> Ref:
    if number == len(facts.guidance.days):
        return Ref("common.nothing")
    day, spans = facts.guidance.days[number]
    return Ref("hours.line", {"day": day_ref(date.fromisoformat(day)), "spans": _spans(spans), "more": _others(facts, number + 1)})


def step(state: State, event: Event, facts: Facts) -> Step:
    match state, event:
        case _, Timeout():
            return End()
        case _, Resumed() | Command("hours"):
            return Keep(ask(state, facts))
        case Choose(), Choice("planner", "done"):
            some = any(facts.guidance.week) or any(spans for _, spans in facts.guidance.days)
            return End(say("hours.done" if some else "hours.none", go("appointments", "help")))
        case Choose(), Choice("weekday", value) if value in "0123456" and len(value) == 1:
            return _to(AskSpans(int(value)), facts)
        case Choose(), Choice("planner", "date"):
            return _to(AskDate(), facts)
        case AskDate(), Choice("date", value) if value.isascii() and value.isdecimal() and int(value) < DATES_SHOWN:
            return _to(AskDateSpans(_dates(facts)[int(value)].isoformat()), facts)
        case AskDate(), Text(text):
            day = day_of(text, _dates(facts)[0])
            return _to(AskDateSpans(day.isoformat()), facts) if day else Keep(say("hours.no_date"), ask(state, facts))
        case AskDateSpans(), Choice("spans", "usual"):
            return _set(state, None, facts)
        case ((AskDate() | AskSpans() | AskDateSpans()), Choice("planner" | "spans", "back")):
            return _to(Choose(), facts)
        case ((AskSpans() | AskDateSpans()), Choice("spans", "none")):
            return _set(state, (), facts)
        case ((AskSpans() | AskDateSpans()), Choice("spans", value)) if value in USUAL:
            return _set(state, spans_of(USUAL[value]), facts)
        case ((AskSpans() | AskDateSpans()), Text(text)):
            spans = spans_of(text)
            return _set(state, spans, facts) if spans else Keep(say("hours.not_understood"), ask(state, facts))
    return Keep(say("common.please_choose"), ask(state, facts))


def _to(state: State, facts: Facts, *before: Effect) -> Step:
    return Next(state, *before, ask(state, facts), expires=PATIENCE)


def _set(state: AskSpans | AskDateSpans, spans: tuple[Span, ...] | None, facts: Facts) -> Step:
    saved: Effect = SetWeekday(state.weekday, spans or ()) if isinstance(state, AskSpans) else SetDay(state.day, spans)
    return End(saved, say("hours.saved", go("hours", "appointments", "menu")))
