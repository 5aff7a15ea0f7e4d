"""What passes from one side of a chat to the other."""

from __future__ import annotations

from dataclasses import dataclass

from conversations.kit import Edited, Effect, Media, Reacted, Text


@dataclass(frozen=True, slots=True)
class Relay(Effect):
    """Pass the words on to the other side of the link."""

    content: Text


@dataclass(frozen=True, slots=True)
class RelayEdit(Effect):
    """Change the passed-on copy of an edited message."""

    content: Edited


@dataclass(frozen=True, slots=True)
class RelayMedia(Effect):
    """Pass a picture or sound on; ``ask``: hold it until the other side has said yes."""

    content: Media
    ask: bool = False


@dataclass(frozen=True, slots=True)
class DeliverMedia(Effect):
    """The answer to something held: pass it on, or let it go."""

    number: int
    accepted: bool


@dataclass(frozen=True, slots=True)
class RelayReaction(Effect):
    """Mirror a reaction on the other side's copy (or original) of the message."""

    content: Reacted


@dataclass(frozen=True, slots=True)
class Unsend(Effect):
    """Remove the passed-on copy of an own message (its id in the writer's chat)."""

    message: int
