"""A kind stop in the middle of everything: exit code 0, nothing lost, nothing twice, and it goes on where it was."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import AsyncMock

from bot.store.database import Unit
from bot.store.outbox import LANES, Outgoing
from bot.telegram.limits import Limiter
from bot.telegram.sender import Sender
from tests.crash.count import count
from tests.crash.town import Town

STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGINT)
CALLS = 150


async def test_a_stop_loses_and_doubles_nothing(tmp_path: Path) -> None:
    async with asyncio.timeout(120), Town(tmp_path, sleepers=60).open() as town:
        town.play()
        for number in STOPS:
            await town.process.start()
            await town.calls(CALLS)
            assert await town.process.end(number) == 0, town.process.said()
        await town.process.start()
        await town.finished()
        assert await town.process.end(signal.SIGTERM) == 0, town.process.said()
        found = await count(town, clean=True)
    print(found)
    assert not found.wrong, "\n".join(found.wrong[:20])


class SlowStore:
    """A store whose answers come when the test lets them."""

    def __init__(self) -> None:
        self.asked, self.answer = asyncio.Event(), asyncio.Event()

    async def unit(self, work: Callable[[Unit], Any]) -> list[Outgoing]:
        self.asked.set()
        await self.answer.wait()
        return []


async def test_a_stop_is_heard_while_prompts_are_being_read() -> None:
    """The sender was once deaf to it just then, and the bot took ten seconds to end."""
    limiter = Limiter(enabled=False, per_second=30, chat_per_second=1, chat_burst=3, group_per_minute=20, clock=lambda: 0.0)
    store: Any = SlowStore()
    sender = Sender(store, AsyncMock(), limiter, AsyncMock(), lambda unit, row, result: [])
    running = asyncio.create_task(sender.run())
    await store.asked.wait()
    sender.offer([Outgoing(1, 1, LANES["reply"], "sendMessage", {})])
    await sender.stop()
    store.answer.set()
    await asyncio.wait_for(running, 5)
    assert sender.waiting() == 1, "nothing leaves any more once it is to stop"
