"""When the next daily prompt is due: at the person's own local hour, once per local day, through every change of the clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

UTC = UTC
# Read once, when the program starts: the names do not change while it runs.
ZONES = frozenset(z for z in available_timezones() if "/" in z and not z.startswith(("posix/", "right/", "SystemV/"))) | {"UTC"}


NIGHT = (22, 6)  # from, until: nobody is asked then who did not choose such an hour


def next_prompt(after: datetime, hour: int, zone: str, last_day: str = "", offset: timedelta = timedelta(0)) -> datetime:
    """The first moment strictly after ``after`` (aware) at which it is ``hour`` o'clock in ``zone`` on a day later than ``last_day``.

    ``last_day`` is the local date (ISO) of the last prompt: a move to another zone never makes a second prompt on the same date.
    ``offset`` (less than an hour): how long after the full hour this person is asked, so that not everybody is asked in the same second.
    An hour that the clocks skip is taken at the same moment as if they had not been moved (02:00 becomes 03:00); of an hour that comes
    twice the first is taken (PEP 495, fold=0).
    """
    place = ZoneInfo(zone)
    day = max(after.astimezone(place).date(), date.fromisoformat(last_day) if last_day else date.min)
    while True:
        due = datetime(day.year, day.month, day.day, hour, tzinfo=place).astimezone(UTC) + offset
        if due > after and due.astimezone(place).date().isoformat() > last_day:
            return due
        day += timedelta(days=1)


def local_day(moment: datetime, zone: str) -> str:
    """The local date (ISO) of ``moment`` in ``zone``."""
    return moment.astimezone(ZoneInfo(zone)).date().isoformat()


def offset_of(person: int, window: timedelta) -> timedelta:
    """A person's own moment within the window, the same every day: whole seconds, spread evenly whatever the ids look like."""
    mixed = person * 0x9E3779B97F4A7C15 % 2**64 >> 32  # Knuth's multiplicative hash: the upper half is well mixed
    return timedelta(seconds=mixed * int(window.total_seconds()) >> 32)


def still_sensible(due: datetime, now: datetime, zone: str, window: timedelta) -> bool:
    """Whether a prompt that was due at ``due`` may be sent ``now``, after the bot was down: soon, on the same local day, and not in the night
    unless it was to come in the night."""
    place = ZoneInfo(zone)
    wanted, here = due.astimezone(place), now.astimezone(place)
    at_night = _at_night(here.hour) and not _at_night(wanted.hour)
    return now - due <= window and wanted.date() == here.date() and not at_night


def _at_night(hour: int) -> bool:
    return hour >= NIGHT[0] or hour < NIGHT[1]
