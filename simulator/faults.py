"""The fault plan: what goes wrong, where and when. By method, by chat, on the n-th call, on every n-th, or with a seeded probability.

==============  =====================================================================================================
``500``         JSON 500 ``Internal Server Error``, nothing happened
``502``         the HTML page of a proxy, nothing happened
``slow``        the call works, its answer comes ``seconds`` later
``hang``        nothing happens and no answer comes for ``seconds`` (default: until the client gives up)
``cut_before``  the connection is cut, nothing happened
``cut_after``   the call works, then the connection is cut before the answer
``429``         Too Many Requests, ``retry_after`` = ``seconds`` (default 1)
``403``         Forbidden: bot was blocked by the user
``401``         Unauthorized
``outage``      every connection is cut, until the fault is taken away
==============  =====================================================================================================
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

KINDS = ("500", "502", "slow", "hang", "cut_before", "cut_after", "429", "403", "401", "outage")
FIELDS = ("kind", "method", "chat", "nth", "every", "probability", "seed", "times", "seconds")


@dataclass(slots=True)
class Fault:
    """One line of the plan. ``nth`` counts matching calls from 1; ``times``: how often it strikes before it is used up (None: always)."""

    kind: str
    method: str | None = None
    chat: int | None = None
    nth: int | None = None
    every: int | None = None
    probability: float | None = None
    seed: int = 0
    times: int | None = None
    seconds: float | None = None
    id: int = 0
    seen: int = 0
    struck: int = 0
    dice: random.Random = field(default_factory=random.Random)

    def __post_init__(self) -> None:
        self.kind = str(self.kind)
        if self.kind not in KINDS:
            raise ValueError(f"kind must be one of {', '.join(KINDS)}, not {self.kind!r}")
        for name in ("nth", "every", "times"):
            value = getattr(self, name)
            if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
                raise ValueError(f"{name} must be a positive integer, not {value!r}")
        for name, highest in (("probability", 1.0), ("seconds", 86400.0)):
            value = getattr(self, name)
            if value is not None and (not isinstance(value, int | float) or not 0 <= value <= highest):
                raise ValueError(f"{name} must be a number between 0 and {highest:g}, not {value!r}")
        self.dice.seed(self.seed)

    def strikes(self, method: str, chat: Any) -> bool:
        """Whether this call is hit; counts it."""
        if self.method and self.method.lower() != method.lower():
            return False
        if self.chat is not None and str(self.chat) != str(chat):
            return False
        self.seen += 1
        if self.times is not None and self.struck >= self.times:
            return False
        if not self._chosen():
            return False
        self.struck += 1
        return True

    def _chosen(self) -> bool:
        if self.nth is not None and self.seen != self.nth:
            return False
        if self.every is not None and self.seen % self.every:
            return False
        return self.probability is None or self.dice.random() < self.probability

    def view(self) -> dict[str, Any]:
        """As the control API shows it."""
        shown = {name: getattr(self, name) for name in FIELDS if getattr(self, name) is not None}
        return {"id": self.id, **shown, "seen": self.seen, "struck": self.struck}


class Faults:
    """The plan. The first fault that strikes decides."""

    def __init__(self) -> None:
        self.plan: list[Fault] = []
        self._last = 0

    def add(self, kind: str, **conditions: Any) -> Fault:
        """Add a line; ValueError says what is wrong with it."""
        unknown = set(conditions) - set(FIELDS)
        if unknown:
            raise ValueError(f"a fault has no {', '.join(sorted(unknown))}; it has {', '.join(FIELDS)}")
        fault = Fault(kind, **conditions)
        self._last += 1
        fault.id = self._last
        self.plan.append(fault)
        return fault

    def remove(self, number: int | None = None) -> int:
        """Take away one fault, or all; returns how many."""
        before = len(self.plan)
        self.plan = [] if number is None else [fault for fault in self.plan if fault.id != number]
        return before - len(self.plan)

    def clear(self) -> None:
        """All is well again."""
        self.plan = []

    def strike(self, method: str, chat: Any) -> Fault | None:
        """The fault that hits this call, if any."""
        hit = [fault for fault in self.plan if fault.strikes(method, chat)]
        return hit[0] if hit else None


class Latency:
    """How long every answer takes, in milliseconds: ``mean`` ± up to ``jitter``, from a seeded generator. 0: at once."""

    def __init__(self) -> None:
        self.mean_ms = 0.0
        self.jitter_ms = 0.0
        self._dice = random.Random(0)

    def change(self, mean_ms: float = 0.0, jitter_ms: float = 0.0, seed: int = 0) -> None:
        """Set the profile; ValueError unless both are 0 to 60,000."""
        for name, value in (("mean_ms", mean_ms), ("jitter_ms", jitter_ms)):
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 60_000:
                raise ValueError(f"{name} must be a number between 0 and 60000, not {value!r}")
        self.mean_ms, self.jitter_ms = float(mean_ms), float(jitter_ms)
        self._dice = random.Random(seed)

    def draw(self) -> float:
        """Seconds to wait before the next answer."""
        if not self.mean_ms and not self.jitter_ms:
            return 0.0
        return max(0.0, self.mean_ms + self._dice.uniform(-self.jitter_ms, self.jitter_ms)) / 1000
