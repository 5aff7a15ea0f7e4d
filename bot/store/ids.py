"""Row ids: given by the program, rising, never used twice, so that a row's id can be sealed into its values before it is written."""

from __future__ import annotations

from bot.clock import Clock


class Ids:
    """``next()`` is at least the current microsecond and always above the last; also after a restart or with a clock set back."""

    def __init__(self, clock: Clock, last: int = 0) -> None:
        self._clock = clock
        self._last = last

    def next(self) -> int:
        self._last = max(self._clock() * 1000, self._last + 1)
        return self._last
