"""Slot patterns: what a rule looks for, as people who are not programmers write it, and where it stands in a message.

A pattern is a row of slots. A slot is a word (``lebih``), a class (``<wish>``) or several of either with bars between (``lebih|<wish>``); with ``?``
it may be missing, with ``*`` there may be none or up to four. ``.`` lets up to one other word stand in between, ``..`` three, ``...`` seven, never
across the end of a sentence; ``!<neg>`` says that no such word may follow here; ``^`` and ``$`` are the beginning and the end of the whole message.
Gaps are bounded, so matching stays linear.

All places where a row may have come to are the bits of one whole number, and each slot is a shift and a mask (R. Baeza-Yates and G. Gonnet, "A new
approach to text searching", 1992). So a pattern costs nothing to prepare, however many words its classes hold.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cache, reduce
from itertools import repeat
from operator import or_
from typing import NamedTuple, Self

from bot.risk.words import PAUSE, STOP, UNKNOWN, Lexicon

GAPS = {".": 1, "..": 3, "...": 7}
TAKING = ("one", "maybe", "many")  # the kinds of slots that take a word they know
MANY = 4  # how many words ``*`` takes at the most
_SLOT = re.compile(r"(?P<not>!?)(?P<any>[^\s?*!]+)(?P<maybe>[?*]?)\Z")
_ALTERNATIVE = re.compile(r"<[a-z0-9_]+>|[a-z0-9]+")


class BadPattern(ValueError):
    """A pattern that cannot be read; says why."""


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """``kind``: "one", "maybe", "many" or "not" of ``symbols``; "gap": up to ``most`` words."""

    kind: str
    symbols: frozenset[str] = frozenset()
    most: int = 1


class Seen:
    """A piece of a message, ready to be searched; where a word stands is one bit a place, and worked out when it is first asked for.

    ``first`` and ``final``: whether the message begins and ends with it (else ``^`` and ``$`` are nowhere).
    """

    __slots__ = ("_open", "_stands", "code", "final", "first", "known", "present")

    def __init__(self, code: str, first: bool = True, final: bool = True) -> None:
        self.code, self.first, self.final = code, first, final
        self.present = set(code)
        self.known: dict[Slot, int] = {}  # what ``of`` has worked out
        self._open = -1
        self._stands: dict[str, int] = {}

    @property
    def open(self) -> int:
        """Where a gap may reach: everywhere but over the end of a sentence."""
        if self._open < 0:
            self._open = ((1 << len(self.code)) - 1) & ~self.places(STOP)
        return self._open

    def places(self, symbol: str) -> int:
        """Where a symbol stands."""
        if symbol in self._stands:
            return self._stands[symbol]
        found, at, find = 0, self.code.find(symbol), self.code.find
        while at >= 0:
            found |= 1 << at
            at = find(symbol, at + 1)
        self._stands[symbol] = found
        return found

    def of(self, slot: Slot) -> int:
        """Where a word of the slot stands."""
        known = 0
        for symbol in slot.symbols & self.present:
            known |= self.places(symbol)
        if slot.kind == "many":
            known |= self.places(PAUSE)
        self.known[slot] = known
        return known

    def beginnings(self) -> int:
        """Where the message may be said to begin: at its first word, or behind up to two that say nothing."""
        filler = self.places(PAUSE) | self.places(UNKNOWN)
        return 1 | (filler & 1) << 1 | (filler & filler >> 1 & 1) << 2

    def endings(self) -> int:
        """Where it may be said to end."""
        return (2 << len(self.code)) - (1 << len(self.code.rstrip(PAUSE + STOP + UNKNOWN)))


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """A row of ``slots``. ``needs``: those of each of which a message must hold a word; ``anchor``: the rarest of them."""

    rule: int
    slots: tuple[Slot, ...]
    anchor: Slot
    needs: tuple[Slot, ...] = ()
    at_start: bool = False
    at_end: bool = False

    def takes(self, symbols: str) -> bool:
        """Whether it may take any of these."""
        return any(slot.kind in TAKING and not slot.symbols.isdisjoint(symbols) for slot in self.slots)

    def find(self, seen: Seen) -> Iterator[tuple[int, int]]:
        """Each place where it stands, with the first word and the one behind the last; none begins within another."""
        starts = seen.beginnings() if self.at_start else (1 << len(seen.code)) - 1
        if not self._ends(starts, seen):
            return
        if self.slots[0].kind == "one":
            starts &= seen.of(self.slots[0])
        while starts:
            start = starts & -starts
            if ends := self._ends(start, seen):
                end = ends & -ends
                yield start.bit_length() - 1, end.bit_length() - 1
                starts &= -max(end, start << 1)
            else:
                starts ^= start

    def _ends(self, at: int, seen: Seen) -> int:
        """Where it may end if it begins at one of the places ``at``."""
        known = seen.known
        for slot in self.slots:
            kind = slot.kind
            if kind == "gap":
                within = seen.open
                for _ in range(slot.most):
                    at |= (at & within) << 1
                continue
            there = known[slot] if slot in known else seen.of(slot)
            if kind == "one":
                at = (at & there) << 1
            elif kind == "not":
                at &= ~there
            else:
                for _ in range(slot.most):
                    if not (more := at & there):
                        break
                    at |= more << 1
            if not at:
                return 0
        return at & seen.endings() if self.at_end else at


class Group(NamedTuple):
    """Patterns with the same anchor and the same second rarest slot; each with all the slots that it needs, as bits."""

    second: int
    patterns: tuple[tuple[int, Pattern], ...]


@dataclass(frozen=True, slots=True)
class Index:
    """Many patterns, by the symbols of their anchors. Most of those that are asked after fail at their second rarest slot, so that first of all an
    anchor is dropped beside which nothing stands that fills such a slot. A slot is a bit: one look tells whether a message holds a word of every
    slot that a pattern needs, and few are then searched for.
    """

    of: dict[str, tuple[Group, ...]]  # by the symbols of their anchors
    beside: dict[str, frozenset[str]]  # by the same: the symbols that fill the second slots (itself, where some pattern has none)
    needed: dict[str, int]  # symbol → which slots it fills, of those that some pattern needs

    @classmethod
    def made(cls, patterns: Iterable[Pattern]) -> Self:
        patterns = tuple(patterns)
        bit = _bits(Counter(slot for pattern in patterns for slot in pattern.needs))
        together: dict[tuple[Slot, Slot | None], list[tuple[int, Pattern]]] = {}
        for pattern in patterns:
            needs = reduce(or_, map(bit.__getitem__, pattern.needs), 0)
            together.setdefault((pattern.anchor, next(iter(pattern.needs), None)), []).append((needs, pattern))
        of: dict[str, list[Group]] = {}
        beside: dict[str, list[frozenset[str]]] = {}
        for (anchor, second), found in together.items():
            group = Group(bit[second] if second else 0, tuple(found))
            for symbol in anchor.symbols:
                of.setdefault(symbol, []).append(group)
                beside.setdefault(symbol, []).append(second.symbols if second else frozenset(symbol))
        return cls({symbol: tuple(groups) for symbol, groups in of.items()}, _united(beside), _filled(bit))

    def anchors(self, present: Set[str]) -> list[str]:
        """Those of the symbols that are ``present`` for which a search is worth while."""
        beside = self.beside
        return [symbol for symbol in present if symbol in beside and not present.isdisjoint(beside[symbol])]

    def matches(self, seen: Seen, new: str = "") -> Iterator[tuple[Pattern, int, int]]:
        """What is found in a piece of a message, and from where to where. ``new``: only what may take one of these symbols."""
        present = seen.present
        if not (anchors := self.anchors(present)):
            return
        there = reduce(or_, map(self.needed.get, present, repeat(0)))
        groups = [group for symbol in anchors for second, group in self.of[symbol] if second & there or not second]
        for pattern in {pattern: None for group in groups for needs, pattern in group if needs & there == needs}:
            if (seen.first or not pattern.at_start) and (seen.final or not pattern.at_end) and (not new or pattern.takes(new)):
                for start, end in pattern.find(seen):
                    yield pattern, start, end


def _united(sets: Mapping[str, list[frozenset[str]]]) -> dict[str, frozenset[str]]:
    """All that is in any of the sets of each; one set for all that have the same ones."""
    united = cache(lambda ones: frozenset[str]().union(*ones))
    return {name: united(frozenset(ones)) for name, ones in sets.items()}


def _bits(needed: Counter[Slot]) -> dict[Slot, int]:
    """A bit for each, the low ones for those that many need: the numbers stay short."""
    return {slot: 1 << n for n, (slot, _) in enumerate(needed.most_common())}


def _filled(bit: dict[Slot, int]) -> dict[str, int]:
    """Which slots each symbol fills."""
    filled: dict[str, int] = {}
    for slot, one in bit.items():
        for symbol in slot.symbols:
            filled[symbol] = filled.get(symbol, 0) | one
    return filled


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


class Reader:
    """Reads patterns. ``often``: how often a word of each class is met; the rarest slot of a pattern is its anchor."""

    def __init__(self, lexicon: Lexicon, often: Mapping[str, float]) -> None:
        self.lexicon, self.often = lexicon, often
        self._known: dict[tuple[str, frozenset[str]], Slot] = {}
        self._symbols: dict[frozenset[str], frozenset[str]] = {}  # one set for all slots of the same classes

    def pattern(self, text: str, rule: int) -> Pattern:
        """A pattern ready to run. BadPattern where it can never be found, or nothing in it is required."""
        slots: list[Slot] = []
        required: list[tuple[float, Slot]] = []
        for slot in text.split():
            if slot in GAPS:
                slots.append(Slot("gap", most=GAPS[slot]))
            elif slot not in "^$":
                slots.append(self._slot(slot, required))
        if not required:
            raise BadPattern("nothing in it is required")
        required.sort(key=lambda one: one[0])
        anchor = required[0][1]
        needs = tuple(dict.fromkeys(slot for _, slot in required if slot is not anchor))
        return Pattern(rule, tuple(slots), anchor, needs, text.startswith("^"), text.endswith("$"))

    def _slot(self, text: str, required: list[tuple[float, Slot]]) -> Slot:
        parts = _SLOT.match(text)
        assert parts is not None
        chosen = frozenset(class_of(name) for name in parts["any"].split("|"))
        kind = "not" if parts["not"] else {"": "one", "?": "maybe", "*": "many"}[parts["maybe"]]
        slot = self._known.get((kind, chosen)) or self._made(kind, chosen, text)
        if kind == "one":
            required.append((sum(self.often[name] for name in chosen), slot))
        return slot

    def _made(self, kind: str, chosen: frozenset[str], text: str) -> Slot:
        symbols = self._symbols.get(chosen) or frozenset("".join(self.lexicon.of_class(name) for name in chosen))
        self._symbols[chosen] = symbols
        if not symbols:
            raise BadPattern(f"{text!r} can never be found")
        slot = self._known[kind, chosen] = Slot(kind, symbols, MANY if kind == "many" else 1)
        return slot
