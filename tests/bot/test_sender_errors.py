"""The sender: every way a call can fail, and what becomes of the message."""

from __future__ import annotations

import asyncio
import sqlite3
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.problems import Problem
from bot.store import outbox
from bot.store.database import Unit
from bot.store.outbox import Outgoing
from bot.telegram import delivery
from bot.telegram.transport import NotSent
from tests.bot.post import Post, fails, posted


def test_429_waits_as_told_and_everybody_a_moment(tmp_path: Path) -> None:
    async def story(post: Post) -> None:
        post.telegram.fails["first"] = [RetryAfter(7)]
        await post.write((1, "first"), (1, "second"))
        work = asyncio.create_task(post.sender.run())
        await asyncio.sleep(0.15)
        await post.write((2, "other"))
        await asyncio.sleep(20)
        assert post.telegram.texts(1) == ["first", "first", "second"]
        assert [at for at, _, text in post.telegram.calls if text == "first"][1] >= 7
        assert 1 <= post.telegram.when("other") < 2
        await post.sender.stop()
        await work

    posted(tmp_path, story)


def test_a_prompt_that_met_a_429_is_tried_again(tmp_path: Path) -> None:
    post = fails(tmp_path, RetryAfter(2), lane="prompt")
    assert post.telegram.texts() == ["first", "first", "second"]
    assert post.outcome == {"sent": 2}  # type: ignore[attr-defined]


@pytest.mark.parametrize("error", [NotSent("x"), NetworkError("x"), TimedOut("x"), TelegramError("x")])
def test_what_may_not_have_arrived_is_sent_again_in_order(tmp_path: Path, error: Exception) -> None:
    post = fails(tmp_path, error, error)
    assert post.telegram.texts() == ["first", "first", "first", "second"]
    assert post.telegram.calls[2][0] >= 1.5, "with growing pauses"


def test_for_as_long_as_it_takes(tmp_path: Path) -> None:
    post = fails(tmp_path, *[NotSent("x")] * 12, lane="crisis")
    times = [at for at, _, text in post.telegram.calls if text == "first"]
    assert max(after - before for before, after in pairwise(times)) <= delivery.ALARM_RETRY + 0.2
    slow = fails(tmp_path / "b", *[NotSent("x")] * 12)
    assert slow.telegram.calls[-1][0] > 150


@pytest.mark.parametrize("error", [NetworkError("x"), TimedOut("x"), TelegramError("Invalid server response")])
def test_a_prompt_is_never_sent_twice(tmp_path: Path, error: Exception) -> None:
    post = fails(tmp_path, error, lane="prompt")
    assert post.telegram.texts() == ["first", "second"]
    assert post.outcome == {"failed": 1, "sent": 1}  # type: ignore[attr-defined]


def test_a_prompt_that_never_left_is(tmp_path: Path) -> None:
    assert fails(tmp_path, NotSent("x"), lane="prompt").telegram.texts() == ["first", "first", "second"]


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (Forbidden("bot was blocked by the user"), "blocked"),
        (BadRequest("Chat not found"), "blocked"),
        (BadRequest("can't parse entities"), "refused"),
        (ChatMigrated(-100), "migrated:-100"),
        (ValueError("a row that cannot be put into a request"), "refused"),
    ],
)
def test_what_can_never_arrive_is_a_dead_letter(tmp_path: Path, error: Exception, why: str) -> None:
    post = fails(tmp_path, error)
    assert post.telegram.texts() == ["first", "second"]
    assert post.lost == [("first", why)]
    assert post.outcome == {"failed": 1, "sent": 1}  # type: ignore[attr-defined]


def test_a_refused_edit_is_nothing_anybody_waits_for(tmp_path: Path) -> None:
    post = fails(tmp_path, BadRequest("message is not modified"), method="editMessageText")
    assert post.lost == []
    assert post.outcome == {"failed": 1, "sent": 1}  # type: ignore[attr-defined]


def test_a_topic_of_the_group_that_is_gone_already_is_nothing_anybody_waits_for(tmp_path: Path) -> None:
    async def story(post: Post) -> None:
        post.telegram.fails["closeForumTopic"] = [BadRequest("message thread not found")]
        params = {"chat_id": -5, "message_thread_id": 77}
        post.sender.offer(await post.store.unit(lambda unit: [outbox.add(unit, -5, "crisis", "closeForumTopic", params)]))
        await post.write((-5, "next"))
        await post.run()
        assert post.telegram.texts() == ["closeForumTopic", "next"] and post.lost == []

    posted(tmp_path, story)


def test_a_token_that_is_no_longer_accepted_ends_it_and_keeps_what_was_to_be_sent(tmp_path: Path) -> None:
    async def story(post: Post) -> None:
        post.telegram.fails["first"] = [InvalidToken("x")] * delivery.REFUSALS
        await post.write((1, "first"), (1, "second"))
        with pytest.raises(Problem, match="kept"):
            await post.run()
        assert await post.states() == {"new": 2}

    posted(tmp_path, story)


def test_a_token_that_is_not_accepted_once_is_a_hiccup(tmp_path: Path) -> None:
    async def story(post: Post) -> None:
        for text in ("first", "second"):  # with one that arrives in between, it counts anew
            post.telegram.fails[text] = [InvalidToken("x")] * (delivery.REFUSALS - 1)
        await post.write((1, "first"), (1, "second"))
        await post.run()
        assert await post.states() == {"sent": 2} and post.lost == []

    posted(tmp_path, story)


def test_many_at_one_moment_count_as_one(tmp_path: Path) -> None:
    async def story(post: Post) -> None:
        for chat in range(10):
            post.telegram.fails[f"to {chat}"] = [InvalidToken("x")]
        await post.write(*((chat, f"to {chat}") for chat in range(10)))
        await post.run()
        assert await post.states() == {"sent": 10}

    posted(tmp_path, story)


def test_who_wrote_what_is_damaged_is_told(tmp_path: Path) -> None:
    async def story(post: Post) -> None:
        await post.store.unit(lambda unit: [outbox.add(unit, 1, "relay", "sendMessage", {"chat_id": 1, "text": text}) for text in ("a", "b")])
        await post.store.unit(lambda unit: unit.run("UPDATE outbox SET payload_x = :x WHERE id = (SELECT min(id) FROM outbox)", x=b"garbage"))
        await post.sender.recover()
        await post.run()
        assert post.telegram.texts() == ["b"] and post.lost == [("None", "damaged")]

    posted(tmp_path, story)


def test_a_mark_that_is_not_durable_ends_it(tmp_path: Path) -> None:
    async def story(post: Post) -> None:
        def gone(unit: Unit, row: Outgoing, result: Any) -> list[Outgoing]:
            unit.db.execute("ROLLBACK")
            raise OSError("database or disk is full")

        post.follow = gone
        await post.write((1, "first"), hook="relayed:1")
        await post.write((1, "second"))
        with pytest.raises(OSError, match="full"):
            await post.run()
        assert post.telegram.texts() == ["first"], "nothing of this chat follows"
        assert await post.states() == {"new": 2}

    posted(tmp_path, story)


def test_a_database_that_fails_ends_it_and_the_message_is_not_to_blame(tmp_path: Path) -> None:
    async def story(post: Post) -> None:
        def work(unit: Unit) -> list[Outgoing]:
            unit.run("DROP TABLE relayed")
            return [outbox.add(unit, 1, "reply", "editMessageText", {"chat_id": 1, "message_id": {"relayed": 1}, "text": "first"})]

        post.sender.offer(await post.store.unit(work))
        with pytest.raises(sqlite3.Error, match="no such table"):
            await post.run()
        assert post.lost == [] and await post.states() == {"new": 1}

    posted(tmp_path, story)


def test_a_hook_that_fails_is_noted_once(tmp_path: Path) -> None:
    async def story(post: Post) -> None:
        def fail(unit: Unit, row: Outgoing, result: Any) -> list[Outgoing]:
            raise LookupError("gone")

        post.follow = fail
        await post.write((1, "first"), hook="card:1:id:open")
        await post.run()
        assert await post.states() == {"sent": 1}

    posted(tmp_path, story)


def test_what_an_answer_sets_off_is_sent_too(tmp_path: Path) -> None:
    async def story(post: Post) -> None:
        post.follow = lambda unit, row, result: [outbox.add(unit, 2, "reply", "sendMessage", {"chat_id": 2, "text": f"after {result['message_id']}"})]
        await post.write((1, "first"), hook="x")
        await post.run()
        assert post.telegram.texts() == ["first", "after 1"] and post.hooked == ["x"]

    posted(tmp_path, story)


def test_what_an_erased_person_left_on_the_way_is_not_tried_again(tmp_path: Path) -> None:
    async def story(post: Post) -> None:
        post.telegram.fails["first"] = [NotSent("x")]
        rows = await post.write((1, "first"), (1, "second"))
        await post.store.unit(lambda unit: outbox.forget(unit, rows[0].id))
        await post.run()
        assert post.telegram.texts() == ["first", "second"]

    posted(tmp_path, story)
