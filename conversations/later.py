"""When to come back to somebody: at a friendly hour of their own day, never in the night."""

from __future__ import annotations

from datetime import timedelta

from conversations.kit import Facts

FRIENDLY = 17  # o'clock


def in_days(facts: Facts, days: int, hour: int = FRIENDLY) -> timedelta:
    """How long until ``hour`` o'clock on the person's local day ``days`` days from today; at least an hour."""
    if facts.now is None:
        return timedelta(days=max(days, 1))
    then = (facts.now + timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0)
    return max(then - facts.now, timedelta(hours=1))
