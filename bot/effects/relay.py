"""The relay of words: built anew for the other side of the link, from the allow-listed pieces only; edits, replies, reactions, unsend."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from bot.effects import handles
from bot.effects.linking import chat_of, open_link, reply_to
from bot.effects.media import change_waiting, flush_albums
from bot.effects.several import CAPTION_LIMIT, TEXT_LIMIT, head_for, headed, say_head, switch
from bot.effects.topics import into
from bot.store import links
from bot.store.links import Link
from bot.telegram.render import relayed
from bot.turn import Scene, Turn
from conversations.effects import Relay, RelayEdit, RelayReaction, Unsend
from conversations.kit import say


@handles(Relay)
def relay(effect: Relay, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None and scene.conversation is not None
    link = open_link(turn, scene)
    if link is None:
        return
    flush_albums(turn, link, scene.owner)
    words = effect.content
    reader = link.other(scene.owner)
    chat, _ = chat_of(turn, link, scene.owner)
    target, topic = chat_of(turn, link, reader)
    head = head_for(turn, link, reader)
    whole = headed(head, words.text, words.entities)
    if whole is None:
        say_head(turn, target, head)
    number = links.add_relayed(turn.unit, link.id, scene.owner, (chat, words.message), target, words.text, head=head if whole else "")
    protect = {"protect_content": True} if turn.world.config.relay.protect else {}
    shown = relayed(*(whole or (words.text, words.entities))) | switch(turn, link, reader, head)
    params = shown | topic | protect | into(turn, link.id, reader) | reply_to(turn, link.id, chat, words.reply_to, words.quote)
    turn.send(target, "relay", params, conversation=scene.conversation.id, hook=f"relayed:{number}")


def _chats(turn: Turn, owner: int, link: Link) -> tuple[int, int]:
    return chat_of(turn, link, owner)[0], chat_of(turn, link, link.other(owner))[0]


@handles(RelayEdit)
def relay_edit(effect: RelayEdit, turn: Turn, scene: Scene) -> None:
    """The copy's message id may not be known yet (it is still on its way): the sender puts it in when its turn comes."""
    assert scene.owner is not None
    link = open_link(turn, scene)
    if link is None:
        return
    words = effect.content
    chat, target = _chats(turn, scene.owner, link)
    number = links.copy_of(turn.unit, link.id, chat, words.message)
    if number is None:
        change_waiting(turn, link, scene.owner, words.message, lambda item: (replace(item, caption=words.text, entities=words.entities),))
        return
    links.set_body(turn.unit, number, words.text)
    params: dict[str, Any] = {"chat_id": target, "message_id": {"relayed": number}}
    limit = CAPTION_LIMIT if words.caption else TEXT_LIMIT
    text, entities = headed(links.head_of(turn.unit, number), words.text, words.entities, limit) or (words.text, words.entities)
    if words.caption:
        params |= {"caption": text} | ({"caption_entities": json.loads(entities)} if entities else {})
        turn.call(target, "relay", "editMessageCaption", params)
    else:
        turn.call(target, "relay", "editMessageText", params | relayed(text, entities))


@handles(RelayReaction)
def relay_reaction(effect: RelayReaction, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    link = open_link(turn, scene)
    if link is None:
        return
    chat, target = _chats(turn, scene.owner, link)
    there = links.counterpart(turn.unit, link.id, chat, effect.content.message)
    if there is not None:
        reaction = [{"type": "emoji", "emoji": effect.content.emoji}] if effect.content.emoji else []
        turn.call(target, "relay", "setMessageReaction", {"chat_id": target, "message_id": there.reference, "reaction": reaction})


@handles(Unsend)
def unsend(effect: Unsend, turn: Turn, scene: Scene) -> None:
    """Only the writer's own message, and only its copy: what the writer has in their own chat stays theirs."""
    assert scene.owner is not None
    link = open_link(turn, scene)
    if link is None:
        return
    chat, target = _chats(turn, scene.owner, link)
    number = links.copy_of(turn.unit, link.id, chat, effect.message)
    if number is not None:
        links.mark_unsent(turn.unit, number)
        turn.call(target, "relay", "deleteMessage", {"chat_id": target, "message_id": {"relayed": number}})
    elif not change_waiting(turn, link, scene.owner, effect.message, lambda item: ()):
        turn.say(turn.person(scene.owner), say("relay.unsend_how"), scene.conversation)
        return
    turn.say(turn.person(scene.owner), say("relay.unsent"), scene.conversation)
