"""Invitations made at the computer, beside the running bot: they work as those made in the chat."""

from __future__ import annotations

import asyncio
import base64
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import ops_invite
from bot.__main__ import cli
from bot.crypt import Crypt
from bot.problems import StoreProblem
from tests.bot.desk import Desk
from tests.support import KEY, Running


async def test_beside_the_running_bot(tmp_path: Path) -> None:
    async with Running(tmp_path) as bot:
        links = await asyncio.to_thread(ops_invite.make, bot.database, Crypt(KEY), "X IPA 1", 2, 14)
        assert len(set(links)) == 2 and links[0].startswith("https://t.me/")
        await bot.onboard(bot.rani)
        await bot.rani.says(f"/start {links[0].rpartition('=')[2]}")
        await bot.settled()
        assert any("X IPA 1" in (message.get("text") or "") for message in bot.rani.sees())
        assert await bot.value("SELECT count(*) FROM invites WHERE used_by IS NOT NULL") == 1
        assert await bot.value("SELECT subject FROM audit WHERE action = 'invite.made' AND actor IS NULL") == 2


async def test_as_a_script_calls_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SEBAYA_DATABASE", str(tmp_path / "desk.db"))
    monkeypatch.setenv("SEBAYA_KEY", base64.b64encode(KEY).decode())
    async with Desk(tmp_path):
        pass
    assert CliRunner().invoke(cli, ["invite"]).exit_code == 3, "it never ran: its name is not known"
    with closing(sqlite3.connect(tmp_path / "desk.db")) as db:
        db.execute("INSERT INTO meta (key, value) VALUES ('username', 'sebaya_bot')")
        db.commit()
    found = CliRunner().invoke(cli, ["invite", "--count", "3", "--json"])
    assert found.exit_code == 0 and len(json.loads(found.stdout)["links"]) == 3
    with closing(sqlite3.connect(tmp_path / "desk.db")) as db:
        db.execute("DROP TABLE invites")
    with pytest.raises(StoreProblem, match="no such table"):
        ops_invite.make(tmp_path / "desk.db", Crypt(KEY), "", 1, 14)
    with closing(sqlite3.connect(tmp_path / "desk.db")) as db:
        db.execute("DELETE FROM schema_steps WHERE name LIKE '0071%'")
        db.execute("PRAGMA user_version = 0")
        db.commit()
    with pytest.raises(StoreProblem, match="another version"):
        ops_invite.make(tmp_path / "desk.db", Crypt(KEY), "", 1, 14)
