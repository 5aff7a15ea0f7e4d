"""What keeps volunteers well."""

from __future__ import annotations

from dataclasses import dataclass

from conversations.kit import Effect


@dataclass(frozen=True, slots=True)
class MarkHeavy(Effect):
    """The volunteer finds this chat heavy: when it ends they get a rest, and are asked how they are."""

    link: int


@dataclass(frozen=True, slots=True)
class NoteDebrief(Effect):
    """What a volunteer said after a heavy chat: fine, heavy, or that they want a counselor."""

    link: int
    answer: str


@dataclass(frozen=True, slots=True)
class TakeBreak(Effect):
    """Not asked for so many days, off duty; ``why``: own or low."""

    days: int
    why: str = "own"


@dataclass(frozen=True, slots=True)
class EndBreak(Effect):
    """A break they took themselves is over. (The rest after a heavy chat and a break because of a low check are not theirs to end.)"""


@dataclass(frozen=True, slots=True)
class LiftBreak(Effect):
    """A coordinator ends a volunteer's break."""

    volunteer: int


@dataclass(frozen=True, slots=True)
class SaveOwnCheck(Effect):
    """How a volunteer is, in per cent; plans the next check. ``low``: the coordinators are told gently, without the answers."""

    percent: int
    low: bool


@dataclass(frozen=True, slots=True)
class PutOffOwnCheck(Effect):
    """Not now: the volunteer is asked again in so many days."""

    days: int
