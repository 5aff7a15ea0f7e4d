"""When the next daily prompt is due: at the person's own local hour, once per local day, through every change of the clocks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

UTC = UTC
# Read once, when the program starts: the names do not change while it runs.
ZONES = frozenset(z for z in available_timezones() if "/" in z and not z.startswith(("posix/", "right/", "SystemV/"))) | {"UTC"}


def next_prompt(after: datetime, hour: int, zone: str, last_day: str = "") -> datetime:
    """The first moment strictly after ``after`` (aware) at which it is ``hour`` o'clock in ``zone`` on a day later than ``last_day``.

    ``last_day`` is the local date (ISO) of the last prompt: a move to another zone never makes a second prompt on the same date.
    An hour that the clocks skip is taken at the same moment as if they had not been moved (02:00 becomes 03:00); of an hour that comes
    twice the first is taken (PEP 495, fold=0).
    """
    place = ZoneInfo(zone)
    day = after.astimezone(place).date()
    while True:
        due = datetime(day.year, day.month, day.day, hour, tzinfo=place).astimezone(UTC)
        if due > after and due.astimezone(place).date().isoformat() > last_day:
            return due
        day += timedelta(days=1)


def local_day(moment: datetime, zone: str) -> str:
    """The local date (ISO) of ``moment`` in ``zone``."""
    return moment.astimezone(ZoneInfo(zone)).date().isoformat()
