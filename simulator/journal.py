"""The journal: every Bot API call with its answer, numbered, capped. Tests count in it, the page shows it, ``wait`` waits on it.

Entries keep references to the parameters and results (which nobody changes), so keeping them costs little; the cap is a number of
entries and keeps memory flat however long the simulator runs.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

from simulator.signal import Bell

SHOWN_VALUE = 300


class Entry:
    """One call. ``at``: world time in epoch seconds; ``took_ms``: real milliseconds; ``result``: result, or the error's description."""

    __slots__ = ("at", "bot", "chat", "error", "method", "params", "result", "seq", "status", "took_ms")

    def __init__(self, seq: int, at: float, bot: int, method: str, params: dict[str, Any]) -> None:
        self.seq = seq
        self.at = at
        self.bot = bot
        self.method = method
        self.params = params
        self.status = 0
        self.result: Any = None
        self.error: str | None = None
        self.took_ms = 0.0
        self.chat: int | None = None

    def view(self) -> dict[str, Any]:
        """The entry as JSON (uploads as their size)."""
        return {
            "seq": self.seq,
            "at": self.at,
            "bot": self.bot,
            "method": self.method,
            "params": {name: plain(value) for name, value in self.params.items()},
            "status": self.status,
            "result": self.result if self.error is None else {"description": self.error},
            "took_ms": round(self.took_ms, 3),
        }

    def shortened(self) -> dict[str, Any]:
        """The same for the page: long values cut, results left out where they repeat the parameters."""
        view = self.view()
        view["params"] = {name: cut(value) for name, value in view["params"].items()}
        view["result"] = cut(view["result"])
        return view


class Journal:
    """A capped list of entries. ``last`` is the newest number, ``dropped`` how many older ones were let go."""

    def __init__(self, cap: int = 10_000, first: int = 0) -> None:
        self.entries: deque[Entry] = deque(maxlen=cap)
        self.last = first
        self.bell = Bell()
        self.listeners: list[Callable[[Entry], None]] = []

    @property
    def dropped(self) -> int:
        """How many entries are no longer kept."""
        return self.last - len(self.entries)

    def add(self, at: float, bot: int, method: str, params: dict[str, Any]) -> Entry:
        """A finished call; the caller fills in the outcome and then calls ``announce``."""
        self.last += 1
        entry = Entry(self.last, at, bot, method, params)
        self.entries.append(entry)
        return entry

    def announce(self, entry: Entry) -> None:
        """Tell those who wait and those who watch."""
        self.bell.ring()
        for listener in self.listeners:
            listener(entry)

    def after(self, seq: int = 0, method: str | None = None, chat: int | None = None) -> Iterator[Entry]:
        """Entries with a higher number, oldest first; ``method`` in any case."""
        wanted = method.lower() if method else None
        for entry in list(self.entries):
            if entry.seq <= seq or (wanted and entry.method.lower() != wanted) or (chat is not None and entry.chat != chat):
                continue
            yield entry

    def calls(self, method: str | None = None, chat: int | None = None) -> list[Entry]:
        """All kept entries of a method, a chat, or both."""
        return list(self.after(0, method, chat))

    def clear(self) -> None:
        """Forget the entries; the numbers go on."""
        self.entries.clear()


def plain(value: Any) -> Any:
    """A parameter as JSON can carry it."""
    content = getattr(value, "content", None)
    if isinstance(content, bytes):
        return {"file": value.name, "mime": value.mime, "bytes": len(content)}
    if isinstance(value, dict):
        return {name: plain(member) for name, member in value.items()}
    if isinstance(value, list):
        return [plain(member) for member in value]
    return value


def cut(value: Any) -> Any:
    """At most a few hundred characters of a value."""
    if isinstance(value, str):
        return value if len(value) <= SHOWN_VALUE else value[:SHOWN_VALUE] + "…"
    if isinstance(value, dict):
        return {name: cut(member) for name, member in value.items()}
    if isinstance(value, list):
        return [cut(member) for member in value[:20]]
    return value
