"""An event loop whose time costs nothing: when everybody waits, the clock jumps to whoever waits the shortest.

Threads are real: while ``busy()`` says that one is at work (the database's), the loop waits for it and the clock stands still.
"""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")
ROUND = 1e-6  # s that one round of the loop costs: without it a wait too short for a float would never end
STUCK = 10.0  # s of real time after which nothing at all happened


class _Selector(selectors.DefaultSelector):
    loop: VirtualLoop

    def select(self, timeout: float | None = None) -> list[Any]:
        events = super().select(0)
        self.loop.now += ROUND
        if events or timeout == 0:
            return events
        if timeout is None or self.loop.busy():
            events = super().select(STUCK)
            if not events:
                raise TimeoutError("nothing happens any more")
            return events
        self.loop.now += timeout
        return []


class VirtualLoop(asyncio.SelectorEventLoop):
    """``now`` is its time in seconds, from 0."""

    def __init__(self) -> None:
        self.now = 0.0
        self.busy: Callable[[], bool] = lambda: False
        selector = _Selector()
        selector.loop = self
        super().__init__(selector)

    def time(self) -> float:
        return self.now


def played(work: Coroutine[Any, Any, T]) -> T:
    """The outcome of a coroutine, in virtual time."""
    loop = VirtualLoop()
    try:
        return loop.run_until_complete(work)
    finally:
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()
