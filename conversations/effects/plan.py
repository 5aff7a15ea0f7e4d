"""The care plan."""

from __future__ import annotations

from dataclasses import dataclass

from conversations.kit import Effect


@dataclass(frozen=True, slots=True)
class RateArea(Effect):
    """How the person sees an area of their life now, 0 to 10."""

    area: str
    value: int


@dataclass(frozen=True, slots=True)
class SetGoal(Effect):
    area: str
    words: str


@dataclass(frozen=True, slots=True)
class AddStep(Effect):
    """A new small step: own words, or an activity of ``data/activities.yaml``. It has no day yet."""

    words: str = ""
    activity: str = ""


@dataclass(frozen=True, slots=True)
class PlanStep(Effect):
    """The newest step is for the day ``days`` from today; on that day it is asked about. It takes the place of one that was still planned."""

    days: int


@dataclass(frozen=True, slots=True)
class MarkStep(Effect):
    """How it went: done, partly, not_yet; ``hindered``: what stood in the way."""

    step: int
    state: str
    hindered: str = ""


@dataclass(frozen=True, slots=True)
class AddStrength(Effect):
    words: str


@dataclass(frozen=True, slots=True)
class AddSupporter(Effect):
    """Somebody for the support map: ``circle`` is close, around or helpers."""

    circle: str
    name: str


@dataclass(frozen=True, slots=True)
class SharePlan(Effect):
    """Whether a counselor who takes a call of this person sees the plan, to work on it with them. Whoever has one now gets it at once."""

    shared: bool
