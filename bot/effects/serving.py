"""What coordinators decide about those who already serve: suspended, taken back, cleared for people under 18. Each is on record."""

from __future__ import annotations

from bot.effects import handles
from bot.effects.chatting import look_for_another
from bot.effects.pairing import match_waiting
from bot.effects.peers import free_offers
from bot.store import links, updates, volunteers
from bot.turn import Scene, Turn
from conversations.effects import Reinstate, SetYouth, Suspend
from conversations.kit import ChatEnded, go, say


def _may(turn: Turn, scene: Scene) -> int:
    """The coordinator, or 0 for somebody who is none (any more)."""
    assert scene.owner is not None
    return scene.owner if turn.world.access.allowed(turn.person(scene.owner), "volunteers") else 0


@handles(Suspend)
def suspend(effect: Suspend, turn: Turn, scene: Scene) -> None:
    """Chats in which they help end kindly on both sides; what they themselves asked for as a person goes on."""
    by = _may(turn, scene)
    if by:
        stop_service(turn, effect.volunteer, by, effect.reason)


def stop_service(turn: Turn, volunteer: int, by: int, reason: str) -> None:
    """Suspends a volunteer for a ``reason`` that they are told. Whoever they were with is not left alone: somebody else is looked for."""
    if not volunteers.suspend(turn.unit, volunteer, by, reason):
        return
    turn.changed(volunteer)
    updates.audit(turn.unit, by, "volunteer.suspended", volunteer)
    for link in links.helped_by(turn.unit, volunteer):
        look_for_another(turn, link)
        turn.post_to("peer_chat", volunteer, link.id, ChatEnded("suspended"))
    free_offers(turn, volunteer)
    turn.say(turn.person(volunteer), say("volunteer.suspended_now", go("menu", "counselor"), reason=reason), None)
    match_waiting(turn)


@handles(Reinstate)
def reinstate(effect: Reinstate, turn: Turn, scene: Scene) -> None:
    by = _may(turn, scene)
    if by and volunteers.reinstate(turn.unit, effect.volunteer, by):
        turn.changed(effect.volunteer)
        updates.audit(turn.unit, by, "volunteer.reinstated", effect.volunteer)
        turn.say(turn.person(effect.volunteer), say("volunteer.reinstated", go("duty", "menu")), None)


@handles(SetYouth)
def set_youth(effect: SetYouth, turn: Turn, scene: Scene) -> None:
    by = _may(turn, scene)
    if by and volunteers.set_youth(turn.unit, effect.volunteer, effect.youth):
        updates.audit(turn.unit, by, "volunteer.youth" if effect.youth else "volunteer.adults_only", effect.volunteer)
        if not effect.youth:
            _leave_the_young(turn, effect.volunteer)
        match_waiting(turn)


def _leave_the_young(turn: Turn, volunteer: int) -> None:
    """Adults only from now on: somebody else is looked for, also for whoever they are with. Offers that are open are looked at when the yes comes."""
    for link in links.helped_by(turn.unit, volunteer):
        if turn.person(link.person).age_band != "adult":
            look_for_another(turn, link)
            turn.post_to("peer_chat", volunteer, link.id, ChatEnded("adults_only"))
