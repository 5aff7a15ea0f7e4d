"""The clock of the simulated world: real time plus an offset, at a speed.

Every date in a message, every window (48 hours to delete, 24 hours of unconfirmed updates, 15 seconds for a callback answer) is read
here, so that a test or a person at the page can see tomorrow without waiting for it. Long polls and network timeouts use real time: they
belong to the wire, not to the world.
"""

from __future__ import annotations

import time
from collections.abc import Callable


class Clock:
    """A clock that can be moved. ``now()`` is epoch seconds as a float; ``int(now())`` is a Bot API date."""

    def __init__(self, start: float | None = None, speed: float = 1.0, source: Callable[[], float] = time.time) -> None:
        """``start``: epoch seconds shown first (default: now). ``speed``: 1 real, 0 stands still, 60 a minute per second."""
        self._source = source
        self._origin = source()
        self._base = self._origin if start is None else float(start)
        self._speed = self._valid_speed(speed)
        self.on_change: list[Callable[[], None]] = []

    @property
    def speed(self) -> float:
        """Seconds of the world per real second."""
        return self._speed

    def now(self) -> float:
        """Epoch seconds in the simulated world."""
        return self._base + (self._source() - self._origin) * self._speed

    def date(self) -> int:
        """The same as whole seconds, the Bot API's way of writing dates."""
        return int(self.now())

    @property
    def offset(self) -> float:
        """Seconds by which the world is ahead of real time now."""
        return self.now() - self._source()

    def advance(
        self,
        seconds: float = 0.0,
        *,
        minutes: float = 0.0,
        hours: float = 0.0,
        days: float = 0.0,
    ) -> float:
        """Jump forwards (or, with a negative figure, backwards); returns the new now."""
        return self.set(self.now() + seconds + 60 * minutes + 3600 * hours + 86400 * days)

    def set(self, moment: float) -> float:
        """Show ``moment`` (epoch seconds) from now on; returns it."""
        if not 0 <= moment < 1 << 33:
            raise ValueError(f"the clock cannot show {moment!r}: epoch seconds between 0 and {1 << 33} expected")
        self._rebase(float(moment), self._speed)
        return float(moment)

    def run_at(self, speed: float) -> None:
        """Change the speed from now on."""
        self._rebase(self.now(), self._valid_speed(speed))

    def _rebase(self, base: float, speed: float) -> None:
        self._origin, self._base, self._speed = self._source(), base, speed
        for listener in self.on_change:
            listener()

    @staticmethod
    def _valid_speed(speed: float) -> float:
        if not 0 <= speed <= 1_000_000:
            raise ValueError(f"a clock cannot run at {speed!r}: 0 to 1,000,000 expected")
        return float(speed)
