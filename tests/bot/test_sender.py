"""The sender, in virtual time and on a real database: order, lanes, limits, and every way a call can fail."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.crypt import Crypt
from bot.problems import Problem
from bot.store import outbox
from bot.store.database import Database, Unit
from bot.store.outbox import Outgoing
from bot.telegram import sender as senders
from bot.telegram.limits import Limiter
from bot.telegram.sender import Sender
from bot.telegram.transport import NotSent
from tests.bot.virtual import VirtualLoop, played
from tests.support import KEY

START = 1_700_000_000_000


class Telegram:
    """Takes ``seconds`` for each call; ``fails[text]`` are the errors of the next calls with that text."""

    def __init__(self, loop: VirtualLoop, seconds: float = 0.1) -> None:
        self.loop = loop
        self.seconds = seconds
        self.fails: dict[str, list[BaseException]] = defaultdict(list)
        self.calls: list[tuple[float, int, str]] = []
        self.in_flight: dict[tuple[int, bool], int] = defaultdict(int)
        self.most = 0

    async def fetch(self, file: str) -> bytes:
        return file.encode()

    async def call(self, method: str, params: dict[str, Any]) -> Any:
        text = str(params.get("text", method))
        key = (params.get("chat_id", 0), text.startswith("alarm"))
        self.in_flight[key] += 1
        self.most = max(self.most, self.in_flight[key] if method == "sendMessage" else 0)
        await asyncio.sleep(self.seconds)
        self.in_flight[key] -= 1
        self.calls.append((round(self.loop.now, 3), key[0], text))
        if self.fails[text]:
            raise self.fails[text].pop(0)
        return {"message_id": len(self.calls)}

    def texts(self, chat: int | None = None) -> list[str]:
        return [text for _, to, text in self.calls if chat in (None, to)]

    def when(self, text: str) -> float:
        return next(at for at, _, said in self.calls if said == text)


class Post:
    """A sender with everything around it."""

    def __init__(self, folder: Path, **limits: Any) -> None:
        self.path = folder / "post.db"
        self.limits = {"enabled": False, "per_second": 30, "chat_per_second": 1, "chat_burst": 3, "group_per_minute": 20, **limits}
        self.now = START
        self.lost: list[tuple[str, str]] = []
        self.hooked: list[str] = []
        self.follow: Callable[[Unit, Outgoing, Any], list[Outgoing]] = lambda unit, row, result: []

    async def __aenter__(self) -> Post:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, VirtualLoop)
        self.telegram = Telegram(loop)
        self.store = await Database.open(self.path, Crypt(KEY), lambda: self.now)
        loop.busy = lambda: self.store._writer is not None
        self.sender = Sender(self.store, self.telegram, Limiter(clock=loop.time, **self.limits), self._undelivered, self._sent)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.store.close()

    async def _undelivered(self, row: Outgoing, why: str) -> None:
        self.lost.append((str(row.params.get("text")), why))
        await self.store.unit(lambda unit: outbox.mark_failed(unit, row.id, why))

    def _sent(self, unit: Unit, row: Outgoing, result: Any) -> list[Outgoing]:
        self.hooked.append(row.hook)
        return self.follow(unit, row, result)

    async def write(self, *messages: tuple[int, str] | tuple[int, str, str], lane: str = "reply", hook: str = "") -> list[Outgoing]:
        """(chat, text) or (chat, text, method): rows as the engine writes them."""

        def work(unit: Unit) -> list[Outgoing]:
            rows = []
            for chat, text, *method in messages:
                rows.append(outbox.add(unit, chat, lane, method[0] if method else "sendMessage", {"chat_id": chat, "text": text}, hook=hook))
            return rows

        rows = await self.store.unit(work)
        self.sender.offer(rows)
        return rows

    async def run(self) -> None:
        """Until everything is settled."""
        work = asyncio.create_task(self.sender.run())
        while not self.sender.idle() and not work.done():  # noqa: ASYNC110 - in virtual time this costs nothing
            await asyncio.sleep(0.01)
        await self.sender.stop()
        await work

    async def states(self) -> dict[str, int]:
        return dict(await self.store.unit(lambda unit: unit.all("SELECT state, count(*) FROM outbox GROUP BY state")))


def posted(tmp_path: Path, story: Callable[[Post], Awaitable[None]], **limits: Any) -> Post:
    async def whole() -> Post:
        async with Post(tmp_path, **limits) as post:
            await story(post)
            return post

    return played(whole())


# ------------------------------------------------------------------------------------------------------------------ order and lanes


def test_in_order_within_a_chat_side_by_side_across_chats(tmp_path: Path) -> None:
    async def story(post: Post) -> None:
        await post.write(*((chat, f"{chat}-{n}") for n in range(5) for chat in range(1, 9)))
        assert post.sender.waiting() == 40
        await post.run()
        for chat in range(1, 9):
            assert post.telegram.texts(chat) == [f"{chat}-{n}" for n in range(5)]
        assert post.telegram.most == 1
        assert post.telegram.loop.now < 2
        assert await post.states() == {"sent": 40} and post.sender.delivered == 40

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


def most_within(calls: Sequence[tuple[float, int, str]], seconds: float) -> int:
    times = [at for at, _, _ in calls]
    return max(sum(start <= at < start + seconds for at in times) for start in times)


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


# ------------------------------------------------------------------------------------------------------------------ errors by cause


def fails(tmp_path: Path, *errors: BaseException, lane: str = "reply", method: str = "sendMessage") -> Post:
    async def story(post: Post) -> None:
        post.telegram.fails["first"] = list(errors)
        await post.write((1, "first", method), lane=lane)
        await post.write((1, "second"), lane=lane)
        await post.run()
        post.outcome = await post.states()  # type: ignore[attr-defined]

    return posted(tmp_path, story)


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
    assert max(after - before for before, after in pairwise(times)) <= senders.ALARM_RETRY + 0.2
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
        (ChatMigrated(-100), "refused"),
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


def test_a_token_that_is_no_longer_accepted_ends_it_and_keeps_what_was_to_be_sent(tmp_path: Path) -> None:
    async def story(post: Post) -> None:
        post.telegram.fails["first"] = [InvalidToken("x")]
        await post.write((1, "first"), (1, "second"))
        with pytest.raises(Problem, match="kept"):
            await post.run()
        assert await post.states() == {"new": 2}

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


# ----------------------------------------------------------------------------------------------------------------- restarts, prompts


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


# -------------------------------------------------------------------------------------------------- ids put in at the last moment


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
