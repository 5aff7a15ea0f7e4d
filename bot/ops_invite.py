"""``python -m bot invite``: links for volunteers or for a class, for whoever hands them out. Also while the bot runs: one small transaction."""

from __future__ import annotations

import secrets
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import cli, explained
from bot.clock import system_clock
from bot.crypt import Crypt
from bot.ops import JsonOption, answer, crypt, existing
from bot.problems import StoreProblem
from bot.store import invites, meta, migrating, updates
from bot.store.database import Unit, check_key
from bot.store.failures import problem_of
from bot.store.ids import Ids

DAY = 86_400_000  # ms
PATIENCE = 10.0  # s for the running bot to end a transaction of its own


@cli.command()
def invite(
    team: Annotated[str, typer.Option(help="For a class or team of this name. Without it: to become a volunteer.")] = "",
    count: Annotated[int, typer.Option(min=1, max=500, help="How many links; each is good for one person.")] = 1,
    days: Annotated[int, typer.Option(min=1, max=365, help="How long they are good.")] = 14,
    as_json: JsonOption = False,
) -> None:
    """Make invitations: links, each good for one person; also while the bot runs."""
    with explained():
        path = existing()
        links = make(path, crypt(path), " ".join(team.split())[:40], count, days)
        answer({"links": links}, as_json, *links)


def make(path: Path, sealer: Crypt, team: str, count: int, days: int) -> list[str]:
    """The links. Raises StoreProblem, KeyProblem."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=rw", uri=True, isolation_level=None, timeout=PATIENCE)) as db:
            if migrating.pending(db):
                raise StoreProblem("The tables are those of another version. Start the bot once, or run: python -m bot migrate")
            check_key(db, sealer)
            db.execute("PRAGMA synchronous = FULL")
            db.execute("BEGIN IMMEDIATE")
            unit = Unit(db, system_clock(), Ids(system_clock), sealer)
            name = meta.noted(unit, "username")
            if not name:
                raise StoreProblem("The bot's own name is not known yet. Start the bot once.")
            tokens = [secrets.token_urlsafe(16) for _ in range(count)]
            for token in tokens:
                invites.add(unit, "team" if team else "volunteer", team, token, None, unit.now + days * DAY)
            updates.audit(unit, None, "invite.made", count, "team" if team else "volunteer")
            db.execute("COMMIT")
            return [f"https://t.me/{name}?start={token}" for token in tokens]
    except sqlite3.Error as error:
        raise problem_of(error, path) from error
