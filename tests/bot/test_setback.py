"""A clock that is set back holds up no call for help."""

from __future__ import annotations

import asyncio
import contextlib
import logging

import pytest

from bot.app import App, Settings
from tests.support import KEY, NOW, Running

HOURS = 7200  # s


async def _minutes(bot: Running, count: int) -> None:
    for minute in range(1, count + 1):
        bot.telegram.clock.set(NOW + 60 * minute)
        await bot.app.engine.tick()
        await bot.settled()


@pytest.mark.parametrize("restarted", [False, True])
async def test_a_call_raised_while_the_clock_was_ahead_still_climbs(bot: Running, restarted: bool, caplog: pytest.LogCaptureFixture) -> None:
    await bot.onboard(bot.rani)
    bot.telegram.clock.set(NOW + HOURS)
    await bot.app.engine.tick()
    await bot.rani.says("/sos")
    await bot.settled()
    called = len(bot.ratna.sees(bot.group))
    bot.telegram.clock.set(NOW)
    if restarted:
        await bot.restart()
    with caplog.at_level(logging.WARNING):
        await _minutes(bot, 5)
    assert len(bot.ratna.sees(bot.group)) > called
    (told,) = (one for one in caplog.messages if "the clock went back" in one)
    assert told.endswith(" 1 timers were brought forward")


async def test_a_few_seconds_are_nothing(bot: Running, caplog: pytest.LogCaptureFixture) -> None:
    await bot.app.engine.tick()
    bot.telegram.clock.set(NOW - 4)
    await bot.app.engine.tick()
    assert "went back" not in caplog.text


async def test_ticks_do_not_wait_for_a_time_of_day(bot: Running) -> None:
    """Nor does one that fails end them."""
    await bot.stop()
    app = App(Settings(bot.telegram.token, bot.telegram.url, bot.database, KEY), bot.content)
    await app.start()
    ticked, failing = asyncio.Event(), iter((RuntimeError("a bug"),))

    async def tick() -> int:
        for error in failing:
            raise error
        ticked.set()
        return 0

    app.engine.tick = tick  # type: ignore[method-assign]
    work = asyncio.create_task(app.run())
    await asyncio.wait_for(ticked.wait(), 10)
    assert all("tick" not in str(job) for job in app._scheduler.get_jobs())
    work.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await work
    await app.stop()
