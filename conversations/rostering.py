"""Who is there when: times of counselors on call and of volunteers' shifts, and where nobody is. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MINUTE = 60_000  # ms
DAYS = 7


@dataclass(frozen=True, slots=True)
class Presence:
    """Somebody is there: ``kind`` counselor or volunteer, ``begin`` to ``end`` in epoch ms; ``now``: a volunteer on duty, until they stop."""

    kind: str
    name: str
    begin: int
    end: int


def day(now: datetime, number: int) -> tuple[date, int, int]:
    """The ``number``-th day from now (0: what is left of today) in the zone of ``now``: its date, where it begins and ends (epoch ms)."""
    at, zone = now.date() + timedelta(days=number), now.tzinfo
    begin = now.replace(second=0, microsecond=0) if number == 0 else datetime.combine(at, time(), zone)
    return at, _ms(begin), _ms(datetime.combine(at + timedelta(days=1), time(), zone))


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def within(rota: Iterable[Presence], kind: str, begin: int, end: int) -> list[Presence]:
    """Who of a kind is there in that time, cut to it, in order; what follows on of the same person is one."""
    found: dict[str, list[Presence]] = {}
    for one in sorted((one for one in rota if one.kind == kind and one.begin < end and one.end > begin), key=lambda one: one.begin):
        mine = found.setdefault(one.name, [])
        cut = Presence(kind, one.name, max(one.begin, begin), min(one.end, end))
        if mine and cut.begin <= mine[-1].end:
            mine[-1] = Presence(kind, one.name, mine[-1].begin, max(cut.end, mine[-1].end))
        else:
            mine.append(cut)
    return sorted((one for each in found.values() for one in each), key=lambda one: (one.begin, one.end, one.name))


def gaps(rota: Iterable[Presence], kind: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """The times in which nobody of that kind is there."""
    free_from = begin
    for one in within(rota, kind, begin, end):
        if one.begin > free_from:
            yield free_from, one.begin
        free_from = max(free_from, one.end)
    if free_from < end:
        yield free_from, end


def clock(at: int, zone: str, end_of: int = 0) -> tuple[int, int]:
    """Hour and minute of a moment; midnight at the end of a day (``end_of``: epoch ms) is 24:00."""
    if at == end_of:
        return 24, 0
    here = datetime.fromtimestamp(at / 1000, ZoneInfo(zone))
    return here.hour, here.minute
