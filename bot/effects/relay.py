"""The relay: somebody's words are built anew for the other side of the link, from the allow-listed pieces only."""

from __future__ import annotations

from typing import Any

from bot.effects import handles
from bot.store import links
from bot.store.links import Link
from bot.telegram.render import relayed
from bot.turn import Scene, Turn
from conversations.effects import Relay, RelayEdit
from conversations.kit import ChatEnded


def _link(turn: Turn, scene: Scene) -> Link | None:
    """The open link of this chat. A chat whose link is closed ends here, whatever happened in between."""
    link = links.get(turn.unit, scene.subject)
    if not link.closed:
        return link
    turn.post(scene.conversation, ChatEnded())
    return None


@handles(Relay)
def relay(effect: Relay, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None and scene.conversation is not None
    link = _link(turn, scene)
    if link is None:
        return
    words = effect.content
    chat = turn.person(scene.owner).telegram_id
    target = turn.person(link.other(scene.owner)).telegram_id
    number = links.add_relayed(turn.unit, link.id, scene.owner, (chat, words.message), target, words.text)
    params = relayed(words.text, words.entities) | _reply(turn, link.id, chat, words.reply_to)
    turn.send(target, "relay", params, conversation=scene.conversation.id, hook=f"relayed:{number}")


def _reply(turn: Turn, link: int, chat: int, message: int) -> dict[str, Any]:
    """The same message on the other side: the copy of an own one, or the original of a received one."""
    if not message:
        return {}
    own = links.copy_of(turn.unit, link, chat, message)
    there = {"relayed": own} if own is not None else links.original_of(turn.unit, link, chat, message)
    return {"reply_parameters": {"message_id": there, "allow_sending_without_reply": True}} if there is not None else {}


@handles(RelayEdit)
def relay_edit(effect: RelayEdit, turn: Turn, scene: Scene) -> None:
    """The copy's message id may not be known yet (it is still on its way): the sender puts it in when its turn comes."""
    assert scene.owner is not None
    link = _link(turn, scene)
    if link is None:
        return
    number = links.copy_of(turn.unit, link.id, turn.person(scene.owner).telegram_id, effect.content.message)
    if number is None:
        return
    target = turn.person(link.other(scene.owner)).telegram_id
    params = {"chat_id": target, "message_id": {"relayed": number}, **relayed(effect.content.text, effect.content.entities)}
    turn.call(target, "relay", "editMessageText", params)
