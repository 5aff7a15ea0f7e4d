"""/me: a volunteer's own record. It is theirs to see; nobody is compared with anybody."""

from __future__ import annotations

from typing import Any

from conversations.kit import End, Event, Facts, Keep, Ref, Say, Step, go, say
from conversations.moments import moment

NAME, VERSION = "me", 1
STATES: tuple[type, ...] = ()
NEEDS = frozenset({"record", "rest"})


def start(facts: Facts, **_: Any) -> Step:
    if "volunteer" not in facts.roles:
        return End(say("duty.not_volunteer", go("volunteer", "menu")))
    return End(_shown(facts))


def _shown(facts: Facts) -> Say:
    record = facts.record
    lines = _lines(record.words)
    return say(
        "me.record",
        go("duty", "menu"),
        chats=record.chats,
        chats_lately=record.chats_lately,
        hours=_hours(record.minutes),
        hours_lately=_hours(record.minutes_lately),
        thanks=record.thanks,
        words=lines,
        rest=Ref("me.resting", {"until": moment(facts.rest.until, facts.now)}) if facts.rest.until else Ref("common.nothing"),
    )


def _hours(minutes: int) -> int:
    """Full hours, the half ones up."""
    return (minutes + 30) // 60


def _lines(words: tuple[str, ...]) -> Ref:
    """The last thanks below each other: each carries the next one."""
    if not words:
        return Ref("common.nothing")
    return Ref("me.thanks", {"words": words[0], "more": _lines(words[1:])})


def step(state: object, event: Event, facts: Facts) -> Step:
    return Keep()
