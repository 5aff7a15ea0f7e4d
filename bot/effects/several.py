"""Several chats in one private chat: which one a message belongs to, whose words are on the screen, and whom the next ones go to.

A message belongs to the chat in whose topic it was written (see topics.py), else to the chat of the message it answers, edits or reacts to, and
a part of an album to the chat of its other parts. Anything else goes to the chat that has the word. Where more
than one is open, what arrives is headed by the pseudonym.
"""

from __future__ import annotations

import json
from typing import Any

from bot.effects import handles
from bot.effects.linking import CHAT_FLOW
from bot.store import conversations, links, media, topics, volunteers
from bot.store.conversations import Conversation
from bot.store.links import Link
from bot.store.people import Person
from bot.turn import Scene, Turn
from conversations.effects import SetCapacity, WriteTo
from conversations.kit import Button, Command, Edited, Event, Media, Reacted, Resumed, Text, menu

TEXT_LIMIT, CAPTION_LIMIT = 4096, 1024  # UTF-16 units, says Telegram


def chat_of(turn: Turn, person: Person, event: Event) -> Conversation | None:
    """The chat an event belongs to by what it points at; None when it points at nothing of an open chat."""
    link = _link_of(turn, person, event)
    known = next((one for one in links.private_of(turn.unit, person.id) if one.id == link), None)
    return conversations.find(turn.unit, CHAT_FLOW[known.kind], person.id, known.id) if known else None


def asked_over_it(event: Event, front: Conversation) -> bool:
    """Whether words answer a question that lies over the chats, a report or a note, although they point at a message of one: they are for nobody in
    that chat. What is written in a chat's own topic is."""
    return isinstance(event, (Text, Media)) and not event.thread and front.flow not in {*CHAT_FLOW.values(), "chats"}


def of_another(turn: Turn, person: Person, event: Event, current: int) -> bool:
    """Whether it answers something of another chat than ``current``, one that is over: then it is for nobody else."""
    link = _link_of(turn, person, event) if isinstance(event, (Text, Media)) or _thread(event) else None
    return link is not None and link != current


def _thread(event: Event) -> int:
    return event.thread if isinstance(event, (Text, Media, Command)) else 0


def _link_of(turn: Turn, person: Person, event: Event) -> int | None:
    """What is written in the topic of a chat is for that chat, whatever else it points at."""
    if _thread(event) and (of_topic := topics.link_of(turn.unit, person.telegram_id, _thread(event))) is not None:
        return of_topic
    match event:
        case Media(album=album) if album and (link := _of_album(turn, person, album)):
            return link
        case Text(reply_to=message) | Media(reply_to=message) | Edited(message=message) | Reacted(message=message):
            return _of_message(turn, person, message)
        case Command("unsend", reply_to=message):
            return _of_message(turn, person, message)
    return None


def _of_album(turn: Turn, person: Person, album: str) -> int | None:
    open_ones = links.private_of(turn.unit, person.id)
    return next((link.id for link in open_ones for one in media.albums_of(turn.unit, link.id, person.id) if one.album == album), None)


def _of_message(turn: Turn, person: Person, message: int) -> int | None:
    """Passed on already, or still waiting to be."""
    if not message:
        return None
    found = links.link_of(turn.unit, person.telegram_id, message)
    if found is not None:
        return found
    for link in links.private_of(turn.unit, person.id):
        albums, held = media.albums_of(turn.unit, link.id, person.id), media.held_of(turn.unit, link.id, person.id)
        if any(item.message == message for items in (*(a.items for a in albums), *(h.items for h in held)) for item in items):
            return link.id
    return None


def others(turn: Turn, owner: int, but: int) -> bool:
    """Whether somebody has another chat open than the conversation ``but``."""
    chats = set(CHAT_FLOW.values())
    return any(one.flow in chats and one.id != but for one in conversations.fronts_of(turn.unit, owner))


def ask_if_unclear(turn: Turn, owner: int, new: int) -> None:
    """A chat begins while another is open: nobody guesses whom the next words are for."""
    if others(turn, owner, new):
        turn.start("chats", owner)


def head_for(turn: Turn, link: Link, reader: int) -> str:
    """The pseudonym to stand above what ``reader`` gets; empty while this is their only chat, or where it has a topic of its own."""
    if link.room and reader == link.helper:
        return ""
    if topics.thread_of(turn.unit, link.id, turn.person(reader).telegram_id) is not None:
        return ""
    return link.alias_for(reader) if len(links.private_of(turn.unit, reader)) > 1 else ""


def headed(head: str, text: str, entities: str, limit: int = TEXT_LIMIT) -> tuple[str, str] | None:
    """Words and formatting under the pseudonym; None when that would be too long."""
    if not head:
        return text, entities
    top = f"{head}:\n"
    if _units(top + text) > limit:
        return None
    moved = [{**one, "offset": one["offset"] + _units(top)} for one in (json.loads(entities) if entities else [])]
    bold = {"type": "bold", "offset": 0, "length": _units(head)}
    return top + text, json.dumps([bold, *moved], separators=(",", ":"))


def too_long(text: str, limit: int) -> bool:
    return _units(text) > limit


def say_head(turn: Turn, target: int, head: str) -> None:
    """The pseudonym as a line of its own, above what has no room for it."""
    bold = [{"type": "bold", "offset": 0, "length": _units(head)}]
    turn.send(target, "relay", {"text": f"{head}:", "entities": bold})


def switch(turn: Turn, link: Link, reader: int, head: str) -> dict[str, Any]:
    """A button to write to this chat, where it is not the one that has the word."""
    own = conversations.find(turn.unit, CHAT_FLOW[link.kind], reader, link.id) if head else None
    front = conversations.front_of(turn.unit, reader) if own else None
    if own is None or front is None or front.id == own.id:
        return {}
    there = menu("chat", Button("here", "button.chat.here", {"alias": head}))
    markup = turn.world.renderer.inline(turn.person(reader).language, (there,), own.flow, own.token)
    return {"reply_markup": markup}


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@handles(WriteTo)
def write_to(effect: WriteTo, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    link = next((one for one in links.private_of(turn.unit, scene.owner) if one.id == effect.link), None)
    chat = conversations.find(turn.unit, CHAT_FLOW[link.kind], scene.owner, link.id) if link else None
    if chat is None:
        return
    asking = conversations.find(turn.unit, "chats", scene.owner)
    if asking is not None:
        conversations.remove(turn.unit, asking.id)
    conversations.raise_front(turn.unit, chat.id)
    turn.post(chat, Resumed())


@handles(SetCapacity)
def set_capacity(effect: SetCapacity, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    volunteers.set_capacity(turn.unit, scene.owner, effect.chats)
