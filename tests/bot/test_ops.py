"""The operator's commands, as a script would call them."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import sqlite3
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot import doctor, ops, stats
from bot.__main__ import cli
from bot.content import ROOT
from bot.crypt import Crypt
from bot.store import timers
from bot.store.database import Database
from simulator.client import Simulator
from tests.bot.desk import OTHER, PERSON, START, VOLUNTEER, Desk, texts
from tests.support import KEY, changed, content

CLI = CliRunner()


@pytest.fixture
async def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database with somebody in it, and the bot not running."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SEBAYA_DATABASE", str(tmp_path / "desk.db"))
    monkeypatch.setenv("SEBAYA_CONFIG", str(ROOT / "config.yaml"))
    for name in ("SEBAYA_KEY", "TELEGRAM_BOT_TOKEN", "TELEGRAM_API_URL"):
        monkeypatch.delenv(name, raising=False)
    for module in ("bot.ops", "bot.stats"):
        monkeypatch.setattr(f"{module}.system_clock", lambda: START)  # the desk's day, whatever day it is
    (tmp_path / "key").write_text(base64.b64encode(KEY).decode())
    (tmp_path / "key").chmod(0o600)
    async with Desk(tmp_path) as desk:
        await desk.person(PERSON, name="Awan")
        await desk.says(PERSON, "/checkin")
    return tmp_path


def called(*words: str, code: int = 0) -> Any:
    result = CLI.invoke(cli, [*words, "--json"])
    assert result.exit_code == code, (result.output, result.exception)
    return json.loads(result.stdout)


def test_backup_and_restore(place: Path) -> None:
    file = called("backup")["file"]
    assert Path(file).parent == place / "backups"
    assert called("restore", file, "--yes")["kept"]
    assert CLI.invoke(cli, ["restore", file], input="n\n").exit_code == 1
    Path(file).write_bytes(b"x")
    assert CLI.invoke(cli, ["restore", file, "--yes"]).exit_code == 3
    assert "checked and encrypted" in CLI.invoke(cli, ["backup"]).output


async def test_who_was_erased_or_stopped_since_does_not_come_back_with_a_backup(place: Path) -> None:
    async with Desk(place) as desk:
        desk._number = 500
        other, third = await desk.person(OTHER, name="Lain"), await desk.person(VOLUNTEER, name="Tinggal")
        await desk.says(OTHER, "/checkin")
        await desk.store.unit(lambda unit: timers.put(unit, "prompt", other.id, desk.now + 1000))
    file = (await asyncio.to_thread(called, "backup"))["file"]
    async with Desk(place) as desk:
        desk._number = 1000  # updates of later
        for who, what, menu in ((PERSON, "erase", "erase"), (OTHER, "withdraw", "withdraw")):
            await desk.says(who, "/privacy")
            await desk.taps(who, "privacy", "privacy", what)
            await desk.taps(who, "privacy", menu, "yes")
        await desk.tick(seconds=1)
        assert await desk.value("SELECT count(*) FROM people") == 2
    assert (await asyncio.to_thread(called, "restore", file, "--yes"))["erased_again"] == 1
    async with Desk(place) as desk:
        assert await desk.value("SELECT count(*) FROM people") == 3
        assert await desk.all("SELECT consent FROM people WHERE id = :id", id=other.id) == [("",)]
        assert await desk.value("SELECT count(*) FROM consents WHERE person = :id AND version = ''", id=other.id) == 1
        assert not await desk.all("SELECT 1 FROM timers WHERE kind = 'prompt' AND subject = :id", id=other.id)
        assert "semua tentangmu sudah dihapus" in texts(await desk.tick(seconds=2))
        assert {row[0] for row in await desk.all("SELECT id FROM people")} == {other.id, third.id}


def test_a_restore_in_the_place_of_what_cannot_be_read(place: Path) -> None:
    file = called("backup")["file"]
    (place / "desk.db").write_bytes(b"no database" * 100)
    assert called("restore", file, "--yes")["erased_again"] == 0
    (place / "desk.db").unlink()
    assert called("restore", file, "--yes") == {"database": str(place / "desk.db"), "kept": None, "erased_again": 0}


def test_a_drill(place: Path) -> None:
    found = called("drill")
    assert found["rows"] > 5 and found["bytes"] > 5000 and not found["missing"] and not found["behind"]
    assert not [path for path in place.iterdir() if path.is_dir()], "it leaves nothing"
    copy = place / "copy.db"
    with sqlite3.connect(place / "desk.db") as source, sqlite3.connect(copy) as target:
        source.backup(target)
        target.execute("CREATE TABLE _litestream_seq (id INTEGER)")
        target.execute("DELETE FROM people")
    found = called("drill", "--copy", str(copy))
    assert found["missing"] == {"people": 1}
    assert "Missing: people 1; 0.0 s behind." in CLI.invoke(cli, ["drill", "--copy", str(copy)]).output


def test_a_drill_that_fails(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = place / "copy.db"
    copy.write_bytes(b"no database" * 100)
    assert CLI.invoke(cli, ["drill", "--copy", str(copy)]).exit_code == 3
    copy.unlink()
    with sqlite3.connect(place / "desk.db") as source, sqlite3.connect(copy) as target:
        source.backup(target)
        target.execute("UPDATE people SET name_x = x'0102030405060708'")
    assert CLI.invoke(cli, ["drill", "--copy", str(copy)]).exit_code == 3, "sealed with a key that is not here"
    monkeypatch.setattr(tempfile, "mkdtemp", refused)
    assert CLI.invoke(cli, ["drill"]).exit_code == 3
    monkeypatch.setenv("SEBAYA_KEY", base64.b64encode(b"o" * 32).decode())
    assert CLI.invoke(cli, ["drill", "--copy", str(copy)]).exit_code == 4


def refused(**_: Any) -> str:
    raise PermissionError(13, "Permission denied")


def test_retention(place: Path) -> None:
    assert called("retention", "--dry-run") == {"dry_run": True, "rows": {}}
    assert called("retention") == {"dry_run": False, "rows": {}}
    assert "Nothing is due" in CLI.invoke(cli, ["retention", "--dry-run"]).output


def test_status_and_numbers_about_nobody(place: Path) -> None:
    found = called("status")
    assert found["people"] == 1 and found["messages_to_send"] > 0 and "Awan" not in json.dumps(found)
    report = called("export-stats", "--days", "3650")
    assert report["check_ins"] is None and report["days"] == 3650
    assert "fewer than 5" in CLI.invoke(cli, ["export-stats"]).output


def test_migrate(place: Path) -> None:
    assert called("migrate") == {"steps": []}
    assert stats.steps(place / "desk.db")


def test_keys(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (place / "key").read_text().strip()
    assert called("keys", "status") == {"left": 0}
    assert called("keys", "rotate") == {"by": "this command", "unreadable": 0}
    after = (place / "key").read_text().split()
    assert len(after) == 1 and after != [before] and (place / "key.old").read_text().split() == [before]
    assert "Everything is sealed" in CLI.invoke(cli, ["keys", "status"]).output
    monkeypatch.setenv("SEBAYA_KEY", after[0])
    assert called("keys", "rotate")["SEBAYA_KEY"].endswith("," + after[0])


async def test_keys_while_the_bot_runs(place: Path) -> None:
    store = await Database.open(place / "desk.db", Crypt(KEY), lambda: START)
    assert (await asyncio.to_thread(called, "keys", "rotate")) == {"by": "the running bot"}
    assert (await asyncio.to_thread(called, "keys", "status"))["left"] > 0
    await store.close()
    (place / "desk.db").write_bytes(b"")


@pytest.mark.parametrize("words", [["backup"], ["keys", "rotate"], ["retention"], ["migrate"], ["drill"]])
def test_with_the_wrong_key_nothing_is_made_and_nothing_changed(place: Path, words: list[str]) -> None:
    """Least of all a backup that nobody could ever open."""
    (place / "key").write_text(base64.b64encode(b"w" * 32).decode())
    before = {path: path.read_bytes() for path in place.rglob("*") if path.is_file() and not path.name.endswith(("-shm", ".lock"))}
    refused = CLI.invoke(cli, words)
    assert refused.exit_code == 4, refused.output
    after = {path: path.read_bytes() for path in place.rglob("*") if path.is_file() and not path.name.endswith(("-shm", ".lock"))}
    assert {path: content for path, content in after.items() if content} == before


def test_without_a_database(place: Path) -> None:
    (place / "desk.db").unlink()
    for words in (["status"], ["backup"], ["keys", "status"], ["retention"], ["migrate"], ["export-stats"]):
        assert CLI.invoke(cli, words).exit_code == 3


def test_the_doctor_without_a_token(place: Path) -> None:
    findings = {finding["what"]: finding for finding in called("doctor", code=1)}
    assert findings["database"]["good"] and findings["key"]["good"] and not findings["token"]["good"]
    (place / "key").chmod(0o644)
    assert "chmod 600" in CLI.invoke(cli, ["doctor"]).output


def test_the_doctor_shows_what_was_found_as_it_is(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def look(*_: object) -> list[doctor.Finding]:
        return [doctor.Finding("group", True, "SMA [/x] :id: [bold]1")]

    monkeypatch.setattr(doctor, "look", look)
    assert "✓ group: SMA [/x] :id: [bold]1" in CLI.invoke(cli, ["doctor"]).output


async def test_the_doctor_at_a_working_bot(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with Simulator(world=True, allow_violations=True) as telegram:
        monkeypatch.setenv("TELEGRAM_BOT_TOKEN", telegram.token)
        monkeypatch.setenv("TELEGRAM_API_URL", telegram.url)
        findings = {finding.what: finding for finding in await doctor.look(content(), place / "desk.db")}
    assert findings["token"].good and findings["updates"].found == "by polling" and "forum mode" in findings
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:9")
    (place / "desk.db").write_bytes(b"x" * 5000)
    findings = {finding.what: finding for finding in await doctor.look(content(), place / "desk.db")}
    assert not findings["token"].good and not findings["database"].good
    (place / "key").unlink()
    assert not doctor._key(place / "desk.db")[0].good
    assert doctor._database(place / "none.db")[0].good and ops.database() == place / "desk.db"


def test_a_conversation_in_the_terminal(place: Path) -> None:
    played = CLI.invoke(cli, ["play", "checkin", "--language", "en"], input="5\nnonsense\n.\n")
    assert played.exit_code == 0 and "[1] 😄 Very good" in played.output and "That sounds heavy" in played.output, played.output
    assert "the conversation is over" in played.output
    assert CLI.invoke(cli, ["play", "settings"], input="\n").exit_code == 0
    assert CLI.invoke(cli, ["play", "nothing"]).exit_code == 2


async def test_the_doctor_tells_what_telegram_says_of_the_webhook() -> None:
    class Told:
        def __init__(self, **info: Any) -> None:
            self.info = info

        async def call(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
            return self.info

    async def found(**info: Any) -> doctor.Finding:
        (finding,) = await doctor._bot(Told(**info))  # type: ignore[arg-type]
        return finding

    assert (await found(url="")).found == "by polling"
    assert (await found(url="https://x/telegram", pending_update_count=0, last_error_message="old")).good
    bad = await found(url="https://x/telegram", pending_update_count=4, last_error_message="Connection refused")
    assert not bad.good and "4 wait, Telegram says: Connection refused" in bad.found and "proxy" in bad.do


def test_the_doctor_looks_for_backups(place: Path) -> None:
    (found,) = doctor._backups(place / "desk.db", content())
    assert found.good and found.found == "none yet"
    called("backup")
    (file,) = (place / "backups").iterdir()
    assert doctor._backups(place / "desk.db", content())[0].found == "the newest is 0 h old"
    os.utime(file, (1, 1))
    (found,) = doctor._backups(place / "desk.db", content())
    assert not found.good and "python -m bot backup" in found.do
    config = changed(content().config, backups={"folder": ""})
    assert "switched off" in doctor._backups(place / "desk.db", replace(content(), config=config))[0].found


def test_the_doctor_knows_what_topics_need() -> None:
    assert doctor._rights({"status": "creator"}, True).good and doctor._rights({"status": "administrator"}, False).good
    assert "administrator" in doctor._rights({"status": "member"}, False).do
    found = doctor._rights({"status": "administrator", "can_pin_messages": True, "can_delete_messages": True}, True)
    assert not found.good and "Let the bot manage topics: each case" in found.do
