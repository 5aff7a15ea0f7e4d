"""SIGKILL at random moments and at every named point, and nothing is lost."""

from __future__ import annotations

import asyncio
import os
import random
import signal
from pathlib import Path

from bot.faults import POINTS
from tests.crash.count import Count, count
from tests.crash.town import Town

KILLS = int(os.environ.get("SEBAYA_CRASH_KILLS", "20"))  # at random moments, all towns together
TIMES = 1 + KILLS // 32  # at every named point, all towns together
TOWNS = 3
CALLS = 300  # the bot lives for at most so many calls between two kills


def deaths_of_all() -> list[list[str]]:
    """How the bot dies in each town, one death after the other."""
    deaths = ["random"] * KILLS + [*POINTS] * TIMES
    random.Random(KILLS).shuffle(deaths)
    return [deaths[town::TOWNS] for town in range(TOWNS)]


async def live_and_die(folder: Path, deaths: list[str], chance: random.Random) -> Count:
    """One town: everybody plays their part while the bot is killed over and over."""
    async with Town(folder).open() as town:
        town.play()
        for death in deaths:
            if death == "random":
                await town.process.start()
                await town.calls(chance.randrange(CALLS))
                await asyncio.sleep(chance.random() / 50)  # a moment that has nothing to do with any call
                assert await town.process.end(signal.SIGKILL) == -signal.SIGKILL
            else:
                await town.process.start(SEBAYA_FAULT=f"{death}:{chance.randint(1, 15)}")
                assert await town.process.ended() == -signal.SIGKILL, town.process.said()
        await town.process.start()
        await town.finished()
        assert await town.process.end(signal.SIGTERM) == 0, town.process.said()
        return await count(town)


async def test_nothing_is_lost_by_killing(tmp_path: Path) -> None:
    async with asyncio.timeout(180 + 10 * KILLS):
        towns = await asyncio.gather(*(live_and_die(tmp_path / str(n), deaths, random.Random(n)) for n, deaths in enumerate(deaths_of_all())))
    for found in towns:
        print(found)
    assert sum(found.deaths for found in towns) >= KILLS + TIMES * len(POINTS)
    for found in towns:
        assert not found.wrong, "\n".join(found.wrong[:20])
        assert found.messages > 10 * found.deaths, "too little was going on for the count to mean much"
