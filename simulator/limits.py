"""Flood control as token buckets: 30 messages a second overall, 1 a second in a private chat (with a small burst), 20 a minute in a group.

The figures are those of the Bots FAQ ("My bot is hitting limits, how do I avoid this?"). Real monotonic time, not the world's clock: a
client's limiter sleeps in real time, and moving tomorrow's prompts nearer must not make the server stricter or kinder.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from simulator.errors import too_many

BUCKETS_KEPT = 100_000


class Bucket:
    """Holds up to ``size`` tokens and gains ``rate`` a second."""

    __slots__ = ("level", "rate", "seen", "size")

    def __init__(self, rate: float, size: float, now: float) -> None:
        self.rate, self.size, self.level, self.seen = rate, size, size, now

    def wait(self, now: float, count: float) -> float:
        """Fill up to ``now``; seconds until ``count`` tokens are there (0: now)."""
        self.level = min(self.size, self.level + (now - self.seen) * self.rate)
        self.seen = now
        lacking = min(count, self.size) - self.level
        return 0.0 if lacking <= 1e-9 else lacking / self.rate


class Limits:
    """``on`` switches it; the figures are attributes: messages per second overall and per chat, burst per chat, per minute in a group."""

    def __init__(self, timer: Callable[[], float] = time.monotonic) -> None:
        self.on = False
        self.overall = 30.0
        self.chat = 1.0
        self.chat_burst = 3.0
        self.group = 20.0
        self._timer = timer
        self._all: Bucket | None = None
        self._chats: OrderedDict[Any, Bucket] = OrderedDict()
        self.refused = 0

    def change(self, **figures: float) -> None:
        """Set figures (and ``on``); the buckets start full again. ValueError for a figure that is no positive number."""
        for name, value in figures.items():
            if name != "on" and not (isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < math.inf):
                raise ValueError(f"{name} must be a positive number, not {value!r}")
            setattr(self, name, bool(value) if name == "on" else float(value))
        self._all = None
        self._chats.clear()

    def take(self, chat: Any, count: int = 1) -> None:
        """Account for ``count`` messages to a chat; 429 (and nothing is taken) if there is no room."""
        now = self._timer()
        if self._all is None:
            self._all = Bucket(self.overall, max(self.overall, 1), now)
        mine = self._bucket(chat, now)
        wait = max(self._all.wait(now, count), mine.wait(now, count))
        if wait > 0:
            self.refused += 1
            raise too_many(max(1, math.ceil(wait)))
        self._all.level -= count
        mine.level -= count

    def _bucket(self, chat: Any, now: float) -> Bucket:
        bucket = self._chats.get(chat)
        if bucket is None:
            group = (isinstance(chat, int) and chat < 0) or (isinstance(chat, str) and chat.startswith("@"))
            bucket = Bucket(self.group / 60, self.group, now) if group else Bucket(self.chat, self.chat_burst, now)
            self._chats[chat] = bucket
            if len(self._chats) > BUCKETS_KEPT:
                self._chats.popitem(last=False)
        return bucket

    def view(self) -> dict[str, Any]:
        """As the control API shows them."""
        return {name: getattr(self, name) for name in ("on", "overall", "chat", "chat_burst", "group")}
