"""The time, handed in: everything that asks for the time is given a ``Clock``, so tests and the local Telegram can move it."""

from __future__ import annotations

import time
from collections.abc import Callable

Clock = Callable[[], int]
"""Returns the UTC time in epoch milliseconds."""


def system_clock() -> int:
    return time.time_ns() // 1_000_000
