"""What a person has written and done for themselves."""

from __future__ import annotations

from typing import Any

from bot.lookups import looks_up
from bot.store import safety
from bot.store.people import Person
from bot.turn import Turn


@looks_up("safety")
def safety_plan(turn: Turn, person: Person) -> dict[str, Any]:
    return {"safety": safety.plan(turn.unit, person.id)}
