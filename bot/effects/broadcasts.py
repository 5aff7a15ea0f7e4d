"""A message to many goes out in small parts: never more in the outbox than a few seconds' worth, so that a stop is a stop."""

from __future__ import annotations

from bot.effects import handles
from bot.store import broadcasts, updates
from bot.turn import Scene, Turn
from conversations.effects.steering import PutOut, SendBroadcast, StopBroadcast
from conversations.kit import go

AT_ONCE = 120  # what the limits let out in about five seconds


@handles(SendBroadcast)
def begin(effect: SendBroadcast, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    if not turn.world.access.allowed(turn.person(scene.owner), "board"):
        return
    number = broadcasts.add(turn.unit, scene.owner, effect.audience, effect.words)
    updates.audit(turn.unit, scene.owner, "broadcast.sent", number, effect.audience)
    turn.start("broadcasting", scene.owner, number, broadcast=number)


@handles(PutOut)
def put_out(effect: PutOut, turn: Turn, scene: Scene) -> None:
    broadcast = broadcasts.get(turn.unit, effect.broadcast)
    room = AT_ONCE - broadcasts.waiting(turn.unit)
    if broadcast is None or broadcast.state != "going" or room <= 0:
        return
    found = broadcasts.audience(turn.unit, broadcast, room)
    renderer = turn.world.renderer
    for _, chat, language in found:
        params = renderer.text(language, "broadcast.message", {"place": turn.world.config.organisation, "words": broadcast.words})
        turn.send(chat, "prompt", params, renderer.inline(language, (go("menu"),), "", ""))
    if found:
        broadcasts.note(turn.unit, broadcast.id, sent=len(found), last=found[-1][0])
    if len(found) < room:
        broadcasts.end(turn.unit, broadcast.id, "done")


@handles(StopBroadcast)
def stop(effect: StopBroadcast, turn: Turn, scene: Scene) -> None:
    broadcasts.end(turn.unit, effect.broadcast, "stopped")
    updates.audit(turn.unit, scene.owner, "broadcast.stopped", effect.broadcast)
