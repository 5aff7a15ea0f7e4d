"""What a step is handed about its owner, the actor and the moment. What costs a query is looked up only for flows that NEED it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot import lookups
from bot.lookups.calls import own_call
from bot.store import conversations
from bot.store.people import Person
from bot.turn import Turn
from conversations.flows import FLOWS
from conversations.kit import Facts, Flow, trait


def facts_for(turn: Turn, flow: Flow | None, owner: int | None, actor: int | None = None, subject: int = 0) -> Facts:
    """``owner`` None: a shared conversation, then only the actor is known, and what is asked by its subject. ``actor`` defaults to the owner."""
    needs = trait(flow, "NEEDS") if flow is not None else frozenset()
    acting = turn.person(actor) if actor is not None else turn.person(owner) if owner is not None else None
    known: dict[str, Any] = {"place": turn.world.place}
    if acting is not None:
        name = turn.staff_name(acting) or acting.name
        known |= {"actor": acting.id, "actor_name": name, "actor_reachable": acting.reachable, "roles": turn.world.access.roles(acting)}
        known["actor_in_chat"] = owner is None and in_chat(turn, acting.id)
    if owner is not None:
        known |= _of_owner(turn, turn.person(owner), needs - set(lookups.ABOUT))
    for need in sorted(needs & set(lookups.ABOUT)):
        known |= lookups.ABOUT[need](turn, subject)
    return Facts(**known)


def _of_owner(turn: Turn, person: Person, needs: frozenset[str]) -> dict[str, Any]:
    known: dict[str, Any] = {
        "language": person.language,
        "name": person.name,
        "roles": turn.world.access.roles(person),
        "consented": bool(person.consent),
        "outdated": bool(person.consent) and person.consent != turn.world.place.consent_version,
        "age_band": person.age_band,
        "hour": person.hour,
        "zone": person.zone,
        "paused": person.paused,
        "on_duty": person.on_duty,
        "volunteer": person.volunteer,
        "in_chat": in_chat(turn, person.id),
        "own_call": own_call(turn, person.id),
        "now": datetime.fromtimestamp(turn.unit.now / 1000, UTC).astimezone(ZoneInfo(person.zone)),
    }
    for need in sorted(needs):
        known |= lookups.look_up(need, turn, person)
    return known


def in_chat(turn: Turn, person: int) -> bool:
    """Whether the conversation that has the word is a chat with somebody."""
    front = conversations.front_of(turn.unit, person)
    return front is not None and front.flow in FLOWS and bool(trait(FLOWS[front.flow], "EXCLUSIVE"))
