"""When to come back to somebody: at a friendly hour of their own day, never in the night."""

from __future__ import annotations

from datetime import datetime, timedelta

from conversations.kit import Facts
from conversations.schedule import NIGHT

FRIENDLY, MORNING = 17, 8  # o'clock


def by_day(now: datetime) -> datetime:
    """``now`` (local), or the morning if it is night."""
    if NIGHT[1] <= now.hour < NIGHT[0]:
        return now
    return (now + timedelta(days=now.hour >= NIGHT[0])).replace(hour=MORNING, minute=0, second=0, microsecond=0)


def in_days(facts: Facts, days: int, hour: int = FRIENDLY) -> timedelta:
    """How long until ``hour`` o'clock on the person's local day ``days`` days from today; at least an hour."""
    if facts.now is None:
        return timedelta(days=max(days, 1))
    then = (facts.now + timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0)
    return max(then - facts.now, timedelta(hours=1))
