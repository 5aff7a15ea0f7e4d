"""Guidance counseling: what somebody asks for, who takes it, and the talk between them."""

from __future__ import annotations

from dataclasses import dataclass

from conversations.kit import Effect


@dataclass(frozen=True, slots=True)
class NoteWish(Effect):
    """Keep what the owner wants a counselor for, until it is asked for or booked."""

    field: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class AskGuidance(Effect):
    """Put the owner's wish before the counselors of its field. ``soon``: week or whenever; ``way``: chat, in_person, phone."""

    soon: str
    way: str


@dataclass(frozen=True, slots=True)
class WithdrawWish(Effect):
    """The owner needs it no more; whoever saw the card is told."""


@dataclass(frozen=True, slots=True)
class ShowWish(Effect):
    """The card of a request to the counselors of its field; with ``wide`` to all of them and the coordinators. Taken: to whoever has it."""

    again: bool = False
    wide: bool = False


@dataclass(frozen=True, slots=True)
class TakeWish(Effect):
    """The counselor who tapped looks after this request from now on; all cards say so. ``back``: they give it back."""

    back: bool = False


@dataclass(frozen=True, slots=True)
class CloseWish(Effect):
    """The request is done; all cards say so."""


@dataclass(frozen=True, slots=True)
class OpenTalk(Effect):
    """Connect the counselor who tapped with the person of this request, through the bot. Refused kindly while one of them is in a chat."""
