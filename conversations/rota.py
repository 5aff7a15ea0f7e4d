"""/rota: who is there when in the coming seven days, and when nobody is. In the zone of whoever looks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.kit import Button, Change, Choice, End, Event, Facts, Keep, Listing, Menu, Next, Ref, Say, Step, Timeout, go, menu, say
from conversations.pick import zone_ref
from conversations.rostering import DAYS, clock, day, gaps, within

NAME, VERSION, FRONT = "rota", 1, False
NEEDS = frozenset({"rota"})
PATIENCE = timedelta(hours=12)
STAFF = frozenset({"counselor", "coordinator"})
KINDS = ("counselor", "volunteer")
SHOWN = 25  # lines a kind
SPANS = 5  # gaps a day on the overview


@dataclass(frozen=True, slots=True)
class Looking:
    """``day``: how many days from today; -1: the week."""

    day: int = -1


STATES = STEADY = (Looking,)


def start(facts: Facts, **_: Any) -> Step:
    if not facts.roles & STAFF:
        return End(say("oncall.not_staff", go("menu")))
    return Next(Looking(), _shown(Looking(), facts), expires=PATIENCE)


def step(state: Looking, event: Event, facts: Facts) -> Step:
    if not facts.roles & STAFF:
        return End(*((say("oncall.not_staff", go("menu")),) if isinstance(event, Choice) else ()))
    match event:
        case Choice("day", value) if value in {str(n) for n in range(DAYS)}:
            return _to(Looking(int(value)), facts)
        case Choice("rota", "week"):
            return _to(Looking(), facts)
        case Choice("rota", "close"):
            return End(Change("rota.closed", {}, (go("rota", "help"),)))
        case Timeout():
            return End()
    return Keep()


def _to(state: Looking, facts: Facts) -> Step:
    shown = _shown(state, facts)
    return Next(state, Change(shown.key, shown.args, shown.menus), expires=PATIENCE)


def _shown(state: Looking, facts: Facts) -> Say:
    if facts.now is None:
        return say("rota.no_clock", menu("rota", "close"))
    days = Menu("day", tuple(Button(str(n), "rota.day_button", _name(n, facts)) for n in range(DAYS) if n != state.day), columns=3)
    zone = zone_ref(facts.zone)
    if state.day >= 0:
        parts: dict[str, Any] = {f"{kind}s": Listing(tuple(_day(kind, state.day, facts)), "\n") for kind in KINDS}
        return say("rota.day", days, menu("rota", "week", "close", columns=2), zone=zone, **_name(state.day, facts), **parts)
    lines = tuple(Ref("rota.line", {**_name(n, facts), **{f"{kind}s": _holes(kind, n, facts) for kind in KINDS}}) for n in range(DAYS))
    here = sorted({one.name for one in facts.rota if one.kind == "now"})
    more = Ref("rota.now_more", {"count": len(here) - SHOWN}) if len(here) > SHOWN else Ref("common.nothing")
    names = Ref("rota.now", {"names": ", ".join(here[:SHOWN]), "more": more}) if here else Ref("rota.nobody_now")
    return say("rota.week", days, menu("rota", "close"), zone=zone, now=names, days=Listing(lines, "\n"))


def _name(number: int, facts: Facts) -> dict[str, Any]:
    assert facts.now is not None
    at, _, _ = day(facts.now, number)
    return {"weekday": Ref(f"date.weekday.{at.weekday()}"), "day": at.day, "month": Ref(f"date.month.{at.month}")}


def _holes(kind: str, number: int, facts: Facts) -> Ref:
    """When nobody of that kind is there."""
    assert facts.now is not None
    _, begin, end = day(facts.now, number)
    found = list(gaps(facts.rota, kind, begin, end))
    if not found:
        return Ref(f"rota.covered.{kind}")
    if found == [(begin, end)]:
        return Ref(f"rota.nobody.{kind}")
    spans = [_span(one, other, facts, end) for one, other in found[:SPANS]]
    return Ref(f"rota.gaps.{kind}", {"spans": Listing((*spans, *((Ref("rota.and_more"),) if len(found) > SPANS else ())))})


def _day(kind: str, number: int, facts: Facts) -> Iterable[Ref]:
    """Who is there and when nobody is, in the order of the day."""
    assert facts.now is not None
    _, begin, end = day(facts.now, number)
    there = [(one.begin, one.end, one.name) for one in within(facts.rota, kind, begin, end)]
    every = sorted([*there, *((one, other, "") for one, other in gaps(facts.rota, kind, begin, end))])
    for one, other, name in every[:SHOWN]:
        yield Ref("rota.there" if name else f"rota.gap.{kind}", {"span": _span(one, other, facts, end), "name": name})
    if len(every) > SHOWN:
        yield Ref("rota.more", {"count": len(every) - SHOWN})


def _span(begin: int, end: int, facts: Facts, end_of: int) -> Ref:
    hour, minute = clock(begin, facts.zone)
    to_hour, to_minute = clock(end, facts.zone, end_of)
    return Ref("rota.span", {"hour": hour, "minute": minute, "to_hour": to_hour, "to_minute": to_minute})
