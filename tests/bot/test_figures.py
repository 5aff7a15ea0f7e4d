"""Numbers of the weeks and the table of conversations: right, and about nobody in particular. And the week's rota, with what was switched by hand."""

from __future__ import annotations

from datetime import UTC, datetime

from bot import stats
from bot.facts import facts_for
from bot.store import figures, serving, staffing
from bot.store.database import Unit
from bot.store.figures import Talk
from bot.turn import Turn
from conversations import rota
from conversations.kit import Facts
from conversations.rostering import clock, gaps, within
from tests.bot.desk import COORDINATOR, COUNSELOR, PERSON, SECOND, START, VOLUNTEER, Desk

HOUR = 3_600_000
WEEK = 168 * HOUR


def talk(person: int, week: int, **changes: int | None) -> Talk:
    given: dict[str, int | None] = {"wait": 3, "minutes": 20, "messages": 30, **changes}
    return Talk(person, "peer", week, given["wait"], given["minutes"] or 0, given["messages"] or 0)


NAMES = {n: f"2026-W{n}" for n in (40, 41, 42)}


def test_a_table_hides_what_few_people_are_behind() -> None:
    many = [talk(n, 40) for n in range(5)]
    rows = figures.table([*many, talk(1, 41), talk(2, 41), *(talk(n, 42) for n in range(4))], NAMES, 5)
    weeks = [row["week"] for row in rows]
    assert weeks.count("2026-W40") == 5 and "2026-W41" not in weeks and "2026-W42" not in weeks
    assert "*" not in weeks, "four different people in both of the small weeks together: not even that is told"
    assert rows[0] == {"week": "2026-W40", "kind": "peer", "wait": "1–5", "minutes": "15–30", "messages": "25–50"}
    rows = figures.table([*(talk(n, 41) for n in range(3)), *(talk(n + 3, 42) for n in range(3))], NAMES, 5)
    assert [row["week"] for row in rows] == ["*"] * 6


def test_a_value_that_stands_out_is_hidden() -> None:
    rows = figures.table([*(talk(n, 40) for n in range(5)), talk(6, 40, wait=None, minutes=400, messages=0)], NAMES, 5)
    assert sorted((row["wait"], row["minutes"], row["messages"]) for row in rows)[0] == ("*", "*", "*")
    rows = figures.table([talk(n, 40, wait=None, minutes=400) for n in range(5)], NAMES, 5)
    assert {(row["wait"], row["minutes"]) for row in rows} == {("", "120+")}
    assert figures.table([], {}, 5) == []


async def test_weeks_count_conversations_and_calls(desk: Desk) -> None:
    people = [await desk.person(1000 + n) for n in range(6)]
    helper = await desk.person(VOLUNTEER, volunteer=("grief",))

    def work(unit: Unit) -> None:
        for n, person in enumerate(people):
            row = {"id": unit.ids.next(), "person": person.id, "helper": helper.id, "at": unit.now - (n % 2) * WEEK, "end": unit.now + 30 * 60_000}
            kind = "peer" if n < 5 else "case"
            unit.run(
                f"""INSERT INTO links (id, kind, person, helper, person_alias, helper_alias, origin, opened_at, closed_at)
                    VALUES (:id, '{kind}', :person, :helper, 'a', 'b', 0, :at, :end)""",
                **row,
            )
            sql = "INSERT INTO alerts (id, person, severity, state, opened_at, seen_at) VALUES (:id, :person, 'high', 'open', :at, :end)"
            unit.run(sql, id=unit.ids.next(), person=person.id, at=unit.now, end=unit.now + 65_000)

    await desk.store.unit(work)
    begins = [START - 2 * WEEK, START - WEEK, START]
    found = await desk.store.unit(lambda unit: figures.weeks(unit, begins, 3))
    assert found == {"volunteers": [0, None, 3], "counselors": [0, None, 0], "calls": [0, 0, 6]}
    talks = await desk.store.unit(lambda unit: figures.talks(unit, START))
    assert [(one.kind, one.wait, one.minutes, one.messages) for one in talks] == [("peer", None, 30, 0)] * 3


async def test_a_table_for_a_coordinator_and_for_nobody_else(desk: Desk) -> None:
    helper = await desk.person(VOLUNTEER, volunteer=("grief",))
    await desk.person(COORDINATOR)
    people = [await desk.person(1000 + n) for n in range(5)]

    def work(unit: Unit) -> None:
        for person in people:
            unit.run(
                """INSERT INTO links (id, kind, person, helper, person_alias, helper_alias, origin, opened_at, closed_at)
                   VALUES (:id, 'peer', :person, :helper, 'a', 'b', 0, :at, :at)""",
                id=unit.ids.next(),
                person=person.id,
                helper=helper.id,
                at=unit.now,
            )

    await desk.store.unit(work)
    await desk.says(COORDINATOR, "/stats")
    sent = await desk.taps(COORDINATOR, "stats", "stats", "table")
    assert "5" in str(next(row for row in sent if row.method == "sendDocument").params["caption"])
    content = (await desk.value("SELECT content_x FROM files")) is not None
    assert content
    desk.world.access._coordinators.discard(COORDINATOR)
    sent = await desk.taps(COORDINATOR, "stats", "stats", "table")
    assert not any(row.method == "sendDocument" for row in sent)
    await desk.says(PERSON, "/stats")
    assert await desk.value("SELECT count(*) FROM conversations WHERE flow = 'stats'") == 0


async def known(desk: Desk, who: int) -> Facts:
    number = await desk.value("SELECT id FROM people WHERE telegram_id = :who", who=who)
    return await desk.store.unit(lambda unit: facts_for(Turn(unit, desk.world), rota, number))


async def test_the_rota_knows_hours_shifts_breaks_and_what_was_switched(desk: Desk) -> None:
    """START is a Monday, 13:00 in Jakarta."""
    volunteer = await desk.person(VOLUNTEER, volunteer=("grief",), name="Dimas")
    ratna, hendra = await desk.person(COUNSELOR), await desk.person(SECOND)
    await desk.person(COORDINATOR)

    def work(unit: Unit) -> None:
        serving.add_shift(unit, volunteer.id, 0, 22, 4)
        staffing.set_week(unit, ratna.id, ((0, 600, 1440), (1, 0, 60)))
        staffing.set_week(unit, hendra.id, ((0, 0, 1440),))
        staffing.set_mode(unit, hendra.id, "off", unit.now + 2 * HOUR)

    await desk.store.unit(work)
    found = (await known(desk, COORDINATOR)).rota
    today, midnight, tomorrow = START, START + 11 * HOUR, START + 35 * HOUR
    assert [(one.name, one.begin, one.end) for one in within(found, "counselor", today, midnight)] == [
        ("Bu Ratna", today, midnight),
        ("Pak Hendra", today + 2 * HOUR, midnight),
    ]
    assert list(gaps(found, "counselor", midnight, tomorrow)) == [(midnight + HOUR, tomorrow)]
    assert list(gaps(found, "volunteer", today, tomorrow)) == [(today, midnight - 2 * HOUR), (midnight + 2 * HOUR, tomorrow)]
    await desk.store.unit(lambda unit: staffing.set_mode(unit, hendra.id, "on", unit.now + 12 * HOUR))
    found = (await known(desk, COORDINATOR)).rota
    assert within(found, "counselor", midnight + HOUR, tomorrow) == [] and within(found, "counselor", midnight, tomorrow)[0].name == "Bu Ratna"
    assert (await known(desk, COUNSELOR)).rota and not (await known(desk, VOLUNTEER)).rota


def test_midnight_at_the_end_of_a_day() -> None:
    midnight = int(datetime(2026, 11, 24, tzinfo=UTC).timestamp() * 1000)
    assert clock(midnight, "UTC", midnight) == (24, 0) and clock(midnight, "UTC") == (0, 0)


async def calls(desk: Desk, answered: int) -> None:
    """Of five people, of whom so many have an answer after half a minute."""
    await desk.everybody()
    for n in range(5):
        await desk.person(500 + n)
        await desk.says(500 + n, "/sos")
        if n < answered:
            await desk.tick(seconds=30)
            await desk.taps(COUNSELOR, "escalation", "alert", "ack")


async def test_how_long_calls_waited_is_not_changed_by_being_taken_again(desk: Desk) -> None:
    await calls(desk, 5)
    assert (await desk.store.unit(lambda unit: stats.report(unit, 7)))["average_answer_seconds"] == 30
    await desk.tick(hours=3)  # nobody began to talk: they climb
    for (token,) in await desk.all("SELECT token FROM conversations WHERE flow = 'escalation'"):
        await desk.handle(desk.tap(SECOND, f"escalation.{token}.alert.ack"))
    assert (await desk.store.unit(lambda unit: stats.report(unit, 7)))["average_answer_seconds"] == 30


async def test_a_number_of_fewer_than_five_is_not_told_though_more_called(desk: Desk) -> None:
    await calls(desk, 1)
    found = await desk.store.unit(lambda unit: stats.report(unit, 7))
    assert found["calls_for_help"] == 5 and found["calls_answered"] is None and found["average_answer_seconds"] is None
