"""/mood: how the last days were, at a glance. Shown and done."""

from __future__ import annotations

from typing import Any

from conversations.kit import End, Event, Facts, Keep, Ref, Step, go, say

NAME, VERSION = "mood", 1
NEEDS = frozenset({"moods"})
STATES: tuple[type, ...] = ()


def start(facts: Facts, **_: Any) -> Step:
    """The last fourteen local days, newest last; a day with several check-ins shows its last one."""
    if not facts.moods:
        return End(say("mood.none", go("checkin", "menu", columns=2)))
    days = {mood.day: mood.mood for mood in facts.moods}
    rows = Ref("mood.rows", {"days": tuple(sorted(days.items()))})
    return End(say("mood.shown", go("checkin", "menu", columns=2), rows=rows, count=len(days)))


def step(state: object, event: Event, facts: Facts) -> Step:
    return Keep()
