"""The services directory."""

from __future__ import annotations

from dataclasses import dataclass

from conversations.kit import Effect


@dataclass(frozen=True, slots=True)
class Refer(Effect):
    """The person wants to contact this entry, and wants to be asked later how it went."""

    service: str


@dataclass(frozen=True, slots=True)
class NoteReferral(Effect):
    """How it went: only what is said changes. Several people whom nobody answered: a coordinator is asked about the entry."""

    referral: int
    service: str
    outcome: str = ""
    barrier: str = ""
    helped: str = ""


@dataclass(frozen=True, slots=True)
class AskAboutService(Effect):
    """Put the question whether an entry is still right before the coordinators."""

    service: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class CheckService(Effect):
    """A coordinator answered: good or changed. All cards say so."""

    service: str
    state: str
