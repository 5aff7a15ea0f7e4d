"""What conversations know of psychosocial care: what the place offers (from ``data/``), and what a person has written and done so far."""

from __future__ import annotations

from dataclasses import dataclass

# The steps of a safety plan, in the order in which they are used: from what one can do alone to other people's help.
SAFETY = ("signs", "alone", "places", "people", "help", "safer")


@dataclass(frozen=True, slots=True)
class SafetyPlan:
    """``words``: step and what stands in it, only steps that were filled in. ``shared``: counselors who take a call of theirs see it."""

    words: tuple[tuple[str, str], ...] = ()
    shared: bool = False

    def of(self, step: str) -> str:
        return dict(self.words).get(step, "")
