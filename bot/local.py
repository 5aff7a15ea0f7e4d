"""Sebaya on the local Telegram: everything on this machine, nothing leaves it. For trying it out, and for showing it to others.

The only place where the bot knows the simulator. Its clock is the bot's clock, so that tomorrow's prompt can be seen now. The people on the
page get their roles here: the staff of this demonstration replaces that of ``config.yaml``, and two volunteers are approved and on duty.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import typer

from bot import logs, stats
from bot.app import App, Settings
from bot.cli import until_stopped
from bot.clock import Clock
from bot.config import Config, Group, StaffMember
from bot.content import CONSENT_VERSION, ROOT, Content, load
from bot.crypt import Crypt, load_key, load_keys
from bot.problems import ConfigProblem, Problem, StoreProblem
from bot.store import applications, meta, people, volunteers
from bot.store.database import Database, Unit
from simulator.client import Simulator

COUNSELORS = [StaffMember(id=301, name="Bu Ratna"), StaffMember(id=302, name="Pak Hendra")]
COORDINATORS = [StaffMember(id=401, name="Ibu Maya")]
USERNAME = "sebaya_local_bot"  # as in simulator/world.yaml
GROUP = -1001000000501
VOLUNTEERS = {201: ("Dimas", ("anxiety", "study", "family")), 202: ("Sari", ("grief", "loneliness", "bullying"))}
LANGUAGES = ("id", "en")  # both talk with newcomers in either language
PORTS_TRIED = 20


async def run_local(port: int, config: Path | None) -> None:
    """Starts the local Telegram and the bot against it over HTTP, prints the address of the page, and runs until stopped."""
    content = staffed(load(config or ROOT / "config.yaml"))
    logs.setup(content.config.logs.level, content.config.logs.style)
    folder = Path(os.environ.get("SEBAYA_DATABASE") or ROOT / "data" / "local" / "sebaya.db")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreProblem(f"The folder {folder.parent} cannot be made ({error.strerror}). Check SEBAYA_DATABASE and the rights there.") from error
    refuse_real(folder)
    telegram = await open_telegram(port, folder.with_name("telegram.db"))
    try:
        app = App(settings_of(telegram, folder), content)
        await app.start()
        await seed(app.store)
        typer.echo(f"\n  Sebaya runs on a local Telegram. Open  {telegram.url}  and play.\n  Nothing leaves this machine. Ctrl-C stops it.\n")
        await until_stopped(app)
    finally:
        await telegram.stop()


def refuse_real(database: Path) -> None:
    """What waits in the database of a real bot would be sent to made-up people, and be lost. Raises ConfigProblem."""
    if not database.exists():
        return
    name = stats.read(database, lambda unit: meta.noted(unit, "username"), Crypt(load_key(os.environ.get("SEBAYA_KEY"), database)))
    if name and name != USERNAME:
        raise ConfigProblem(
            f"TELEGRAM_BOT_TOKEN is not set, and {database} belongs to @{name}. Put its token into .env; to play on the local Telegram, "
            "set SEBAYA_DATABASE to another file. Nothing was changed."
        )


def settings_of(telegram: Simulator, database: Path) -> Settings:
    """With all keys of the file, and a look at it now and then: a rotation works here as it does with the real Telegram."""
    key, *older = load_keys(os.environ.get("SEBAYA_KEY"), database)
    in_file = None if os.environ.get("SEBAYA_KEY") else lambda: load_keys(None, database)
    return Settings(telegram.token, telegram.url, database, key, tuple(older), in_file, clock_of(telegram))


async def open_telegram(port: int, database: Path) -> Simulator:
    """The local Telegram on the first free port from ``port`` on."""
    for number in range(port, port + PORTS_TRIED):
        telegram = Simulator(number, world=True, allow_violations=True, journal=10_000, database=database)
        try:
            return await telegram.start()
        except OSError:
            await telegram.stop()
    raise Problem(f"No free port between {port} and {port + PORTS_TRIED - 1} for the local Telegram.")


def clock_of(telegram: Simulator) -> Clock:
    return lambda: int(telegram.clock.now() * 1000)


def staffed(content: Content) -> Content:
    """The content with the staff of the local world."""
    config = content.config.model_copy(
        update={"counselors": COUNSELORS, "coordinators": COORDINATORS, "group": Group(id=GROUP, language=content.config.default_language)}
    )
    assert isinstance(config, Config)
    return replace(content, config=config)


async def seed(store: Database) -> None:
    """On the first start: the volunteers are approved and on duty, so that there is somebody to talk to; the staff has opened the bot."""

    def work(unit: Unit) -> None:
        for member in (*COUNSELORS, *COORDINATORS):
            if people.by_telegram_id(unit, member.id) is None:
                people.add(unit, member.id, "id", "Asia/Jakarta", reachable=True)
        for telegram_id, (name, topics) in VOLUNTEERS.items():
            if people.by_telegram_id(unit, telegram_id) is not None:
                continue
            person = people.add(unit, telegram_id, "id", "Asia/Jakarta", reachable=True)
            people.set_name(unit, person.id, name)
            people.set_age_band(unit, person.id, "adult")
            people.give_consent(unit, person.id, CONSENT_VERSION)
            volunteers.apply(unit, person.id, topics)
            applications.save(unit, person.id, LANGUAGES, "")
            volunteers.decide(unit, person.id, "approved", person.id, youth=True)
            volunteers.set_duty(unit, person.id, True)

    await store.unit(work)
