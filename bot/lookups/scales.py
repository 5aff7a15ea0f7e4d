"""Questionnaires: what was answered before."""

from __future__ import annotations

from typing import Any

from bot.lookups import looks_up
from bot.store import scales
from bot.store.people import Person
from bot.turn import Turn


@looks_up("scales")
def answered(turn: Turn, person: Person) -> dict[str, Any]:
    return {"scored": scales.scored(turn.unit, person.id), "begun": scales.begun(turn.unit, person.id)}
