"""A calm look back on a week: how many days were written down, what came most often, the lightest day. No comparing, no streaks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from conversations.checkins import Rated, days
from conversations.kit import Ref

FEWEST = 2  # of one day there is nothing to look back on


def summary(moods: Sequence[Rated], today: date) -> Ref | None:
    """The seven days before ``today``; None when fewer than two of them were written down."""
    first = (today - timedelta(days=7)).isoformat()
    week = [(day, mood) for day, mood in days(moods) if first <= day < today.isoformat()]
    if len(week) < FEWEST:
        return None
    counted = Counter(mood for _, mood in week)
    most = max(counted, key=lambda mood: (counted[mood], mood))
    best = max(mood for _, mood in week)
    lightest = next(day for day, mood in reversed(week) if mood == best)
    args = {"count": len(week), "most": Ref(f"mood.word.{most}"), "weekday": Ref(f"moment.weekday.{date.fromisoformat(lightest).weekday()}")}
    return Ref("week.even" if len(counted) == 1 else "week.summary", args)
