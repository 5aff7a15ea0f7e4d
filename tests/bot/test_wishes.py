"""Wishes for a peer: kept with the person and with the request; a class or team is sealed and compared by a keyed hash only."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.crypt import Crypt
from bot.store import bonds, links, matching, requests, wishes
from bot.store.database import Unit
from conversations.wishing import Wishes, clean_team, same_team
from tests.bot.desk import OTHER, PERSON, VOLUNTEER, Desk

ALL = Wishes(again=True, gender="woman", age="young", apart=True)


@pytest.fixture
async def desk(tmp_path: Path):  # type: ignore[no-untyped-def]
    async with Desk(tmp_path) as desk:
        yield desk


async def test_what_the_matching_sees_of_wishes(desk: Desk) -> None:
    person = await desk.person(PERSON)
    helper = await desk.person(VOLUNTEER, volunteer=("grief",))

    def work(unit: Unit) -> None:
        wishes.set_wishes(unit, person.id, ALL)
        wishes.set_team(unit, person.id, "X IPA 2")
        wishes.set_about(unit, helper.id, "woman", "young")
        wishes.set_team(unit, helper.id, "x ipa-2")
        requests.add(unit, person.id, ("grief",), wishes.wishes(unit, person.id))

    await desk.store.unit(work)
    _, seeker = (await desk.store.unit(matching.seekers))[person.id]
    candidate = (await desk.store.unit(matching.candidates))[0]
    assert (seeker.again, seeker.gender, seeker.age, seeker.apart) == (True, "woman", "young", True)
    assert (candidate.gender, candidate.age) == ("woman", "young")
    assert seeker.team == candidate.team != ""


async def test_a_team_cannot_be_read_or_tried_without_the_key(desk: Desk) -> None:
    person = await desk.person(PERSON)
    await desk.store.unit(lambda unit: wishes.set_team(unit, person.id, "X IPA 2"))
    sealed, digest = (await desk.all("SELECT team_x, team_hash FROM about"))[0]
    assert b"IPA" not in sealed
    assert digest != Crypt(b"other" * 6 + b"xx").keyed_hash(same_team("X IPA 2"), "about.team")
    assert (await desk.store.unit(lambda unit: wishes.about(unit, person.id))).team == "X IPA 2"
    await desk.store.unit(lambda unit: wishes.set_team(unit, person.id, ""))
    assert await desk.all("SELECT team_x, team_hash FROM about") == [(None, "")]


async def test_the_standing_counts_only_who_may_come(desk: Desk) -> None:
    person = await desk.person(PERSON)
    await desk.person(VOLUNTEER, volunteer=("grief",))

    def on_duty(unit: Unit) -> int:
        return requests.standing(unit, person.id, "id", minor=False).on_duty

    assert await desk.store.unit(on_duty) == 1
    await desk.store.unit(lambda unit: wishes.set_wishes(unit, person.id, Wishes(gender="woman")))
    assert await desk.store.unit(on_duty) == 0


async def test_the_standing_knows_how_many_talks_somebody_takes_and_whom_they_never_meet(desk: Desk) -> None:
    person, other = await desk.person(PERSON), await desk.person(OTHER)
    helper = await desk.person(VOLUNTEER, volunteer=("grief",))

    def stands(unit: Unit) -> tuple[int, int]:
        found = requests.standing(unit, person.id, "id", minor=False)
        return found.on_duty, found.free

    await desk.store.unit(lambda unit: links.add(unit, "peer", other.id, helper.id, ("A", "B"), 0))
    assert await desk.store.unit(stands) == (1, 0)
    await desk.store.unit(lambda unit: unit.run("UPDATE volunteers SET capacity = 2"))
    assert await desk.store.unit(stands) == (1, 1), "one more is within what they take at once"
    await desk.store.unit(lambda unit: bonds.block(unit, helper.id, person.id))
    assert await desk.store.unit(stands) == (0, 0), "these two are never paired"


def test_teams_are_the_same_however_they_are_written() -> None:
    assert same_team("X IPA-2") == same_team(" x ipa 2") != same_team("X IPA 3")
    assert clean_team(" 10\n B ") == "10 B"
    assert clean_team("---") == clean_team("") == ""


def test_one_wish_more_or_less() -> None:
    none = Wishes()
    assert none.toggled("woman").toggled("man") == Wishes(gender="man")
    assert none.toggled("young").toggled("young") == none.toggled("?") == none
    assert none.toggled("again").toggled("apart").ids == ("again", "apart")
