"""The commands. ``python -m bot --help`` shows them; exit codes are in ``bot/problems.py``."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape

from bot import logs, watch
from bot.app import App, Settings
from bot.content import ROOT, Content, load
from bot.crypt import load_keys, read_key
from bot.problems import ConfigProblem, KeyProblem, Problem, TelegramProblem
from bot.telegram.client import OFFICIAL

cli = typer.Typer(add_completion=False, no_args_is_help=False, help="Sebaya: peer support, counseling and care on Telegram.")
errors = Console(stderr=True, highlight=False, emoji=False)
ConfigOption = Annotated[Path | None, typer.Option("--config", envvar="SEBAYA_CONFIG", help="The config file (default: config.yaml).")]


@cli.callback(invoke_without_command=True)
def main(context: typer.Context) -> None:
    """Without a command: run."""
    with explained():
        read_env(Path(".env"))  # before a command looks for SEBAYA_CONFIG
    if context.invoked_subcommand is None:
        named = os.environ.get("SEBAYA_CONFIG")
        run(Path(named) if named else None)


@cli.command()
def run(
    config: ConfigOption = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Without a token: the first port to try for the local Telegram.")] = 8080,
    real: Annotated[bool, typer.Option("--real", help="For a server: end where there is no token, start no local Telegram.")] = False,
) -> None:
    """Run the bot: on the real Telegram with TELEGRAM_BOT_TOKEN, without it on a local one with a web page."""
    with explained():
        token = os.environ.get("TELEGRAM_BOT_TOKEN", "").strip()
        if not token and real:
            whole(config, TelegramProblem("TELEGRAM_BOT_TOKEN is not set. Get a token from @BotFather and put it into the environment or into .env."))
        if not token:
            from bot.local import run_local

            play(run_local(port, config))
        else:
            content = whole(config)
            logs.setup(content.config.logs.level, content.config.logs.style)
            play(run_real(token, content))


@cli.command()
def check(config: ConfigOption = None) -> None:
    """Check the config and all content without starting."""
    with explained():
        content = whole(config)
        typer.echo(f"All good: {len(content.texts.languages)} languages, {len(content.topics)} topics, {len(content.config.counselors)} counselors.")


@cli.command("risk")
def risk_(
    text: Annotated[str | None, typer.Argument(help="The words to look at; with --jsonl a file. Without it: standard input.")] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Objects with text or messages, one a line, in; level, category, rules, spans out.")] = False,
    evaluate: Annotated[str | None, typer.Option(help="Measure on labelled ones (text or messages, label, lang, category; one a line).")] = None,
) -> None:
    """Look for signs of danger in words, and say why."""
    from bot.risk import command

    with explained():
        for line in command.run(ROOT / "data" / "risk", text, jsonl, evaluate):
            typer.echo(line)


def whole(config: Path | None, *beside: Problem) -> Content:
    """Everything that is written, if the environment is right too (``beside``: what of it is known to be wrong). All that is wrong is shown at once.

    Raises ConfigProblem; where all that is written is right, what else is wrong.
    """
    found = [*beside, *_wrong_keys()]
    try:
        content = load(config or ROOT / "config.yaml")
    except ConfigProblem as problem:
        raise ConfigProblem("\nBesides: ".join([str(problem), *map(str, found)])) from None
    if found:
        raise type(found[0])("\nBesides: ".join(map(str, found)))
    return content


def _wrong_keys() -> list[Problem]:
    try:
        for key in filter(None, os.environ.get("SEBAYA_KEY", "").split(",")):
            read_key(key)
    except KeyProblem as problem:
        return [problem]
    return []


async def run_real(token: str, content: Content) -> None:
    """Until stopped. Whoever ``watch`` names is told of what ends it: nobody may be looking at the log."""
    database = Path(os.environ.get("SEBAYA_DATABASE") or ROOT / "data" / "sebaya.db")
    try:
        await serve(token, content, database)
    except Exception as error:
        config = content.config
        await watch.tell_of_end(config.watch, config.organisation, error, database.with_name(f"{database.name}.ended"), time.time())
        raise


async def serve(token: str, content: Content, database: Path) -> None:
    key, *older = load_keys(os.environ.get("SEBAYA_KEY"), database)
    in_file = None if os.environ.get("SEBAYA_KEY") else lambda: load_keys(None, database)
    url = os.environ.get("TELEGRAM_API_URL") or OFFICIAL
    app = App(Settings(token, url, database, key, tuple(older), in_file), content)
    await app.start()
    typer.echo(f"Sebaya is running as @{app.client.username}. Ctrl-C stops it.")
    await until_stopped(app)


async def until_stopped(app: App) -> None:
    """Runs until SIGINT or SIGTERM, or until something ends it; stops cleanly either way."""
    loop, running = asyncio.get_running_loop(), asyncio.current_task()
    assert running is not None
    work = loop.create_task(app.run())
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, work.cancel)
    try:
        await work
    except asyncio.CancelledError:
        pass
    finally:
        await app.stop()


def play(work: Coroutine[Any, Any, None]) -> None:
    """Runs on uvloop where the platform has it."""
    sys.setswitchinterval(0.001)  # the database's thread and the loop take turns often: a message never waits long for either
    try:
        import uvloop
    except ImportError:
        asyncio.run(work)
    else:
        uvloop.run(work)


@contextlib.contextmanager
def explained() -> Any:
    """A Problem ends the program with its sentence and code instead of a traceback."""
    try:
        yield
    except Problem as problem:
        errors.print(f"[bold red]Sebaya cannot go on.[/] {escape(str(problem))}", soft_wrap=True)
        raise SystemExit(problem.code) from None


def read_env(path: Path) -> None:
    """``.env``: lines ``NAME=value``. What the environment says already is kept. Raises ConfigProblem."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines() if path.exists() else []
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigProblem(f"{path.absolute()} cannot be read as text ({getattr(error, 'strerror', None) or 'not UTF-8'}).") from None
    for line in lines:
        name, equals, value = line.strip().removeprefix("export ").partition("=")
        if equals and name and not name.startswith("#"):
            os.environ.setdefault(name.strip(), value.strip().strip("'\""))
