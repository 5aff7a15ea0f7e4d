"""/oncall: a counselor says when calls reach them first. Whoever is off duty is still called when nobody on duty answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.effects.staffing import SetOnCall, SetWeek
from conversations.kit import Choice, End, Event, Facts, Keep, Listing, Next, Ref, Resumed, Say, Step, Text, Timeout, go, menu, say
from conversations.staffing import ALWAYS, Slot, Week, parse_week

NAME, VERSION = "oncall", 1
NEEDS = frozenset({"on_call"})
PATIENCE = timedelta(hours=12)
PRESETS = {"office": "mon-fri 8-16", "days": "mon-sun 8-20", "always": "always"}


@dataclass(frozen=True, slots=True)
class Asked:
    pass


@dataclass(frozen=True, slots=True)
class AskWeek:
    pass


STATES = (Asked, AskWeek)
State = Asked | AskWeek


def start(facts: Facts, **_: Any) -> Step:
    if not facts.roles & {"counselor", "coordinator"}:
        return End(say("oncall.not_staff", go("menu")))
    return Next(Asked(), ask(Asked(), facts), expires=PATIENCE)


def ask(state: State, facts: Facts) -> Say:
    if isinstance(state, AskWeek):
        return say("oncall.week", menu("week", *PRESETS, "place", "back"))
    others = tuple(mode for mode in ("on", "off", "hours") if mode != facts.on_call.mode)
    now = Ref("oncall.now_on" if facts.on_call.on_duty else "oncall.now_off")
    return say(f"oncall.by.{facts.on_call.mode}", menu("oncall", *others, "week", "keep"), now=now, hours=in_words(facts.on_call.week))


def step(state: State, event: Event, facts: Facts) -> Step:
    match state, event:
        case Asked(), Choice("oncall", "on" | "off" | "hours" as mode):
            return End(SetOnCall(mode), say(f"oncall.set.{mode}", go("oncall", "alerts")))
        case Asked(), Choice("oncall", "week"):
            return Next(AskWeek(), ask(AskWeek(), facts), expires=PATIENCE)
        case Asked(), Choice("oncall", "keep"):
            return End(say("oncall.kept", go("oncall", "alerts")))
        case AskWeek(), Choice("week", preset) if preset in PRESETS:
            return _saved(parse_week(PRESETS[preset]) or ())
        case AskWeek(), Choice("week", "place"):
            return _saved(())
        case AskWeek(), Choice("week", "back"):
            return Next(Asked(), ask(Asked(), facts), expires=PATIENCE)
        case AskWeek(), Text(text) if (week := parse_week(text)) is not None:
            return _saved(week)
        case AskWeek(), Text():
            return Keep(say("oncall.not_understood"), ask(state, facts))
        case _, Resumed():
            return Keep(ask(state, facts))
        case _, Timeout():
            return End()
    return Keep(say("common.please_choose"), ask(state, facts))


def _saved(week: Week) -> Step:
    return End(SetWeek(week), say("oncall.saved", go("oncall", "alerts"), hours=in_words(week)))


def in_words(week: Week) -> Ref | Listing:
    """Weekly hours as people read them."""
    if not week:
        return Ref("oncall.hours_of_place")
    if week == ALWAYS:
        return Ref("oncall.hours_always")
    return Listing(tuple(_part(slot) for slot in week))


def _part(slot: Slot) -> Ref:
    day, start, end = slot
    return Ref("oncall.part", {"day": Ref(f"moment.weekday.{day}"), "start": _clock(start), "end": _clock(end)})


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}.{minute % 60:02d}"
