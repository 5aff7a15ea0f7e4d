"""The running bot: start, ticks, what ends it, stop. (``tests/crash`` does the same with the real process, and kills it.)"""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot import app as apps
from bot.app import App, Settings
from bot.clock import system_clock
from bot.problems import Problem, StoreProblem, TelegramProblem
from bot.store.database import Database
from bot.telegram.client import Client
from simulator.client import Simulator
from tests.support import KEY, Running, content


@pytest.fixture
async def telegram() -> AsyncIterator[Simulator]:
    async with Simulator(world=True, allow_violations=True) as running:
        yield running


def settings(telegram: Simulator, folder: Path, **changes: Any) -> Settings:
    known: dict[str, Any] = {"token": telegram.token, "url": telegram.url, "database": folder / "x.db", "key": KEY, "chance": random.Random(1)}
    return Settings(**{**known, **changes})


async def test_the_ticks_fire_what_is_due(telegram: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = App(settings(telegram, tmp_path), content())
    await app.start()
    ticked = asyncio.Event()

    async def tick() -> int:
        ticked.set()
        return 0

    monkeypatch.setattr(app.engine, "tick", tick)
    work = asyncio.create_task(app.run())
    await asyncio.wait_for(ticked.wait(), 5)
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)
    await app._forget()
    await app.stop()


async def test_a_tick_that_cannot_be_written_is_logged(telegram: Simulator, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    app = App(settings(telegram, tmp_path), content())
    app._break(StoreProblem("before the start"))
    await app.start()
    await app.stop()
    await app._tick()
    assert "could not be written" in caplog.text


async def test_a_database_that_breaks_ends_the_bot(telegram: Simulator, tmp_path: Path) -> None:
    app = App(settings(telegram, tmp_path, ticking=False), content())
    await app.start()
    work = asyncio.create_task(app.run())

    def full(unit: Any) -> None:
        unit.db.execute("ROLLBACK")
        raise sqlite3.OperationalError("database or disk is full")

    for _ in range(2):
        with pytest.raises(StoreProblem):
            await app.store.unit(full)
    with pytest.raises(StoreProblem, match="disk is full"):
        await work
    await app.stop()


async def test_an_unreachable_server_is_tried_and_then_given_up(tmp_path: Path, telegram: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    naps: list[float] = []

    async def nap(seconds: float) -> None:
        naps.append(seconds)

    monkeypatch.setattr(apps.asyncio, "sleep", nap)
    app = App(settings(telegram, tmp_path, url="http://127.0.0.1:9"), content())
    with pytest.raises(Problem, match="cannot be reached"):
        await app.start()
    assert len(naps) == apps.FIRST_TRIES - 1
    monkeypatch.undo()
    await (await Database.open(tmp_path / "x.db", apps.Crypt(KEY), system_clock)).close()  # and the lock is free again


async def test_a_wrong_token(tmp_path: Path, telegram: Simulator) -> None:
    with pytest.raises(TelegramProblem, match="BotFather"):
        await App(settings(telegram, tmp_path, token="7000000001:wrong-token-AAAAAAAAAAAAAAAAAAAAAAA"), content()).start()
    with pytest.raises(TelegramProblem):
        Client("")


@pytest.mark.parametrize("method", ["setMyCommands", "getWebhookInfo"])
@pytest.mark.parametrize("kind", ["500", "429", "403", "401"])
async def test_what_is_nice_to_have_does_not_keep_the_bot_from_starting(
    bot: Running, caplog: pytest.LogCaptureFixture, kind: str, method: str
) -> None:
    bot.telegram.faults.add(kind, method=method, seconds=400)
    await bot.restart()
    assert "not done" in caplog.text
    await bot.rani.says("/start")
    await bot.settled()
    assert bot.rani.sees()[-1]["text"] != "/start"


@pytest.mark.parametrize(("kind", "naps"), [("429", [400.0] * 2), ("403", [1.0] * 2)])
async def test_the_first_word_to_telegram_is_tried_until_it_is_heard(
    tmp_path: Path, telegram: Simulator, monkeypatch: pytest.MonkeyPatch, kind: str, naps: list[float]
) -> None:
    taken: list[float] = []

    async def nap(seconds: float) -> None:
        taken.append(seconds)

    monkeypatch.setattr(apps.asyncio, "sleep", nap)
    telegram.faults.add(kind, method="getMe", seconds=400, times=2)
    app = App(settings(telegram, tmp_path), content())
    await app.start()
    monkeypatch.undo()
    await app.stop()
    assert taken == naps


async def test_the_menu_stands_in_both_languages(bot: Running) -> None:
    for who, says in ((bot.rani, "Cerita kabarmu hari ini"), (bot.alex, "Say how you are today")):
        assert {"command": "checkin", "description": says} in who.commands()


async def test_a_stop_whose_last_word_is_not_heard(bot: Running) -> None:
    await bot.rani.says("/start")
    await bot.settled()
    bot.telegram.faults.add("500", method="getUpdates")
    await bot.stop()
    bot.telegram.faults.clear()
    await bot.start()
    await bot.settled()
    assert len(bot.rani.sees()) == 2, "they came again and were recognised"
