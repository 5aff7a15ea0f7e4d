"""Weekly hours as people write them, and when somebody is there next."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from conversations.staffing import ALWAYS, is_open, next_open, parse_week

JAKARTA = ZoneInfo("Asia/Jakarta")
MONDAY = datetime(2026, 11, 23, 13, 0, tzinfo=JAKARTA)


@pytest.mark.parametrize(
    ("text", "week"),
    [
        ("mon-fri 8-16", tuple((day, 480, 960) for day in range(5))),
        ("Senin sampai rabu 08.30–12:00", tuple((day, 510, 720) for day in range(3))),
        ("sat 9-12; min 9-12", ((5, 540, 720), (6, 540, 720))),
        ("sab-sen 20-24", ((0, 1200, 1440), (5, 1200, 1440), (6, 1200, 1440))),
        ("jum 22-6", ((4, 1320, 1440), (5, 0, 360))),
        ("fri 22-0", ((4, 1320, 1440),)),
        ("selalu", ALWAYS),
    ],
)
def test_hours_are_read_in_both_languages(text: str, week: object) -> None:
    assert parse_week(text) == week


@pytest.mark.parametrize("text", ["", "monday", "mon 8", "xyz 8-16", "mon-xyz 8-16", "mon 25-26", "mon 8-8", "mon 24.30-3", "mon 3-24.30", "8-16"])
def test_what_is_no_week_is_not_guessed(text: str) -> None:
    assert parse_week(text) is None


def test_who_is_there_and_who_next() -> None:
    week = parse_week("mon-fri 8-16") or ()
    assert is_open(week, MONDAY)
    assert not is_open(week, MONDAY.replace(hour=16))
    assert next_open(week, MONDAY) == MONDAY.replace(day=24, hour=8)
    assert next_open(week, MONDAY.replace(hour=6)) == MONDAY.replace(hour=8)
    assert next_open(parse_week("mon 8-16") or (), MONDAY) == MONDAY.replace(day=30, hour=8)
    assert next_open((), MONDAY) is None
    assert next_open(week, MONDAY).astimezone(UTC).hour == 1  # type: ignore[union-attr]
