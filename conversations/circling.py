"""What conversations know of groups: which there are, and how the one stands that somebody is in."""

from __future__ import annotations

from dataclasses import dataclass

FEWEST, MOST = 3, 8
BANDS = ("minor", "adult")


def band_of(age_band: str) -> str:
    """Whoever has not said their age counts as under 18."""
    return "adult" if age_band == "adult" else "minor"


@dataclass(frozen=True, slots=True)
class Listed:
    """A group that is planned or running: ``at`` in epoch ms; ``mine``: "", joined, waiting, leader."""

    id: int
    kind: str  # circle or counseling
    topic: str
    at: int
    minutes: int
    seats: int
    taken: int
    band: str
    state: str
    mine: str = ""
    alias: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    id: int
    alias: str
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Running:
    """The group that somebody is in now. ``phase``: open, paused, round; ``speaks``: it is their turn; ``members``: the others but the leader."""

    id: int = 0
    phase: str = ""
    speaks: bool = False
    muted: bool = False
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """What a leader chose so far for a new group; ``day`` is an ISO date."""

    topic: str = ""
    band: str = ""
    seats: int = 0
    day: str = ""


@dataclass(frozen=True, slots=True)
class Circles:
    """``bands``: for whom the owner may lead a group (none: they lead none)."""

    listed: tuple[Listed, ...] = ()
    bands: tuple[str, ...] = ()
    running: Running = Running()
    draft: Draft = Draft()
