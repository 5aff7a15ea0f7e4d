"""A topic per chat in the volunteer's private chat, where Telegram has topics there; and headers wherever it has not (any more)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.telegram.client import BadRequest
from bot.telegram.delivery import NO_TOPIC
from simulator.handles import PersonHandle
from tests.script import words
from tests.support import Running


async def chats(bot: Running) -> None:
    """Rani and Nisa talk with Sari at the same time."""
    await bot.unit(lambda unit: unit.run("UPDATE volunteers SET capacity = 2"))
    for who in (bot.rani, bot.nisa):
        await bot.onboard(who)
        await bot.unit(lambda unit: unit.run("UPDATE volunteers SET on_duty = 0 WHERE person <> (SELECT id FROM people WHERE telegram_id = 202)"))
        await who.says("/peer")
        await bot.settled()
        await who.taps("Kehilangan")
        await bot.settled()
        await bot.sari.taps("Ya, bisa")
        await bot.settled()


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Running]:
    async with Running(tmp_path) as running:
        running.telegram.bot.has_topics = True
        await running.restart()
        await chats(running)
        yield running


def topics(bot: Running) -> list[int]:
    return sorted(number for number in bot.sari.chat.topics if number != 1)


def last(who: PersonHandle) -> Any:
    return who.sees()[-1]


def refuse(bot: Running, monkeypatch: pytest.MonkeyPatch, why: str, which: Callable[[dict[str, Any]], bool]) -> None:
    call = bot.app.client.call

    async def refusing(method: str, params: dict[str, Any]) -> Any:
        if which(params):
            raise BadRequest(why)
        return await call(method, params)

    monkeypatch.setattr(bot.app.client, "call", refusing)


async def says(bot: Running, who: PersonHandle, text: str, **where: Any) -> None:
    await who.says(text, **where)
    await bot.settled()


async def test_each_chat_has_its_topic_and_no_headers(bot: Running) -> None:
    rani, nisa = topics(bot)
    await says(bot, bot.rani, "halo dari rani")
    assert (last(bot.sari)["text"], last(bot.sari)["message_thread_id"]) == ("halo dari rani", rani)
    await says(bot, bot.nisa, "halo dari nisa")
    assert (last(bot.sari)["text"], last(bot.sari)["message_thread_id"]) == ("halo dari nisa", nisa)
    await bot.nisa.sends_photo("lihat ini")
    await bot.settled()
    assert (last(bot.sari)["caption"], last(bot.sari)["message_thread_id"]) == ("lihat ini", nisa)


async def test_what_is_written_in_a_topic_is_for_that_chat(bot: Running) -> None:
    rani, nisa = topics(bot)
    await says(bot, bot.sari, "untuk nisa", thread=nisa)
    await says(bot, bot.sari, "untuk rani", thread=rani)
    assert (last(bot.rani)["text"], last(bot.nisa)["text"]) == ("untuk rani", "untuk nisa")
    await bot.restart()
    await says(bot, bot.sari, "nisa lagi", thread=nisa)
    await says(bot, bot.sari, "untuk siapa?")
    assert (last(bot.rani)["text"], last(bot.nisa)["text"]) == ("untuk rani", "nisa lagi")
    assert "belum kukirim" in words(last(bot.sari)), "outside the topics nobody guesses"


async def test_the_end_in_a_topic_ends_that_chat_only(bot: Running) -> None:
    rani, nisa = topics(bot)
    await says(bot, bot.sari, "/end", thread=nisa)
    assert await bot.value("SELECT count(*) FROM links WHERE closed_at IS NULL") == 1
    assert bot.sari.chat.topics[nisa].name.startswith("✓ ") and not bot.sari.chat.topics[rani].name.startswith("✓ ")
    before = len(bot.rani.sees())
    await says(bot, bot.sari, "masih di sini?", thread=nisa)
    await says(bot, bot.sari, "/end", thread=nisa)
    assert len(bot.rani.sees()) == before, "a topic that is over reaches nobody"
    await says(bot, bot.sari, "untuk rani", thread=rani)
    assert last(bot.rani)["text"] == "untuk rani"


async def test_a_deleted_topic_is_no_loss(bot: Running) -> None:
    rani, _ = topics(bot)
    del bot.sari.chat.topics[rani]
    await says(bot, bot.rani, "halo?")
    await says(bot, bot.rani, "masih ada?")
    assert words(bot.sari.sees()[-2]) == "halo?"
    assert last(bot.sari)["text"].endswith(":\nmasih ada?") and "message_thread_id" not in last(bot.sari)


@pytest.mark.parametrize("why", NO_TOPIC)
async def test_a_topic_that_is_refused_in_any_words_is_no_loss(bot: Running, monkeypatch: pytest.MonkeyPatch, why: str) -> None:
    refuse(bot, monkeypatch, why, lambda params: "message_thread_id" in params)
    await says(bot, bot.rani, "halo?")
    await says(bot, bot.rani, "masih ada?")
    assert words(bot.sari.sees()[-2]) == "halo?"
    assert last(bot.sari)["text"].endswith(":\nmasih ada?")


async def test_what_is_refused_without_the_topic_too_is_told_to_who_wrote(bot: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse(bot, monkeypatch, "TOPIC_CLOSED", lambda params: params.get("chat_id") == bot.sari.id)
    await says(bot, bot.rani, "halo?")
    assert "nggak sampai" in last(bot.rani)["text"]


async def test_the_end_of_a_chat_whose_topic_was_deleted(bot: Running) -> None:
    rani, _ = topics(bot)
    del bot.sari.chat.topics[rani]
    await says(bot, bot.rani, "/end")
    assert await bot.value("SELECT count(*) FROM outbox WHERE state = 'failed' AND method = 'editForumTopic'") == 1
    await says(bot, bot.nisa, "halo")
    assert last(bot.sari)["text"] == "halo"


async def test_without_topics_there_are_headers(tmp_path: Path) -> None:
    async with Running(tmp_path) as running:
        await chats(running)
        await says(running, running.rani, "halo")
        assert last(running.sari)["text"].endswith(":\nhalo")
        assert await running.value("SELECT count(*) FROM chat_topics") == 0


async def test_topics_that_cannot_be_made_are_headers_too(tmp_path: Path) -> None:
    async with Running(tmp_path) as running:
        running.telegram.bot.has_topics = True
        await running.restart()
        running.telegram.bot.has_topics = False  # switched off by its owner, while the bot runs
        await chats(running)
        await says(running, running.rani, "halo")
        assert last(running.sari)["text"].endswith(":\nhalo")
