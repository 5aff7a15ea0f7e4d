"""Who the counselors are, for coordinators."""

from __future__ import annotations

from typing import Any

from bot.effects.staffing import on_duty
from bot.lookups import looks_up
from bot.staff import counselors
from bot.store import invites, people
from bot.store.people import Person
from bot.turn import Turn
from conversations.crew import Crew, Member


@looks_up("staff_list")
def crew(turn: Turn, person: Person) -> dict[str, Any]:
    if not turn.world.access.allowed(person, "board"):
        return {}
    config = {member.id for member in turn.world.config.counselors}
    members = []
    for member in counselors(turn):
        known = people.by_telegram_id(turn.unit, member.id)
        members.append(Member(known.id if known else 0, member.name, on_duty(turn, member.id), member.id not in config))
    return {"staff_list": Crew(tuple(members), tuple(invites.waiting(turn.unit, "counselor")))}
