"""A bell: whoever waits is woken when it rings. Nothing is lost between looking and waiting, as both happen on one event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class Bell:
    """``await wait(condition)`` returns when the condition is true; it is looked at again at every ``ring()``."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        """Wake all who wait. Costs next to nothing when nobody does."""
        if self._waiting:
            for future in self._waiting:
                if not future.done():
                    future.set_result(None)
            self._waiting.clear()

    async def wait(self, condition: Callable[[], bool], timeout: float | None = None) -> bool:
        """True when ``condition()`` holds; False after ``timeout`` real seconds without."""
        loop = asyncio.get_running_loop()
        end = None if timeout is None else loop.time() + timeout
        while not condition():
            left = None if end is None else end - loop.time()
            if left is not None and left <= 0:
                return False
            future: asyncio.Future[None] = loop.create_future()
            self._waiting.add(future)
            try:
                await asyncio.wait_for(future, left)
            except TimeoutError:
                return condition()
            finally:
                self._waiting.discard(future)
        return True
