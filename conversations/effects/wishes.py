"""Wishes for a peer, and what people say about themselves because of them."""

from __future__ import annotations

from dataclasses import dataclass

from conversations.kit import Effect
from conversations.wishing import Wishes


@dataclass(frozen=True, slots=True)
class SetWishes(Effect):
    """Keep these wishes, for now and the next time; one who waits already waits with them."""

    wishes: Wishes


@dataclass(frozen=True, slots=True)
class SetAbout(Effect):
    """A ``gender`` and an ``age`` group; empty: not said."""

    gender: str
    age: str


@dataclass(frozen=True, slots=True)
class SetTeam(Effect):
    """The own class or team; empty: forget it. Kept sealed, compared by a keyed hash."""

    team: str
