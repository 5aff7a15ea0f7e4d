"""What a counselor does with a case besides talking, and what the person and the others are told of it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.bot.desk import COORDINATOR, COUNSELOR, GROUP, PERSON, SECOND, Desk, told


async def seen(desk: Desk) -> None:
    """A counselor has somebody's call; no talk is open yet."""
    await desk.everybody()
    await desk.says(PERSON, "/sos")
    await desk.taps(COUNSELOR, "escalation", "alert", "ack")


async def test_the_person_is_told_that_their_call_was_handed_over(desk: Desk) -> None:
    await seen(desk)
    await desk.taps(COUNSELOR, "escalation", "alert", "hand")
    second = await desk.value("SELECT id FROM people WHERE telegram_id = :id", id=SECOND)
    await desk.taps(COUNSELOR, "case_form", "whom", str(second))
    sent = await desk.says(COUNSELOR, "dia butuh jemputan")
    assert "orangnya sudah diberi tahu" in told(sent, COUNSELOR) and "Orangnya sudah diberi tahu" in told(sent, SECOND)
    assert "Pak Hendra" in told(sent, PERSON) and "jemputan" not in told(sent, PERSON)


async def look_again(desk: Desk) -> None:
    await seen(desk)
    await desk.taps(COUNSELOR, "escalation", "alert", "follow")
    await desk.taps(COUNSELOR, "case_form", "days", "1")


async def test_whoever_wanted_to_look_again_is_reminded(desk: Desk) -> None:
    await look_again(desk)
    sent = await desk.tick(hours=24)
    assert "melihat lagi" in told(sent, COUNSELOR) and "lihat lagi" not in told(sent, SECOND).replace("📅 Dilihat lagi", "")
    assert "Bu Ratna memintaku" in told(sent, PERSON)


@pytest.mark.parametrize("gone", ["unreachable", "no counselor any more"])
async def test_where_they_are_gone_the_others_look_again(desk: Desk, gone: str) -> None:
    await look_again(desk)
    if gone == "unreachable":
        await desk.store.unit(lambda unit: unit.run("UPDATE people SET reachable = 0 WHERE telegram_id = :id", id=COUNSELOR))
    else:
        desk.world.access._counselors.discard(COUNSELOR)
    try:
        sent = await desk.tick(hours=24)
    finally:
        desk.world.access._counselors.add(COUNSELOR)
    assert "mau dilihat lagi" in told(sent, SECOND) and "melihat lagi" not in told(sent, COUNSELOR)
    assert "konselor di sini ingin tahu kabarmu" in told(sent, PERSON) and "Ratna memintaku" not in told(sent, PERSON)


async def test_nobody_is_asked_at_night_how_it_has_been(desk: Desk) -> None:
    desk.now = int(datetime(2026, 12, 5, 23, tzinfo=ZoneInfo("Asia/Jakarta")).timestamp() * 1000)
    await look_again(desk)
    assert "kabarmu" not in told(await desk.tick(hours=24), PERSON)
    assert "kabarmu" in told(await desk.tick(hours=9), PERSON)


@pytest.mark.parametrize(("away", "reads"), [((), COORDINATOR), ((COORDINATOR,), SECOND), ((COORDINATOR, SECOND), GROUP)])
async def test_a_second_person_reads_why_somebody_must_be_known(desk: Desk, away: tuple[int, ...], reads: int) -> None:
    await seen(desk)
    await desk.taps(COUNSELOR, "escalation", "alert", "who")
    for one in away:
        await desk.store.unit(lambda unit, one=one: unit.run("UPDATE people SET reachable = 0 WHERE telegram_id = :id", id=one))  # type: ignore[misc]
    sent = await desk.says(COUNSELOR, "dia bilang di atap, aku harus mengirim bantuan")
    assert [row.chat for row in sent if "bilang di atap" in str(row.params.get("text"))] == [reads]
