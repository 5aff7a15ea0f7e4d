"""Many daily questions at once say and leave behind exactly what one by one does; whatever is not plain goes the ordinary way."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot import prompts as many
from bot.effects.person import plan_prompt
from bot.store import moods, people, prompt_plans, timers
from bot.store.database import Unit
from bot.turn import Turn
from tests.bot.desk import START, Desk

HOUR = 3_600_000
DUE = START + 6 * HOUR  # 19:00 in Jakarta
PLACES = ("Asia/Jakarta", "Asia/Makassar", "Europe/London", "America/New_York")


def crowd(unit: Unit, desk: Desk) -> None:
    """People of all kinds, all due in the same moment."""
    for n in range(60):
        person = people.add(unit, 5000 + n, "en" if n % 3 else "id", "Asia/Jakarta", reachable=True)
        if n % 5:
            people.set_name(unit, person.id, ("Awan <b>&", 'Embun "{x}"', "Bintang\u2028", "Senja")[n % 4])
        people.give_consent(unit, person.id, "1")
        zone = PLACES[n % 4]
        people.set_prompt(unit, person.id, 19, zone if n % 10 == 9 else "Asia/Jakarta")
        _kind(unit, person.id, n)
        plan_prompt(Turn(unit, desk.world), person.id)
        timers.put(unit, "prompt", person.id, DUE)


def _kind(unit: Unit, person: int, n: int) -> None:
    match n:
        case 20:
            people.set_paused(unit, person, True)
        case 21:
            people.set_reachable(unit, person, False)
        case 22:
            people.set_last_prompt(unit, person, "2026-11-23")
        case 23:
            moods.add(unit, person, 3, "2026-11-23")
        case 24:
            moods.add(unit, person, 1, "2026-11-20")
            for _ in range(3):
                prompt_plans.asked(unit, person)
        case 25:
            for _ in range(7):
                prompt_plans.asked(unit, person)
        case 26:
            prompt_plans.set_every(unit, person, 7, asked=True)
        case 27:
            prompt_plans.asked(unit, person)
        case 28:
            moods.add(unit, person, 4, "2026-11-22")


async def left_behind(folder: Path, monkeypatch: pytest.MonkeyPatch, least: int) -> dict[str, Any]:
    monkeypatch.setattr(many, "MANY", least)
    async with Desk(folder) as desk:
        await desk.store.unit(lambda unit: crowd(unit, desk))
        for later in (0, 24 * HOUR):  # the second day replaces the first day's question
            desk.now = DUE + later
            await desk.tick()
        return await desk.store.unit(_everything)


def _everything(unit: Unit) -> dict[str, Any]:
    """All rows, without what chance and the order of ids make."""

    def opened(place: str, number: int, sealed: bytes) -> Any:
        return json.loads(unit.crypt.open(sealed, f"{place}:{number}"))

    tokens = dict(unit.all("SELECT id, token FROM conversations"))
    sent = unit.all("SELECT id, chat, lane, method, payload_x, conversation, state FROM outbox")
    messages = []
    for number, chat, lane, method, payload, conversation, state in sent:
        text = json.dumps(opened("outbox.payload", number, payload), sort_keys=True)
        token = tokens.get(conversation, "")
        if method == "sendMessage" and lane == 3 and token:
            assert token in text
            text = text.replace(token, "TOKEN")
        elif lane == 3:
            text = ""  # the first day's: its conversation is gone
        if lane == 3:  # alarms of those who were silent carry tokens and times of their own
            messages.append((chat, lane, method, text, state))
    kept = unit.all("SELECT id, owner, flow, subject, version, state_x, front, id = rank FROM conversations")
    return {
        "messages": sorted(messages),
        "conversations": sorted(
            (str(o), f, s, v, str(opened("conversations.state", n, x)), fr, r) for n, o, f, s, v, x, fr, r in kept if f == "prompt"
        ),
        "timers": sorted(unit.all("SELECT kind, subject > 0, due_at FROM timers WHERE kind = 'prompt'")),
        "people": unit.all("SELECT telegram_id, last_prompt FROM people ORDER BY telegram_id"),
        "plans": unit.all(
            "SELECT p.telegram_id, every, unanswered, asked_weekly FROM prompt_plans t JOIN people p ON p.id = t.person ORDER BY p.telegram_id"
        ),
    }


async def test_together_is_the_same_as_one_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    alone = await left_behind(tmp_path / "a", monkeypatch, 1_000_000)
    together = await left_behind(tmp_path / "b", monkeypatch, 2)
    assert len(alone["messages"]) > 100
    for what in ("messages", "timers", "people", "plans"):
        assert together[what] == alone[what], what
    assert [one[1:] for one in together["conversations"]] == [one[1:] for one in alone["conversations"]]


async def test_when_together_fails_each_is_asked_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise ValueError("together")

    monkeypatch.setattr("bot.store.prompts.ask", broken)
    async with Desk(tmp_path) as desk:
        await desk.store.unit(lambda unit: crowd(unit, desk))
        desk.now = DUE
        assert len(await desk.tick()) > 50


async def test_one_whose_name_does_not_open_keeps_nobody_waiting(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.store.unit(lambda unit: crowd(unit, desk))
        await desk.store.unit(lambda unit: unit.run("UPDATE people SET name_x = x'0001020304' WHERE telegram_id = 5001"))
        desk.now = DUE
        await desk.tick()
        assert await desk.value("SELECT count(*) FROM outbox WHERE lane = 3") > 45
        assert await desk.value("SELECT count(*) FROM outbox WHERE lane = 3 AND chat = 5001") == 1, "asked as well, without the name"


async def test_when_nobody_is_plain_all_go_the_ordinary_way(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.store.unit(lambda unit: crowd(unit, desk))
        desk.now = DUE + 6 * 24 * HOUR  # a Sunday, and far too late
        assert await desk.tick() == []
        assert await desk.store.unit(lambda unit: many.Asking(unit, desk.world).ask([(404, DUE)])) == ([], [(404, DUE)])
