"""What coordinators steer with: the board, invitations, messages to many, the audit log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from conversations.kit import Effect, Say


@dataclass(frozen=True, slots=True)
class PutBoard(Effect):
    """Put the board's message up for its owner, or (``change``) rewrite the one that is there."""

    said: Say
    change: bool = False


@dataclass(frozen=True, slots=True)
class SendBroadcast(Effect):
    """Begin to send these words to an audience: everyone, people (who are not volunteers), volunteers."""

    ANSWERS: ClassVar[bool] = True
    audience: str
    words: str


@dataclass(frozen=True, slots=True)
class PutOut(Effect):
    """The next few of a broadcast into the outbox, as far as those before them have gone out."""

    broadcast: int


@dataclass(frozen=True, slots=True)
class StopBroadcast(Effect):
    """What has not gone out yet stays here."""

    broadcast: int


@dataclass(frozen=True, slots=True)
class ShowAudit(Effect):
    """A page of the audit log (0: the newest) with the entries that have ``word`` in them."""

    ANSWERS: ClassVar[bool] = True
    word: str
    page: int
