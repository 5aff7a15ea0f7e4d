"""Invitations by link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from conversations.kit import Effect


@dataclass(frozen=True, slots=True)
class MakeInvites(Effect):
    """``count`` links, each good for one person; ``kind``: volunteer, counselor (called ``team``), or team (a class or team of that name)."""

    ANSWERS: ClassVar[bool] = True
    kind: str
    team: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class UseInvite(Effect):
    """Somebody came by a link: what it is good for is theirs, once."""

    ANSWERS: ClassVar[bool] = True
    token: str
