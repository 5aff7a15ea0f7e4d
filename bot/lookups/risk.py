"""What somebody was shown lately because of signs of danger."""

from __future__ import annotations

from typing import Any

from bot.lookups import looks_up
from bot.store import people
from bot.store.people import Person
from bot.turn import Turn

DAY = 86_400_000  # ms


@looks_up("signs")
def resources(turn: Turn, person: Person) -> dict[str, Any]:
    return {"resources_shown": people.numbers_at(turn.unit, person.id) > turn.unit.now - DAY}
