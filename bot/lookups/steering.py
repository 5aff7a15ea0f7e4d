"""How it stands right now, for coordinators."""

from __future__ import annotations

from typing import Any

from bot.lookups import looks_up
from bot.store import broadcasts
from bot.store import overview as store
from bot.store.people import Person
from bot.turn import Turn
from conversations.broadcast import AUDIENCES


@looks_up("overview")
def overview(turn: Turn, person: Person) -> dict[str, Any]:
    return {"overview": store.now(turn.unit)} if turn.world.access.allowed(person, "board") else {}


@looks_up("audiences")
def audiences(turn: Turn, person: Person) -> dict[str, Any]:
    if not turn.world.access.allowed(person, "board"):
        return {}
    return {"audiences": {name: broadcasts.count(turn.unit, name) for name in AUDIENCES}}


@looks_up("broadcasts")
def going(turn: Turn, person: Person) -> dict[str, Any]:
    return {"broadcasts": broadcasts.recent(turn.unit, person.id)}
