"""When counselors are there: weekly hours as people write them, who is there now, and when somebody is there next. In the place's own zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

Slot = tuple[int, int, int]  # weekday from Monday 0, from minute, to minute of that day (up to 1440)
Week = tuple[Slot, ...]
ALWAYS: Week = tuple((day, 0, 1440) for day in range(7))
_NAMES = (
    ("mon", "monday", "sen", "senin"),
    ("tue", "tuesday", "sel", "selasa"),
    ("wed", "wednesday", "rab", "rabu"),
    ("thu", "thursday", "kam", "kamis"),
    ("fri", "friday", "jum", "jumat", "jum'at"),
    ("sat", "saturday", "sab", "sabtu"),
    ("sun", "sunday", "min", "minggu", "ahad"),
)
_DAYS = {name: day for day, names in enumerate(_NAMES) for name in names}
_TIME = r"([01]?\d|2[0-4])(?:[.:]([0-5]\d))?"
_PART = re.compile(rf"([a-z']+)(?:\s*(?:-|–|to|sampai)\s*([a-z']+))?\s+{_TIME}\s*(?:-|–|to|sampai)\s*{_TIME}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Back:
    """When people are there next, as somebody reads it in their own zone: ``days`` from today, the weekday (Monday 0), the time."""

    days: int
    weekday: int
    time: str


@dataclass(frozen=True, slots=True)
class Call:
    """What the steps of an alert may know of it: how serious it is, the hour of day in the place's zone, whether somebody is on duty,
    when the next ones are, whether the person called themselves (if not, a first word must not speak of "your call"), whether the
    case has a topic of its own to talk in, and whom it is about: a counselor's own call is for the others."""

    severity: str = "high"
    hour: int = 12
    staffed: bool = True
    back: Back | None = None
    asked: bool = True
    topic: bool = False
    person: int = 0
    talking: bool = True  # a counselor's talk with them is open


@dataclass(frozen=True, slots=True)
class OwnCall:
    """The open call for help that somebody is meant by: its ``state`` (open, seen, talking, over for a talk that is; "" for none), and whether they
    ``asked`` for it."""

    state: str = ""
    asked: bool = False


@dataclass(frozen=True, slots=True)
class OnCall:
    """A counselor's own duty: ``mode`` on, off or hours (the weekly ones count), whether that makes them ``on_duty`` right now, their ``week``."""

    mode: str = "hours"
    on_duty: bool = False
    week: Week = ()


def parse_week(text: str) -> Week | None:
    """``mon-fri 8-16, sat 9.30-12`` or ``senin-jumat 8-16`` as slots; ``always`` is every hour. None for anything else."""
    if text.strip().lower() in {"always", "selalu"}:
        return ALWAYS
    slots: list[Slot] = []
    for part in re.split(r"[,;\n]", text.strip()):
        match = _PART.fullmatch(part.strip())
        found = _slots(match) if match else None
        if found is None:
            return None
        slots += found
    return tuple(sorted(set(slots)))


def _slots(match: re.Match[str]) -> list[Slot] | None:
    first = _DAYS.get(match[1].lower())
    last = _DAYS.get((match[2] or match[1]).lower())
    start, end = int(match[3]) * 60 + int(match[4] or 0), int(match[5]) * 60 + int(match[6] or 0)
    if first is None or last is None or start > 1440 or end > 1440 or start == end:
        return None
    days = [(first + n) % 7 for n in range((last - first) % 7 + 1)]
    if start < end:
        return [(day, start, end) for day in days]
    return [slot for day in days for slot in ((day, start, 1440), ((day + 1) % 7, 0, end)) if slot[1] < slot[2]]


def is_open(week: Week, moment: datetime) -> bool:
    """Whether ``moment`` (in the place's zone) lies within one of the slots."""
    minute = moment.hour * 60 + moment.minute
    return any(day == moment.weekday() and start <= minute < end for day, start, end in week)


def next_open(week: Week, moment: datetime) -> datetime | None:
    """The first beginning of a slot after ``moment`` (aware, in the place's zone); None if there is none at all."""
    found = [
        moment.replace(hour=start // 60, minute=start % 60, second=0, microsecond=0) + timedelta(days=ahead)
        for day, start, _ in week
        for ahead in range(8)
        if (moment.weekday() + ahead) % 7 == day and start < 1440
    ]
    return min((one for one in found if one > moment), default=None)
