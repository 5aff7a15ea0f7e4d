"""What there was of signs of danger lately."""

from __future__ import annotations

from typing import Any

from bot.lookups import looks_up
from bot.store import signs
from bot.store.people import Person
from bot.turn import Turn

DAY = 86_400_000  # ms


@looks_up("signs")
def resources(turn: Turn, person: Person) -> dict[str, Any]:
    """The words that open the questions are kept before they are opened: the numbers were shown if there were others within the day."""
    return {"resources_shown": signs.count(turn.unit, person.id, ("ask", "alert"), turn.unit.now - DAY) > 1}
