"""Backups and keys: taken while the bot runs, checked, encrypted, restored; and what a damaged file, a full disk or a wrong key does: nothing."""

from __future__ import annotations

import base64
import errno
import os
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from bot import backup, keys
from bot.crypt import Crypt, load_keys
from bot.problems import KeyProblem, StoreProblem
from bot.store import database, migrating, moods
from bot.store.database import Database, Unit
from tests.bot.desk import PERSON, START, Desk
from tests.support import KEY

OTHER_KEY = b"o" * 32


async def with_notes(desk: Desk, count: int = 3) -> int:
    person = await desk.person(PERSON, name="Awan")

    def work(unit: Unit) -> None:
        for n in range(count):
            moods.add(unit, person.id, 3, f"day{n}")
            moods.add_to_last(unit, person.id, "study", f"catatan {n} " + "x" * 2000)

    await desk.store.unit(work)
    return person.id


async def test_taken_while_it_is_written_and_put_back(desk: Desk, tmp_path: Path) -> None:
    await with_notes(desk, 800)  # more than one piece
    seen: list[tuple[int, int]] = []
    file = backup.create(desk.path, tmp_path / "backups", Crypt(KEY), desk.now, progress=lambda done, of: seen.append((done, of)))
    assert len(seen) > 1 and seen[-1][0] == seen[-1][1]
    assert file.stat().st_mode & 0o077 == 0 and [path.name for path in file.parent.iterdir()] == [file.name]
    assert b"people" not in file.read_bytes().split(b"\n", 2)[2], "nothing readable in it"
    await desk.store.unit(lambda unit: unit.run("DELETE FROM moods"))
    with pytest.raises(StoreProblem, match="already running"):
        backup.restore(file, desk.path, Crypt(KEY), desk.now)
    await desk.store.close()
    kept = backup.restore(file, desk.path, Crypt(KEY), desk.now)
    assert kept is not None and backup.verify(kept)["moods"] == 0
    again = await Database.open(desk.path, Crypt(KEY), lambda: START)
    assert await again.unit(lambda unit: unit.value("SELECT count(*) FROM moods")) == 800
    await again.close()
    fresh = tmp_path / "fresh.db"
    assert backup.restore(file, fresh, Crypt(KEY), desk.now) is None and backup.verify(fresh)["moods"] == 800


async def test_what_is_no_whole_backup_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    await with_notes(desk)
    file = backup.create(desk.path, tmp_path / "b", Crypt(KEY), desk.now)
    await desk.store.close()
    before, whole = desk.path.read_bytes(), file.read_bytes()
    head, body = whole[: whole.index(b"}}") if b"}}" in whole else 40], whole
    assert head
    for content in (b"", b"letter", whole[: len(whole) // 2], whole[:-1], whole[:60], body.replace(b'"moods":3', b'"moods":2'), whole + whole[-50:]):
        file.write_bytes(content)
        with pytest.raises(StoreProblem, match="not a whole Sebaya backup"):
            backup.restore(file, desk.path, Crypt(KEY), desk.now)
    file.write_bytes(whole)
    with pytest.raises(KeyProblem, match="another key"):
        backup.restore(file, desk.path, Crypt(OTHER_KEY), desk.now)
    assert desk.path.read_bytes() == before and not list(tmp_path.glob("*.restoring"))


async def test_a_backup_whose_numbers_differ(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = backup.create(desk.path, tmp_path / "b", Crypt(KEY), desk.now)
    monkeypatch.setattr(backup, "verify", lambda path: {})
    with pytest.raises(StoreProblem, match="numbers of rows differ"):
        backup.restore(file, tmp_path / "x.db", Crypt(KEY), desk.now)


async def test_a_disk_that_fills(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "b"
    file = backup.create(desk.path, folder, Crypt(KEY), desk.now)

    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreProblem, match="the disk is full"):
        backup.create(desk.path, folder, Crypt(KEY), desk.now + 1000)
    with pytest.raises(StoreProblem, match="Nothing was changed"):
        backup.restore(file, tmp_path / "x.db", Crypt(KEY), desk.now)
    assert list(folder.iterdir()) == [file] and not (tmp_path / "x.db").exists()


async def test_a_damaged_database_makes_no_backup(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_bytes(b"not a database" * 1000)
    with pytest.raises(StoreProblem, match="untouched"):
        backup.create(tmp_path / "x.db", tmp_path / "b", Crypt(KEY), START)
    assert not list((tmp_path / "b").iterdir())


def test_old_ones_go_and_the_newest_stays(tmp_path: Path) -> None:
    for n in range(3):
        path = tmp_path / f"sebaya-{n}.backup"
        path.write_text("x")
        os.utime(path, (n * 86_400, n * 86_400))
    (tmp_path / "other").write_text("x")
    assert [path.name for path in backup.rotate(tmp_path, 1, 100 * 86_400_000)] == ["sebaya-0.backup", "sebaya-1.backup"]
    assert len(list(tmp_path.iterdir())) == 2


def test_what_a_restore_put_aside_goes_with_the_backups_of_its_day(tmp_path: Path) -> None:
    for name in ("x.db", "x.db.before-restore-1000", f"x.db.before-restore-{99 * 86_400_000}", "x.db.before-restore-mine"):
        (tmp_path / name).write_text("x")
    assert [path.name for path in backup.tidy(tmp_path / "x.db", 14, 100 * 86_400_000)] == ["x.db.before-restore-1000"]
    assert len(list(tmp_path.iterdir())) == 3


async def test_before_the_tables_change_a_backup_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, taken = tmp_path / "x.db", []
    before = lambda: taken.append(backup.create(path, tmp_path / "b", Crypt(KEY), START, label="before-upgrade"))  # noqa: E731
    await (await Database.open(path, Crypt(KEY), lambda: START, before)).close()
    assert not taken, "a new database needs none"
    good = migrating.migrations()
    monkeypatch.setattr(migrating, "migrations", lambda: {**good, "9999_more": "CREATE TABLE more (id INTEGER);\n"})

    def full() -> None:
        raise StoreProblem("The backup could not be made")

    with pytest.raises(StoreProblem, match="could not be made"):
        await Database.open(path, Crypt(KEY), lambda: START, full)
    with pytest.raises(KeyProblem):
        await Database.open(path, Crypt(OTHER_KEY), lambda: START, before)
    assert not taken and "more" not in backup.verify(path)
    await (await Database.open(path, Crypt(KEY), lambda: START, before)).close()
    assert len(taken) == 1 and "more" not in _tables(taken[0], tmp_path) and "more" in backup.verify(path)


def _tables(file: Path, folder: Path) -> dict[str, int]:
    backup.restore(file, folder / "old.db", Crypt(KEY), START)
    return backup.verify(folder / "old.db")


# ------------------------------------------------------------------------------------------------------------------------------- keys


async def test_rotation_is_interrupted_and_goes_on(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    person = await with_notes(desk, 5)
    await desk.says(PERSON, "/checkin")
    await desk.store.unit(lambda unit: unit.run("UPDATE conversations SET state_x = :v WHERE owner = :id", v=b"\x01abcdbroken", id=person))
    monkeypatch.setattr("bot.store.resealing.STEP", 2)
    passes = 0

    def interrupted(point: str) -> None:
        nonlocal passes
        passes += 1
        if passes == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr("bot.keys.faults.at", interrupted)
    assert keys.take_up(desk.store._crypt, [OTHER_KEY, KEY]) and not keys.take_up(desk.store._crypt, [OTHER_KEY, KEY])
    with pytest.raises(KeyboardInterrupt):
        await keys.reseal(desk.store)
    await desk.store.close()
    store = await Database.open(desk.path, Crypt(OTHER_KEY, KEY), lambda: START)
    seen: list[tuple[int, int]] = []
    assert await keys.reseal(store, lambda done, of: seen.append((done, of))) == 1
    assert seen and await keys.reseal(store) == 1
    await store.close()
    store = await Database.open(desk.path, Crypt(OTHER_KEY), lambda: START)
    notes = await store.unit(lambda unit: [unit.crypt.open(note, f"moods.note:{n}") for n, note in unit.all("SELECT id, note_x FROM moods")])
    assert [note[:9] for note in notes] == [f"catatan {n}" for n in range(5)]
    await store.close()
    with pytest.raises(KeyProblem):
        await Database.open(desk.path, Crypt(KEY), lambda: START)


def test_the_file_of_keys(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    first = load_keys(None, path)
    assert keys.older(path) == []
    keys.retire(path)
    new = keys.add(path)
    assert load_keys(None, path) == [base64.b64decode(new), *first]
    keys.retire(path)
    assert load_keys(None, path) == [base64.b64decode(new)] and [base64.b64decode(key) for key in keys.older(path)] == first
    keys.add(path)
    keys.retire(path)
    assert len(keys.older(path)) == 2 and (tmp_path / "key").stat().st_mode & 0o077 == 0
    text = ",".join(base64.b64encode(key).decode() for key in (KEY, OTHER_KEY))
    assert load_keys(text, path) == [KEY, OTHER_KEY]
    (tmp_path / "key").write_text("\n")
    with pytest.raises(KeyProblem):
        Crypt(*load_keys(None, path))
    assert database.check_key and sqlite3.sqlite_version
