"""Corners of the store that no story reaches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.store import alerts, appointments, audits, bonds, broadcasts, cases, circles, links, reports, stories, updates
from bot.store.database import Unit
from tests.bot.desk import COUNSELOR, OTHER, PERSON, Desk


async def test_words_about_a_chat_are_passed_on_once(desk: Desk) -> None:
    one, two = await desk.person(PERSON), await desk.person(OTHER)

    def work(unit: Unit) -> None:
        link = links.add(unit, "peer", one.id, two.id, ("a", "b"), 1).id
        assert bonds.take_thanks(unit, link, one.id) == ""
        bonds.leave_words(unit, link, one.id, "first")
        bonds.leave_words(unit, link, one.id, "makasih")
        assert bonds.take_thanks(unit, link, one.id) == "makasih"
        assert bonds.take_thanks(unit, link, one.id) == ""
        assert b"makasih" not in unit.value("SELECT words_x FROM chat_words")

    await desk.store.unit(work)


@pytest.mark.parametrize("get", [appointments.get, cases.get, circles.get, reports.get])
async def test_what_does_not_exist_is_said_so(desk: Desk, get: Callable[[Unit, int], Any]) -> None:
    with pytest.raises(LookupError):
        await desk.store.unit(lambda unit: get(unit, 12345))
    assert await desk.store.unit(lambda unit: broadcasts.get(unit, 12345)) is None


async def test_only_as_much_of_the_audit_log_is_read_as_was_asked_for(desk: Desk) -> None:
    def work(unit: Unit) -> list[str]:
        for action in ("a", "b", "c"):
            updates.audit(unit, None, action, 1)
        return [entry.action for entry in audits.newest(unit, 2)]

    assert await desk.store.unit(work) == ["c", "b"]


async def test_somebody_helped_twice_by_one_line_counts_once(desk: Desk) -> None:
    writer, reader = await desk.person(PERSON), await desk.person(OTHER)

    def work(unit: Unit) -> list[bool]:
        story = stories.add(unit, writer.id, "id", "Pelan-pelan saja.")
        stories.note_read(unit, story, reader.id)
        return [stories.thank(unit, story, reader.id) for _ in range(2)]

    assert await desk.store.unit(work) == [True, False]


async def test_a_case_without_a_topic_is_where_its_counselor_is(desk: Desk) -> None:
    person, counselor = await desk.person(PERSON), await desk.person(COUNSELOR)
    await desk.says(PERSON, "/sos")
    alert, case = await desk.value("SELECT id FROM alerts"), await desk.value("SELECT case_id FROM alerts")

    def taken(unit: Unit) -> dict[str, int]:
        alerts.take(unit, alert, counselor.id)
        return cases.place_of(unit, case)

    assert await desk.store.unit(lambda unit: cases.place_of(unit, case)) == {}
    assert await desk.store.unit(taken) == {"chat_id": COUNSELOR}
    assert person.id
