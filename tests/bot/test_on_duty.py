"""Who of the counselors is there, and when the next ones are: what a call for help asks, and what its person reads."""

from __future__ import annotations

from tests.bot.desk import COUNSELOR, PERSON, SECOND, Desk, told


async def test_who_cannot_be_reached_is_not_on_duty(desk: Desk) -> None:
    await desk.everybody()
    await desk.says(SECOND, "/oncall")
    await desk.taps(SECOND, "oncall", "oncall", "off")
    await desk.blocks(COUNSELOR)
    assert "Panggilan bantuan" in told(await desk.says(PERSON, "/sos"), SECOND)


async def test_who_has_not_opened_the_bot_yet_is_not_on_duty(desk: Desk) -> None:
    await desk.person(SECOND)
    await desk.person(PERSON)
    await desk.says(SECOND, "/oncall")
    await desk.taps(SECOND, "oncall", "oncall", "off")
    assert "Panggilan bantuan" in told(await desk.says(PERSON, "/sos"), SECOND)
