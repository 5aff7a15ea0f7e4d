"""Duty of counselors in the database, ladders of the config, and an audit log that only grows."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from bot.config import Config, OtherLadder, Step, place
from bot.crypt import Crypt
from bot.effects.open_alerts import _rank, age
from bot.store import staffing, updates
from bot.store.database import Database, Unit
from conversations.kit import Ref
from conversations.ladder import rung_at
from tests.support import KEY, content


async def test_the_audit_log_only_grows(tmp_path: Path) -> None:
    store = await Database.open(tmp_path / "a.db", Crypt(KEY), lambda: 1_000)
    try:
        await store.unit(lambda unit: updates.audit(unit, 1, "alert.raised", 2, "sos"))
        for sql in ("UPDATE audit SET action = 'x'", "DELETE FROM audit"):
            with pytest.raises(sqlite3.IntegrityError, match="only grows"):
                await store.unit(lambda unit, sql=sql: unit.run(sql))
        assert await store.unit(lambda unit: unit.value("SELECT detail FROM audit")) == "sos"
        await store.unit(lambda unit: unit.run("UPDATE audit SET detail = ''"))  # somebody was erased
    finally:
        await store.close()


async def test_overlapping_hours_are_kept_as_the_longer(tmp_path: Path) -> None:
    store = await Database.open(tmp_path / "a.db", Crypt(KEY), lambda: 1_000)

    def work(unit: Unit) -> None:
        unit.run("INSERT INTO people (id, telegram_id, language, zone, created_at) VALUES (1, 1, 'id', 'Asia/Jakarta', 0)")
        staffing.set_week(unit, 1, ((0, 480, 600), (0, 480, 720)))
        assert staffing.week(unit, 1) == ((0, 480, 720),)
        staffing.set_mode(unit, 1, "off", 2_000)
        assert staffing.mode(unit, 1) == "off"
        staffing.set_mode(unit, 1, "on", 1_000)
        assert staffing.mode(unit, 1) == "hours"

    try:
        await store.unit(work)
    finally:
        await store.close()


def test_a_ladder_of_its_own_from_the_config() -> None:
    step = Step(to=["counselors"], wait_seconds=5)
    escalation = content().config.escalation.model_copy(update={"other_ladders": [OtherLadder(severities=["concern"], ladder=[step], repeat=step)]})
    config = content().config.model_copy(update={"escalation": escalation})
    assert isinstance(config, Config)
    assert rung_at(place(config, (), "1"), 0, "concern", 12).wait.total_seconds() == 5


def test_how_long_ago_is_said_in_the_unit_that_says_enough() -> None:
    assert [age(ms).key for ms in (-5, 59_000, 119 * 60_000, 120 * 60_000, 50 * 3_600_000)] == [
        *("alert.age.seconds", "alert.age.seconds", "alert.age.minutes", "alert.age.hours", "alert.age.days")
    ]
    assert age(59_000) == Ref("alert.age.seconds", {"n": 59})
    assert [_rank([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], n) for n in (50, 90)] == [5, 9]
    assert _rank([7], 90) == 7
