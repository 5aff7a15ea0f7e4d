"""The commands of whoever keeps Sebaya running: backup, restore, retention, keys, status, migrate, export-stats, doctor, play.

Exit codes are those of ``bot/problems.py``; ``doctor`` ends with 1 if something needs a hand. With ``--json`` the answer is JSON on standard output.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from bot import backup as backups
from bot import doctor as doctors
from bot import forgotten, keys, rehearse, retention, stats
from bot.cli import ConfigOption, cli, explained
from bot.clock import system_clock
from bot.content import ROOT, Content, load
from bot.crypt import Crypt, load_keys, read_key
from bot.problems import KeyProblem, StoreProblem
from bot.store import resealing
from bot.store import retention as steps
from bot.store.database import Database, Unit, check_key

T = TypeVar("T")
JsonOption = Annotated[bool, typer.Option("--json", help="Answer in JSON, for a script.")]
console = Console(highlight=False, emoji=False)


def database() -> Path:
    return Path(os.environ.get("SEBAYA_DATABASE") or ROOT / "data" / "sebaya.db")


def existing() -> Path:
    """Raises StoreProblem where there is none; one that is empty would be taken for a new one."""
    path = database()
    if not path.exists():
        raise StoreProblem(f"There is no database at {path}. Set SEBAYA_DATABASE, or start Sebaya once.")
    if not path.is_file() or not path.stat().st_size:
        raise StoreProblem(f"{path} is {'empty' if path.is_file() else 'no file'}. Put back a backup: python -m bot restore")
    return path


def crypt(path: Path, *more: str) -> Crypt:
    first, *others = load_keys(os.environ.get("SEBAYA_KEY"), path, make=False)
    return Crypt(first, *others, *(read_key(key) for key in more))


def read(path: Path, work: Callable[[Unit], T]) -> T:
    """What ``work`` finds in the database, if its key is here. Raises StoreProblem, KeyProblem."""

    def checked(unit: Unit) -> T:
        check_key(unit.db, unit.crypt)
        return work(unit)

    return stats.read(path, checked, crypt(path))


def backup_folder(content: Content, path: Path) -> Path:
    """Beside the database, unless the config names a whole path."""
    return path.parent / (content.config.backups.folder or "backups")


@contextmanager
def prepared(config: Path | None) -> Iterator[Content]:
    """Content read; a Problem is explained."""
    with explained():
        yield load(config or ROOT / "config.yaml")


@contextmanager
def bar(what: str, shown: bool) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on a terminal, nothing elsewhere."""
    screen = Console(stderr=True)
    with Progress(console=screen, disable=not (shown and screen.is_terminal), transient=True) as progress:
        task = progress.add_task(what, total=None)
        yield lambda done, of: progress.update(task, completed=done, total=of)


def answer(data: dict[str, Any], as_json: bool, *lines: str) -> None:
    typer.echo(json.dumps(data, ensure_ascii=False) if as_json else "\n".join(lines))


@cli.command()
def backup(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """Take a backup now, also while the bot runs."""
    with prepared(config) as content:
        path, now = existing(), system_clock()
        folder = backup_folder(content, path)
        with bar("Sealing", not as_json) as progress:
            file = backups.create(path, folder, crypt(path), now, progress=progress)
        gone = backups.rotate(folder, content.config.backups.keep_days, now)
        size = file.stat().st_size
        answer({"file": str(file), "bytes": size, "deleted": [str(one) for one in gone]}, as_json, f"{file} ({size} bytes), checked and encrypted.")


@cli.command()
def restore(
    file: Annotated[Path, typer.Argument(help="The backup.", exists=True, dir_okay=False)],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Put a backup in the place of the database. Stop the bot first; the old database is kept beside it."""
    with explained():
        path = database()
        if not yes and not typer.confirm(f"Replace {path} by {file}?"):
            raise typer.Exit(1)
        with bar("Opening", not as_json) as progress:
            known = crypt(path, *keys.older(path))
            again: list[int] = []

            def look(new: Path) -> None:
                with_its_keys(new, path)
                again.append(forgotten.carry_over(new, path, system_clock()))

            kept = backups.restore(file, path, known, system_clock(), progress=progress, look=look)
        told = [f"The old one is {kept}. It goes by itself when backups of today go."] * bool(kept)
        told += [f"Erased since that backup: {again[0]}. The bot erases them again when it starts."] * bool(again[0])
        found = {"database": str(path), "kept": str(kept) if kept else None, "erased_again": again[0]}
        answer(found, as_json, f"Restored to {path}.", *told)


def with_its_keys(new: Path, path: Path) -> None:
    """A backup from before a rotation needs the keys of then; the bot seals it anew. Raises KeyProblem where they have to be set by hand."""
    if not stats.read(new, resealing.strange, crypt(path)):
        return
    if os.environ.get("SEBAYA_KEY"):
        raise KeyProblem("This backup is from before the key was replaced. Put its key into SEBAYA_KEY too, behind a comma. Nothing was changed.")
    keys.bring_back(path)


@cli.command("retention")
def run_retention(
    config: ConfigOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count what would go; also while the bot runs.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Remove what was kept long enough (the running bot does it by itself every hour)."""
    with prepared(config) as content:
        path, kept = existing(), content.config.retention
        if dry_run:
            found = read(path, lambda unit: dict(steps.due(unit, retention.limits(kept))))
        else:
            found = asyncio.run(opened(path, lambda store: retention.run(store, kept)))
        lines = [f"{name}: {count}" for name, count in sorted(found.items())] or ["Nothing is due."]
        answer({"dry_run": dry_run, "rows": dict(found)}, as_json, *lines)


async def opened(path: Path, work: Callable[[Database], Any]) -> Any:
    """Does something with the database while no bot runs on it."""
    store = await Database.open(path, crypt(path), system_clock)
    try:
        return await work(store)
    finally:
        await store.close()


@cli.command()
def migrate(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """Bring the tables of an older program up to date (the bot does it on start); a backup is taken before."""
    with prepared(config) as content:
        path = existing()
        before = set(stats.steps(path))

        async def run() -> None:
            store = await Database.open(path, crypt(path), system_clock, lambda: before_migration(path, content))
            await store.close()

        asyncio.run(run())
        taken = [name for name in stats.steps(path) if name not in before]
        answer({"steps": taken}, as_json, *(taken or ["Everything is up to date."]))


def before_migration(path: Path, content: Content) -> Path:
    return backups.create(path, backup_folder(content, path), crypt(path), system_clock(), label="before-upgrade")


@cli.command()
def status(as_json: JsonOption = False) -> None:
    """How things stand: queue, calls for help, what is to be sent; also while the bot runs."""
    with explained():
        path = existing()
        found = read(path, stats.standing) | {"database_bytes": path.stat().st_size}
        show(found, as_json)


@cli.command("export-stats")
def export_stats(
    days: Annotated[int, typer.Option(min=1, max=3650, help="How many days back.")] = 90,
    as_json: JsonOption = False,
) -> None:
    """Numbers for a report, about nobody in particular: what counts fewer than five people is left out."""
    with explained():
        path = existing()
        show(read(path, lambda unit: stats.report(unit, days)), as_json)


def show(found: dict[str, Any], as_json: bool) -> None:
    if as_json:
        answer(found, True)
        return
    table = Table(show_header=False, box=None)
    for name, value in found.items():
        table.add_row(escape(name.replace("_", " ")), escape(str("fewer than 5" if value is None else value)))
    console.print(table)


@cli.command()
def doctor(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """Look for what is wrong, and say what to do about it."""
    with prepared(config) as content:
        findings = asyncio.run(doctors.look(content, database()))
        if as_json:
            typer.echo(json.dumps([finding.__dict__ for finding in findings]))
        for finding in findings if not as_json else ():
            said = escape(finding.found + (f"\n  → {finding.do}" if finding.do else ""))
            console.print(f"{'✓' if finding.good else '✗'} [bold]{finding.what}[/]: {said}")
        if not all(finding.good for finding in findings):
            raise typer.Exit(1)


@cli.command()
def play(
    flow: Annotated[str, typer.Argument(help="Its name, for example checkin; docs/flows.md shows them all.")],
    language: Annotated[str, typer.Option(help="The language it speaks; the first of config.yaml if it is not said.")] = "",
    config: ConfigOption = None,
) -> None:
    """Play a conversation in the terminal: numbers are buttons, a dot lets the time pass, an empty line leaves. Nothing is stored."""
    with prepared(config) as content:
        rehearse.Rehearsal(content, language or content.config.default_language, typer.echo, asked).run(flow)


def asked() -> str:
    """A line of the terminal; the end of the input is an empty one."""
    try:
        return str(typer.prompt(">", default="", show_default=False))
    except typer.Abort:
        return ""
