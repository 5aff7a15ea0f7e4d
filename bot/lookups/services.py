"""How the services directory stands."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot.lookups import looks_up
from bot.store import services
from bot.store.people import Person
from bot.turn import Turn


@looks_up("services")
def directory(turn: Turn, person: Person) -> dict[str, Any]:
    today = datetime.fromtimestamp(turn.unit.now / 1000, UTC).date()
    return {"services": services.standing(turn.unit, turn.world.place.shelf.services, today)}


@looks_up("referred")
def referred(turn: Turn, person: Person) -> dict[str, Any]:
    """For coordinators only."""
    return {"referred": services.picture(turn.unit)} if turn.world.access.allowed(person, "volunteers") else {}
