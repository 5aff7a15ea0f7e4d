"""What the end of a chat means for the volunteer: was it heavy, then a rest begins; was it the last one for today, then they are told."""

from __future__ import annotations

from bot.store import care, links, timers
from bot.store.links import Link
from bot.turn import Turn
from conversations.kit import go, say

DEBRIEF_AFTER = 2 * 60_000  # ms: the ordinary question about the chat comes first


def after_chat(turn: Turn, link: Link) -> bool:
    """Called when a link has just been closed. True if a rest began, so that nobody is asked any more who was just asked for somebody else."""
    if link.kind != "peer":
        return False
    _tell_of_limit(turn, link.helper)
    opened = care.opened_at(turn.unit, link.id)
    long = turn.unit.now - opened >= turn.world.config.care.long_minutes * 60_000
    why = "escalated" if care.called_for(turn.unit, link.person, opened) else "long" if long else ""
    if not why and not care.is_heavy(turn.unit, link.id):
        return False
    begin_rest(turn, link, why or "marked")
    return True


def begin_rest(turn: Turn, link: Link, why: str) -> None:
    """The cool-down after a heavy chat, and the question how they are, a little later."""
    unit, volunteer = turn.unit, link.helper
    care.note_heavy(unit, link.id, volunteer, why)
    rest(turn, volunteer, unit.now + turn.world.place.care.cooldown * 60_000, "heavy")
    timers.put(unit, "debrief", volunteer, unit.now + DEBRIEF_AFTER)


def rest(turn: Turn, volunteer: int, until: int, why: str) -> None:
    """``until``: epoch ms. When it is over the volunteer hears of it."""
    care.rest(turn.unit, volunteer, until, why)
    timers.put(turn.unit, "rested", volunteer, care.resting(turn.unit, volunteer)[0])


def _tell_of_limit(turn: Turn, volunteer: int) -> None:
    """The last chat for now is over: they are not asked again before there is room in their 24 hours."""
    limit = turn.world.place.care.day_limit
    begun = care.chats_since(turn.unit, volunteer, turn.unit.now - care.DAY)
    if len(begun) < limit or any(link.helper == volunteer for link in links.open_of(turn.unit, volunteer)):
        return
    timers.put(turn.unit, "day_limit", volunteer, begun[-limit] + care.DAY)
    turn.say(turn.person(volunteer), say("care.day_limit", go("me", "exercise", "menu"), count=limit), None)
