"""/board: how it stands right now, in one message that is kept up to date in place. It looks again now and then and writes only what is new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from conversations.effects.steering import PutBoard
from conversations.kit import Choice, Effect, End, Event, Facts, Keep, Listing, Next, Ref, Resumed, Say, Step, Timeout, Toast, go, menu, say
from conversations.overview import OpenAlert, Overview

NAME, VERSION, FRONT = "board", 1, False
NEEDS = frozenset({"overview"})
STEADY_FOR = timedelta(hours=12)
EVERY = timedelta(seconds=20)
SHOWN = 8  # alerts listed one by one


@dataclass(frozen=True, slots=True)
class Watching:
    """``until``: when it stops by itself (ISO); ``shown``: the lines that stand there."""

    until: str
    shown: str


STATES = STEADY = (Watching,)


def start(facts: Facts, **_: Any) -> Step:
    if "coordinator" not in facts.roles:
        return End(say("volunteers.not_yours", go("menu", "help")))
    until = facts.now + STEADY_FOR if facts.now else None
    return Next(Watching(until.isoformat() if until else "", repr(facts.overview)), PutBoard(card(facts)), expires=EVERY)


def step(state: Watching, event: Event, facts: Facts) -> Step:
    if "coordinator" not in facts.roles:
        return End()
    match event:
        case Choice("board", "close"):
            return End(_closed("board.closed"))
        case Choice("board", "now"):
            return _look(state, facts, Toast("board.fresh"), PutBoard(card(facts), change=True))
        case Timeout() if facts.now is None or not state.until or facts.now >= datetime.fromisoformat(state.until):
            return End(_closed("board.over"))
        case Timeout() if repr(facts.overview) != state.shown:
            return _look(state, facts, PutBoard(card(facts), change=True))
        case Timeout():
            return _look(state, facts)
        case Resumed() | Choice():
            return Keep()
    return Keep()


def _look(state: Watching, facts: Facts, *effects: Effect) -> Step:
    return Next(Watching(state.until, repr(facts.overview)), *effects, expires=EVERY)


def _closed(key: str) -> Effect:
    return PutBoard(say(key, go("board", "alerts", "help")), change=True)


def card(facts: Facts) -> Say:
    """The board's text: numbers, and each open alert with its age."""
    now: Overview = facts.overview
    rest = len(now.alerts) - SHOWN
    lines = [Ref("board.alert", _of(alert)) for alert in now.alerts[:SHOWN]] + ([Ref("board.more", {"count": rest})] if rest > 0 else [])
    return say(
        "board.card",
        menu("board", "now", "close", columns=2),
        go("alerts", "volunteers", columns=2),
        waiting=now.waiting,
        longest=Ref("board.longest", {"minutes": now.longest}) if now.waiting else Ref("common.nothing"),
        chats=now.chats,
        talks=now.talks,
        on_duty=now.on_duty,
        free=now.free,
        reports=now.reports,
        alerts=Listing(tuple(lines), "\n") if lines else Ref("board.no_alerts"),
    )


def _of(alert: OpenAlert) -> dict[str, Any]:
    return {"severity": Ref(f"alert.severity.{alert.severity}"), "state": Ref(f"board.state.{alert.state}"), "minutes": alert.minutes}
