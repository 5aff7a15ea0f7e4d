"""A topic per chat for volunteers who take several, where Telegram has topics in private chats (``getMe`` says so).

What is meant for a topic is marked ``{"topic": link}``; the sender puts the number in when the message's turn comes, or leaves it out where the
topic could not be made or is gone. Until the number is known the pseudonym stands above each message as well: nothing is ever unlabelled.
"""

from __future__ import annotations

from typing import Any

from bot.store import topics, volunteers
from bot.store.links import Link
from bot.turn import Turn


def open_topic(turn: Turn, link: Link) -> None:
    """For the volunteer of a new chat. It stands in the outbox before anything that is to appear in it."""
    capacity, _ = volunteers.room(turn.unit, link.helper)
    if not turn.world.abilities.private_topics or capacity < 2:
        return
    chat = turn.person(link.helper).telegram_id
    topics.begin(turn.unit, link.id, link.helper, chat)
    turn.call(chat, "relay", "createForumTopic", {"chat_id": chat, "name": link.person_alias}, hook=f"topic:{link.id}")


def into(turn: Turn, link: int, reader: int) -> dict[str, Any]:
    """What a message to ``reader`` carries to appear in the topic of this chat; nothing where there is none."""
    return {"message_thread_id": {"topic": link}} if topics.wanted(turn.unit, link, reader) else {}


def close_topic(turn: Turn, link: Link) -> None:
    """The name shows that it is over; what was said in it stays with the volunteer."""
    chat = turn.person(link.helper).telegram_id
    if topics.thread_of(turn.unit, link.id, chat) is not None:
        name = {"name": f"✓ {link.person_alias}"}
        turn.call(chat, "relay", "editForumTopic", {"chat_id": chat, "message_thread_id": {"topic": link.id}, **name})
