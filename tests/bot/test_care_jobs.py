"""What the running bot does for itself: keys, backups, health, the watch; and an erasure that waits in case somebody changes their mind."""

from __future__ import annotations

import asyncio
import base64
import sqlite3
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot import backup
from bot.app import App
from bot.config import Health, Webhook
from bot.crypt import Crypt
from bot.problems import KeyProblem, StoreProblem
from bot.store import migrating
from bot.store.database import Database, _empty_log
from bot.telegram.webhook import HEADER, secret_of
from tests.support import KEY, NOW, Running, changed, content

OTHER_KEY = b"o" * 32


async def test_keys_are_taken_up_while_it_runs(bot: Running, caplog: pytest.LogCaptureFixture) -> None:
    await bot.onboard(bot.rani)
    kept = bot.database.parent / "key"

    def keys() -> list[bytes]:
        return [base64.b64decode(line) for line in kept.read_text().split()]

    bot.app.settings.keys = keys
    kept.write_text("".join(base64.b64encode(key).decode() + "\n" for key in (OTHER_KEY, KEY)))
    await bot.app._rotate()
    assert keys() == [OTHER_KEY] and (await bot.person(bot.rani)).name
    bot.app._rotated = False
    await bot.app._rotate()
    await bot.stop()
    store = await Database.open(bot.database, Crypt(OTHER_KEY), lambda: int(NOW * 1000))
    await store.close()
    with pytest.raises(KeyProblem):
        await Database.open(bot.database, Crypt(KEY), lambda: int(NOW * 1000))
    bot.app.settings.keys = lambda: [b"short"]
    await bot.app._rotate()
    assert "could not be rotated" in caplog.text


async def test_a_backup_every_day(bot: Running, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    await bot.onboard(bot.rani)
    await bot.app._backup()
    (file,) = (bot.database.parent / "backups").glob("*.backup")
    await bot.stop()
    backup.restore(file, bot.database.with_name("other.db"), Crypt(KEY), 0)
    bot.app._before_migration()
    assert len(list(file.parent.iterdir())) == 2

    def full(*_: Any) -> Path:
        raise StoreProblem("the disk is full")

    monkeypatch.setattr(backup, "create", full)
    await bot.app._backup()
    assert "no backup: the disk is full" in caplog.text
    bot.app.world.config.backups.folder = ""
    try:
        bot.app._before_migration()
    finally:
        bot.app.world.config.backups.folder = "backups"


async def test_the_watch_looks_at_the_oldest_call(bot: Running) -> None:
    await bot.rani.says("/sos")
    await bot.settled()
    await bot.app._watch()
    assert not bot.app._watcher._told
    await bot.advance(minutes=20)
    await bot.app._watch()
    assert set(bot.app._watcher._told) == {"alert"}


async def test_health_is_shown_while_it_runs(tmp_path: Path) -> None:
    config = content().config.model_copy(update={"health": Health(port=1)})
    async with Running(tmp_path, config=config) as bot:
        bot.app.world.config.health.port = 0
        await bot.app._show_health()
        assert bot.app.health is None
        bot.app.world.config.health.port = 1  # for somebody else: refused or not, the bot goes on
        bot.app.world.config.health.host = "256.0.0.1"
        await bot.app._show_health()
        assert bot.app.health is not None


async def test_updates_may_be_brought(tmp_path: Path) -> None:
    hook = Webhook.model_construct(url="https://example.org/telegram", host="127.0.0.1", port=0)
    async with Running(tmp_path) as bot:
        await bot.stop()
        bot.content = bot.content.__class__(**{**_fields(bot.content), "config": bot.content.config.model_copy(update={"webhook": hook})})
        app = App(bot.app.settings, bot.content)
        await app.start()
        work = asyncio.create_task(app.run())
        while not (port := getattr(app.poller, "port", 0)):  # noqa: ASYNC110
            await asyncio.sleep(0.001)
        async with aiohttp.ClientSession() as session:
            update = bot.update(bot.rani, text="/start")
            for _ in range(2):
                async with session.post(f"http://127.0.0.1:{port}/telegram", json=update, headers={HEADER: secret_of(KEY)}) as reply:
                    assert reply.status == 200
        await app._watch()
        assert await app.store.unit(lambda unit: unit.value("SELECT count(*) FROM updates")) >= 1
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
        await app.stop()


def _fields(thing: Any) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in thing.__dataclass_fields__}


async def test_an_erasure_that_waits_can_be_called_off(tmp_path: Path) -> None:
    async with Running(tmp_path, language="en", config=changed(content().config, privacy={"erase_after_hours": 24})) as bot:
        alex = bot.alex
        await bot.onboard(alex)

        async def go(*labels: str) -> None:
            for label in labels:
                await (alex.says(label) if label.startswith("/") else alex.taps(label))
                await bot.settled()

        await go("/privacy", "Erase everything", "Yes, erase everything")
        assert "erased after 24 hours" in alex.sees()[-1]["text"]
        await go("/privacy", "Don't erase after all")
        assert "nothing is erased" in alex.sees()[-1]["text"]
        await bot.advance(days=2)
        assert (await bot.person(alex)).id
        await go("/privacy", "Erase everything", "Yes, erase everything")
        await bot.advance(days=2)
        assert "everything about you is erased" in alex.sees()[-1]["text"]
        assert not await bot.all("SELECT 1 FROM outbox WHERE chat = :chat", chat=alex.id), "the receipt is gone too"


def test_a_log_that_cannot_be_emptied_now() -> None:
    db = sqlite3.connect(":memory:")
    db.close()
    assert not _empty_log(db)


@pytest.mark.parametrize("count", range(1, len(migrating.migrations()), 3))
async def test_a_database_of_every_earlier_program(tmp_path: Path, count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever steps it has, with a person in it: afterwards it is as a new one, and the person is still there."""
    whole = migrating.migrations()
    monkeypatch.setattr(migrating, "migrations", lambda: dict(list(whole.items())[:count]))
    store = await Database.open(tmp_path / "old.db", Crypt(KEY), lambda: 1)
    await store.unit(lambda unit: unit.run("INSERT INTO people (id, telegram_id, language, zone, created_at) VALUES (1, 2, 'id', 'UTC', 3)"))
    await store.close()
    monkeypatch.undo()
    await (await Database.open(tmp_path / "old.db", Crypt(KEY), lambda: 1)).close()
    await (await Database.open(tmp_path / "new.db", Crypt(KEY), lambda: 1)).close()
    old, new = (sqlite3.connect(tmp_path / f"{name}.db") for name in ("old", "new"))
    sql = "SELECT type, name, sql FROM sqlite_master ORDER BY name"
    assert old.execute(sql).fetchall() == new.execute(sql).fetchall()
    assert old.execute("SELECT telegram_id FROM people").fetchall() == [(2,)]
    old.close()
    new.close()
