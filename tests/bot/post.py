"""A sender with everything around it: a real database, virtual time, and a Telegram that fails as it is told."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

from bot.crypt import Crypt
from bot.store import outbox
from bot.store.database import Database, Unit
from bot.store.outbox import Outgoing
from bot.telegram.limits import Limiter
from bot.telegram.sender import Sender
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


def posted(tmp_path: Path, story: Callable[[Post], Awaitable[None]], kind: type[Post] | None = None, **limits: Any) -> Post:
    async def whole() -> Post:
        async with (kind or Post)(tmp_path, **limits) as post:
            await story(post)
            return post

    return played(whole())


def fails(tmp_path: Path, *errors: BaseException, lane: str = "reply", method: str = "sendMessage") -> Post:
    async def story(post: Post) -> None:
        post.telegram.fails["first"] = list(errors)
        await post.write((1, "first", method), lane=lane)
        await post.write((1, "second"), lane=lane)
        await post.run()
        post.outcome = await post.states()  # type: ignore[attr-defined]

    return posted(tmp_path, story)


def most_within(calls: Sequence[tuple[float, int, str]], seconds: float) -> int:
    times = [at for at, _, _ in calls]
    return max(sum(start <= at < start + seconds for at in times) for start in times)
