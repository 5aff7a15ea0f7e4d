"""What coordinators steer with: the board, invitations, messages to many, the audit log."""

from __future__ import annotations

from dataclasses import dataclass

from conversations.kit import Effect, Say


@dataclass(frozen=True, slots=True)
class PutBoard(Effect):
    """Put the board's message up for its owner, or (``change``) rewrite the one that is there."""

    said: Say
    change: bool = False
