"""Finding one's own solution: what is kept of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from conversations.kit import Effect
from conversations.solving import Plan


@dataclass(frozen=True, slots=True)
class SavePlan(Effect):
    """Keep the owner's plan as it is now (id 0: a new one). ``days``: its step comes back after so many days (0: not planned)."""

    plan: Plan
    days: int = 0


@dataclass(frozen=True, slots=True)
class SharePlan(Effect):
    """The owner wants their counselor to read this plan: the one who looks after them, or whoever does so next."""

    ANSWERS: ClassVar[bool] = True
    plan: int


@dataclass(frozen=True, slots=True)
class ForgetPlan(Effect):
    """The owner does not want to keep this plan."""

    plan: int


@dataclass(frozen=True, slots=True)
class NoteOutcome(Effect):
    """How the step of the owner's plan went: done, partly, not_yet."""

    plan: int
    outcome: str
