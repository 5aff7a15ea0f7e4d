"""Applications of volunteers: none waits for ever, whoever of the coordinators can be reached when."""

from __future__ import annotations

from bot.store.outbox import Outgoing
from tests.bot.desk import COORDINATOR, PERSON, Desk, told

CARD, AGAIN = "Pendaftaran relawan", "Masih menunggu"


async def apply(desk: Desk, who: int = PERSON) -> list[Outgoing]:
    """Somebody sends an application; what leaves because of it."""
    await desk.person(who)
    await desk.says(who, "/volunteer")
    await desk.taps(who, "volunteer", "promise", "yes")
    await desk.taps(who, "volunteer", "topic", "grief")
    await desk.taps(who, "volunteer", "topics", "done")
    return await desk.taps(who, "volunteer", "apply", "send")


async def test_an_application_that_nobody_decides_is_shown_again_every_day(desk: Desk) -> None:
    await desk.person(COORDINATOR)
    first = told(await apply(desk), COORDINATOR)
    assert CARD in first
    assert AGAIN not in first
    for _ in range(3):
        again = told(await desk.tick(hours=24), COORDINATOR)
        assert CARD in again
        assert AGAIN in again
    await desk.taps(COORDINATOR, "application", "decide", "approve")
    assert CARD not in told(await desk.tick(hours=72), COORDINATOR)


async def test_a_coordinator_who_comes_or_comes_back_is_shown_what_waits(desk: Desk) -> None:
    card = next(row for row in await apply(desk) if row.chat == COORDINATOR)
    await desk.engine.undelivered(card, "blocked")  # they never opened the bot
    assert CARD in told(await desk.says(COORDINATOR, "/start"), COORDINATOR)
    assert CARD not in told(await desk.says(COORDINATOR, "/help"), COORDINATOR), "once"
    await desk.blocks(COORDINATOR)
    assert CARD in told(await desk.says(COORDINATOR, "/start"), COORDINATOR)
    await desk.taps(COORDINATOR, "application", "decide", "approve")
    assert await desk.value("SELECT state FROM volunteers") == "approved"


async def test_an_application_is_shown_to_coordinators_only(desk: Desk) -> None:
    await apply(desk)
    assert CARD not in told(await desk.says(PERSON + 50, "/start"), PERSON + 50)
