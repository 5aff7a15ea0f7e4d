"""What conversations know of those who serve: their rest, their limits, their own record. Plain data, handed in with the facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Care:
    """What the place does so that volunteers stay well; all of it from ``config.yaml``.

    ``cooldown``: minutes of rest after a heavy chat; ``day_limit``: chats in any 24 hours; ``low_percent``: below it their own monthly check
    counts as low, which brings a break of ``break_days``.
    """

    cooldown: int = 60
    day_limit: int = 5
    low_percent: int = 40
    break_days: int = 7


@dataclass(frozen=True, slots=True)
class Rest:
    """Nobody is asked who rests. ``why``: heavy (after a heavy chat), own (a break they took), low (their own check), empty: no rest.

    ``until`` is in the volunteer's zone.
    """

    why: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """What somebody did as a volunteer, in all and in the last 30 days: ``minutes`` on duty, ``chats``, ``thanks``; ``words``: the last thanks."""

    chats: int = 0
    chats_lately: int = 0
    minutes: int = 0
    minutes_lately: int = 0
    thanks: int = 0
    words: tuple[str, ...] = ()
