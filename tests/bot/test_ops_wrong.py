"""Every command meets what goes wrong on a Friday afternoon: a sentence and a code from bot/problems.py, never a traceback, and nothing changed."""

from __future__ import annotations

import base64
import os
import shutil
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import local
from bot.__main__ import cli
from bot.problems import ConfigProblem
from tests.bot.test_ops import place

__all__ = ["place"]
CLI = CliRunner()
Harm = Callable[[Path], object]
COMMANDS = ("status", "status --json", "backup", "export-stats", "drill", "keys status", "keys rotate", "invite", "retention --dry-run", "migrate")


def folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def foreign(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as db:
        db.execute("CREATE TABLE people (x)")


DATABASES: dict[str, Harm] = {
    "empty": lambda file: file.write_bytes(b""),
    "a folder": folder,
    "no database": lambda file: file.write_text("hello\n" * 1000),
    "cut off": lambda file: file.write_bytes(file.read_bytes()[:200_000]),
    "of another program": foreign,
}
KEYS: dict[str, Harm] = {
    "gone": lambda file: file.unlink(),
    "empty": lambda file: file.write_text(""),
    "not text": lambda file: file.write_bytes(bytes(range(200, 250))),
    "a folder": folder,
    "another": lambda file: file.write_text(base64.b64encode(b"y" * 32).decode()),
}


def refused(words: str, code: int) -> str:
    found = CLI.invoke(cli, words.split())
    assert found.exception is None or isinstance(found.exception, SystemExit), (words, found.exception)
    assert found.exit_code == code and "Sebaya cannot go on." in found.output, (words, found.output)
    return found.output


@pytest.mark.parametrize("harm", DATABASES)
def test_a_database_that_is_none(place: Path, harm: str) -> None:
    key = (place / "key").read_bytes()
    DATABASES[harm](place / "desk.db")
    for words in COMMANDS:
        refused(words, 3)
    assert (place / "key").read_bytes() == key and not list(place.glob("backups/*")), "nothing was changed"


@pytest.mark.parametrize("harm", KEYS)
def test_a_key_that_is_none_of_this_database(place: Path, harm: str) -> None:
    KEYS[harm](place / "key")
    before = (place / "key").read_bytes() if (place / "key").is_file() else b""
    for words in COMMANDS:
        refused(words, 4)
    assert before == ((place / "key").read_bytes() if (place / "key").is_file() else b""), "nothing was changed"
    assert not list(place.glob("backups/*")), "a backup that nothing opens is none"


def test_a_database_that_somebody_else_holds(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.stats.PATIENCE", 0.0)
    with closing(sqlite3.connect(place / "desk.db", isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("BEGIN EXCLUSIVE")
        assert "Another program" in refused("status", 3)


@pytest.mark.parametrize("harm", [lambda file: file.write_bytes(b"\xff\xfeA=1\n"), lambda file: file.mkdir()])
def test_an_environment_file_that_cannot_be_read(place: Path, harm: Harm) -> None:
    harm(place / ".env")
    assert ".env" in refused("status", 2)


def test_the_environment_file_may_name_the_config(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SEBAYA_CONFIG")
    (place / ".env").write_text("SEBAYA_CONFIG=elsewhere.yaml\n")
    try:
        assert "elsewhere.yaml" in refused("check", 2)
        monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:x")
        assert "elsewhere.yaml" in refused("", 2), "without a command, too"
    finally:
        os.environ.pop("SEBAYA_CONFIG", None)


def test_words_that_mean_nothing(place: Path) -> None:
    assert "id" in refused("play checkin --language xx", 2)
    assert CLI.invoke(cli, ["play", "checkin"]).exit_code == 0, "the end of the input leaves, as an empty line does"
    assert CLI.invoke(cli, ["run", "--port", "99999"]).exit_code == 2


def test_the_doctor_knows_a_key_from_a_damage(place: Path) -> None:
    (place / "key").write_text(base64.b64encode(b"y" * 32).decode())
    said = CLI.invoke(cli, ["doctor"]).output
    assert "not the key" in said and "restore" not in said
    (place / "desk.db").write_bytes(b"x" * 5000)
    assert "restore" in CLI.invoke(cli, ["doctor"]).output


@pytest.mark.parametrize("said", ["unable to open database file", "database is locked"])
def test_the_doctor_prescribes_no_restore_for_what_is_whole(place: Path, monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    def refuses(path: Path) -> None:
        raise sqlite3.OperationalError(said)

    monkeypatch.setattr("bot.doctor.verify", refuses)
    found = CLI.invoke(cli, ["doctor"]).output
    assert said in " ".join(found.split()) and "restore" not in found


def test_the_doctor_knows_a_newer_program(place: Path) -> None:
    with closing(sqlite3.connect(place / "desk.db")) as db:
        db.execute("INSERT INTO schema_steps (name) VALUES ('9999_future')")
        db.commit()
    assert "newer Sebaya" in CLI.invoke(cli, ["doctor"]).output


def test_only_its_owner_may_read_the_database(place: Path) -> None:
    for file in (place / "desk.db", *place.glob("desk.db-*")):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name
    (place / "desk.db").chmod(0o644)
    assert f"chmod 600 {place / 'desk.db'}" in " ".join(CLI.invoke(cli, ["doctor"]).output.split())


async def test_the_local_telegram_never_gets_the_database_of_a_real_bot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEBAYA_DATABASE", str(tmp_path / "sebaya.db"))
    monkeypatch.delenv("SEBAYA_KEY", raising=False)
    monkeypatch.setattr(local.logs, "setup", lambda *_: None)
    monkeypatch.setattr(local, "until_stopped", lambda app: app.stop())
    await local.run_local(18080, None)
    await local.run_local(18080, None)  # its own it takes again
    with closing(sqlite3.connect(tmp_path / "sebaya.db")) as db:
        db.execute("UPDATE meta SET value = 'school_bot' WHERE key = 'username'")
        db.commit()
    shutil.copy(tmp_path / "sebaya.db", tmp_path / "before.db")
    with pytest.raises(ConfigProblem, match="@school_bot"):
        await local.run_local(18080, None)
    assert (tmp_path / "sebaya.db").read_bytes() == (tmp_path / "before.db").read_bytes()


def test_a_server_without_its_token_plays_no_story(place: Path) -> None:
    assert "TELEGRAM_BOT_TOKEN" in refused("run --real", 5)
