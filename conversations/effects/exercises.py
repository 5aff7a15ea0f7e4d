"""Exercises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from conversations.kit import Effect, Menu


@dataclass(frozen=True, slots=True)
class BeginExercise(Effect):
    """They are about to do it, and said how heavy it is: 1 (light) to 5 (very heavy)."""

    exercise: str
    before: int


@dataclass(frozen=True, slots=True)
class FinishExercise(Effect):
    """And how heavy it is now."""

    exercise: str
    after: int


@dataclass(frozen=True, slots=True)
class JotDown(Effect):
    """Own words written in an exercise."""

    exercise: str
    words: str


@dataclass(frozen=True, slots=True)
class Follow(Effect):
    """The message whose button was tapped is the screen that ``Repaint`` changes from now on."""


@dataclass(frozen=True, slots=True)
class Repaint(Effect):
    """Change that screen, without a tap: the next step has come. Where there is no screen any more, a new message is sent."""

    key: str
    args: Mapping[str, Any] = field(default_factory=dict)
    menus: tuple[Menu, ...] = ()
