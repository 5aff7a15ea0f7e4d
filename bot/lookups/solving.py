"""Somebody's own plans."""

from __future__ import annotations

from typing import Any

from bot.lookups import looks_up
from bot.store import solutions
from bot.store.people import Person
from bot.turn import Turn
from conversations.solving import Solving


@looks_up("solving")
def solving(turn: Turn, person: Person) -> dict[str, Any]:
    return {"solving": Solving(solutions.current(turn.unit, person.id), solutions.earlier(turn.unit, person.id))}
