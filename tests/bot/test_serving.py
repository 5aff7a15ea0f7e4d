"""Shifts and ready texts: the changes of the clocks, down times, and what the scripts do not reach."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.effects import shifts as effects
from bot.helping import load
from bot.store import serving, timers
from bot.store.database import Unit
from bot.turn import Scene, Turn
from conversations.effects.serving import AddShifts
from conversations.serving import Shift
from conversations.shift_times import REMIND, begun, ended, next_begin, next_change, on_shift
from conversations.shifts import hours_of, weekdays
from tests.bot.desk import VOLUNTEER, Desk, texts

HOUR = timedelta(hours=1)
NIGHT = (Shift(1, 6, 2, 3),)  # Sundays from 02:00, for three hours


def utc(*when: int) -> datetime:
    return datetime(*when, tzinfo=UTC)  # type: ignore[misc]


@pytest.mark.parametrize(
    ("zone", "around", "begin"),
    [
        ("Asia/Jakarta", utc(2026, 11, 25), utc(2026, 11, 28, 19)),
        ("Europe/Berlin", utc(2027, 3, 25), utc(2027, 3, 28, 1)),  # 02:00 does not exist that night: 03:00 summer time
        ("Europe/Berlin", utc(2026, 10, 22), utc(2026, 10, 25, 0)),  # 02:00 comes twice: the first
        ("Europe/Berlin", utc(2027, 3, 30), utc(2027, 4, 4, 0)),  # the week after, by the new clock
    ],
)
def test_a_shift_keeps_its_local_hour_and_its_length(zone: str, around: datetime, begin: datetime) -> None:
    assert next_begin(NIGHT, zone, around) == begin
    assert next_change(NIGHT, zone, around) == begin - REMIND
    assert next_change(NIGHT, zone, begin - REMIND) == begin
    assert next_change(NIGHT, zone, begin) == begin + 3 * HOUR
    assert on_shift(NIGHT, zone, begin) and on_shift(NIGHT, zone, begin + 2 * HOUR)
    assert not on_shift(NIGHT, zone, begin - HOUR) and not on_shift(NIGHT, zone, begin + 3 * HOUR)
    assert begun(NIGHT, zone, begin, begin) and not begun(NIGHT, zone, begin + HOUR, begin + 2 * HOUR)
    assert ended(NIGHT, zone, begin, begin + 4 * HOUR) and not ended(NIGHT, zone, begin, begin + HOUR)


def test_without_shifts_there_is_nothing_to_do() -> None:
    assert next_change((), "Asia/Jakarta", utc(2026, 11, 25)) is None
    assert next_begin((), "Asia/Jakarta", utc(2026, 11, 25)) is None


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("19-21", (19, 2)),
        ("jam 19.00 sampai 21.00", (19, 2)),
        ("22 to 1", (22, 3)),
        ("22-24", (22, 2)),
        ("7-20", None),
        ("19-19", None),
        ("25-26", None),
        ("malam", None),
        ("", None),
        ("²-³", None),
    ],
)
def test_hours_are_understood(text: str, hours: tuple[int, int] | None) -> None:
    assert hours_of(text) == hours


def test_days_behind_the_buttons() -> None:
    assert weekdays("work") == (0, 1, 2, 3, 4)
    assert len(weekdays("all")) == 7
    assert weekdays("7") == ()


async def on_duty(desk: Desk) -> int:
    number: int = await desk.value("SELECT on_duty FROM volunteers")
    return number


async def shift_at(desk: Desk, hour: int, hours: int) -> int:
    """A volunteer off duty with a shift every day; it is 13:00 there. Returns their id."""
    helper = await desk.person(VOLUNTEER, volunteer=("grief",))

    def work(unit: Unit) -> None:
        unit.run("UPDATE volunteers SET on_duty = 0")
        effects.add_shifts(AddShifts(tuple(range(7)), hour, hours), Turn(unit, desk.world), Scene(helper.id, helper.id, None))

    await desk.store.unit(work)
    return helper.id


async def test_after_a_down_time_only_what_is_true_now_is_done(desk: Desk) -> None:
    await shift_at(desk, 14, 2)
    said = texts(await desk.tick(hours=2))
    assert "Jadwalmu mulai" in said
    assert "menit lagi" not in said
    assert await on_duty(desk)
    assert "Jadwalmu selesai" in texts(await desk.tick(hours=1))
    assert not await on_duty(desk)
    assert texts(await desk.tick(hours=25)) == "", "a whole shift went by while the program was down"
    assert not await on_duty(desk)


async def test_who_stops_in_the_middle_of_a_shift_stays_off(desk: Desk) -> None:
    helper = await shift_at(desk, 14, 2)
    await desk.tick(hours=1)
    await desk.store.unit(lambda unit: unit.run("UPDATE volunteers SET on_duty = 0"))
    await desk.store.unit(lambda unit: timers.put(unit, "shift", helper, unit.now + 60_000))
    assert texts(await desk.tick(minutes=10)) == ""
    assert not await on_duty(desk)


async def test_a_move_to_another_zone_plans_anew(desk: Desk) -> None:
    helper = await shift_at(desk, 14, 2)
    before = await desk.value("SELECT due_at FROM timers WHERE kind = 'shift'")
    await desk.store.unit(lambda unit: unit.run("UPDATE people SET zone = 'Asia/Tokyo' WHERE id = :id", id=helper))
    await desk.store.unit(lambda unit: timers.put(unit, "shift", helper, unit.now))
    await desk.tick(seconds=1)
    assert await desk.value("SELECT due_at FROM timers WHERE kind = 'shift'") != before


async def test_ready_texts_are_replaced_by_name_and_limited(desk: Desk) -> None:
    helper = await desk.person(VOLUNTEER, volunteer=("grief",))

    def work(unit: Unit) -> None:
        for n in range(serving.MOST_TEXTS + 1):
            serving.save_ready(unit, helper.id, f"t{n:02d}", "x")
        serving.save_ready(unit, helper.id, "t00", "y")
        known = serving.ready(unit, helper.id)
        assert len(known) == serving.MOST_TEXTS
        assert known[0].text == "y"
        assert unit.value("SELECT count(*) FROM ready_texts WHERE text_x = 'y'") == 0, "sealed"

    await desk.store.unit(work)


GOOD = "texts:\n  - id: hello\n    name: {id: halo, en: hello}\n    text: {id: Halo, en: Hi}\n"
CARD = "order: 1\ntitle: {id: Sedih, en: Sad}\ntext: {id: Ada, en: There}\n"


@pytest.mark.parametrize(
    ("ready", "card", "problem"),
    [
        (GOOD.replace("id: hello", "id: Hello"), CARD, "ready_texts.yaml:2: texts.1.id: must be small letters"),
        (GOOD + GOOD.removeprefix("texts:\n"), CARD, "ready_texts.yaml:5: texts.2.id: must be small letters"),
        (GOOD.replace("id: halo", "id: dua kata"), CARD, "ready_texts.yaml:3: texts.1.name.id: must be one word"),
        (GOOD.replace(", en: Hi", ""), CARD, "ready_texts.yaml:4: texts.1.text: the text is missing in en"),
        (GOOD, CARD.replace(", en: Sad", ""), "help_cards/sad.yaml:2: title: the text is missing in en"),
        (GOOD, CARD.replace("order: 1", "order: one"), "help_cards/sad.yaml:1: order:"),
        (GOOD, CARD + "more: 1\n", "help_cards/sad.yaml:4: more: this setting does not exist"),
        ("nothing: 1\n", CARD, "ready_texts.yaml:1: texts: is missing"),
    ],
)
def test_bad_files_are_refused_with_their_line(tmp_path: Path, ready: str, card: str, problem: str) -> None:
    (tmp_path / "help_cards").mkdir()
    (tmp_path / "ready_texts.yaml").write_text(ready, encoding="utf-8")
    (tmp_path / "help_cards" / "sad.yaml").write_text(card, encoding="utf-8")
    found = [one.removeprefix(f"{tmp_path}/") for one in load(tmp_path, ["id", "en"]).problems]
    assert any(one.startswith(problem) for one in found), found


def test_a_bad_file_name_is_refused_and_no_files_are_none(tmp_path: Path) -> None:
    assert load(tmp_path, ["id", "en"]).problems == []
    (tmp_path / "help_cards").mkdir()
    (tmp_path / "help_cards" / "Sad 1.yaml").write_text(CARD, encoding="utf-8")
    assert "the file's name" in load(tmp_path, ["id", "en"]).problems[0]
