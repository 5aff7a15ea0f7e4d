"""Waiting, offers, and the life of a chat."""

from __future__ import annotations

from dataclasses import dataclass

from conversations.kit import Effect


@dataclass(frozen=True, slots=True)
class JoinQueue(Effect):
    """Wait for a volunteer; no ``topics`` for "anything". The wishes that are kept go with it. Looks for one at once."""

    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LookAgain(Effect):
    """Still waiting: look for a volunteer once more, also among those who did not answer a while ago."""


@dataclass(frozen=True, slots=True)
class LeaveQueue(Effect):
    """Give up the place in the queue; an offer that is out is taken back."""


@dataclass(frozen=True, slots=True)
class AnswerOffer(Effect):
    """The volunteer's answer: accepted, declined, or expired (no answer in time). Anything but accepted goes on to the next."""

    answer: str


@dataclass(frozen=True, slots=True)
class EndChat(Effect):
    """Close the link; the other side gets ChatEnded with ``why``."""

    why: str = "ended"


@dataclass(frozen=True, slots=True)
class LookAtSilence(Effect):
    """Who wrote last in this chat, and when? Comes back as Quiet."""


@dataclass(frozen=True, slots=True)
class ReplaceVolunteer(Effect):
    """The volunteer who owns this chat went silent: off duty, the chat ends, and the person waits for somebody else, first in the queue."""


@dataclass(frozen=True, slots=True)
class SayFirst(Effect):
    """A text that is shown only in the very first chat that the owner has on this side."""

    key: str


@dataclass(frozen=True, slots=True)
class BlockPeer(Effect):
    """Never be paired with the other side of a chat again, in either direction. The other side is not told. ``link``: of a chat that is over."""

    link: int = 0


@dataclass(frozen=True, slots=True)
class WriteTo(Effect):
    """From now on what the owner writes goes to the chat of this link, if it is still open."""

    link: int


@dataclass(frozen=True, slots=True)
class RateChat(Effect):
    """How helpful it was, 1 to 5."""

    link: int
    rating: int
