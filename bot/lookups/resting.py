"""How a volunteer rests, and what they did."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.lookups import looks_up
from bot.store import care
from bot.store.people import Person
from bot.turn import Turn
from conversations.serving import Record, Rest


@looks_up("rest")
def rest(turn: Turn, person: Person) -> dict[str, Any]:
    until, why = care.resting(turn.unit, person.id)
    at = datetime.fromtimestamp(until / 1000, UTC).astimezone(ZoneInfo(person.zone)) if until else None
    return {"rest": Rest(why, at)}


@looks_up("record")
def record(turn: Turn, person: Person) -> dict[str, Any]:
    unit, month = turn.unit, turn.unit.now - care.MONTH
    count, words = care.thanks(unit, person.id)
    return {
        "record": Record(
            chats=len(care.chats_since(unit, person.id, 0)),
            chats_lately=len(care.chats_since(unit, person.id, month)),
            minutes=care.duty_minutes(unit, person.id),
            minutes_lately=care.duty_minutes(unit, person.id, month),
            thanks=count,
            words=words,
        )
    }
