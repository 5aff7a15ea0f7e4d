"""Answers to questionnaires."""

from __future__ import annotations

from dataclasses import dataclass

from conversations.kit import Effect


@dataclass(frozen=True, slots=True)
class KeepAnswers(Effect):
    """The answers so far, so that they can be gone on with after days; none: begun anew."""

    scale: str
    given: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SaveResult(Effect):
    """A questionnaire is finished: its score, and all answers (sealed). What was kept of it on the way goes."""

    scale: str
    score: int
    given: tuple[int, ...]
