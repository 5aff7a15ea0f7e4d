"""The corners of looking after volunteers: what no script reaches."""

from __future__ import annotations

from bot.effects import care as effects
from bot.store import bonds, care, links, timers
from bot.store.database import Unit
from bot.turn import Scene, Turn
from conversations.effects.care import EndBreak, LiftBreak, MarkHeavy
from conversations.kit import Facts
from conversations.me import _hours
from conversations.me import start as record
from conversations.serving import Record
from tests.bot.desk import COORDINATOR, PERSON, VOLUNTEER, Desk, texts

HOUR = 3_600_000


async def test_marked_in_the_chat_it_is_heavy_when_it_ends(desk: Desk) -> None:
    person, helper = await desk.paired()

    def work(unit: Unit) -> None:
        link = links.open_of(unit, helper.id)[0]
        for owner in (person.id, helper.id, helper.id):
            effects.mark_heavy(MarkHeavy(link.id), Turn(unit, desk.world), Scene(owner, owner, None, link.id))
        assert unit.all("SELECT volunteer, why FROM heavy_chats") == [(helper.id, "marked")]
        assert care.resting(unit, helper.id) == (0, "")

    await desk.store.unit(work)
    await desk.says(PERSON, "/end")
    assert await desk.all("SELECT why FROM rests") == [("heavy",)]
    assert await desk.value("SELECT count(*) FROM timers WHERE kind = 'debrief'") == 1


async def test_marked_twice_the_rest_does_not_begin_again(desk: Desk) -> None:
    _, helper = await desk.paired()
    await desk.says(PERSON, "/end")

    def work(unit: Unit) -> None:
        link = links.get(unit, unit.value("SELECT id FROM links"))
        turn, scene = Turn(unit, desk.world), Scene(helper.id, helper.id, None, 0)
        effects.mark_heavy(MarkHeavy(link.id), turn, scene)
        until = care.resting(unit, helper.id)[0]
        unit.run("DELETE FROM rests")
        effects.mark_heavy(MarkHeavy(link.id), turn, scene)
        assert until == unit.now + HOUR
        assert care.resting(unit, helper.id) == (0, "")

    await desk.store.unit(work)


async def test_a_longer_rest_stays_and_only_an_own_break_can_be_ended(desk: Desk) -> None:
    helper = await desk.person(VOLUNTEER, volunteer=("grief",), name="Sari")
    await desk.person(COORDINATOR)

    def work(unit: Unit) -> None:
        turn, scene = Turn(unit, desk.world), Scene(helper.id, helper.id, None, 0)
        care.rest(unit, helper.id, unit.now + 2 * HOUR, "low")
        care.rest(unit, helper.id, unit.now + HOUR, "heavy")
        assert care.resting(unit, helper.id) == (unit.now + 2 * HOUR, "low")
        effects.end_break(EndBreak(), turn, scene)
        effects.lift_break(LiftBreak(helper.id), turn, scene)
        assert care.resting(unit, helper.id)[1] == "low", "nobody but a coordinator lifts it"
        assert care.last_rest(unit, helper.id) == "heavy", "it is not over yet"
        assert care.end_rest(unit, helper.id, "low", "own")
        assert not care.end_rest(unit, helper.id)

    await desk.store.unit(work)


async def test_who_does_not_serve_any_more_is_left_alone(desk: Desk) -> None:
    helper = await desk.person(VOLUNTEER, volunteer=("grief",))
    await desk.store.unit(lambda unit: unit.run("UPDATE volunteers SET state = 'suspended', on_duty = 0"))

    def work(unit: Unit) -> None:
        for kind in ("own_check", "rested", "debrief", "day_limit"):
            timers.put(unit, kind, helper.id, unit.now)

    await desk.store.unit(work)
    assert texts(await desk.tick(minutes=1)) == ""


async def test_who_is_in_a_chat_is_asked_later(desk: Desk) -> None:
    _, helper = await desk.paired()
    await desk.store.unit(lambda unit: timers.put(unit, "own_check", helper.id, unit.now))
    assert "Sebulan sekali" not in texts(await desk.tick(seconds=1))
    await desk.says(PERSON, "/end")
    await desk.taps(VOLUNTEER, "feedback", "skip", "skip")
    assert "Sebulan sekali" in texts(await desk.tick(minutes=3))


async def test_the_thanks_of_people_are_in_the_record(desk: Desk) -> None:
    person, helper = await desk.paired()

    def work(unit: Unit) -> None:
        link = links.open_of(unit, helper.id)[0]
        bonds.leave_words(unit, link.id, person.id, "Makasih, aku lega.")
        assert care.thanks(unit, helper.id) == (0, ())
        bonds.take_thanks(unit, link.id, person.id)
        assert care.thanks(unit, helper.id) == (1, ("Makasih, aku lega.",))
        assert not care.has_timer(unit, "own_check", helper.id)

    await desk.store.unit(work)


def test_hours_are_rounded_and_a_record_is_a_volunteers() -> None:
    assert [_hours(minutes) for minutes in (0, 29, 30, 90)] == [0, 0, 1, 2]
    shown = record(Facts(roles=frozenset({"volunteer"}), record=Record(words=("a", "b")))).effects[0]
    assert "more" in str(shown)
