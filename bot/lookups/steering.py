"""How it stands right now, for coordinators."""

from __future__ import annotations

from typing import Any

from bot.lookups import looks_up
from bot.store import overview as store
from bot.store.people import Person
from bot.turn import Turn


@looks_up("overview")
def overview(turn: Turn, person: Person) -> dict[str, Any]:
    return {"overview": store.now(turn.unit)} if turn.world.access.allowed(person, "board") else {}
