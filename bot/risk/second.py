"""The second stage: words weighed together, for messages in which no rule found enough.

Every word, every two neighbours and every two with one word between them have a weight, learned from messages written for Sebaya
(``tests/risk/train.py`` says how and from which). If the sum passes one threshold, the message comes to ``ask``: never to ``alert``, and what
the rules found is never lowered. It stays explainable: the words that weighed most are its spans.

    words + their classes ─▶ features ─▶ the sum of their weights ─▶ ask, or nothing
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Self

from bot.risk.words import PAUSE, STOP, UNKNOWN, Lexicon

RULE, SHOWN, LONGEST = "second.weighed", 3, 400  # words: what comes later in a very long message is not weighed
SHORT, RISE = 20, 8  # of many words some weigh by chance: beyond so many tokens each asks for so much more
_MEMO = 20_000
_STRETCHED = re.compile(r"(.)\1{2,}")
_LINE = re.compile(r"(?P<weight>-?\d+)\t(?P<category>[a-z_]*)\t(?P<feature>\S.*)")
_HEAD = re.compile(r"(?P<name>bias|threshold)\t(?P<value>-?\d+)")


@dataclass(frozen=True, slots=True)
class Weighed:
    """The ``category`` that weighed most, and the ``places`` (tokens) of the words that did."""

    category: str
    places: tuple[int, ...]


class Left(NamedTuple):
    """A word, or its classes, with what weighs together with it when it follows: at once (``near``), after one more word (``far``)."""

    name: str
    near: dict[str, int]
    far: dict[str, int]


Met = tuple[
    str, tuple[tuple[str, int], ...], Left, tuple[Left, ...]
]  # a word without stretching; what it weighs alone; it and its classes for what follows


def features(texts: Sequence[str], pieces: Sequence[str], lexicon: Lexicon, rules: Iterable[str] = ()) -> frozenset[str]:
    """All features of a message, for learning. ``texts`` and ``pieces`` (the symbols of each) are what the detector makes of it, ``rules`` the ids
    of the notes found in it. ``Weights.found`` looks up the same ones.
    """
    found = {f"#{rule}" for rule in rules}
    typed, name, before = "", STOP, ""  # the word before: as it was typed, its classes; and the classes of the one before that
    for text, piece in zip(texts[:LONGEST], pieces, strict=False):
        if piece == STOP:
            typed, name, before = "", STOP, ""
        elif piece and piece != PAUSE:
            plain = _plain(text)
            found |= {plain, f"{typed} {plain}"} if typed else {plain}
            typed = plain
            for mine in named(plain, piece, lexicon):
                found |= {mine, f"{name} {mine}", f"{before} . {mine}"} if before else {mine, f"{name} {mine}"}
                before, name = "" if name == STOP else name, mine
    return frozenset(found)


def named(plain: str, piece: str, lexicon: Lexicon) -> list[str]:
    """The classes of a word in words (of each of several, if it stands for several); the word itself where it is in none."""
    return [plain if symbol == UNKNOWN else lexicon.names.get(symbol) or plain for symbol in piece]


def _plain(word: str) -> str:
    """A word without stretching and apostrophes; all numbers are one."""
    return "0" if word.isdigit() else _STRETCHED.sub(r"\1", word.replace("'", ""))


@dataclass(slots=True)
class Weights:
    """The model, read from ``weights.tsv``. Whole numbers (hundredths of a logit), so that a sum is the same in whatever order it is made.

    ``single``, ``near`` and ``far`` hold the weights of words, of neighbours and of pairs with a word between, by their first word.
    """

    bias: int = 0
    threshold: int = 1_000_000
    single: dict[str, int] = field(default_factory=dict)
    near: dict[str, dict[str, int]] = field(default_factory=dict)
    far: dict[str, dict[str, int]] = field(default_factory=dict)
    categories: dict[str, str] = field(default_factory=dict)  # of the features that speak for danger
    met: dict[tuple[str, str], Met] = field(default_factory=dict)  # what was worked out for words (with their symbols) that were met before
    _none: Left = field(default_factory=lambda: Left("", {}, {}))
    _begin: Left = field(default_factory=lambda: Left(STOP, {}, {}))

    def found(self, texts: Sequence[str], pieces: Sequence[str], lexicon: Lexicon, rules: Iterable[str] = ()) -> dict[str, tuple[int, int]]:
        """Each feature of the model that a message has: its weight, and the token where it was met last (-1: a rule's note)."""
        met, none, begin = self.met, self._none, self._begin
        hits = {key: (self.single[key], -1) for rule in rules if (key := f"#{rule}") in self.single}
        typed, left, before = none, begin, none  # the word before as it was typed; its classes; those of the one before that
        for n, word in enumerate(zip(texts[:LONGEST], pieces, strict=False)):
            if (piece := word[1]) == STOP:
                typed, left, before = none, begin, none
            elif piece and piece != PAUSE:
                plain, singles, after, names = met.get(word) or self._meet(word, lexicon)
                for one, weight in singles:
                    hits[one] = weight, n
                if plain in typed.near:
                    hits[f"{typed.name} {plain}"] = typed.near[plain], n
                typed = after
                for one_name in names:
                    mine = one_name.name
                    if mine in left.near:
                        hits[f"{left.name} {mine}"] = left.near[mine], n
                    if mine in before.far:
                        hits[f"{before.name} . {mine}"] = before.far[mine], n
                    before, left = none if left is begin else left, one_name
        return hits

    def _meet(self, word: tuple[str, str], lexicon: Lexicon) -> Met:
        if len(self.met) >= _MEMO:
            self.met.clear()
        plain = _plain(word[0])
        names = named(plain, word[1], lexicon)
        singles = tuple((one, self.single[one]) for one in dict.fromkeys((plain, *names)) if one in self.single)
        met = self.met[word] = plain, singles, self._left(plain), tuple(self._left(name) for name in names)
        return met

    def _left(self, name: str) -> Left:
        return Left(name, self.near.get(name, {}), self.far.get(name, {}))

    def told(self, found: dict[str, tuple[int, int]], length: int) -> Weighed | None:
        """What and where, if the sum passes what a message of so many tokens must pass."""
        if self.bias + sum([weight for weight, _ in found.values()]) < self.threshold + RISE * max(0, min(length, LONGEST) - SHORT):
            return None
        towards, at = Counter[str](), Counter[int]()
        for one, (weight, n) in found.items():
            if weight > 0:
                towards[self.categories[one]] += weight
                at[n] += weight
        at.pop(-1, None)
        heaviest = sorted(at, key=lambda n: (-at[n], n))[:SHOWN]
        return Weighed(max(sorted(towards), key=lambda name: towards[name]), tuple(sorted(heaviest)))

    @classmethod
    def read(cls, path: Path) -> tuple[Self, list[str]]:
        """The weights of a file, and each line that is none, with its number. Without the file nothing is ever weighed."""
        model, problems = cls(), list[str]()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines() if path.exists() else (), 1):
            if line.startswith("# ") or not line:
                continue
            if head := _HEAD.fullmatch(line):
                setattr(model, head["name"], int(head["value"]))
            elif parts := _LINE.fullmatch(line):
                model._add(parts["feature"], int(parts["weight"]), parts["category"])
            else:
                problems.append(f"{path}:{number}: not a weight, a category and a feature with tabs between: {line[:60]!r}")
        model._begin = model._left(STOP)
        return model, problems

    def _add(self, feature: str, weight: int, category: str) -> None:
        first, *rest = feature.split(" ")
        if not rest:
            self.single[first] = weight
        else:
            (self.far if len(rest) == 2 else self.near).setdefault(first, {})[rest[-1]] = weight
        if weight > 0:
            self.categories[feature] = category
