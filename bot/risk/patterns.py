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
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.risk.words import PAUSE, STOP, UNKNOWN, Lexicon

GAPS = {".": 1, "..": 3, "...": 7}
FEW = 16  # symbols of a class that are looked up one by one
MANY = 4  # how many words ``*`` takes at the most
_SLOT = re.compile(r"(?P<not>!?)(?P<any>[^\s?*!]+)(?P<maybe>[?*]?)\Z")
_ALTERNATIVE = re.compile(r"<[a-z0-9_]+>|[a-z0-9]+")


class BadPattern(ValueError):
    """A pattern that cannot be read; says why."""


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """``kind``: "one", "maybe", "many" or "not" of ``symbols``; "gap": up to ``most`` words. ``few``: so few that looking each up is quickest."""

    kind: str
    symbols: frozenset[str] = frozenset()
    most: int = 1
    few: bool = False


class Seen:
    """A piece of a message, ready to be searched: ``places`` of each symbol in it, one bit a place.

    ``first`` and ``final``: whether the message begins and ends with it (else ``^`` and ``$`` are nowhere).
    """

    __slots__ = ("code", "filler", "final", "first", "known", "open", "places", "present", "tail")

    def __init__(self, code: str, first: bool = True, final: bool = True) -> None:
        self.code, self.first, self.final = code, first, final
        places: dict[str, int] = {}
        bit = 1
        for symbol in code:
            places[symbol] = places[symbol] | bit if symbol in places else bit
            bit <<= 1
        self.places, self.present = places, set(places)
        self.known: dict[Slot, int] = {}  # what ``of`` has worked out
        self.open = (bit - 1) & ~places.get(STOP, 0)
        self.filler = places.get(PAUSE, 0) | places.get(UNKNOWN, 0)
        self.tail = (bit << 1) - (1 << len(code.rstrip(PAUSE + STOP + UNKNOWN)))

    def of(self, slot: Slot) -> int:
        """Where a word of the slot stands."""
        known, places = 0, self.places
        for symbol in slot.symbols & self.present:
            known |= places[symbol]
        if slot.kind == "many":
            known |= places.get(PAUSE, 0)
        self.known[slot] = known
        return known


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """A row of ``slots``. ``needs``: those of each of which a message must hold a word, the rarest first: a cheap first look."""

    rule: int
    slots: tuple[Slot, ...]
    anchor: frozenset[str]  # the symbols by which it is worth trying at all
    needs: tuple[Slot, ...] = ()
    at_start: bool = False
    at_end: bool = False

    def find(self, seen: Seen) -> Iterator[tuple[int, int]]:
        """Each place where it stands, with the first word and the one behind the last; none begins within another."""
        starts = (1 << len(seen.code)) - 1
        if self.at_start:
            starts = 1 | (seen.filler & 1) << 1 | (seen.filler & seen.filler >> 1 & 1) << 2
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
                for _ in range(slot.most):
                    at |= (at & seen.open) << 1
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
        return at & seen.tail if self.at_end else at


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
        return Pattern(rule, tuple(slots), anchor.symbols, needs, text.startswith("^"), text.endswith("$"))

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
        slot = self._known[kind, chosen] = Slot(kind, symbols, MANY if kind == "many" else 1, len(symbols) < FEW)
        return slot
