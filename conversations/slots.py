"""When a counselor is free: weekly hours and exceptions, in the counselor's own zone, become moments in UTC.

Everything is cut into quarters of an hour since the epoch. All zones of today lie a whole number of quarters from UTC, so a time on the quarter
somewhere is one everywhere; and "no two appointments at once" becomes "no quarter twice", which the database itself can enforce.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from conversations.kit import Ref
from conversations.pick import zone_ref

Span = tuple[int, int]  # minutes of the local day: from, until
QUARTER = 15 * 60_000  # ms
DAY = 24 * 60
YEAR = 366  # days
_MONTHS = ("jan", "feb", "mar", "apr", "mei may", "jun", "jul", "agu ags aug", "sep", "okt oct", "nov", "des dec")
_SPAN = re.compile(r"^(\d{1,2})(?:[.:](\d{2}))?\s*(?:-|–|—|s/?d|sampai|to|until)\s*(\d{1,2})(?:[.:](\d{2}))?$", re.IGNORECASE)


def free(
    week: Sequence[Sequence[Span]],
    days: Mapping[str, Sequence[Span]],
    zone: str,
    *,
    after: datetime,
    until: datetime,
    minutes: int,
    taken: frozenset[int] = frozenset(),
) -> Iterator[int]:
    """The beginnings (epoch ms) of all free times of ``minutes`` between two aware moments, in order.

    ``week``: spans per weekday (0: Monday); ``days``: spans of single local dates (ISO) instead; ``taken``: quarters since the epoch.
    Where the clocks are moved within a span, real time counts: an hour that is skipped gives no time, one that comes twice gives two.
    """
    place = ZoneInfo(zone)
    day, last = after.astimezone(place).date(), until.astimezone(place).date()
    before = 0
    while day <= last:
        for start, end in days.get(day.isoformat(), week[day.weekday()]):
            at, over = max(_moment(day, start, place), before), _moment(day, end, place)
            while at + minutes * 60_000 <= over:
                fits = after.timestamp() * 1000 <= at <= until.timestamp() * 1000
                if fits and not taken & quarters(at, minutes):
                    yield at
                before = at + minutes * 60_000
                at = before
        day += timedelta(days=1)


def _moment(day: date, minute: int, place: ZoneInfo) -> int:
    """Epoch ms of a local time, on the quarter. 24:00 is the midnight after."""
    whole, rest = divmod(minute, DAY)
    local = datetime.combine(day + timedelta(days=whole), time(rest // 60, rest % 60), place)
    return -(-int(local.astimezone(UTC).timestamp() * 1000) // QUARTER) * QUARTER


def quarters(at: int, minutes: int) -> frozenset[int]:
    """The quarters since the epoch that a time takes up."""
    return frozenset(range(at // QUARTER, -(-(at + minutes * 60_000) // QUARTER)))


def spans_of(text: str) -> tuple[Span, ...] | None:
    """``9-12, 13.30-16`` as spans, in order and apart from each other; None when it cannot be understood. Times are on the quarter."""
    found = []
    for part in re.split(r"[,;\n]| dan | and ", text.strip()):
        match = _SPAN.match(part.strip())
        if match is None:
            return None
        start, end = int(match[1]) * 60 + int(match[2] or 0), int(match[3]) * 60 + int(match[4] or 0)
        if not start < end <= DAY or start % 15 or end % 15:
            return None
        found.append((start, end))
    found.sort()
    return tuple(found) if all(a[1] <= b[0] for a, b in pairwise(found)) else None


def day_of(text: str, today: date) -> date | None:
    """The day somebody wrote, today or later and within a year: ``2026-12-24``, ``24/12``, ``24.12.2026``, ``24 Des``, ``December 24``. None for
    anything else. Without a year it is the next one."""
    words = re.findall(r"\d+|[a-z]+", text.lower())
    months, numbers = [_month(word) for word in words if word.isalpha()], [int(word) for word in words if word.isdecimal()]
    match months, numbers:
        case [], [year, month, day] if year > 31:
            pass
        case ([], [day, month, *rest]) | (([month] | [0, month]), [day, *rest]) if len(rest) < 2:  # "Kam, 24 Des": any word may stand before
            year = rest[0] if rest else 0
        case _:
            return None
    years = [year] if year else [today.year, today.year + 1]
    days = (_day(year, month, day) for year in years)
    return next((day for day in days if day is not None and today <= day <= today + timedelta(days=YEAR)), None)


def _month(word: str) -> int:
    """1 to 12; 0 for what is none."""
    return next((number for number, names in enumerate(_MONTHS, 1) if word.startswith(tuple(names.split()))), 0)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def spans_text(spans: Sequence[Span]) -> str:
    """Spans as they are kept and read by everybody: ``09:00-12:00, 13:30-16:00``."""
    return ", ".join(f"{a // 60:02d}:{a % 60:02d}-{b // 60:02d}:{b % 60:02d}" for a, b in spans)


def local(at: int, zone: str) -> datetime:
    """Epoch ms as a local time."""
    return datetime.fromtimestamp(at / 1000, UTC).astimezone(ZoneInfo(zone))


def day_ref(day: date) -> Ref:
    return Ref("date.full", {"weekday": Ref(f"date.weekday.{day.weekday()}"), "day": day.day, "month": Ref(f"date.month.{day.month}")})


def clock_ref(at: int, zone: str) -> Ref:
    here = local(at, zone)
    return Ref("date.clock", {"hour": here.hour, "minute": here.minute})


def when(at: int, zone: str) -> Ref:
    """Day, time and zone, as somebody there reads it."""
    return Ref("date.when", {"day": day_ref(local(at, zone).date()), "clock": clock_ref(at, zone), "zone": zone_ref(zone)})
