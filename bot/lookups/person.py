"""What a person has set and said before."""

from __future__ import annotations

from typing import Any

from bot.lookups import looks_up
from bot.store import moods, people
from bot.store.people import Person
from bot.turn import Turn


@looks_up("nicknames")
def nicknames(turn: Turn, person: Person) -> dict[str, Any]:
    names = turn.world.renderer.texts.names[person.language]["nicknames"]
    return {"nicknames": tuple(turn.world.chance.sample(names, 3))}


@looks_up("topics")
def topics(turn: Turn, person: Person) -> dict[str, Any]:
    return {"topics": people.topics(turn.unit, person.id)}


@looks_up("moods")
def recent_moods(turn: Turn, person: Person) -> dict[str, Any]:
    return {"moods": moods.recent(turn.unit, person.id)}
