"""Who the counselors are: those of the config, and those who came by an invitation."""

from __future__ import annotations

from bot.config import StaffMember
from bot.store import staff
from bot.turn import Turn


def counselors(turn: Turn) -> list[StaffMember]:
    """In the order of the config, then of their coming. Whoever stands in both is one of the config."""
    known = list(turn.world.config.counselors)
    listed = {member.id for member in known}
    found = staff.everybody(turn.unit)
    return known + [StaffMember.model_construct(id=telegram_id, name=name, fields=[]) for _, telegram_id, name in found if telegram_id not in listed]
