"""Who the counselors are: those of the config, and those who came by an invitation."""

from __future__ import annotations

from bot.config import StaffMember
from bot.store import people, staff
from bot.turn import Turn


def counselors(turn: Turn) -> list[StaffMember]:
    """In the order of the config, then of their coming. Whoever stands in both is one of the config."""
    known = list(turn.world.config.counselors)
    listed = {member.id for member in known}
    found = staff.everybody(turn.unit)
    return known + [StaffMember.model_construct(id=telegram_id, name=name, fields=[]) for _, telegram_id, name in found if telegram_id not in listed]


def may_read(turn: Turn, chat: int) -> bool:
    """Whether a card that was put up in a chat is still for whoever reads it: a group's always, a private one only while they are staff."""
    known = people.by_telegram_id(turn.unit, chat)
    return chat < 0 or (known is not None and turn.world.access.allowed(known, "alerts"))
