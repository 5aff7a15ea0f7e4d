"""When a counselor is there."""

from __future__ import annotations

from dataclasses import dataclass

from conversations.kit import Effect
from conversations.staffing import Week


@dataclass(frozen=True, slots=True)
class SetOnCall(Effect):
    """On or off duty from now (for a while, then the weekly hours count again), or by the weekly ``hours``."""

    mode: str


@dataclass(frozen=True, slots=True)
class SetWeek(Effect):
    """The owner's weekly hours on duty; empty: those of the place."""

    week: Week
