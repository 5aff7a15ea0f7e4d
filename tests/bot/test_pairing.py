"""From the queue to a pair on a real database: who is asked, who wins, and what is remembered."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.store import bonds, links, matching, moods, requests, volunteers
from bot.store.database import Unit
from bot.store.people import Person
from conversations.matching import NEUTRAL_RATING
from tests.bot.desk import OTHER, PERSON, VOLUNTEER, Desk, texts
from tests.support import changed

SECOND, THIRD = 202, 203
HOUR = 3_600_000


def settings(desk: Desk, **values: Any) -> None:
    desk.world = replace(desk.world, config=changed(desk.world.config, peer_support=values))
    desk.engine._world = desk.world


async def wants(desk: Desk, who: int, topic: str = "grief") -> None:
    await desk.says(who, "/peer")
    await desk.taps(who, "peer_request", "topic", topic)


async def asked(desk: Desk) -> list[int]:
    """The Telegram ids of those with an open offer."""
    rows = await desk.all("SELECT p.telegram_id FROM offers o JOIN people p ON p.id = o.volunteer WHERE o.state = 'open' ORDER BY 1")
    return [row[0] for row in rows]


async def answers(desk: Desk, who: int, value: str) -> str:
    """What leaves because a volunteer answers their newest offer."""
    token = await desk.value(
        "SELECT c.token FROM conversations c JOIN people p ON p.id = c.owner WHERE c.flow = 'offer' AND p.telegram_id = :who ORDER BY c.id DESC",
        who=who,
    )
    return texts(await desk.handle(desk.tap(who, f"offer.{token}.offer.{value}")))


@pytest.fixture
async def two(desk: Desk) -> tuple[Person, Person, Person]:
    """A person, and two volunteers who know grief."""
    person = await desk.person(PERSON)
    return person, await desk.person(VOLUNTEER, volunteer=("grief",)), await desk.person(SECOND, volunteer=("grief",))


async def test_a_few_are_asked_at_once_and_the_first_yes_wins(desk: Desk, two: tuple[Person, Person, Person]) -> None:
    settings(desk, offers_at_once=2)
    await wants(desk, PERSON)
    assert await asked(desk) == [VOLUNTEER, SECOND]
    await answers(desk, SECOND, "accept")
    assert await asked(desk) == []
    assert any("Sudah ada relawan lain yang menemani" in text for text in desk.sent(VOLUNTEER))
    assert any("Kamu terhubung" in text for text in desk.sent(PERSON))
    assert await desk.value("SELECT helper FROM links") == two[2].id


async def test_two_say_yes_in_the_same_moment(desk: Desk, two: tuple[Person, Person, Person]) -> None:
    settings(desk, offers_at_once=2)
    await wants(desk, PERSON)
    tokens = [row[0] for row in await desk.all("SELECT token FROM conversations WHERE flow = 'offer' ORDER BY owner")]
    both = zip((VOLUNTEER, SECOND), tokens, strict=True)
    out = await desk.handle(*(desk.tap(who, f"offer.{token}.offer.accept") for who, token in both))
    assert await desk.value("SELECT count(*) FROM links") == 1
    assert "Sudah ada relawan lain yang menemani" in texts([row for row in out if row.chat == SECOND])


async def test_one_no_of_two_keeps_the_other_asked(desk: Desk, two: tuple[Person, Person, Person]) -> None:
    settings(desk, offers_at_once=2)
    await wants(desk, PERSON)
    await answers(desk, VOLUNTEER, "decline")
    assert await asked(desk) == [SECOND]
    assert await desk.value("SELECT state FROM requests") == "offered"
    await answers(desk, SECOND, "decline")
    assert await asked(desk) == []
    assert await desk.value("SELECT state FROM requests") == "waiting"


async def test_a_no_is_remembered_and_a_silence_for_a_while(desk: Desk, two: tuple[Person, Person, Person]) -> None:
    await wants(desk, PERSON)
    assert await asked(desk) == [VOLUNTEER]
    await answers(desk, VOLUNTEER, "decline")
    assert await asked(desk) == [SECOND]
    await desk.tick(seconds=60)
    assert await asked(desk) == []
    for _ in range(4):
        await desk.tick(minutes=5)
    assert await asked(desk) == [SECOND]


@pytest.mark.parametrize("direction", [1, -1])
async def test_somebody_blocked_is_not_asked(desk: Desk, two: tuple[Person, Person, Person], direction: int) -> None:
    one, other = (two[0].id, two[1].id)[::direction]
    await desk.store.unit(lambda unit: bonds.block(unit, one, other))
    await wants(desk, PERSON)
    assert await asked(desk) == [SECOND]


async def test_blocked_or_suspended_after_the_offer_the_yes_comes_too_late(desk: Desk, two: tuple[Person, Person, Person]) -> None:
    await wants(desk, PERSON)
    await desk.store.unit(lambda unit: bonds.block(unit, two[0].id, two[1].id))
    assert "nggak perlu dijawab" in await answers(desk, VOLUNTEER, "accept")
    assert await asked(desk) == [SECOND]
    await desk.store.unit(lambda unit: volunteers.decide(unit, two[2].id, "suspended", two[2].id))
    assert "nggak perlu dijawab" in await answers(desk, SECOND, "accept")
    assert await desk.value("SELECT count(*) FROM links") == 0
    assert await desk.value("SELECT state FROM requests") == "waiting"


async def test_for_two_minutes_only_who_lived_through_it_then_anybody(desk: Desk) -> None:
    await desk.person(PERSON)
    await desk.person(OTHER)
    await desk.person(VOLUNTEER, volunteer=("grief",))
    await desk.person(SECOND, volunteer=("money",))
    await wants(desk, OTHER)
    await answers(desk, VOLUNTEER, "accept")
    await wants(desk, PERSON)
    assert await asked(desk) == []
    await desk.tick(seconds=119)
    assert await asked(desk) == []
    await desk.tick(seconds=1)
    assert await asked(desk) == [SECOND]
    assert "sama-sama ada waktu" in await answers(desk, SECOND, "accept")


async def test_whoever_is_in_danger_goes_first_and_waits_for_nobody(desk: Desk) -> None:
    for who in (PERSON, OTHER):
        await desk.person(who)
    await desk.says(OTHER, "/call")
    await wants(desk, PERSON)
    await wants(desk, OTHER)
    await desk.person(VOLUNTEER, volunteer=("money",))

    def look(unit: Unit) -> list[tuple[int, int]]:
        return [(seeker.person, seeker.urgent) for _, seeker in matching.seekers(unit).values()]

    assert sorted(urgent for _, urgent in await desk.store.unit(look)) == [0, 4]
    await desk.tick(minutes=5)
    assert await asked(desk) == [VOLUNTEER]
    assert "terhubung" in await answers(desk, VOLUNTEER, "accept")
    assert any("Kamu terhubung" in text for text in desk.sent(OTHER))


async def test_a_very_bad_day_goes_before_an_ordinary_one(desk: Desk) -> None:
    person = await desk.person(PERSON)
    await desk.store.unit(lambda unit: moods.add(unit, person.id, 1, "2026-11-23"))
    await wants(desk, PERSON)
    found = await desk.store.unit(matching.seekers)
    assert found[person.id][1].urgent == 1
    await desk.store.unit(lambda unit: unit.run("INSERT INTO requests_first (request, at) SELECT id, 1 FROM requests"))
    assert (await desk.store.unit(matching.seekers))[person.id][1].urgent == 2


async def test_whoever_wrote_of_danger_goes_before_who_did_not(desk: Desk) -> None:
    """Also where the questions ended without a call; not for what was written about a friend, or long ago."""
    person, friend = await desk.person(PERSON), await desk.person(OTHER)
    for who in (PERSON, OTHER):
        await wants(desk, who)
    await desk.says(PERSON, "aku pengen mati")
    await desk.says(OTHER, "temanku mau bunuh diri")
    found = await desk.store.unit(matching.seekers)
    assert [found[one.id][1].urgent for one in (person, friend)] == [3, 0]
    desk.now += 6 * HOUR
    assert (await desk.store.unit(matching.seekers))[person.id][1].urgent == 0


async def test_what_the_matching_sees_of_a_volunteer(desk: Desk, two: tuple[Person, Person, Person]) -> None:
    """Their share of the work in chats for ten hours on duty, how helpful they were found, whom they talked with before."""
    person, helper, _ = two

    def past(unit: Unit) -> None:
        for _ in range(4):
            link = links.add(unit, "peer", person.id, helper.id, ("A", "B"), 1)
            links.rate(unit, link.id, person.id, 5)
            links.rate(unit, link.id, helper.id, 1)
            links.close(unit, link.id)
        number = requests.add(unit, person.id, ("grief", "study"))
        unit.run("UPDATE requests SET again = 1 WHERE id = :id", id=number)
        bonds.want_again(unit, helper.id, person.id, yes=True)
        bonds.want_again(unit, two[2].id, person.id, yes=True)
        bonds.want_again(unit, person.id, helper.id, yes=True)

    await desk.store.unit(past)
    desk.now += 2 * HOUR
    crowd = await desk.store.unit(lambda unit: matching.between(unit, matching.candidates(unit)))
    busy, idle = sorted(crowd, key=lambda c: -c.load)
    assert (busy.person, busy.load, busy.rating, busy.met) == (helper.id, 20, (3 * NEUTRAL_RATING + 2000) // 7, {person.id})
    assert (busy.again, idle.again) == ({person.id}, frozenset()), "only where both want it"
    assert (idle.load, idle.rating, idle.met) == (0, NEUTRAL_RATING, frozenset())
    await desk.store.unit(lambda unit: volunteers.set_duty(unit, helper.id, False))
    desk.now += HOUR
    await desk.store.unit(lambda unit: volunteers.set_duty(unit, helper.id, True))
    await desk.store.unit(lambda unit: volunteers.set_duty(unit, helper.id, True))
    assert await desk.all("SELECT until - since FROM duty_times WHERE volunteer = :v ORDER BY id", v=helper.id) == [(2 * HOUR,), (None,)]


async def test_both_are_told_why_and_it_is_kept_with_the_offer(desk: Desk, two: tuple[Person, Person, Person]) -> None:
    await wants(desk, PERSON)
    await desk.store.unit(lambda unit: unit.run("""UPDATE offers SET why = '{"shared": ["grief"], "again": 1}'"""))
    said = await answers(desk, VOLUNTEER, "accept")
    assert said.count("Kalian pernah ngobrol sebelumnya") == 2
    assert await desk.value("SELECT count(*) FROM audit WHERE action = 'peer.paired'") == 1


async def test_the_end_of_patience_is_a_row_and_outlives_the_program(desk: Desk) -> None:
    await desk.person(PERSON)
    await desk.person(VOLUNTEER, volunteer=("grief",))
    await desk.person(SECOND, volunteer=("money",))
    await desk.person(OTHER)
    await wants(desk, OTHER)
    await answers(desk, VOLUNTEER, "accept")
    await wants(desk, PERSON)
    assert await desk.value("SELECT due_at FROM timers WHERE kind = 'match'") == desk.now + 120_000
