"""Who is told of an alert next, and how long they have to answer."""

from __future__ import annotations

from conversations.kit import Ladder, Place, Rung


def rung_at(place: Place, number: int, severity: str = "high", hour: int = 12) -> Rung:
    """Rung ``number`` (from 0) of the ladder for this severity at this hour. Above the last one it repeats for ever: no alert has a silent end."""
    special = next((one for one in place.ladders if _fits(one, severity, hour)), None)
    rungs, repeat = (special.rungs, special.repeat) if special else (place.ladder, place.repeat)
    return rungs[number] if number < len(rungs) else repeat


def _fits(ladder: Ladder, severity: str, hour: int) -> bool:
    """``hours`` (from, to) may reach over midnight."""
    start, end = ladder.hours
    within = start <= hour < end if start < end else hour >= start or hour < end
    return (not ladder.severities or severity in ladder.severities) and (start == end or within)
