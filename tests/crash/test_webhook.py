"""SIGKILL while updates are brought to a webhook, and between webhook and polling: the same figures as for polling alone."""

from __future__ import annotations

import asyncio
import os
import random
import re
import signal
from pathlib import Path

import pytest

from bot.telegram.webhook import HEADER
from simulator import webhook
from tests.crash.count import Count, count
from tests.crash.process import Process
from tests.crash.town import Town

KILLS = int(os.environ.get("SEBAYA_WEBHOOK_KILLS", "1"))  # at random moments
POINTS = ("received", "committed", "sent")  # where the webhook's way differs from the poll's
CALLS = 200
FLOOD = int(os.environ.get("SEBAYA_WRONG_SECRETS", "1600"))


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """What could not be brought is brought again soon; how soon is not what is tested."""
    monkeypatch.setattr(webhook, "LONGEST_DELAY", 0.2)


async def live_and_die(folder: Path, deaths: list[str], chance: random.Random, *, switching: bool) -> Count:
    """One town. ``switching``: each start fetches or lets itself be brought what comes in, in turn; a third of the ends are kind."""
    async with Town(folder, pairs=3 + KILLS // 10, sleepers=20).open() as town:
        town.play()
        for n, death in enumerate(deaths):
            town.process.brought(not switching or n % 2 == 0)
            if death in POINTS:
                await town.process.start(SEBAYA_FAULT=f"{death}:{chance.randint(1, 15)}")
                assert await town.process.ended() == -signal.SIGKILL, town.process.said()
                continue
            await town.process.start()
            await town.calls(20 + chance.randrange(CALLS))
            kindly = death == "kind"
            assert await town.process.end(signal.SIGTERM if kindly else signal.SIGKILL) == (0 if kindly else -signal.SIGKILL), town.process.said()
        town.process.brought(hook=True)
        await town.process.start()
        await town.finished()
        assert await town.process.end(signal.SIGTERM) == 0, town.process.said()
        return await count(town)


async def test_nothing_is_lost_by_killing_while_updates_are_brought(tmp_path: Path) -> None:
    deaths = ["random"] * KILLS + [*POINTS] * max(1, KILLS // len(POINTS) // 2)
    random.Random(KILLS).shuffle(deaths)
    async with asyncio.timeout(60 + 5 * KILLS):
        found = await live_and_die(tmp_path, deaths, random.Random(8), switching=False)
    print(found)
    assert found.deaths == len(deaths) and not found.wrong, "\n".join(found.wrong[:20])
    assert found.messages > 5 * found.deaths, "too little was going on for the count to mean much"


async def test_nothing_is_lost_between_polling_and_webhook(tmp_path: Path) -> None:
    deaths = ["random", "kind"] * max(1, KILLS // 4)
    async with asyncio.timeout(60 + 5 * KILLS):
        found = await live_and_die(tmp_path, deaths, random.Random(9), switching=True)
    print(found)
    assert found.deaths == len(deaths) and not found.wrong, "\n".join(found.wrong[:20])


async def guesses(process: Process, number: int) -> float:
    """So many calls with wrong secrets over 16 connections, each writing 50 without waiting; returns how many were refused a second."""
    loop, many = asyncio.get_running_loop(), 50
    head = f"POST /telegram HTTP/1.1\r\nHost: x\r\n{HEADER}: guess\r\nContent-Length: 2\r\n\r\n{{}}".encode()

    async def one(times: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", process.port)
        for _ in range(times):
            writer.write(head * many)
            for _ in range(many):
                answer = await reader.readuntil(b"\r\n\r\n")
                assert b" 403 " in answer
                await reader.readexactly(int(re.search(rb"Content-Length: (\d+)", answer)[1]))  # type: ignore[index]
        writer.close()

    before = loop.time()
    await asyncio.gather(*(one(max(1, number // many // 16)) for _ in range(16)))
    return number / (loop.time() - before)


async def test_wrong_secrets_do_no_harm(tmp_path: Path) -> None:
    """As many as this machine can make: all refused, one line in the log, and meanwhile the story goes on to its end."""
    async with asyncio.timeout(60 + FLOOD / 500), Town(tmp_path, pairs=2, sleepers=0).open() as town:
        town.process.brought(hook=True)
        town.play()
        await town.process.start()
        await town.calls(40)
        rate = await guesses(town.process, FLOOD)
        await town.finished()
        assert await town.process.end(signal.SIGTERM) == 0, town.process.said()
        found = await count(town)
    print(f"{FLOOD} wrong secrets, {rate:.0f} a second; {found}")
    assert not found.wrong, "\n".join(found.wrong[:20])
    assert town.process.log.read_text().count("wrong or no secret") <= 1 + FLOOD // 20_000, "a line a minute"
