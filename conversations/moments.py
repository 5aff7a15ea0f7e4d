"""How a moment is said to somebody: the hour if it is today, else the day and the hour."""

from __future__ import annotations

from datetime import datetime

from conversations.kit import Ref


def moment(at: datetime | None, now: datetime | None) -> Ref:
    """``at`` and ``now`` in the reader's zone. Nothing for no moment."""
    if at is None:
        return Ref("common.nothing")
    hour = {"hour": at.hour, "minute": at.minute}
    if now is not None and at.date() == now.date():
        return Ref("moment.today", hour)
    return Ref("moment.other", {**hour, "weekday": Ref(f"moment.weekday.{at.weekday()}"), "day": at.day, "month": at.month})
