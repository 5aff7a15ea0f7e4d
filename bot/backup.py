"""Backups: a consistent copy taken while the bot runs, verified, encrypted with the same key, kept for some days; and the way back.

A backup is one file: a line of JSON (when, which key, how many rows each table has), then the database in sealed pieces, each of which knows its
number and whether it is the last, so that a truncated or patched file is recognised. It gets its name only when it is whole and on the disk.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import struct
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from bot import faults
from bot.crypt import Crypt, Unsealable
from bot.problems import KeyProblem, StoreProblem
from bot.store.database import check_key, hold
from bot.store.failures import no_room

MAGIC = b"SEBAYA-BACKUP-1\n"
PIECE = 1 << 20
ENDING = ".backup"
ASIDE = ".before-restore-"  # and the moment, in epoch ms
DAY = 86_400_000
Progress = Callable[[int, int], None]


def _quiet(done: int, of: int) -> None: ...


def create(database: Path, folder: Path, crypt: Crypt, now: int, *, label: str = "", progress: Progress = _quiet) -> Path:
    """Takes a backup into ``folder``; returns its file. ``now`` in epoch ms. Raises StoreProblem, KeyProblem; then no new file is there."""
    stamp = datetime.fromtimestamp(now / 1000, UTC).strftime("%Y%m%dT%H%M%SZ")
    target = folder / f"sebaya-{stamp}{'-' + label if label else ''}{ENDING}"
    copy, sealed = folder / ".copy.part", folder / ".sealed.part"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        copy.unlink(missing_ok=True)  # what a killed one left
        _copy(database, copy)
        faults.at("copied")
        rows = verify(copy)
        _check(copy, crypt)  # what no key here opens would be no backup
        with _private(sealed) as file:
            _seal(copy, file, crypt, {"made": now, "rows": rows, "size": copy.stat().st_size}, progress)
        os.replace(sealed, target)
        faults.at("sealed")
    except (OSError, sqlite3.Error) as error:
        raise StoreProblem(f"The backup could not be made in {folder} ({_why(error, folder)}). The database itself is untouched.") from error
    finally:
        for part in (copy, copy.with_name(f"{copy.name}-journal"), sealed):
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
    return target


def restore(
    file: Path, database: Path, crypt: Crypt, now: int, *, progress: Progress = _quiet, look: Callable[[Path], None] = lambda new: None
) -> Path | None:
    """Puts a backup in the place of the database; returns where the old one was put (None: there was none).

    Nothing of the old one is touched before the backup is read, opened, checked and counted. ``look`` is shown the unpacked database then, and may
    refuse it by raising a Problem. Raises StoreProblem, KeyProblem.
    """
    lock = hold(database)
    new = database.with_name(database.name + ".restoring")
    try:
        head = _open(file, new, crypt, progress)
        if verify(new) != head["rows"]:
            raise StoreProblem(f"{file} does not hold what it should: its numbers of rows differ. Nothing was changed.")
        _check(new, crypt)
        look(new)
        faults.at("unpacked")
        return _exchange(new, database, now)
    except (OSError, sqlite3.Error) as error:
        raise StoreProblem(f"{file} could not be restored ({_why(error, database.parent)}). Nothing was changed.") from error
    finally:
        new.unlink(missing_ok=True)
        lock.close()


def rotate(folder: Path, keep_days: int, now: int) -> list[Path]:
    """Deletes backups older than ``keep_days``; returns them. The newest always stays."""
    found = sorted((path for path in folder.glob(f"sebaya-*{ENDING}")), key=lambda path: path.stat().st_mtime)
    old = [path for path in found[:-1] if path.stat().st_mtime * 1000 < now - keep_days * DAY]
    for path in old:
        path.unlink()
    return old


def forget_replaced(database: Path, keep_days: int, now: int) -> list[Path]:
    """Deletes databases that a restore put aside more than ``keep_days`` ago; returns them. Who was erased since is still in them."""
    found = [(path, path.name.rpartition("-")[2]) for path in database.parent.glob(f"{database.name}{ASIDE}*")]
    old = [path for path, at in found if at.isdecimal() and int(at) < now - keep_days * DAY]
    for path in old:
        path.unlink()
    return old


def verify(path: Path) -> dict[str, int]:
    """The number of rows by table. Raises sqlite3.DatabaseError for a damaged file."""
    with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        answer = db.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if answer != "ok":
            raise sqlite3.DatabaseError(f"malformed: {answer}")
        names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")]
        return {name: db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names}


def _copy(database: Path, copy: Path) -> None:
    """In one step: a snapshot as of this moment, while others go on writing."""
    with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as source, contextlib.closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")


def _seal(copy: Path, file: IO[bytes], crypt: Crypt, head: dict[str, Any], progress: Progress) -> None:
    file.write(MAGIC + json.dumps(head, separators=(",", ":")).encode() + b"\n")
    left = size = int(head["size"])
    with copy.open("rb") as source:
        number = 0
        while left > 0:
            piece = source.read(PIECE)
            left -= len(piece)
            sealed = crypt.seal_bytes(piece, _place(head, number, last=left <= 0))
            file.write(struct.pack(">I", len(sealed)) + sealed)
            number += 1
            faults.at("sealing")
            progress(size - left, size)
    file.flush()
    os.fsync(file.fileno())


def _place(head: dict[str, Any], number: int, *, last: bool) -> str:
    return f"backup:{head['made']}:{json.dumps(head['rows'], sort_keys=True)}:{number}:{int(last)}"


def _open(file: Path, new: Path, crypt: Crypt, progress: Progress) -> dict[str, Any]:
    """Unpacks into ``new``; returns the head."""
    damaged = StoreProblem(f"{file} is not a whole Sebaya backup (truncated or damaged). Take another one. Nothing was changed.")
    with file.open("rb") as source, _private(new) as target:
        if source.readline() != MAGIC:
            raise damaged
        try:
            head: dict[str, Any] = json.loads(source.readline())
            size, written = int(head["size"]), 0
            for number, sealed in enumerate(_pieces(source)):
                if sealed[1:5] not in crypt.key_ids:
                    raise KeyProblem(f"{file} was made with another key. Put that one into SEBAYA_KEY or data/key. Nothing was changed.")
                piece = crypt.open_bytes(sealed, _place(head, number, last=written + PIECE >= size))
                written += target.write(piece)
                progress(written, size)
        except (ValueError, KeyError, TypeError, struct.error, Unsealable):
            raise damaged from None
        if written != size:
            raise damaged
        target.flush()
        os.fsync(target.fileno())
    return head


def _pieces(source: IO[bytes]) -> Iterator[bytes]:
    while length := source.read(4):
        wanted = struct.unpack(">I", length)[0]
        sealed = source.read(min(wanted, PIECE + 64))
        if len(sealed) != wanted:
            raise ValueError("cut off")
        yield sealed


def _check(new: Path, crypt: Crypt) -> None:
    with contextlib.closing(sqlite3.connect(new, isolation_level=None)) as db:
        check_key(db, crypt)


def _exchange(new: Path, database: Path, now: int) -> Path | None:
    """The new file takes the name in one step; there is no moment without a database."""
    kept = None
    if database.exists():
        with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(database)) as old:
            old.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # what is in its log belongs to it
        kept = database.with_name(f"{database.name}{ASIDE}{now}")
        os.link(database, kept)
    for ending in ("-wal", "-shm"):
        database.with_name(database.name + ending).unlink(missing_ok=True)
    faults.at("exchanged")
    os.replace(new, database)
    folder = os.open(database.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
    return kept


@contextlib.contextmanager
def _private(path: Path) -> Iterator[IO[bytes]]:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        yield file


def _why(error: Exception, folder: Path) -> str:
    text = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return "the disk is full" if "full" in text or "No space" in text or no_room(text, folder) else text
