"""A clock that is set back, by NTP after a start or where a virtual machine is moved: what waits a minute must not wait for as long as it went back.

Times of day that somebody chose (the daily question, an appointment) stay as they are; what was to come after so many minutes comes that much
earlier. Some of it was set before the clock went wrong, and comes too early: a call repeated once too often is better than one that waits.
"""

from __future__ import annotations

import logging

from bot.store import meta, timers
from bot.store.database import Unit
from conversations.flows import FLOWS
from conversations.kit import trait

log = logging.getLogger(__name__)
SLACK, NOTE_EVERY = 5_000, 60_000  # ms: what is no setback yet; how often the time is noted for the next start
KINDS = ("album", "circle_album", "match", "passing")


class Setback:
    """Looks at the clock at every tick."""

    def __init__(self) -> None:
        self._last = self._noted = 0

    def look(self, unit: Unit) -> None:
        """Brings what waits forward if the clock went back since the last look, or since it was last noted before this start."""
        back = (self._last or int(meta.noted(unit, "ticked") or 0)) - unit.now
        self._last = unit.now
        if back > SLACK:
            flows = [name for name, flow in FLOWS.items() if trait(flow, "HURRIES")]
            log.warning("the clock went back by %s s; %s timers were brought forward", back // 1000, timers.bring_forward(unit, back, KINDS, flows))
        if back > SLACK or unit.now - self._noted >= NOTE_EVERY:
            meta.note(unit, "ticked", str(unit.now))
            self._noted = unit.now
