"""Corners of the store that no story reaches."""

from __future__ import annotations

from bot.store import bonds, links
from bot.store.database import Unit
from tests.bot.desk import OTHER, PERSON, Desk


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
