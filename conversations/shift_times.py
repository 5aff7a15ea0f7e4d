"""When weekly shifts begin and end: at the volunteer's own local hour, week after week, through every change of the clocks. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from conversations.serving import Shift

REMIND = timedelta(minutes=15)  # before a shift begins


def spans(shifts: Iterable[Shift], zone: str, around: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Begin and end (UTC) of every shift from two days before ``around`` (aware) to eight days after.

    An hour that the clocks skip is taken at the same moment as if they had not been moved; of an hour that comes twice the first is taken
    (PEP 495, fold=0). A shift lasts as long as it says, also in such a night.
    """
    place = ZoneInfo(zone)
    first = around.astimezone(place).date() - timedelta(days=2)
    for days in range(11):
        day = first + timedelta(days=days)
        for shift in shifts:
            if day.weekday() == shift.weekday:
                begin = datetime(day.year, day.month, day.day, shift.hour, tzinfo=place).astimezone(UTC)
                yield begin, begin + timedelta(hours=shift.hours)


def on_shift(shifts: Iterable[Shift], zone: str, at: datetime) -> bool:
    return any(begin <= at < end for begin, end in spans(shifts, zone, at))


def begun(shifts: Iterable[Shift], zone: str, after: datetime, until: datetime) -> bool:
    """Whether a shift began in that time, ``after`` counted in."""
    return any(after <= begin <= until for begin, _ in spans(shifts, zone, until))


def ended(shifts: Iterable[Shift], zone: str, after: datetime, until: datetime) -> bool:
    """Whether a shift came to its end in that time, ``after`` counted in."""
    return any(after <= end <= until for _, end in spans(shifts, zone, until))


def next_begin(shifts: Iterable[Shift], zone: str, after: datetime) -> datetime | None:
    """The next shift that begins after that moment; None without shifts."""
    return min((begin for begin, _ in spans(shifts, zone, after) if begin > after), default=None)


def next_change(shifts: tuple[Shift, ...], zone: str, after: datetime) -> datetime | None:
    """The next moment at which something is to be done: a reminder, a begin or an end; None without shifts."""
    moments = (at for begin, end in spans(shifts, zone, after) for at in (begin - REMIND, begin, end))
    return min((at for at in moments if at > after), default=None)
