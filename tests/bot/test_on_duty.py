"""Who of the counselors is there, and when the next ones are: what a call for help asks, and what its person reads."""

from __future__ import annotations

from bot.store import staffing
from tests.bot.desk import COUNSELOR, PERSON, SECOND, Desk, told


async def off(desk: Desk, *who: int) -> None:
    """By hand, for 12 hours."""
    for one in who:
        await desk.says(one, "/oncall")
        await desk.taps(one, "oncall", "oncall", "off")


async def test_who_cannot_be_reached_is_not_on_duty(desk: Desk) -> None:
    await desk.everybody()
    await off(desk, SECOND)
    await desk.blocks(COUNSELOR)
    assert "Panggilan bantuan" in told(await desk.says(PERSON, "/sos"), SECOND)


async def test_who_has_not_opened_the_bot_yet_is_not_on_duty(desk: Desk) -> None:
    await desk.person(SECOND)
    await desk.person(PERSON)
    await off(desk, SECOND)
    assert "Panggilan bantuan" in told(await desk.says(PERSON, "/sos"), SECOND)


async def test_when_somebody_is_there_heeds_what_they_switched_off(desk: Desk) -> None:
    await desk.everybody()
    await desk.tick(hours=9)  # 22.00
    await off(desk, COUNSELOR, SECOND)
    assert "besok pukul 10.00" in told(await desk.says(PERSON, "/sos"), PERSON)  # not 07.00, when their hours begin


async def test_what_is_switched_off_past_the_hours_is_over_with_the_next_ones(desk: Desk) -> None:
    await desk.everybody()
    await desk.tick(hours=-1)  # 12.00: until 24.00, their hours end at 21.00
    await off(desk, COUNSELOR, SECOND)
    assert "besok pukul 07.00" in told(await desk.says(PERSON, "/sos"), PERSON)


async def test_nobody_is_named_as_there_for_their_own_call(desk: Desk) -> None:
    await desk.everybody()
    early = await desk.value("SELECT id FROM people WHERE telegram_id = :id", id=COUNSELOR)
    await desk.store.unit(lambda unit: staffing.set_week(unit, early, tuple((day, 5 * 60, 21 * 60) for day in range(7))))
    await desk.tick(hours=9)
    assert "besok pukul 07.00" in told(await desk.says(COUNSELOR, "/sos"), COUNSELOR)  # when the others are there
