"""Measures the detector on labelled messages: recall and false alarms with 95 % Wilson intervals, by language and category, and the misses.

A file holds one JSON object a line: ``text``, ``label`` (1 for a sign of danger, 0 for none), and if known ``lang`` and ``category``. Instead of
``text`` there may be ``messages``, a list of what one person wrote one after another: found is what any of them is asked about.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import sqrt
from typing import Any

from bot.risk.detector import Detector
from bot.risk.judging import NOTHING, Result
from bot.risk.second import Said

Z = 1.96  # 95 %


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The interval in which a share lies with 95 % confidence (Wilson score; E. B. Wilson, 1927). (0, 1) for nothing measured."""
    if not of:
        return 0.0, 1.0
    share, spread = hits / of, Z * Z / of
    middle = (share + spread / 2) / (1 + spread)
    half = Z * sqrt(share * (1 - share) / of + spread / (4 * of)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(slots=True)
class Measured:
    """What came of each message: counts by (language, category, whether it is one, level), and those judged wrongly."""

    counts: Counter[tuple[str, str, bool, str]] = field(default_factory=Counter)
    missed: list[tuple[dict[str, Any], Result]] = field(default_factory=list)
    false: list[tuple[dict[str, Any], Result]] = field(default_factory=list)

    def share(self, danger: bool, *, levels: tuple[str, ...] = ("ask", "alert"), lang: str = "", category: str = "") -> tuple[int, int]:
        """How many of the messages (with danger in them or not; of a language, a category, if given) came to one of ``levels``, and of how many."""
        mine = {key: n for key, n in self.counts.items() if key[2] == danger and lang in ("", key[0]) and category in ("", key[1])}
        return sum(n for key, n in mine.items() if key[3] in levels), sum(mine.values())


def of_row(detector: Detector, row: dict[str, Any]) -> Result:
    """What a row comes to; of several messages the first that calls for an answer, else the last. Offsets are those of its own message."""
    result, before = NOTHING, list[Said]()
    for text in row.get("messages", [row.get("text")]):
        result = detector.look(text, before)
        if result.level in ("ask", "alert"):
            break
        before = [*before, result.said] if result.said else []
    return result


def measure(detector: Detector, rows: Iterable[dict[str, Any]]) -> Measured:
    """Every row looked at."""
    measured = Measured()
    for row in rows:
        result = of_row(detector, row)
        danger = bool(row.get("label"))
        measured.counts[str(row.get("lang", "any")), str(row.get("category", "any")), danger, result.level] += 1
        found = result.level in ("ask", "alert")
        if found != danger:
            (measured.missed if danger else measured.false).append((row, result))
    return measured


def report(measured: Measured) -> Iterator[str]:
    """The figures in lines, the misses last."""
    groups = sorted({(lang, category) for lang, category, _, _ in measured.counts})
    yield f"{'language':<9}{'category':<18}{'messages':>9}  found or, for safe ones, false alarms"
    for lang, category in groups:
        for danger in (True, False):
            hits, of = measured.share(danger, lang=lang, category=category)
            if of:
                yield f"{lang:<9}{category if danger else '(safe) ' + category:<18}{of:>9}  {_share(hits, of)}"
    found, dangers = measured.share(True)
    wrong, safe = measured.share(False)
    yield f"recall {_share(found, dangers)}; precision {_share(found, found + wrong)}; false alarms {_share(wrong, safe)}"
    yield f"alerts among safe messages {_share(*measured.share(False, levels=('alert',)))}"
    for name, rows in (("missed", measured.missed), ("false alarm", measured.false)):
        for row, result in rows:
            yield f"{name} ({result.level}; {', '.join(result.rules) or 'no rule'}): {' / '.join(row.get('messages', [row.get('text')]))}"


def _share(hits: int, of: int) -> str:
    low, high = wilson(hits, of)
    return f"{hits}/{of} = {hits / of if of else 0:.3f} [{low:.3f}, {high:.3f}]"


def rows(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Objects with a ``text`` or with ``messages``, one a line. ValueError names the line that is none."""
    for n, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise ValueError(f"line {n} is not JSON: {error.msg}") from None
        texts = row.get("messages", [row.get("text")]) if isinstance(row, dict) else []
        if not isinstance(texts, list) or not texts or not all(isinstance(text, str) for text in texts):
            raise ValueError(f"line {n} is no object with a text")
        yield row
