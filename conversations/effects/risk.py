"""What follows from signs of danger in somebody's words."""

from __future__ import annotations

from dataclasses import dataclass

from conversations.kit import Effect


@dataclass(frozen=True, slots=True)
class KeepSign(Effect):
    """The result of the risk rules is kept (words sealed); soft signs that add up over days open the questions. Nothing before consent.

    ``earlier``: messages with which the words were weighed together, each with when it was written (epoch s).
    """

    level: str
    category: str
    rules: tuple[str, ...] = ()
    words: str = ""
    earlier: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TellHelper(Effect):
    """The volunteer in the chat gets a calm card (``level`` alert) or a mark (ask). Nothing where the writer is the volunteer."""

    level: str


@dataclass(frozen=True, slots=True)
class RulesFailed(Effect):
    """The risk rules could not look at a message: the coordinators are told, at most once an hour."""
