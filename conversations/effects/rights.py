"""What people may ask for at any time: their data, an end to its use, an end to the data."""

from __future__ import annotations

from dataclasses import dataclass

from conversations.kit import Effect


@dataclass(frozen=True, slots=True)
class WithdrawConsent(Effect):
    """Everything stops at once, as with ``/stop``, and nothing is asked or stored any more until the person agrees again."""


@dataclass(frozen=True, slots=True)
class EraseMe(Effect):
    """Everything stops at once; after the cooling-off that the organisation set, every trace goes and a receipt comes."""


@dataclass(frozen=True, slots=True)
class ExportMe(Effect):
    """A file with everything about the person, and nothing about others, comes into the chat."""


@dataclass(frozen=True, slots=True)
class KeepMe(Effect):
    """The planned erasure is called off."""
