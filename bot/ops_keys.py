"""``python -m bot keys``: a new key for everything, and how far that is. Also while the bot runs."""

from __future__ import annotations

import asyncio
import base64
import os

import typer

from bot import keys, stats
from bot.cli import cli, explained
from bot.crypt import load_keys
from bot.ops import JsonOption, answer, bar, existing, opened, read
from bot.problems import StoreProblem

keys_cli = typer.Typer(no_args_is_help=True, help="The key that everything written is sealed with.")
cli.add_typer(keys_cli, name="keys")


@keys_cli.command("rotate")
def rotate_keys(as_json: JsonOption = False) -> None:
    """A new key for everything. Interrupt it when you like: it goes on where it was. While the bot runs, the bot does it."""
    with explained():
        path = existing()
        read(path, stats.standing)  # nothing is put in front of a key that opens nothing here
        if os.environ.get("SEBAYA_KEY"):
            new = base64.b64encode(os.urandom(32)).decode()
            value = f"{new},{os.environ['SEBAYA_KEY']}"
            answer({"SEBAYA_KEY": value}, as_json, "Set this and start the bot again; it seals everything anew while it runs:", f"SEBAYA_KEY={value}")
            return
        if len(load_keys(None, path)) == 1:
            keys.add(path)
        try:
            with bar("Sealing anew", not as_json) as progress:
                broken = asyncio.run(opened(path, lambda store: keys.reseal(store, progress)))
        except StoreProblem as problem:
            if "already running" not in str(problem):
                raise
            answer({"by": "the running bot"}, as_json, "The bot is running: it takes up the new key within a minute. See: python -m bot keys status")
            return
        keys.retire(path)
        answer(
            {"by": "this command", "unreadable": broken}, as_json, "Done. The old key is in key.old, for backups from before. Keep both files safe."
        )


@keys_cli.command("status")
def keys_status(as_json: JsonOption = False) -> None:
    """How much still waits for the newest key."""
    with explained():
        path = existing()
        left = read(path, stats.sealed_with_older)
        answer({"left": left}, as_json, f"{left} values wait for the newest key." if left else "Everything is sealed with the newest key.")
