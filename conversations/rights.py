"""What /privacy needs to know: what somebody agreed to, and what is under way with their data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long the organisation keeps what (days; no backups: 0), and how long an erasure waits in case somebody changes their mind."""

    relayed_days: int = 30
    signs_days: int = 30
    cases_days: int = 730
    audit_days: int = 1825
    backups_days: int = 14
    cooling_off: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Held:
    """``version`` of the consent (empty: none) and its local ``day``; ``alarmed``: a call for help is open; ``erasing``: it is planned."""

    version: str = ""
    day: str = ""
    alarmed: bool = False
    erasing: bool = False
