"""What happens to a peer chat beside the relay: the first one is explained, one side blocks the other, silence is looked at."""

from __future__ import annotations

from datetime import timedelta

from bot.effects import handles
from bot.effects.linking import open_link
from bot.effects.pairing import match_waiting
from bot.effects.peers import close_link, free_offers
from bot.store import alerts, bonds, links, requests, updates, volunteers
from bot.store.links import Link
from bot.turn import Scene, Turn
from conversations.effects import BlockPeer, LookAtSilence, ReplaceVolunteer, SayFirst
from conversations.kit import ChatEnded, Quiet, Say


@handles(SayFirst)
def say_first(effect: SayFirst, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    if links.is_first(turn.unit, scene.subject, scene.owner):
        turn.say(turn.person(scene.owner), Say(effect.key, lane="relay"), scene.conversation)


@handles(BlockPeer)
def block(effect: BlockPeer, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    link = links.get(turn.unit, effect.link or scene.subject)
    bonds.block(turn.unit, scene.owner, link.other(scene.owner))
    updates.audit(turn.unit, scene.owner, "peer.blocked", link.id)


@handles(LookAtSilence)
def look(effect: LookAtSilence, turn: Turn, scene: Scene) -> None:
    """While nobody has written yet it is the volunteer's turn: they say hello first. Row ids are microseconds (store/ids.py)."""
    link = open_link(turn, scene)
    if link is not None:
        number, writer = links.last_relayed(turn.unit, link.id) or (link.id, link.person)
        since = timedelta(milliseconds=max(0, turn.unit.now - number // 1000))
        alarmed = alerts.open_of(turn.unit, link.person) is not None
        turn.post(scene.conversation, Quiet(writer != scene.owner, since, number, alarmed))


@handles(ReplaceVolunteer)
def replace_volunteer(effect: ReplaceVolunteer, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    link = links.get(turn.unit, scene.subject)
    volunteers.set_duty(turn.unit, scene.owner, False)
    turn.changed(scene.owner)
    updates.audit(turn.unit, None, "volunteer.silent", scene.owner)
    look_for_another(turn, link)
    free_offers(turn, scene.owner)
    match_waiting(turn)


def look_for_another(turn: Turn, link: Link, why: str = "replaced") -> None:
    """Ends the chat for the person, who goes on waiting in front of all others; this volunteer is not asked for them again."""
    if not close_link(turn, link):
        return
    turn.post_to("peer_chat", link.person, link.id, ChatEnded(why))
    request = requests.get(turn.unit, link.origin)
    if request is not None:
        requests.put_first(turn.unit, request.id, link.helper)
        turn.start("peer_request", link.person, waiting=True, topics=request.topics)
