"""The sender, in virtual time and on a real database: order, lanes, limits, restarts."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.store import outbox
from bot.store.database import Unit
from bot.store.outbox import Outgoing
from bot.telegram import sender as senders
from bot.telegram.sender import Sender
from bot.telegram.transport import NotSent
from tests.bot.post import Post, most_within, posted


def test_in_order_within_a_chat_side_by_side_across_chats(tmp_path: Path) -> None:
    async def story(post: Post) -> None:
        await post.write(*((chat, f"{chat}-{n}") for n in range(5) for chat in range(1, 9)))
        assert post.sender.waiting() == 40
        post.sender._streams.moved -= 100
        assert post.sender.stuck() >= 100
        await post.run()
        assert post.sender.stuck() == 0.0
        for chat in range(1, 9):
            assert post.telegram.texts(chat) == [f"{chat}-{n}" for n in range(5)]
        assert post.telegram.most == 1
        assert post.telegram.loop.now < 2
        assert await post.states() == {"sent": 40}

    posted(tmp_path, story)


def test_an_alarm_overtakes_everything_prompts_come_last(tmp_path: Path) -> None:
    async def story(post: Post) -> None:
        await post.write(*((n, "prompt") for n in range(100, 160)), lane="prompt")
        await post.write(*((1, f"talk {n}") for n in range(20)))
        await post.write((1, "alarm"), lane="crisis")
        await post.run()
        texts = post.telegram.texts()
        assert post.telegram.when("alarm") <= 0.2
        assert texts.index("alarm") < texts.index("talk 1")
        assert await post.states() == {"sent": 81}

    posted(tmp_path, story)


def test_a_wall_of_prompts_do_not_delay_an_alarm(tmp_path: Path) -> None:
    """With Telegram's limits on: one second for an alarm, two for a relayed message, and the prompts use what is left."""

    async def story(post: Post) -> None:
        await post.write(*((n, "prompt") for n in range(1000, 1450)), lane="prompt")
        work = asyncio.create_task(post.sender.run())
        await asyncio.sleep(2)
        for n in range(5):
            asked = post.telegram.loop.now
            await post.write((n, f"alarm {n}"), lane="crisis")
            await post.write((n + 20, f"talk {n}"), lane="relay")
            await asyncio.sleep(1.3)
            assert post.telegram.when(f"alarm {n}") - asked < 1
            assert post.telegram.when(f"talk {n}") - asked < 2
        before = len(post.telegram.calls)
        await asyncio.sleep(4)
        assert len(post.telegram.calls) - before >= 0.95 * 120 / 1.02, "prompts use what the limit leaves"
        assert most_within(post.telegram.calls, 1.0) <= 30
        await post.sender.stop()
        await work

    posted(tmp_path, story, enabled=True)


def test_limits_per_chat_and_per_group(tmp_path: Path) -> None:
    async def story(post: Post) -> None:
        await post.write(*((1, f"p{n}") for n in range(6)), *((-5, f"g{n}") for n in range(22)))
        await post.write((1, "toast", "answerCallbackQuery"), (1, "edit", "editMessageText"), (-5, "gedit", "editMessageText"))
        await post.run()
        private = [at for at, chat, _ in post.telegram.calls if chat == 1]
        assert post.telegram.when("p5") >= 3
        assert post.telegram.when("toast") < 0.2, "an answer to a tap waits for nothing"
        assert post.telegram.when("edit") - post.telegram.when("p5") < 0.3, "in a private chat an edit is no new message"
        assert post.telegram.when("g20") >= 60
        assert private

    posted(tmp_path, story, enabled=True)


def test_an_alarms_next_try_does_not_wait_for_a_full_house(tmp_path: Path) -> None:
    async def story(post: Post) -> None:
        post.telegram.fails["alarm"] = [NotSent("x")]
        await post.write((1, "alarm"), lane="crisis")
        work = asyncio.create_task(post.sender.run())
        await asyncio.sleep(0.15)
        post.telegram.seconds = 60
        await post.write(*((n, "slow") for n in range(100, 100 + senders.IN_FLIGHT + 10)))
        await asyncio.sleep(0.2)
        post.telegram.seconds = 0.1
        await asyncio.sleep(3)
        assert post.telegram.texts(1) == ["alarm", "alarm"]
        await post.sender.stop()
        await work

    posted(tmp_path, story)


def test_what_the_last_run_left_open(tmp_path: Path) -> None:
    async def story(post: Post) -> None:
        await post.write((1, "old 1"), (1, "old 2"))
        halves = await post.write((2, "half sent"), lane="prompt")
        await post.write((3, "whole"), lane="prompt")
        await post.store.unit(lambda unit: outbox.mark_sending(unit, halves[0].id, 0))
        again = Sender(post.store, post.telegram, post.sender._limiter, post._undelivered, post._sent)
        await again.recover()
        post.sender = again
        await post.write((1, "new"))
        await post.run()
        assert post.telegram.texts(1) == ["old 1", "old 2", "new"]
        assert post.telegram.texts(2) == [], "whether a half sent prompt arrived is unknown: it is dropped"
        assert post.telegram.texts(3) == ["whole"]

    posted(tmp_path, story)


def test_prompts_are_read_in_pages_and_too_old_ones_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(senders, "PAGE", 8)

    async def story(post: Post) -> None:
        await post.write(*((n, "old") for n in range(1, 4)), lane="prompt")
        post.now += 4 * 3_600_000
        await post.write(*((n, "prompt") for n in range(100, 150)), lane="prompt")
        work = asyncio.create_task(post.sender.run())
        await asyncio.sleep(0.05)
        assert post.sender.waiting() <= 16
        await asyncio.sleep(60)
        await post.write((1, "late one"), lane="prompt")
        await asyncio.sleep(5)
        await post.sender.stop()
        await work
        assert post.telegram.texts() == ["prompt"] * 50 + ["late one"]
        assert await post.states() == {"failed": 3, "sent": 51}

    posted(tmp_path, story)


@pytest.mark.parametrize("lane", ["crisis", "reply", "prompt"])
def test_a_damaged_message_is_a_dead_letter_and_stops_no_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lane: str) -> None:
    monkeypatch.setattr(senders, "PAGE", 8)

    async def story(post: Post) -> None:
        rows = await post.write(*((n, f"{n}") for n in range(1, 21)), lane=lane)
        await post.store.unit(lambda unit: unit.run("UPDATE outbox SET payload_x = x'01deadbeef00' WHERE chat < 10"))
        post.sender = Sender(post.store, post.telegram, post.sender._limiter, post._undelivered, post._sent)
        await post.sender.recover()
        await post.run()
        assert sorted(post.telegram.texts()) == [str(n) for n in range(10, 21)]
        assert await post.states() == {"failed": 9, "sent": 11}
        assert await post.store.unit(lambda unit: unit.value("SELECT error FROM outbox WHERE id = :id", id=rows[0].id)) == "damaged"

    posted(tmp_path, story)


def test_stop_lets_what_is_in_flight_arrive(tmp_path: Path) -> None:
    async def story(post: Post) -> None:
        await post.write((1, "first"), (1, "second"))
        work = asyncio.create_task(post.sender.run())
        await asyncio.sleep(0.05)
        await post.sender.stop()
        await work
        assert post.telegram.texts() == ["first"]
        assert await post.states() == {"sent": 1, "new": 1}
        post.sender.offer([])

    posted(tmp_path, story)


def test_a_cancelled_delivery_is_no_failure(tmp_path: Path) -> None:
    async def story(post: Post) -> None:
        await post.write((1, "first"))
        work = asyncio.create_task(post.sender.run())
        await asyncio.sleep(0.05)
        for task in list(post.sender._tasks):
            task.cancel()
        await asyncio.sleep(0.05)
        await post.sender.stop()
        await work
        assert await post.states() == {"new": 1}

    posted(tmp_path, story)


def test_an_edit_of_what_never_arrived_is_let_go_and_a_reply_goes_without_it(tmp_path: Path) -> None:
    async def story(post: Post) -> None:
        def work(unit: Unit) -> list[Outgoing]:
            edit = {"chat_id": 1, "message_id": {"relayed": 404}, "text": "edit"}
            reply = {"chat_id": 1, "text": "reply", "reply_parameters": {"message_id": {"relayed": 404}}}
            return [outbox.add(unit, 1, "relay", "editMessageText", edit), outbox.add(unit, 1, "relay", "sendMessage", reply)]

        post.sender.offer(await post.store.unit(work))
        await post.run()
        assert post.telegram.texts() == ["reply"]
        assert await post.states() == {"failed": 1, "sent": 1}

    posted(tmp_path, story)
