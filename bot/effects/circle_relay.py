"""What is written in a group goes to everybody else who is in it, under the writer's pseudonym: built anew for each, as between two.

Edits, replies, reactions and taking back find every copy; where one is still on its way the outbox says ``{"circled": copy}`` and the sender puts
the message id in.
"""

from __future__ import annotations

import json
from typing import Any

from bot.effects import fires, handles
from bot.effects.media import ALBUM_QUIET, METHODS, _file, _headed, _words, apart, portions
from bot.effects.several import CAPTION_LIMIT, TEXT_LIMIT, headed, say_head
from bot.store import circle_albums, circles, conversations, timers
from bot.store.circle_albums import Album
from bot.store.media import Items
from bot.telegram.render import relayed
from bot.turn import Scene, Turn
from conversations.circle import Inside
from conversations.effects import Relay, RelayEdit, RelayMedia, RelayReaction, Unsend
from conversations.effects.circles import ToCircle
from conversations.flows import FLOWS
from conversations.kit import Edited, Media, Reacted, Text, say


@handles(ToCircle)
def to_circle(effect: ToCircle, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None and scene.conversation is not None
    if not circles.get(turn.unit, effect.circle).running:
        return
    post = _Post(turn, effect.circle, scene.owner, _alias(turn, scene))
    if isinstance(effect.what, RelayMedia) and effect.what.content.album:
        _gather(turn, effect.circle, scene.owner, post.alias, effect.what.content)
        return
    flush_albums(turn, effect.circle, scene.owner)  # what is written or changed next finds the album where it belongs
    match effect.what:
        case Relay(content):
            post.words(content)
        case RelayMedia(content):
            post.media(content)
        case RelayEdit(content):
            post.edit(content)
        case RelayReaction(content):
            post.reaction(content)
        case Unsend(message):
            found = post.take_back(message)
            turn.say(turn.person(scene.owner), say("relay.unsent" if found else "relay.unsend_how"), scene.conversation)


def _gather(turn: Turn, circle: int, sender: int, alias: str, item: Media) -> None:
    """One part of an album: it waits for the others."""
    known = circle_albums.of(turn.unit, circle, sender)
    if known is not None and known.album != item.album:
        flush_albums(turn, circle, sender)
        known = None
    items = (*known.items, item) if known else (item,)
    number = circle_albums.put(turn.unit, known, Album(0, circle, sender, alias, item.album, items))
    timers.put(turn.unit, "circle_album", number, turn.unit.now + ALBUM_QUIET)


@fires("circle_album")
def album_due(turn: Turn, number: int, due_at: int) -> None:
    """No further part came: the album is whole."""
    found = circle_albums.take(turn.unit, number)
    if found is not None and circles.get(turn.unit, found.circle).running:
        post = _Post(turn, found.circle, found.sender, found.alias)
        for part in portions(found.items):
            post.album(part)


def flush_albums(turn: Turn, circle: int, sender: int = 0) -> None:
    """What is still coming in from a sender (0: from anybody) goes out as far as it is there."""
    for number, who in circle_albums.coming_in(turn.unit, circle):
        if sender in {0, who}:
            timers.drop(turn.unit, "circle_album", number)
            album_due(turn, number, turn.unit.now)


def _alias(turn: Turn, scene: Scene) -> str:
    assert scene.conversation is not None
    state = scene.conversation.unpack(turn.unit, FLOWS["circle"])
    return state.alias if isinstance(state, Inside) else ""


class _Post:
    """One message of one writer, and its copies for all the others."""

    def __init__(self, turn: Turn, circle: int, sender: int, alias: str) -> None:
        self.turn, self.circle, self.sender, self.alias = turn, circle, sender, alias
        self.chat = turn.person(sender).telegram_id
        self.protect = {"protect_content": True} if turn.world.config.relay.protect else {}

    def _readers(self) -> list[tuple[int, int]]:
        """Chat and conversation of everybody else who is in."""
        found = []
        for person in circles.inside(self.turn.unit, self.circle):
            conversation = conversations.find(self.turn.unit, "circle", person, self.circle)
            if person != self.sender and conversation is not None:
                found.append((self.turn.person(person).telegram_id, conversation.id))
        return found

    def _reply(self, reply_to: int, target: int, quote: str = "") -> dict[str, Any]:
        unit = self.turn.unit
        answered = circles.message_of(unit, self.circle, self.chat, reply_to) if reply_to else None
        there = circles.in_chat(unit, answered, target) if answered is not None else None
        if answered is None or there is None:
            return {}
        reply: dict[str, Any] = {"message_id": there, "allow_sending_without_reply": True}
        if quote and quote in circles.body_of(unit, answered):
            reply["quote"] = quote
        return {"reply_parameters": reply}

    def words(self, content: Text) -> None:
        number = circles.add_message(self.turn.unit, self.circle, self.sender, (self.chat, content.message), content.text)
        whole = headed(self.alias, content.text, content.entities)
        for target, conversation in self._readers():
            if whole is None:
                say_head(self.turn, target, self.alias)
            copy = circles.add_copy(self.turn.unit, number, target)
            params = relayed(*(whole or (content.text, content.entities))) | self.protect | self._reply(content.reply_to, target, content.quote)
            self.turn.send(target, "relay", params, conversation=conversation, hook=f"circled:{copy}")

    def media(self, content: Media) -> None:
        number = circles.add_message(self.turn.unit, self.circle, self.sender, (self.chat, content.message), content.caption)
        above, (bare,) = apart((content,), self.alias)
        top = _headed(bare, self.alias)
        item = top or bare
        for target, conversation in self._readers():
            self._say(above, target, conversation)
            if top is None:
                say_head(self.turn, target, self.alias)
            copy = circles.add_copy(self.turn.unit, number, target)
            params = {"chat_id": target, item.kind: _file(item), **self.protect, **_words(item), **self._reply(content.reply_to, target)}
            self.turn.call(target, "relay", METHODS[item.kind], params, conversation=conversation, hook=f"circled:{copy}")

    def album(self, items: Items) -> None:
        """All parts as one message; a single one as what it is."""
        if len(items) == 1:
            self.media(items[0])
            return
        numbers = [circles.add_message(self.turn.unit, self.circle, self.sender, (self.chat, one.message), one.caption) for one in items]
        above, items = apart(items, self.alias)
        top = _headed(items[0], self.alias)
        for target, conversation in self._readers():
            self._say(above, target, conversation)
            if top is None:
                say_head(self.turn, target, self.alias)
            copies = [circles.add_copy(self.turn.unit, number, target) for number in numbers]
            parts = [{"type": one.kind, "media": _file(one), **_words(one)} for one in (top or items[0], *items[1:])]
            params = {"chat_id": target, "media": parts, **self.protect, **self._reply(items[0].reply_to, target)}
            self.turn.call(target, "relay", "sendMediaGroup", params, conversation=conversation, hook="circled:" + ",".join(map(str, copies)))

    def _say(self, above: list[dict[str, Any]], target: int, conversation: int) -> None:
        for words in above:
            self.turn.send(target, "relay", words | self.protect, conversation=conversation)

    def edit(self, content: Edited) -> None:
        number = circles.own_message(self.turn.unit, self.circle, self.chat, content.message)
        if number is None:
            return
        circles.set_body(self.turn.unit, number, content.text)
        limit = CAPTION_LIMIT if content.caption else TEXT_LIMIT
        text, entities = headed(self.alias, content.text, content.entities, limit) or (content.text, content.entities)
        for target, there in self._copies(number):
            params: dict[str, Any] = {"chat_id": target, "message_id": there}
            if content.caption:
                params |= {"caption": text} | ({"caption_entities": json.loads(entities)} if entities else {})
                self.turn.call(target, "relay", "editMessageCaption", params)
            else:
                self.turn.call(target, "relay", "editMessageText", params | relayed(text, entities))

    def _copies(self, number: int) -> list[tuple[int, Any]]:
        found = ((target, circles.in_chat(self.turn.unit, number, target)) for target, _ in self._readers())
        return [(target, there) for target, there in found if there is not None]

    def reaction(self, content: Reacted) -> None:
        """On the same message in every other chat."""
        number = circles.message_of(self.turn.unit, self.circle, self.chat, content.message)
        reaction = [{"type": "emoji", "emoji": content.emoji}] if content.emoji else []
        for target, there in self._copies(number) if number is not None else []:
            self.turn.call(target, "relay", "setMessageReaction", {"chat_id": target, "message_id": there, "reaction": reaction})

    def take_back(self, message: int) -> bool:
        number = circles.own_message(self.turn.unit, self.circle, self.chat, message)
        if number is None:
            return False
        circles.set_body(self.turn.unit, number, "", unsent=True)
        for target, there in self._copies(number):
            self.turn.call(target, "relay", "deleteMessage", {"chat_id": target, "message_id": there})
        return True
