"""The queue and the chats."""

from __future__ import annotations

from typing import Any

from bot.lookups import looks_up
from bot.store import links, requests, volunteers
from bot.store.people import Person
from bot.turn import Turn

WEEK = 7 * 86_400_000  # ms


@looks_up("queue")
def queue(turn: Turn, person: Person) -> dict[str, Any]:
    limit = turn.world.place.care.day_limit
    return {"queue": requests.standing(turn.unit, person.id, person.language, minor=person.age_band != "adult", day_limit=limit)}


@looks_up("last_chat")
def last_chat(turn: Turn, person: Person) -> dict[str, Any]:
    link = links.last_peer(turn.unit, person.id, turn.unit.now - WEEK)
    return {"last_chat": (link.id, link.alias_for(person.id))} if link else {}


@looks_up("chats")
def chats(turn: Turn, person: Person) -> dict[str, Any]:
    return {"chats": tuple((link.id, link.alias_for(person.id)) for link in links.private_of(turn.unit, person.id))}


@looks_up("room")
def room(turn: Turn, person: Person) -> dict[str, Any]:
    capacity, free = volunteers.room(turn.unit, person.id)
    return {"capacity": capacity, "room": free}
