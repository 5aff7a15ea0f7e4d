"""What a counselor does with a case besides talking, and what the person and the others are told of it."""

from __future__ import annotations

from tests.bot.desk import COUNSELOR, PERSON, SECOND, Desk, told


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
