"""The daily prompt in every zone of the world: once per local day, at the right hour, through every change of the clocks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conversations.schedule import NIGHT, ZONES, local_day, next_prompt, offset_of, still_sensible

FIRST, LAST = datetime(2024, 1, 1, tzinfo=UTC), datetime(2034, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
zones = st.sampled_from(sorted(ZONES))
hours = st.integers(0, 23)
moments = st.datetimes(FIRST.replace(tzinfo=None), LAST.replace(tzinfo=None)).map(lambda moment: moment.replace(tzinfo=UTC))


def exists(day: date, hour: int, zone: str) -> bool:
    """Whether the clocks of that day show the hour at all."""
    wall = datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo(zone))
    return wall.astimezone(UTC).astimezone(wall.tzinfo).replace(tzinfo=None) == wall.replace(tzinfo=None)


@given(moments, hours, zones)
@example(datetime(2026, 3, 29, 0, 30, tzinfo=UTC), 2, "Europe/Berlin")  # the hour is skipped
@example(datetime(2026, 10, 25, 0, 0, tzinfo=UTC), 2, "Europe/Berlin")  # the hour comes twice
def test_the_next_prompt_is_the_first_such_hour(after: datetime, hour: int, zone: str) -> None:
    due = next_prompt(after, hour, zone)
    assert after < due <= after + 2 * DAY
    local = due.astimezone(ZoneInfo(zone))
    wanted = local.date()
    if local.hour == hour and local.minute == 0:
        assert local.fold == 0, "of an hour that comes twice the first is taken"
    else:
        assert not exists(wanted, hour, zone) or not exists(wanted - DAY, hour, zone)
    earlier = wanted - DAY
    if exists(earlier, hour, zone):
        wall = datetime(earlier.year, earlier.month, earlier.day, hour, tzinfo=ZoneInfo(zone))
        assert wall.astimezone(UTC) <= after, "an earlier one was passed over"


def _offsets(zone: str, moments: Iterable[datetime]) -> tuple[timedelta | None, ...]:
    place = ZoneInfo(zone)
    return tuple(moment.astimezone(place).utcoffset() for moment in moments)


def changes(zone: str) -> list[date]:
    """The local dates around which the clocks of a zone are moved in these ten years."""
    days = [FIRST + n * DAY for n in range((LAST - FIRST).days)]
    moved = pairwise(zip(days, _offsets(zone, days), strict=True))
    return [before.astimezone(ZoneInfo(zone)).date() for (before, old), (_, new) in moved if old != new]


def distinct() -> list[str]:
    """One zone for each way of moving the clocks: aliases tell nothing new."""
    weeks = [FIRST + n * 7 * DAY for n in range((LAST - FIRST).days // 7)]
    return list({_offsets(zone, weeks): zone for zone in sorted(ZONES)}.values())


def test_once_on_every_local_day_through_all_changes_of_ten_years() -> None:
    """Every zone, every hour, four days around every change: each date once, except where the clocks jump over the hour and midnight."""
    seen = 0
    for zone in distinct():
        for day in changes(zone):
            for hour in range(24):
                seen += 1
                _four_days(zone, day, hour)
    assert seen > 10_000


def _four_days(zone: str, day: date, hour: int) -> None:
    start = day - 2 * DAY
    due = datetime(start.year, start.month, start.day, hour, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    last = local_day(due, zone)
    for _ in range(4):
        due = next_prompt(due, hour, zone, last)
        today = local_day(due, zone)
        assert today > last
        gap = date.fromisoformat(today) - date.fromisoformat(last)
        skipped = [date.fromisoformat(last) + n * DAY for n in range(1, gap.days)]
        assert all(not exists(missed, hour, zone) or not exists(missed - DAY, hour, zone) for missed in skipped), (zone, last, today, hour)
        last = today


@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])
def test_indonesia_never_moves_its_clocks(zone: str) -> None:
    due = next_prompt(FIRST, 19, zone)
    for _ in range(3650):
        following = next_prompt(due, 19, zone, local_day(due, zone))
        assert following - due == DAY
        due = following


@given(moments, hours, zones, zones)
def test_a_move_to_another_zone_never_makes_a_second_prompt_on_a_date(after: datetime, hour: int, old: str, new: str) -> None:
    due = next_prompt(after, hour, old)
    day = local_day(due, old)
    assert local_day(next_prompt(due, hour, new, day), new) > day


def test_a_prompt_planned_at_its_very_moment_is_tomorrows() -> None:
    at = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)  # 19:00 in Jakarta
    assert next_prompt(at, 19, "Asia/Jakarta") == at + DAY
    assert next_prompt(at - timedelta(seconds=1), 19, "Asia/Jakarta") == at


def test_the_zones_are_places_and_utc() -> None:
    assert {"UTC", "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "Etc/GMT-8"} <= ZONES
    assert not any(zone.startswith(("posix/", "right/")) for zone in ZONES)


# ---------------------------------------------------------------------------------------------------- ten years, day by day, in every zone

windows = st.sampled_from([timedelta(0), timedelta(minutes=10), timedelta(minutes=55)])
people = st.integers(1, 2**60)


@given(zones, hours, windows, people, st.dates(date(2024, 1, 1), date(2033, 11, 1)), st.lists(zones, max_size=3))
def test_a_life_of_prompts_is_once_a_day_at_the_chosen_hour(
    zone: str, hour: int, window: timedelta, person: int, day: date, moves: list[str]
) -> None:
    """Sixty days on end, with moves to other zones in between: never twice on a local date, never at an hour that was not chosen."""
    offset = offset_of(person, window)
    assert timedelta(0) <= offset < max(window, timedelta(seconds=1))
    due, last = datetime(day.year, day.month, day.day, tzinfo=UTC), ""
    for n in range(60):
        zone = moves[n // 20] if n % 20 == 19 and n // 20 < len(moves) else zone
        due = next_prompt(due, hour, zone, last, offset)
        local = due.astimezone(ZoneInfo(zone))
        assert local.date().isoformat() > last, "twice on a date"
        if local.hour != hour:  # only where the clocks skip the hour, or move within the window
            assert not exists(local.date(), hour, zone) or not exists(local.date() - DAY, hour, zone) or moved(local), (zone, local)
            assert abs(local - datetime(local.year, local.month, local.day, hour, tzinfo=local.tzinfo)) < timedelta(days=1)
        last = local.date().isoformat()


def moved(local: datetime) -> bool:
    """Whether the clocks are moved within a day of this moment."""
    return len({(local.astimezone(UTC) + n * timedelta(hours=12)).astimezone(local.tzinfo).utcoffset() for n in (-2, -1, 0, 1, 2)}) > 1


@given(zones, hours, moments, st.timedeltas(timedelta(0), timedelta(hours=30)))
def test_what_fell_due_while_the_bot_was_down_is_sent_only_while_it_makes_sense(zone: str, hour: int, after: datetime, late: timedelta) -> None:
    due = next_prompt(after, hour, zone)
    now, window = due + late, timedelta(hours=3)
    wanted, here = due.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone))
    if still_sensible(due, now, zone, window):
        assert late <= window and here.date() == wanted.date()
        assert NIGHT[1] <= here.hour < NIGHT[0] or not NIGHT[1] <= wanted.hour < NIGHT[0], "woken in the night"
    elif late <= timedelta(minutes=1):
        assert here.date() != wanted.date() or here.hour != wanted.hour, "in time, and yet not sent"


def test_a_hundred_thousand_people_at_seven_are_no_wall() -> None:
    """Spread evenly over ten minutes, whatever their ids look like."""
    window = timedelta(minutes=10)
    for step_ in (1, 7, 1000, 2**20):
        counts = [0] * 600
        for n in range(100_000):
            counts[int(offset_of(1_795_413_600_000_000 + n * step_, window).total_seconds())] += 1
        assert max(counts) <= 3 * 100_000 / 600, step_
