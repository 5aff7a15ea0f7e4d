"""``python -m bot drill``: is a backup of this database of any use? And a copy made by another tool? Also while the bot runs; it changes nothing."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import typer

from bot import backup, stats
from bot.cli import cli, explained
from bot.clock import system_clock
from bot.crypt import Crypt
from bot.ops import JsonOption, answer, bar, crypt, existing
from bot.problems import StoreProblem
from bot.store import resealing
from bot.store.database import Unit, check_key
from bot.store.failures import problem_of


@dataclass(frozen=True, slots=True)
class Drilled:
    """``missing``: rows the copy has fewer than the database, by table (a running bot writes on meanwhile);
    ``behind``: s between their newest updates."""

    backup_ms: int
    restore_ms: int
    bytes: int
    rows: int
    missing: dict[str, int]
    behind: float


@cli.command("drill")
def drill(
    copy: Annotated[
        Path | None, typer.Option(help="A database restored by another tool (Litestream): look at that.", exists=True, dir_okay=False)
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Take a backup, restore it beside the database, open and compare it, throw both away."""
    with explained():
        path = existing()
        keys = crypt(path)
        if copy:
            found = compared(path, copy, keys)
        else:
            with bar("Sealing, then opening", not as_json) as progress:
                found = drilled(path, keys, progress)
        how = "" if copy else f"Backup: {found.backup_ms} ms, restore: {found.restore_ms} ms, {found.bytes} bytes. "
        gone = ", ".join(f"{name} {count}" for name, count in found.missing.items()) or "none"
        answer(
            asdict(found),
            as_json,
            f"{how}The copy is whole, its key is here, it has {found.rows} rows.",
            f"Missing: {gone}; {found.behind:.1f} s behind.",
        )


def drilled(path: Path, keys: Crypt, progress: backup.Progress) -> Drilled:
    """On the same disk as the database, in a folder that only its owner may read. Raises StoreProblem, KeyProblem."""
    try:
        folder = Path(tempfile.mkdtemp(prefix=".drill-", dir=path.parent))
    except OSError as error:
        raise StoreProblem(f"{path.parent} cannot be written ({error.strerror}). Check the folder's owner and rights.") from error
    try:
        begun = time.perf_counter()
        file = backup.create(path, folder, keys, system_clock(), progress=progress)
        taken = time.perf_counter()
        backup.restore(file, folder / "sebaya.db", keys, system_clock(), progress=progress)
        back = time.perf_counter()
        return compared(path, folder / "sebaya.db", keys, (taken - begun, back - taken), file.stat().st_size)
    finally:
        shutil.rmtree(folder)


def compared(path: Path, copy: Path, keys: Crypt, took: tuple[float, float] = (0.0, 0.0), size: int = 0) -> Drilled:
    """The copy is sound, opens with the keys at hand, and has so many rows fewer. Raises StoreProblem, KeyProblem."""
    try:
        rows, real = backup.verify(copy), backup.verify(path)
        if stats.read(copy, _strange, keys):
            raise StoreProblem(f"{copy} holds values of another key than those here. Put that one into SEBAYA_KEY or beside the database too.")
        behind = (stats.read(path, _newest, keys) - stats.read(copy, _newest, keys)) / 1000
    except (OSError, sqlite3.Error) as error:
        raise problem_of(error, copy) from error
    missing = {name: count - rows.get(name, 0) for name, count in real.items() if count > rows.get(name, 0) and not name.startswith("_")}
    return Drilled(round(took[0] * 1000), round(took[1] * 1000), size or copy.stat().st_size, sum(rows.values()), missing, max(0.0, behind))


def _strange(unit: Unit) -> bool:
    check_key(unit.db, unit.crypt)
    return resealing.strange(unit)


def _newest(unit: Unit) -> int:
    return int(unit.value("SELECT coalesce(max(at), 0) FROM updates"))
