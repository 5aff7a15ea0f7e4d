"""Check-ins: what the latest one holds, the last hundred days, and how often somebody is asked."""

from __future__ import annotations

from typing import Any

from bot.lookups import looks_up
from bot.store import moods, plans
from bot.store.people import Person
from bot.turn import Turn

LONGEST = 90  # days that /mood looks back


@looks_up("today")
def today(turn: Turn, person: Person) -> dict[str, Any]:
    return {"today": moods.latest(turn.unit, person.id)}


@looks_up("history")
def history(turn: Turn, person: Person) -> dict[str, Any]:
    return {"moods": moods.recent(turn.unit, person.id, LONGEST)}


@looks_up("plan")
def plan(turn: Turn, person: Person) -> dict[str, Any]:
    return {"plan": plans.get(turn.unit, person.id)}
