"""Topics in private chats: which one belongs to which link, on whose side."""

from __future__ import annotations

from bot.store.database import Unit


def begin(unit: Unit, link: int, person: int, chat: int) -> None:
    """A topic was asked for; its number is noted when Telegram has made it."""
    sql = "INSERT INTO chat_topics (link, person, chat) VALUES (:link, :person, :chat) ON CONFLICT DO NOTHING"
    unit.run(sql, link=link, person=person, chat=chat)


def made(unit: Unit, link: int, chat: int, thread: int) -> None:
    unit.run("UPDATE chat_topics SET thread = :thread WHERE link = :link AND chat = :chat", thread=thread, link=link, chat=chat)


def gone(unit: Unit, link: int, chat: int) -> None:
    """Its owner deleted it: headed messages from now on."""
    unit.run("UPDATE chat_topics SET thread = NULL WHERE link = :link AND chat = :chat", link=link, chat=chat)


def wanted(unit: Unit, link: int, person: int) -> bool:
    """Whether a topic was asked for, made by now or not."""
    return unit.one("SELECT 1 FROM chat_topics WHERE link = :link AND person = :person", link=link, person=person) is not None


def thread_of(unit: Unit, link: int, chat: int) -> int | None:
    """The number of the topic in this chat; None: there is none (yet, or any more)."""
    value: int | None = unit.value("SELECT thread FROM chat_topics WHERE link = :link AND chat = :chat", link=link, chat=chat)
    return value


def link_of(unit: Unit, chat: int, thread: int) -> int | None:
    """Whose chat is talked with in this topic."""
    value: int | None = unit.value("SELECT link FROM chat_topics WHERE chat = :chat AND thread = :thread", chat=chat, thread=thread)
    return value
