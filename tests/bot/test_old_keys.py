"""After the key was replaced: what was made with the old one still works, and nothing opens halfway."""

from __future__ import annotations

import asyncio
import base64
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot import doctor, keys, local
from bot.__main__ import cli
from bot.content import ROOT
from bot.crypt import Crypt, load_keys
from bot.problems import KeyProblem
from bot.store import invites, moods, wishes
from bot.store.database import Database, Unit
from simulator import Simulator
from tests.bot.desk import OTHER, PERSON, START, Desk
from tests.support import KEY

CLI = CliRunner()
NEW = b"n" * 32


@pytest.fixture
async def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database with a note, a class and an invitation, the bot not running."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SEBAYA_DATABASE", str(tmp_path / "desk.db"))
    monkeypatch.setenv("SEBAYA_CONFIG", str(ROOT / "config.yaml"))
    monkeypatch.delenv("SEBAYA_KEY", raising=False)
    (tmp_path / "key").write_text(base64.b64encode(KEY).decode() + "\n")
    async with Desk(tmp_path) as desk:
        person, other = await desk.person(PERSON), await desk.person(OTHER)

        def work(unit: Unit) -> None:
            moods.add(unit, person.id, 3, "2026-11-23")
            moods.add_to_last(unit, person.id, "", "catatan")
            wishes.set_team(unit, person.id, "XII IPA 2")
            wishes.set_team(unit, other.id, "xii-ipa-2")
            wishes.set_about(unit, other.id, "woman", "")
            invites.add(unit, "team", "XII IPA 2", "the-link", None, unit.now + 1_000_000)
            unit.run("UPDATE about SET at = 5")

        await desk.store.unit(work)
    return tmp_path


def called(*words: str) -> str:
    result = CLI.invoke(cli, list(words))
    assert result.exit_code == 0, (result.output, result.exception)
    return result.output


async def opened(place: Path, work: Any) -> Any:
    store = await Database.open(place / "desk.db", Crypt(*load_keys(None, place / "desk.db")), lambda: START)
    try:
        return await store.unit(work)
    finally:
        await store.close()


async def test_links_and_classes_outlive_the_key(place: Path) -> None:
    await asyncio.to_thread(called, "keys", "rotate")

    def work(unit: Unit) -> None:
        (first, at), (second, _) = unit.all("SELECT team_hash, at FROM about")
        assert first == second and at == 5, "two of one class are still known as such"
        assert unit.value("SELECT count(*) FROM about WHERE team_hash = :hash", hash=unit.crypt.keyed_hash("xiiipa2", "about.team")) == 2
        person = unit.value("SELECT person FROM about ORDER BY person")
        assert wishes.about(unit, person).team == "XII IPA 2"
        used = invites.use(unit, "the-link", person)
        assert used is not None and used.team == "XII IPA 2"

    await opened(place, work)


async def test_a_class_that_does_not_open_stops_nothing(place: Path) -> None:
    await opened(place, lambda unit: unit.run("UPDATE about SET team_x = :v WHERE gender = 'woman'", v=b"\x01abcdbroken"))
    assert "Done" in await asyncio.to_thread(called, "keys", "rotate")


async def test_a_backup_from_before_brings_its_key_back(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    await asyncio.to_thread(called, "backup")
    (file,) = (place / "backups").iterdir()
    await asyncio.to_thread(called, "keys", "rotate")
    new = load_keys(None, place / "desk.db")
    await asyncio.to_thread(called, "restore", str(file), "--yes")
    assert load_keys(None, place / "desk.db") == [*new, KEY]
    await asyncio.to_thread(called, "keys", "rotate")
    assert load_keys(None, place / "desk.db") == new, "sealed anew, by the command or by the running bot"
    number, note = await opened(place, lambda unit: unit.one("SELECT id, note_x FROM moods"))
    assert Crypt(*new).open(note, f"moods.note:{number}") == "catatan"
    monkeypatch.setenv("SEBAYA_KEY", base64.b64encode(new[0]).decode())
    refused = await asyncio.to_thread(CLI.invoke, cli, ["restore", str(file), "--yes"])
    assert refused.exit_code == 4 and "behind a comma" in refused.output.replace("\n", " ")


async def test_both_keys_are_asked_for_until_all_is_sealed_anew(place: Path) -> None:
    path = place / "desk.db"
    store = await reopened(path, NEW, KEY)
    await store.unit(lambda unit: moods.add(unit, unit.value("SELECT min(id) FROM people"), 3, "2026-11-24"))
    await store.close()
    for alone in (NEW, KEY):
        with pytest.raises(KeyProblem):
            await Database.open(path, Crypt(alone), lambda: START)
    store = await reopened(path, NEW, KEY)
    assert await keys.reseal(store) == 0
    await store.close()
    await (await reopened(path, NEW)).close()
    with pytest.raises(KeyProblem):
        await Database.open(path, Crypt(KEY), lambda: START)


async def reopened(path: Path, *several: bytes) -> Database:
    return await Database.open(path, Crypt(*several), lambda: START)


def test_the_doctor_changes_nothing_while_a_new_key_is_taken_up(place: Path) -> None:
    path = place / "desk.db"
    keys.add(path)
    before = path.read_bytes()
    (found,) = doctor._database(path)
    assert found.good and path.read_bytes() == before


def test_no_command_makes_a_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a new machine, before the old key was put there."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SEBAYA_DATABASE", str(tmp_path / "new" / "sebaya.db"))
    monkeypatch.delenv("SEBAYA_KEY", raising=False)
    file = tmp_path / "x.backup"
    file.write_bytes(b"x")
    refused = CLI.invoke(cli, ["restore", str(file), "--yes"])
    assert refused.exit_code == 4 and "There is no key" in refused.output and not (tmp_path / "new").exists()
    assert "none yet" in doctor._key(tmp_path / "new" / "sebaya.db")[0].found


async def test_a_rotation_works_on_the_local_telegram_too(place: Path) -> None:
    """It took only the first key of the file: after a rotation it neither sealed anew nor opened its own database at the next start."""
    keys.add(place / "desk.db")
    async with Simulator(world=True) as telegram:
        settings = local.settings_of(telegram, place / "desk.db")
    assert len(settings.older) == 1 and settings.keys is not None and settings.keys() == [settings.key, *settings.older]
