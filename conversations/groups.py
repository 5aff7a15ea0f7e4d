"""/groups: which there are, taking a seat (or a place on the waiting list) after agreeing how one is together; and, for leaders, planning one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from conversations.circling import FEWEST, MOST, Draft, Listed
from conversations.effects.circles import DraftCircle, GiveSeat, PlanCircle, TakeSeat
from conversations.kit import Button, Choice, Command, End, Event, Facts, Keep, Menu, Next, Ref, Resumed, Say, Step, Text, Timeout, go, menu, say
from conversations.pick import time_of
from conversations.slots import day_ref, when

NAME, VERSION = "groups", 1
NEEDS = frozenset({"circles"})
PATIENCE = timedelta(hours=2)
DAYS_SHOWN = 14
HOURS = ("10", "13", "16", "19")


@dataclass(frozen=True, slots=True)
class Choose:
    pass


@dataclass(frozen=True, slots=True)
class Look:
    circle: int


@dataclass(frozen=True, slots=True)
class Agree:
    circle: int


@dataclass(frozen=True, slots=True)
class AskTopic:
    pass


@dataclass(frozen=True, slots=True)
class AskBand:
    """From here on what was chosen stands in ``facts.circles.draft``."""


@dataclass(frozen=True, slots=True)
class AskSeats:
    pass


@dataclass(frozen=True, slots=True)
class AskDay:
    pass


@dataclass(frozen=True, slots=True)
class AskHour:
    pass


STATES = (Choose, Look, Agree, AskTopic, AskBand, AskSeats, AskDay, AskHour)
State = Choose | Look | Agree | AskTopic | AskBand | AskSeats | AskDay | AskHour


def start(facts: Facts, **_: Any) -> Step:
    if not facts.circles.listed and not facts.circles.bands:
        return End(say("groups.none", go("peer", "counselor", "menu")))
    return _to(Choose(), facts)


def _known(number: int, facts: Facts) -> Listed | None:
    return next((one for one in facts.circles.listed if one.id == number), None)


def _about(one: Listed, facts: Facts) -> dict[str, Any]:
    return {
        "kind": Ref(f"groups.kind.{one.kind}"),
        "topic": Ref(f"topic.{one.topic}"),
        "when": when(one.at, facts.zone),
        "band": Ref(f"age.{one.band}"),
        "taken": one.taken,
        "seats": one.seats,
        "mine": Ref(f"groups.mine.{one.mine}" if one.mine else "common.nothing"),
    }


def ask(state: State, facts: Facts) -> Say:
    match state:
        case Choose():
            circles = Menu("circle", tuple(Button(str(one.id), "groups.label", {"topic": Ref(f"topic.{one.topic}")}) for one in facts.circles.listed))
            new = ("new",) if facts.circles.bands else ()
            return say(_head(facts), circles, menu("groups", *new, "leave"))
        case Look(number) | Agree(number):
            one = _known(number, facts)
            if one is None:
                return say("groups.gone", menu("groups", "back"))
            if isinstance(state, Agree):
                return say("groups.agreement", menu("groups", "agree", "back", columns=2))
            return say("groups.about", menu("groups", *_ways(one), "back"), **_about(one, facts))
        case AskTopic():
            return say("groups.topic", Menu("topic", tuple(Button(t, f"topic.{t}") for t in facts.place.topics), columns=2), menu("groups", "leave"))
        case AskBand():
            return say("groups.band", Menu("band", tuple(Button(band, f"age.{band}") for band in facts.circles.bands)), menu("groups", "leave"))
        case AskSeats():
            return say("groups.seats", menu("seats", *(Button(str(n), "groups.number", {"number": n}) for n in range(FEWEST, MOST + 1)), columns=3))
        case AskDay():
            dates = tuple(Button(str(n), "pick.day", {"day": day_ref(day)}) for n, day in enumerate(_dates(facts)))
            return say("groups.day", Menu("date", dates, columns=2), menu("groups", "leave"))
        case AskHour():  # pragma: no branch (mypy knows these are all)
            hours = tuple(Button(hour, "groups.hour", {"hour": int(hour)}) for hour in HOURS)
            return say("groups.at", Menu("at", hours, columns=2), menu("groups", "leave"), zone=Ref("zone", {"zone": facts.zone}))


def _head(facts: Facts) -> str:
    if not facts.circles.listed:
        return "groups.lead_one"
    return "groups.yours" if all(one.mine == "leader" for one in facts.circles.listed) else "groups.choose"


def _ways(one: Listed) -> tuple[str, ...]:
    if one.mine in {"joined", "waiting"}:
        return ("give_up",)
    if one.mine == "leader":
        return ()
    return ("join",) if one.taken < one.seats else ("wait",)


def _dates(facts: Facts) -> tuple[date, ...]:
    today = facts.now.date() if facts.now is not None else date(2026, 1, 1)
    return tuple(today + timedelta(days=n) for n in range(DAYS_SHOWN))


def step(state: State, event: Event, facts: Facts) -> Step:
    match state, event:
        case _, Timeout():
            return End()
        case _, Resumed() | Command("groups"):
            return Keep(ask(state, facts))
        case _, Choice("groups", "leave"):
            return End(say("groups.left", go("groups", "peer", "menu")))
        case ((Look() | Agree()), Choice("groups", "back")):
            return _to(Choose(), facts)
        case Choose(), Choice("circle", value) if value.isascii() and value.isdecimal() and _known(int(value), facts) is not None:
            return _to(Look(int(value)), facts)
        case Look(number), Choice("groups", "join" | "wait") if _known(number, facts) is not None:
            return _to(Agree(number), facts)
        case Look(number), Choice("groups", "give_up"):
            return End(GiveSeat(number), say("groups.given_up", go("groups", "menu")))
        case Agree(number), Choice("groups", "agree"):
            return End(TakeSeat(number), say("groups.thanks", go("groups", "menu")))
        case ((Choose() | AskTopic() | AskBand() | AskSeats() | AskDay() | AskHour()), _):
            return _planning(state, event, facts)
    return Keep(say("common.please_choose"), ask(state, facts))


def _planning(state: State, event: Event, facts: Facts) -> Step:
    draft = facts.circles.draft
    match state, event:
        case Choose(), Choice("groups", "new"):
            return _to(AskTopic(), facts)
        case AskTopic(), Choice("topic", topic) if topic in facts.place.topics:
            return _keep(AskBand(), Draft(topic), facts)
        case AskBand(), Choice("band", band) if band in facts.circles.bands:
            return _keep(AskSeats(), replace(draft, band=band), facts)
        case AskSeats(), Choice("seats", value) if value in {str(n) for n in range(FEWEST, MOST + 1)}:
            return _keep(AskDay(), replace(draft, seats=int(value)), facts)
        case AskDay(), Choice("date", value) if value in {str(n) for n in range(DAYS_SHOWN)}:
            return _keep(AskHour(), replace(draft, day=_dates(facts)[int(value)].isoformat()), facts)
        case AskHour(), Choice("at", value) if value in HOURS:
            return _planned(draft, (int(value), 0), facts)
        case AskHour(), Text(text) if (at := time_of(text)) is not None:
            return _planned(draft, at, facts)
    return Keep(say("common.please_choose"), ask(state, facts))


def _keep(state: State, draft: Draft, facts: Facts) -> Step:
    return Next(state, DraftCircle(draft), ask(state, facts), expires=PATIENCE)


def _planned(draft: Draft, wanted: tuple[int, int], facts: Facts) -> Step:
    """``wanted``: hour and minute where the leader is; a time that is over is asked for again."""
    here = facts.now.tzinfo if facts.now is not None else None
    at = datetime.fromisoformat(draft.day).replace(hour=wanted[0], minute=wanted[1], tzinfo=here) if draft.day else None
    if facts.now is None or at is None or at <= facts.now:
        return Keep(say("groups.over"), ask(AskHour(), facts))
    return End(PlanCircle(draft.topic, draft.seats, draft.band, int(at.timestamp() * 1000)), say("groups.planned", go("groups", "menu")))


def _to(state: State, facts: Facts) -> Step:
    return Next(state, ask(state, facts), expires=PATIENCE)
