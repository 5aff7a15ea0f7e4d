"""A volunteer's shifts, and the texts they have ready."""

from __future__ import annotations

from typing import Any

from bot.lookups import looks_up
from bot.store import serving
from bot.store.people import Person
from bot.turn import Turn


@looks_up("shifts")
def shifts(turn: Turn, person: Person) -> dict[str, Any]:
    return {"shifts": serving.shifts(turn.unit, person.id)}


@looks_up("ready")
def ready(turn: Turn, person: Person) -> dict[str, Any]:
    return {"ready": serving.ready(turn.unit, person.id)}
