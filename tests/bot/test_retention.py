"""What was kept long enough goes, in small steps; a dry run only counts."""

from __future__ import annotations

import pytest

from bot import retention
from bot.config import Retention
from bot.store import alerts, moods, updates
from bot.store import retention as steps
from bot.store.database import Unit
from tests.bot.desk import PERSON, VOLUNTEER, Desk

DAY = 86_400_000
KEPT = Retention()


async def counts(desk: Desk) -> dict[str, int]:
    return dict(await desk.store.unit(lambda unit: steps.due(unit, retention.limits(KEPT))))


async def test_words_go_thirty_days_after_the_chat_and_the_record_stays(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    person, _ = await desk.paired()
    for n in range(5):
        await desk.says(PERSON, f"halo {n}")
    desk.now += 100 * DAY
    assert "relayed" not in await counts(desk), "the chat still goes on"
    await desk.says(VOLUNTEER, "/end")
    await desk.store.unit(lambda unit: moods.add(unit, person.id, 3, "2026-11-23"))
    desk.now += 31 * DAY
    assert (await counts(desk))["relayed"] == 5
    monkeypatch.setattr(steps, "STEP", 2)
    gone = await retention.run(desk.store, KEPT)
    assert gone["relayed"] == 5 and "relayed" not in await counts(desk)
    assert await desk.value("SELECT count(*) FROM links") == 1 and await desk.value("SELECT count(*) FROM moods") == 1


async def test_a_call_goes_two_years_after_it_was_closed_with_all_that_hangs_on_it(desk: Desk) -> None:
    person = await desk.person(PERSON)

    def work(unit: Unit) -> None:
        for closed in (True, False):
            alert = alerts.add(unit, person.id, "high")
            alerts.add_reason(unit, alert, "high", "words", "tolong")
            updates.audit(unit, None, "alert.raised", alert, "words")
            if closed:
                alerts.close(unit, alert, "")

    await desk.store.unit(work)
    desk.now += 731 * DAY
    assert (await counts(desk))["alerts"] == 1
    assert (await retention.run(desk.store, KEPT))["alert_reasons"] == 1
    assert await desk.all("SELECT state FROM alerts") == [("open",)] and await desk.value("SELECT count(*) FROM alert_reasons") == 1
    assert await desk.all("SELECT detail FROM audit ORDER BY id") == [("",), ("words",)]
    assert await desk.value("SELECT count(*) FROM people") == 1


async def test_the_machines_own_goes_too(desk: Desk) -> None:
    def work(unit: Unit) -> None:
        updates.park(unit, 1, "x", "{}")
        updates.audit(unit, None, "x", 0)
        alerts.add_card(unit, 12345, 1, 1, "id")

    await desk.store.unit(work)
    assert await counts(desk) == {"cards": 1}
    desk.now += 3 * DAY
    assert await counts(desk) == {"cards": 1, "parked": 1}
    desk.now += 1900 * DAY
    assert dict(await retention.run(desk.store, KEPT)) == {"audit": 1, "cards": 1, "parked": 1}
    assert await counts(desk) == {} and await retention.run(desk.store, KEPT) == {}
