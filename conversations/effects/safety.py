"""The safety plan."""

from __future__ import annotations

from dataclasses import dataclass

from conversations.kit import Effect


@dataclass(frozen=True, slots=True)
class AddToSafety(Effect):
    """A line for one step of the person's safety plan, under what stands there. What is too much for one step is left out."""

    step: str
    words: str


@dataclass(frozen=True, slots=True)
class ClearSafety(Effect):
    """Take out what stands in one step, to write it anew."""

    step: str


@dataclass(frozen=True, slots=True)
class ShareSafety(Effect):
    """Whether counselors who take a call of this person see the plan. Whoever has one now gets it at once."""

    shared: bool
