"""Telegram's limits, kept on our side so that they are never met on theirs.

30 messages a second overall, one a second in a private chat with a small burst, 20 a minute in a group (core.telegram.org/bots/faq). Windows
slide exactly, with a small margin for the time a message travels: what leaves here evenly may arrive bunched. Prompts are also spaced, so that
an urgent message never finds the window full: every 1/30 s one place falls free, and it takes the next.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

MARGIN = 0.02  # s: windows here are a little longer than Telegram's


class Window:
    """At most ``count`` in any ``seconds``. ``wait`` is the time until one more is allowed, 0 for now."""

    __slots__ = ("_count", "_seconds", "_times")

    def __init__(self, count: int, seconds: float) -> None:
        self._count = count
        self._seconds = seconds + MARGIN
        self._times: deque[float] = deque()

    def wait(self, now: float) -> float:
        times = self._times
        while times and now - times[0] >= self._seconds:
            times.popleft()
        return 0.0 if len(times) < self._count else self._seconds - (now - times[0])

    def take(self, now: float) -> None:
        self._times.append(now)


class Bucket:
    """``rate`` a second on average, ``burst`` at once."""

    __slots__ = ("_at", "_burst", "_left", "_rate")

    def __init__(self, rate: float, burst: int, now: float) -> None:
        self._rate, self._burst, self._left, self._at = rate, burst, float(burst), now

    def wait(self, now: float) -> float:
        self._left = min(self._burst, self._left + (now - self._at) * self._rate)
        self._at = now
        return 0.0 if self._left >= 1 else (1 - self._left) / self._rate

    def take(self, now: float) -> None:
        self._left -= 1


class Limiter:
    """Asked by the sender before each message. ``pause`` and ``pause_chat`` are what a 429 told us to wait."""

    def __init__(
        self,
        *,
        enabled: bool,
        per_second: float,
        chat_per_second: float,
        chat_burst: int,
        group_per_minute: int,
        clock: Callable[[], float],
    ) -> None:
        self.enabled = enabled
        self._chat_rate, self._chat_burst, self._group = chat_per_second, chat_burst, group_per_minute
        self._clock = clock
        self._overall = Window(max(1, int(per_second)), max(1.0, 1 / per_second))
        self._gap = (1 + MARGIN) / per_second
        self._prompt_at = 0.0
        self._chats: dict[int, Window | Bucket] = {}
        self._paused_until = 0.0
        self._paused: dict[int, float] = {}

    def wait(self, *, prompt: bool) -> float:
        """Seconds until anybody may be written to; a prompt also keeps its distance from the one before."""
        now = self._clock()
        pause = self._paused_until - now
        if not self.enabled:
            return max(pause, 0.0)
        gap = self._prompt_at - now if prompt else 0.0
        return max(self._overall.wait(now), pause, gap, 0.0)

    def wait_chat(self, chat: int) -> float:
        """Seconds until this chat may be written to."""
        now = self._clock()
        pause = self._paused.get(chat, 0.0) - now
        if pause <= 0:
            self._paused.pop(chat, None)
        return max(self._limit(chat, now).wait(now) if self.enabled else 0.0, pause, 0.0)

    def take(self, chat: int, *, prompt: bool) -> None:
        """One call leaves. ``chat`` 0: it counts only overall."""
        now = self._clock()
        if self.enabled:
            self._overall.take(now)
            if chat:
                self._limit(chat, now).take(now)
            if prompt:
                self._prompt_at = max(self._prompt_at, now - self._gap) + self._gap

    def pause(self, chat: int, seconds: float) -> None:
        """A 429 came: this chat waits as told, everybody else for a moment too, since Telegram does not say which limit it was."""
        now = self._clock()
        self._paused[chat] = now + seconds
        self._paused_until = max(self._paused_until, now + min(seconds, 1.0))

    def forget_idle(self) -> None:
        """Lets go of chats whose limit is untouched again, so that memory follows who is active, not who ever was."""
        now = self._clock()
        for chat in [chat for chat, limit in self._chats.items() if limit.wait(now) == 0.0 and _unused(limit)]:
            del self._chats[chat]

    def _limit(self, chat: int, now: float) -> Window | Bucket:
        limit = self._chats.get(chat)
        if limit is None:
            limit = Window(self._group, 60.0) if chat < 0 else Bucket(self._chat_rate, self._chat_burst, now)
            self._chats[chat] = limit
        return limit


def _unused(limit: Window | Bucket) -> bool:
    return not limit._times if isinstance(limit, Window) else limit._left >= limit._burst
