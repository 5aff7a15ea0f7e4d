"""Those who serve, and those who want to."""

from __future__ import annotations

from typing import Any

from bot.lookups import looks_up
from bot.store import applications, training, volunteers
from bot.store.people import Person
from bot.turn import Turn


@looks_up("learned")
def learned(turn: Turn, person: Person) -> dict[str, Any]:
    return {"learned": training.learned(turn.unit, person.id)}


@looks_up("draft")
def draft(turn: Turn, person: Person) -> dict[str, Any]:
    return {"draft": applications.draft(turn.unit, person.id)}


@looks_up("asked")
def asked(turn: Turn, person: Person) -> dict[str, Any]:
    return {"asked": applications.open_question(turn.unit, person.id)}


@looks_up("volunteers")
def everybody(turn: Turn, person: Person) -> dict[str, Any]:
    """All who serve, for a coordinator only."""
    return {"volunteers": volunteers.listed(turn.unit)} if turn.world.access.allowed(person, "volunteers") else {}
