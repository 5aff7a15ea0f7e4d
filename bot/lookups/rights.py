"""What somebody agreed to, and what is under way with their data."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot.lookups import looks_up
from bot.store import alerts, people, timers
from bot.store.people import Person
from bot.turn import Turn
from conversations.rights import Held
from conversations.schedule import local_day


@looks_up("held")
def held(turn: Turn, person: Person) -> dict[str, Any]:
    at = people.consented_at(turn.unit, person.id)
    day = local_day(datetime.fromtimestamp(at / 1000, UTC), person.zone) if at else ""
    alarmed = alerts.open_of(turn.unit, person.id) is not None
    return {"held": Held(person.consent if at else "", day, alarmed, timers.due_at(turn.unit, "erase", person.id) is not None)}
