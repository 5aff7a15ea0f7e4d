"""Questionnaires as they are written in ``data/questionnaires/``, their scores, and what somebody has answered. No words: those are texts.

Texts of a scale: ``scale.<id>.title``, ``.about``, ``.period``, ``.source``, ``.item.1`` …, ``.answer.1`` …, ``.band.1`` …, ``.part.<part>``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """A question. ``danger``: a score of at least this calls a counselor at once (0: never). ``part``: the area it belongs to."""

    danger: int = 0
    part: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """Scores from the end of the band before up to ``to`` mean the same. ``help``: offer it; ``alert``: the severity a counselor is told with."""

    to: int
    help: bool = False
    alert: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """``answers``: the score of each answer, in the order shown. ``low_is_good``: as in a count of complaints. ``onward``: the longer scale that
    begins with the same items, offered from ``onward_from`` on. ``retest``: days after which asking again tells something new."""

    id: str
    items: tuple[Item, ...]
    answers: tuple[int, ...]
    bands: tuple[Band, ...]
    factor: int = 1
    low_is_good: bool = False
    onward: str = ""
    onward_from: int = 0
    retest: int = 14
    minutes: int = 1

    @property
    def best(self) -> int:
        """The highest score there is."""
        return max(self.answers) * len(self.items) * self.factor

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(item.part for item in self.items if item.part))

    def score(self, given: Sequence[int]) -> int:
        """``given``: the number of the answer to each item, from 0. All items must be answered: ValueError otherwise."""
        if len(given) != len(self.items):
            raise ValueError(f"{self.id} has {len(self.items)} items, {len(given)} were answered")
        return sum(self.answers[n] for n in given) * self.factor

    def part_scores(self, given: Sequence[int]) -> dict[str, int]:
        """The score of each area, in per cent of what is possible there."""
        found = {}
        for part in self.parts:
            mine = [self.answers[n] for n, item in zip(given, self.items, strict=True) if item.part == part]
            found[part] = round(100 * sum(mine) / (max(self.answers) * len(mine)))
        return found

    def band(self, score: int) -> int:
        """The number of the band a score falls into, from 0."""
        return next(n for n, band in enumerate(self.bands) if score <= band.to)

    def in_danger(self, number: int, answer: int) -> bool:
        """Whether this answer to item ``number`` (from 0) must not wait for the end."""
        danger = self.items[number].danger
        return danger > 0 and self.answers[answer] >= danger


@dataclass(frozen=True, slots=True)
class Scored:
    """One finished questionnaire: the local ``day`` (ISO) and its score."""

    scale: str
    day: str
    score: int


@dataclass(frozen=True, slots=True)
class Begun:
    """A questionnaire left in the middle: the answers so far."""

    scale: str
    given: tuple[int, ...]
