"""What the bot cannot run on: a sentence for a human, an exit code, and nothing lost."""

from __future__ import annotations

import base64
import contextlib
import signal
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from simulator import Simulator
from tests.crash.process import Process


@pytest.fixture
async def telegram() -> AsyncIterator[Simulator]:
    async with Simulator() as running:
        yield running


@pytest.fixture
def bot(telegram: Simulator, tmp_path: Path) -> Process:
    return Process(telegram, tmp_path)


async def refused(bot: Process, code: int, words: str) -> None:
    """It ends by itself with the code, and says why in one sentence, without a traceback."""
    await bot.start()
    assert await bot.ended() == code, bot.said()
    assert words in bot.said()
    assert "Traceback" not in bot.said()


async def born(bot: Process) -> None:
    """A first start and a kind stop, so that there is a database."""
    await bot.start()
    await bot.up()
    assert await bot.end(signal.SIGTERM) == 0, bot.said()


async def test_a_second_process_on_the_same_database(bot: Process, telegram: Simulator, tmp_path: Path) -> None:
    await bot.start()
    await bot.up()
    second = Process(telegram, tmp_path)
    second.log = tmp_path / "second.log"
    await refused(second, 3, "Another Sebaya is already running")
    assert bot.alive
    assert await bot.end(signal.SIGTERM) == 0, bot.said()


@pytest.mark.parametrize("token", ["7000000001:another-token-that-nobody-knows-AAAA", "not a token"])
async def test_a_wrong_token(bot: Process, token: str) -> None:
    bot.environment["TELEGRAM_BOT_TOKEN"] = token
    await refused(bot, 5, "TELEGRAM_BOT_TOKEN")
    assert token not in bot.said()


async def test_a_token_that_is_taken_back(bot: Process, telegram: Simulator) -> None:
    """Revoked at @BotFather while the bot runs: it ends and says so instead of trying for ever. Where a send hears of it first (1), the next
    start says it for good (5)."""
    person = telegram.person("Rani", "en")
    await bot.start()
    await bot.up()
    telegram.world.by_token.clear()
    await person.says("/start")
    assert await bot.ended() in {1, 5}, bot.said()
    assert "token" in bot.said().lower()


async def test_an_unreachable_server(bot: Process) -> None:
    bot.environment["TELEGRAM_API_URL"] = "http://127.0.0.1:9"
    await refused(bot, 1, "cannot be reached")


async def test_a_database_of_a_newer_program(bot: Process) -> None:
    await born(bot)
    with contextlib.closing(sqlite3.connect(bot.database)) as database:
        database.execute("PRAGMA user_version = 999")
    before = bot.database.read_bytes()
    await refused(bot, 3, "newer Sebaya")
    assert bot.database.read_bytes() == before


@pytest.mark.parametrize("damage", ["not a database at all, but somebody's letter\n" * 500, ""])
async def test_a_damaged_database(bot: Process, damage: str) -> None:
    """Another kind of file, or a database whose middle is gone."""
    await born(bot)
    whole = bot.database.read_bytes()
    half = len(whole) // 2
    damaged = damage.encode() or whole[:4096] + b"\xff" * (len(whole) - 4096 - half) + whole[-half:]
    bot.database.write_bytes(damaged)
    await refused(bot, 3, "damaged")
    assert bot.database.read_bytes() == damaged


async def test_the_wrong_key(bot: Process) -> None:
    await born(bot)
    bot.environment["SEBAYA_KEY"] = base64.b64encode(b"another key, of 32 bytes as well").decode()
    await refused(bot, 4, "key")
