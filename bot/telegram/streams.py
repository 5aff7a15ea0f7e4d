"""What waits to be sent: a stream for each chat and kind of message, strictly in order within, by lane and age across.

A stream is ``ready`` (its first row may go), ``later`` (its first row waits for a moment) or neither: its first row is in flight.
"""

from __future__ import annotations

import heapq
import time
from collections import deque

from bot.store.outbox import PROMPT, Outgoing

Key = tuple[int, int]  # the chat, and which of its streams
ALARM, TALK, PROMPTS, AT_ONCE = 0, 1, 2, 3


class Streams:
    """``prompts``: how many of the rows held here are prompts. Moments are seconds of the event loop."""

    def __init__(self) -> None:
        self.prompts = 0
        self.moved = time.monotonic()  # when a row was last settled, or the first one came
        self._rows: dict[Key, deque[Outgoing]] = {}
        self._ready: list[tuple[int, int, Key]] = []
        self._later: list[tuple[float, int, int, Key]] = []

    def __bool__(self) -> bool:
        return bool(self._rows)

    def __len__(self) -> int:
        return sum(len(rows) for rows in self._rows.values())

    def add(self, row: Outgoing) -> None:
        if not self._rows:
            self.moved = time.monotonic()
        self.prompts += row.lane == PROMPT
        key = (row.chat, _kind(row))
        rows = self._rows.get(key)
        if rows is None:
            self._rows[key] = deque((row,))
            heapq.heappush(self._ready, (row.lane, row.id, key))
        else:
            rows.append(row)

    def wake(self, now: float) -> None:
        """What was put off until now is ready again."""
        while self._later and self._later[0][0] <= now:
            _, lane, number, key = heapq.heappop(self._later)
            heapq.heappush(self._ready, (lane, number, key))

    def first(self) -> tuple[Key, Outgoing] | None:
        """Whose turn it is: the most urgent, then the oldest; it stays ready until it is taken."""
        if not self._ready:
            return None
        key = self._ready[0][2]
        return key, self._rows[key][0]

    def take(self) -> None:
        """The first goes, or has to wait: nothing of its stream is ready until ``put_off`` or ``settled``."""
        heapq.heappop(self._ready)

    def put_off(self, key: Key, until: float) -> None:
        """Its first row is tried (again) at ``until``."""
        row = self._rows[key][0]
        heapq.heappush(self._later, (until, row.lane, row.id, key))

    def settled(self, key: Key) -> None:
        """The first of the stream is done: the next one may go."""
        self.moved = time.monotonic()
        rows = self._rows[key]
        self.prompts -= rows.popleft().lane == PROMPT
        if rows:
            heapq.heappush(self._ready, (rows[0].lane, rows[0].id, key))
        else:
            del self._rows[key]

    def stuck(self) -> float:
        """Seconds since a row was settled, while there are some that wait; 0 when none does."""
        return time.monotonic() - self.moved if self._rows else 0.0

    def wait(self, now: float) -> float | None:
        """Seconds until something that was put off is ready again; None: nothing was."""
        return max(0.0, self._later[0][0] - now) if self._later else None


def _kind(row: Outgoing) -> int:
    """Which of a chat's streams a row belongs to. Answers to taps are no messages: they wait for nothing."""
    if row.method == "answerCallbackQuery":
        return AT_ONCE
    return ALARM if row.lane == 0 else PROMPTS if row.lane == PROMPT else TALK
