"""Numbers for those who steer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from conversations.kit import Effect


@dataclass(frozen=True, slots=True)
class ShowFigures(Effect):
    """The last weeks as a picture, with the same in words below it."""

    ANSWERS: ClassVar[bool] = True
    dark: bool


@dataclass(frozen=True, slots=True)
class SendFigures(Effect):
    """One row for each conversation, as a table to keep: no words, nobody's name, nothing that few people stand behind."""

    ANSWERS: ClassVar[bool] = True
