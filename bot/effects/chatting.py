"""What happens to a peer chat beside the relay: the first one is explained, one side blocks the other."""

from __future__ import annotations

from bot.effects import handles
from bot.store import bonds, links, updates
from bot.turn import Scene, Turn
from conversations.effects import BlockPeer, SayFirst
from conversations.kit import Say


@handles(SayFirst)
def say_first(effect: SayFirst, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    if links.is_first(turn.unit, scene.subject, scene.owner):
        turn.say(turn.person(scene.owner), Say(effect.key, lane="relay"), scene.conversation)


@handles(BlockPeer)
def block(effect: BlockPeer, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    link = links.get(turn.unit, scene.subject)
    bonds.block(turn.unit, scene.owner, link.other(scene.owner))
    updates.audit(turn.unit, scene.owner, "peer.blocked", link.id)
