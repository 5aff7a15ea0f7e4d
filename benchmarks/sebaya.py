"""Sebaya as a program to be measured: its config, and a database in which everybody is already in a chat."""

from __future__ import annotations

import base64
import shutil
from pathlib import Path
from typing import Any

import yaml

from benchmarks.field import PERSON, ROOT, Runner
from benchmarks.peers import PARTNER
from bot.clock import system_clock
from bot.content import CONSENT_VERSION
from bot.crypt import Crypt
from bot.store import conversations, links, people, timers, volunteers
from bot.store.database import Database, Unit
from conversations import peer_chat
from conversations.flows import FLOWS

KEY = bytes(range(32))
COUNSELOR, COORDINATOR = 301, 401


def config(folder: Path, *, limits: bool) -> Path:
    """The config that comes with the project, quiet, without a group, with Telegram's limits on or off."""
    settings: dict[str, Any] = yaml.safe_load((ROOT / "config.yaml").read_text())
    settings.pop("group", None)
    settings["limits"]["enabled"] = limits
    settings["logs"]["level"] = "error"
    settings["health"]["port"] = 0
    settings["counselors"] = [{"id": COUNSELOR, "name": "C"}]
    settings["coordinators"] = [{"id": COORDINATOR, "name": "K"}]
    folder.mkdir(parents=True, exist_ok=True)
    for step in (*settings["escalation"]["ladder"], settings["escalation"]["repeat"]):
        step["wait_seconds"] = 3600  # nobody acknowledges here; the second round of an alert is not what is measured
    path = folder / "config.yaml"
    path.write_text(yaml.safe_dump(settings))
    return path


def runner(folder: Path) -> Runner:
    """Sebaya on what ``prepare`` put into ``folder``."""
    environment = {
        "SEBAYA_CONFIG": str(folder / "config.yaml"),
        "SEBAYA_DATABASE": str(folder / "sebaya.db"),
        "SEBAYA_KEY": base64.b64encode(KEY).decode(),
    }
    return Runner("Sebaya (durable)", ("-m", "bot", "run"), environment)


def copy(template: Path, folder: Path) -> Path:
    """A fresh copy of a prepared folder."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(template, folder)
    return folder


async def prepare(folder: Path, pairs: int, *, prompts: int = 0, aside: int = 0, limits: bool = False) -> Path:
    """A config, and a database with ``pairs`` open chats, ``aside`` people without one, and ``prompts`` people whose daily prompt is due now."""
    config(folder, limits=limits)
    store = await Database.open(folder / "sebaya.db", Crypt(KEY), system_clock)
    try:
        await store.unit(lambda unit: _pairs(unit, pairs))
        await store.unit(lambda unit: [known(unit, PERSON + n, f"P{n}") for n in range(pairs, pairs + aside)])
        await store.unit(lambda unit: _staff(unit))
        await store.unit(lambda unit: _prompted(unit, prompts))
    finally:
        await store.close()
    return folder


def known(unit: Unit, telegram_id: int, name: str) -> int:
    """Somebody who went through onboarding; returns the row's id."""
    person = people.add(unit, telegram_id, "en", "UTC", reachable=True)
    people.set_name(unit, person.id, name)
    people.set_age_band(unit, person.id, "adult")
    people.give_consent(unit, person.id, CONSENT_VERSION)
    return person.id


def _pairs(unit: Unit, pairs: int) -> None:
    for n in range(pairs):
        person, helper = known(unit, PERSON + n, f"P{n}"), known(unit, PERSON + n + PARTNER, f"V{n}")
        volunteers.apply(unit, helper, ("study",))
        volunteers.decide(unit, helper, "approved", helper)
        link = links.add(unit, "peer", person, helper, ("A", "B"), 0)
        for owner, side, alias in ((person, "person", "B"), (helper, "volunteer", "A")):
            conversations.add(unit, FLOWS["peer_chat"], owner, link.id, peer_chat.Chatting(link.id, side, alias))


def _staff(unit: Unit) -> None:
    for number in (COUNSELOR, COORDINATOR):
        known(unit, number, "S")


def _prompted(unit: Unit, count: int) -> None:
    for n in range(count):
        person = known(unit, 10 * PARTNER + n, f"D{n}")
        people.set_prompt(unit, person, 12, "UTC")
        timers.put(unit, "prompt", person, unit.now)
