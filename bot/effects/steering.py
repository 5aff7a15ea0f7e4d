"""The board: one message per coordinator that is kept up to date in place."""

from __future__ import annotations

from bot.effects import handles
from bot.store import alerts
from bot.turn import Scene, Turn
from conversations.effects.steering import PutBoard


@handles(PutBoard)
def put(effect: PutBoard, turn: Turn, scene: Scene) -> None:
    """A board that is not delivered yet is not changed: the next look comes soon."""
    assert scene.owner is not None and scene.conversation is not None
    reader, conversation, renderer = turn.person(scene.owner), scene.conversation, turn.world.renderer
    params = renderer.text(reader.language, effect.said.key, effect.said.args)
    markup = renderer.inline(reader.language, effect.said.menus, conversation.flow, conversation.token)
    if not effect.change:
        turn.send(reader.telegram_id, "reply", params, markup, conversation=conversation.id, hook=f"card:{conversation.id}:{reader.language}:")
        return
    for card in alerts.cards(turn.unit, conversation.id):
        turn.call(card.chat, "reply", "editMessageText", {"chat_id": card.chat, "message_id": card.message, **params, "reply_markup": markup})
