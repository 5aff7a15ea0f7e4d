"""A pair in a chat: ``pair`` is the running bot with Rani (adult) talking to Dimas; ``young_pair`` the same with Rani under 18."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from simulator.handles import PersonHandle
from tests.support import Running


async def connect(bot: Running, *, minor: bool = False) -> None:
    """Rani asks for a peer, Dimas accepts."""
    await bot.onboard(bot.rani, minor=minor)
    await bot.rani.says("/peer")
    await bot.settled()
    await bot.rani.taps("Cemas")
    await bot.settled()
    await bot.dimas.taps("Ya, bisa")
    await bot.settled()


@pytest.fixture
async def pair(bot: Running) -> Running:
    await connect(bot)
    return bot


@pytest.fixture
async def young_pair(tmp_path: Path) -> AsyncIterator[Running]:
    async with Running(tmp_path) as running:
        await connect(running, minor=True)
        yield running


def last(who: PersonHandle, number: int = 1) -> dict[str, Any]:
    """The ``number``-th last message of somebody's chat."""
    message: dict[str, Any] = who.sees()[-number]
    return message


def shown(who: PersonHandle) -> str:
    """The words of the last message."""
    return str(last(who).get("text", last(who).get("caption", "")))
