"""Who is a counselor by invitation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from conversations.kit import Effect


@dataclass(frozen=True, slots=True)
class RemoveCounselor(Effect):
    """The role goes with everything that hangs on it; their people are called out for again."""

    ANSWERS: ClassVar[bool] = True
    person: int


@dataclass(frozen=True, slots=True)
class RevokeInvite(Effect):
    """A link that nobody has used yet is good for nothing from now on."""

    ANSWERS: ClassVar[bool] = True
    invite: int
