"""Slot patterns: what a rule looks for, as people who are not programmers write it, turned into a regular expression over symbols.

A pattern is a row of slots. A slot is a word (``lebih``), a class (``<wish>``) or several of either with bars between (``lebih|<wish>``); with ``?``
it may be missing, with ``*`` there may be none or up to four. ``.`` lets up to one other word stand in between, ``..`` three, ``...`` seven, never
across the end of a sentence; ``!<neg>`` says that no such word may follow here; ``^`` and ``$`` are the beginning and the end of the whole message.
Gaps are bounded, so matching stays linear.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.risk.words import PAUSE, STOP, Lexicon

GAPS = {".": 1, "..": 3, "...": 7}
_SLOT = re.compile(r"(?P<not>!?)(?P<any>[^\s?*!]+)(?P<maybe>[?*]?)\Z")
_ALTERNATIVE = re.compile(r"<[a-z0-9_]+>|[a-z0-9]+")


class BadPattern(ValueError):
    """A pattern that cannot be read; says why."""


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """``found`` runs over a string of symbols. ``must`` are classes that the message must hold a word of, ``needs`` sets of classes of each of
    which it must hold one: a cheap first look."""

    rule: int
    found: re.Pattern[str]
    anchor: str  # the symbols by which it is worth trying at all
    must: int = 0
    needs: tuple[int, ...] = field(default=())
    at_end: bool = False  # it ends with ``$``


def names(pattern: str) -> list[str]:
    """The classes (with brackets) and words that a pattern mentions. BadPattern if it cannot be read."""
    found: list[str] = []
    for slot in pattern.split():
        if slot in GAPS or slot in "^$":
            continue
        parts = _SLOT.match(slot)
        if not parts:
            raise BadPattern(f"{slot!r} is no slot")
        for name in parts["any"].split("|"):
            if not _ALTERNATIVE.fullmatch(name):
                raise BadPattern(f"{name!r} is neither a word in small letters nor a <class>")
            found.append(name)
    return found


def class_of(name: str) -> str:
    """The class that stands for a name in a pattern: ``<wish>`` is ``wish``, the word ``lebih`` its own class ``=lebih``."""
    return name[1:-1] if name.startswith("<") else "=" + name


def compiled(text: str, rule: int, lexicon: Lexicon, often: Mapping[str, float]) -> Pattern:
    """The pattern ready to run. ``often``: how often a word of each class is met; the rarest slot is the anchor."""
    regex: list[str] = []
    slots: list[tuple[float, str, int]] = []
    for slot in text.split():
        if slot in "^$":
            regex.append(r"\A[,_]{0,2}" if slot == "^" else r"[,_]?[,|_]*\Z")
        elif slot in GAPS:
            regex.append(f"[^{STOP}]{{0,{GAPS[slot]}}}?")
        else:
            regex.append(_piece(slot, lexicon, often, slots))
    if not slots:
        raise BadPattern("nothing in it is required")
    slots.sort()
    _, anchor, first = slots[0]
    others = dict.fromkeys(bits for _, _, bits in slots if bits != first)
    must = sum(bits for bits in others if bits.bit_count() == 1)
    needs = tuple(bits for bits in others if bits.bit_count() > 1)  # the rarest first: most patterns are done with after one look
    return Pattern(rule, re.compile("".join(regex)), anchor, must, needs, text.endswith("$"))


def _piece(slot: str, lexicon: Lexicon, often: Mapping[str, float], slots: list[tuple[float, str, int]]) -> str:
    parts = _SLOT.match(slot)
    assert parts is not None
    chosen = sorted({class_of(name) for name in parts["any"].split("|")})
    symbols = "".join(dict.fromkeys("".join(lexicon.of_class(name) for name in chosen)))
    if not symbols:
        raise BadPattern(f"{slot!r} can never be found")
    ranges = charset(symbols)
    if parts["not"]:
        return f"(?![{ranges}])"
    if parts["maybe"]:
        return f"[{ranges}]?" if parts["maybe"] == "?" else f"[{ranges}{PAUSE}]{{0,4}}"
    slots.append((sum(often[name] for name in chosen), symbols, sum(1 << lexicon.classes[name] for name in chosen)))
    return f"[{ranges}]"


def charset(symbols: str) -> str:
    """The inside of a character class: neighbours as ranges."""
    points = sorted(set(map(ord, symbols)))
    found: list[str] = []
    first = last = points[0]
    for point in [*points[1:], -1]:
        if point == last + 1:
            last = point
            continue
        found.append(chr(first) if first == last else f"{chr(first)}-{chr(last)}")
        first = last = point
    return "".join(found)
