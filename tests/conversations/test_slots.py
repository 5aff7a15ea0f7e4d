"""Free times: through every change of the clocks, in every zone, never two at once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.kit import Ref
from conversations.slots import QUARTER, Span, day_of, free, local, quarters, spans_of, spans_text, when

ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC")
NONE: tuple[tuple[Span, ...], ...] = ((),) * 7
span = st.tuples(st.integers(0, 95), st.integers(1, 96)).filter(lambda s: s[0] < s[1]).map(lambda s: (s[0] * 15, s[1] * 15))
week = st.tuples(*[st.lists(span, max_size=2).map(lambda spans: tuple(sorted(spans))) for _ in range(7)])
moment = st.integers(1_767_225_600, 1_830_000_000).map(lambda s: datetime.fromtimestamp(s, UTC))


@settings(max_examples=150, deadline=None)
@given(week, st.sampled_from(ZONES), moment, st.sampled_from((15, 30, 45, 60)), st.sets(st.integers(0, 700), max_size=20))
def test_times_are_free_within_the_hours_and_never_overlap(
    hours: tuple[tuple[Span, ...], ...], zone: str, now: datetime, minutes: int, busy: set[int]
) -> None:
    taken = frozenset(int(now.timestamp() * 1000) // QUARTER + n for n in busy)
    until = now + timedelta(days=8)
    found = list(free(hours, {}, zone, after=now, until=until, minutes=minutes, taken=taken))
    assert found == sorted(set(found))
    used: set[int] = set()
    for at in found:
        assert at % QUARTER == 0 and now.timestamp() * 1000 <= at <= until.timestamp() * 1000
        here = quarters(at, minutes)
        assert len(here) == minutes // 15 and not here & taken and not here & used, "nobody is in two at once"
        used |= here
        assert _inside(hours, zone, at, minutes)


def _inside(hours: tuple[tuple[Span, ...], ...], zone: str, at: int, minutes: int) -> bool:
    """Within a span of its day by the clock on the wall, or one that began the day before; where the clocks are moved, by an hour's leeway."""
    begin, end = local(at, zone), local(at + minutes * 60_000, zone)
    moved = begin.utcoffset() != end.utcoffset() or local(at - 86_400_000 // 4, zone).utcoffset() != local(at + 86_400_000 // 4, zone).utcoffset()
    leeway = 60 if moved else 0
    minute = begin.hour * 60 + begin.minute
    return any(a - leeway <= minute and minute + minutes <= b + leeway for a, b in hours[begin.weekday()])


@given(st.sampled_from(ZONES), st.sampled_from(ZONES), moment)
def test_a_time_reads_as_the_same_moment_everywhere(there: str, here: str, now: datetime) -> None:
    at = int(now.timestamp() * 1000) // QUARTER * QUARTER
    # by timestamps: Python takes the hour that a clock strikes twice in autumn for no other zone's hour
    assert local(at, there).timestamp() == local(at, here).timestamp() == at / 1000


def test_wib_wita_and_wit_lie_an_hour_apart() -> None:
    hours = (((9 * 60, 10 * 60),), *NONE[1:])
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    wib, wita, wit = (next(free(hours, {}, zone, after=now, until=now + timedelta(days=7), minutes=60)) for zone in ZONES[:3])
    assert (wib - wita, wita - wit) == (3_600_000, 3_600_000)
    assert when(wib, "Asia/Jayapura").args["clock"] == Ref("date.clock", {"hour": 11, "minute": 0})


@pytest.mark.parametrize(("day", "count"), [("2026-03-29", 3), ("2026-10-25", 5), ("2026-06-14", 4)])
def test_real_time_counts_where_the_clocks_are_moved(day: str, count: int) -> None:
    """Berlin: midnight to four is three hours long in spring, five in autumn."""
    now = datetime.fromisoformat(day).replace(tzinfo=ZoneInfo("Europe/Berlin"))
    found = list(free((*NONE[:6], ((0, 240),)), {}, "Europe/Berlin", after=now, until=now + timedelta(hours=12), minutes=60))
    assert len(found) == count


def test_single_dates_take_the_place_of_the_week() -> None:
    hours = (((540, 720),),) * 7
    now = datetime(2026, 11, 23, tzinfo=UTC)
    days: dict[str, tuple[Span, ...]] = {"2026-11-24": (), "2026-11-25": ((600, 660),)}
    found = [local(at, "UTC") for at in free(hours, days, "UTC", after=now, until=now + timedelta(days=3), minutes=60)]
    assert [(at.day, at.hour) for at in found] == [(23, 9), (23, 10), (23, 11), (25, 10)]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("9-12", "09:00-12:00"),
        ("13.30-15, 9 - 12", "09:00-12:00, 13:30-15:00"),
        ("9 sampai 10 dan 20:15-24", "09:00-10:00, 20:15-24:00"),
        ("8 to 9 and 9–10", "08:00-09:00, 09:00-10:00"),
        *((wrong, None) for wrong in ("", "9", "12-9", "9-25", "9-10.07", "9-12, 11-13", "jam sembilan", "24.15-25")),
    ],
)
def test_hours_as_people_write_them(text: str, spans: str | None) -> None:
    found = spans_of(text)
    assert (spans_text(found) if found is not None else None) == spans
    assert found is None or spans_of(spans_text(found)) == found


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-24", "2026-12-24"),
        (" 2026.12.24 ", "2026-12-24"),
        ("24/12", "2026-12-24"),
        ("24.12.2026", "2026-12-24"),
        ("24-12-2026", "2026-12-24"),
        ("24 Des", "2026-12-24"),
        ("24 desember 2026", "2026-12-24"),
        ("Dec 24", "2026-12-24"),
        ("December 24, 2026", "2026-12-24"),
        ("Kam, 24 Des", "2026-12-24"),
        ("24 Nov", "2026-11-24"),
        ("1 Mei", "2027-05-01"),
        ("23 November", "2026-11-23"),
        ("22 Nov", "2027-11-22"),
        ("29 Feb", None),
        ("2026-13-24", None),
        ("2026-12", None),
        ("2026-11-22", None),
        ("2028-01-01", None),
        ("24", None),
        ("9" * 4000 + "-1-1", None),
        ("besok", None),
        ("24 Des 2026 9", None),
        ("24 Des pagi", None),
        ("", None),
    ],
)
def test_a_day_as_people_write_it(text: str, day: str | None) -> None:
    found = day_of(text, date(2026, 11, 23))
    assert (found.isoformat() if found else None) == day
