"""The keys of a database, and their rotation: a new key is put in front, everything is sealed anew with it in small steps (by the running bot, or by
the command), and then the old one is put aside into ``key.old``, where older backups still find it."""

from __future__ import annotations

import base64
import os
from collections.abc import Callable
from pathlib import Path

from bot import faults
from bot.crypt import Crypt
from bot.store import resealing
from bot.store.database import Database


def add(database: Path) -> str:
    """Puts a new key in front of the file beside the database; returns its text."""
    path = database.parent / "key"
    new = base64.b64encode(os.urandom(32)).decode()
    _write(path, new + "\n" + path.read_text())
    return new


def retire(database: Path) -> None:
    """Leaves only the first key in the file; the others go to ``key.old``."""
    path = database.parent / "key"
    keys = [line for line in path.read_text().splitlines() if line.strip()]
    if len(keys) > 1:
        old = path.with_name("key.old")
        before = old.read_text() if old.exists() else ""
        _write(old, before + "".join(f"{key}\n" for key in keys[1:] if key not in before))
        _write(path, keys[0] + "\n")


def older(database: Path) -> list[str]:
    """The keys that were put aside, for backups from before."""
    path = database.parent / "key.old"
    return path.read_text().split() if path.exists() else []


def bring_back(database: Path) -> None:
    """Puts those that were put aside behind the first again: a backup from before a rotation is to be used. The bot seals it anew."""
    path = database.parent / "key"
    keys = [*path.read_text().split(), *older(database)]
    _write(path, "".join(f"{key}\n" for key in dict.fromkeys(keys)))


async def reseal(store: Database, progress: Callable[[int, int], None] = lambda done, of: None) -> int:
    """Seals anew all that an older key sealed; returns how many values do not open any more and were left as they are."""
    broken: resealing.Broken = set()
    of = await store.unit(resealing.left)
    done = await store.unit(resealing.begin)
    while step := await store.unit(lambda unit: resealing.step(unit, broken)):
        done += step
        progress(done, of)
        faults.at("resealed")
    return len(broken)


def take_up(crypt: Crypt, keys: list[bytes]) -> bool:
    """Lets the running program use new keys. False if it has them already."""
    before = crypt.key_id, crypt.key_ids
    crypt.use(*keys)
    return (crypt.key_id, crypt.key_ids) != before


def _write(path: Path, text: str) -> None:
    """In one step, and readable by nobody else."""
    new = path.with_name(path.name + ".new")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(new, path)
