"""What a person has written and done for themselves."""

from __future__ import annotations

from typing import Any

from bot.lookups import looks_up
from bot.store import care_plans, exercises, safety
from bot.store.people import Person
from bot.turn import Turn


@looks_up("safety")
def safety_plan(turn: Turn, person: Person) -> dict[str, Any]:
    return {"safety": safety.plan(turn.unit, person.id)}


@looks_up("tried")
def tried(turn: Turn, person: Person) -> dict[str, Any]:
    return {"tried": exercises.tried(turn.unit, person.id)}


@looks_up("jotted")
def jotted(turn: Turn, person: Person) -> dict[str, Any]:
    return {"jotted": exercises.jotted(turn.unit, person.id)}


@looks_up("care_plan")
def care_plan(turn: Turn, person: Person) -> dict[str, Any]:
    return {"care_plan": care_plans.plan(turn.unit, person.id, person.zone)}
