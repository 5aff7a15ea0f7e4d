"""Reports about a chat."""

from __future__ import annotations

from dataclasses import dataclass

from conversations.kit import Effect


@dataclass(frozen=True, slots=True)
class FileReport(Effect):
    """Put a report about the other side of ``link`` before the coordinators; ``show``: they may see the last messages."""

    link: int
    kind: str
    show: bool
    words: str = ""


@dataclass(frozen=True, slots=True)
class ShowReport(Effect):
    """Put the report's card before these audiences, but never before the one it is about; in the group only that there is one."""

    to: tuple[str, ...]
    about: int
    again: bool = False


@dataclass(frozen=True, slots=True)
class TurnReport(Effect):
    """Change the tapped card: ask whether the suspension is meant (``sure``), or back to what can be decided."""

    sure: bool


@dataclass(frozen=True, slots=True)
class ShowMessages(Effect):
    """The last messages before the report, to whoever tapped, in private; only with the reporter's consent, and every look is audited."""


@dataclass(frozen=True, slots=True)
class SuspendReported(Effect):
    """The reported volunteer is suspended: off duty, no offers; the people they are with wait for somebody else, first in the queue."""


@dataclass(frozen=True, slots=True)
class CloseReport(Effect):
    """The report is decided; all its cards say so."""

    outcome: str
