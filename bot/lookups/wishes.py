"""What somebody wishes of a peer, and what they said about themselves."""

from __future__ import annotations

from typing import Any

from bot.lookups import looks_up
from bot.store import wishes
from bot.store.people import Person
from bot.turn import Turn


@looks_up("wishes")
def of_a_peer(turn: Turn, person: Person) -> dict[str, Any]:
    return {"wishes": wishes.wishes(turn.unit, person.id)}


@looks_up("about")
def about(turn: Turn, person: Person) -> dict[str, Any]:
    return {"about": wishes.about(turn.unit, person.id)}
