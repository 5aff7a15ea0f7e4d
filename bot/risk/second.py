"""The second stage: words weighed together.

Every word and every two neighbours have a weight, learned from messages written for Sebaya (``tests/risk/train.py`` says how and from
which). Where no rule found enough and the sum passes one threshold, the message comes to ``ask``: never to ``alert``. Where rules ask but the
sentence rather speaks against danger, they only note; an ``alert``, and what somebody says plainly of themselves, is never lowered.
It stays explainable: the words that weighed most are its spans. What one person writes in several short messages is weighed together
(``before``), and so are the lines of one.

    words + their classes ─▶ features ─▶ the sum of their weights ─▶ ask, or a note, or nothing
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise
from operator import attrgetter
from pathlib import Path
from typing import Self

from bot.risk.words import STOP, Reading

RULE, SHOWN, LONGEST = "second.weighed", 3, 400  # words: what comes later in a very long message is not weighed
CALM, LAUGHED = 80, 200  # hundredths of a logit; said with a laugh it takes more to be asked about
SHORT, RISE = 20, 12  # of many words some weigh by chance: beyond so many tokens each asks for so much more
TOGETHER, SPEAKS, BEFORE = 160, 80, 2  # what a message and up to two before it must weigh together, and the message itself at least
_LINE = re.compile(r"(?P<weight>-?\d+)\t(?P<category>[a-z_]*)\t(?P<feature>\S.*)")
_HEAD = re.compile(r"(?P<name>bias|threshold)\t(?P<value>-?\d+)")

Key = str | tuple[str, ...]  # a feature: a word or class, or two neighbours
_typed, _known = attrgetter("typed"), attrgetter("known")


@dataclass(frozen=True, slots=True)
class Said:
    """How much a message speaks for danger (hundredths of a logit), and its words in number: enough to weigh it with what follows, without a word."""

    evidence: int
    words: int


@dataclass(frozen=True, slots=True)
class Weighed:
    """The ``category`` that weighed most, and the ``places`` (tokens) of the words that did."""

    category: str
    places: tuple[int, ...]


def features(words: Sequence[Reading], rules: Iterable[str]) -> Iterator[Key]:
    """All features of a message, some more than once: of its ``words``, and what ``rules`` found in it."""
    words = words[:LONGEST]
    typed = [STOP, *chain.from_iterable(map(_typed, words))]
    known = [STOP, *chain.from_iterable(map(_known, words))]
    return chain(typed, known, pairwise(typed), pairwise(known), map("#".__add__, rules))


def placed(words: Sequence[Reading]) -> Iterator[tuple[Key, int]]:
    """The same (without those of rules), each with the place of the word where it ends; -1: the beginning."""
    typed = [(STOP, -1), *((name, n) for n, word in enumerate(words[:LONGEST]) for name in word.typed)]
    known = [(STOP, -1), *((name, n) for n, word in enumerate(words[:LONGEST]) for name in word.known)]
    yield from chain(typed, known)
    for row in (typed, known):
        yield from (((one, other), n) for (one, _), (other, n) in pairwise(row))


@dataclass(slots=True)
class Weights:
    """The model, read from ``weights.tsv``. Whole numbers (hundredths of a logit), so that a sum is the same in whatever order it is made."""

    bias: int = 0
    threshold: int = 1_000_000
    of: dict[Key, int] = field(default_factory=dict)
    categories: dict[Key, str] = field(default_factory=dict)  # of the features that speak for danger
    learned: frozenset[Key] = frozenset()

    def evidence(self, words: Sequence[Reading], rules: Iterable[str]) -> int:
        """How much all that was said, the finds of the rules among it, speaks for danger; below 0: against it."""
        return sum(map(self.of.__getitem__, self.learned.intersection(features(words, rules))))

    def outweigh(self, words: Sequence[Reading], rules: Iterable[str], enough: int = CALM) -> bool:
        """Whether these words speak so little for danger that what rules ask about is only noted. Never before anything was learned."""
        return bool(self.learned) and self.evidence(words, rules) < enough

    def said(self, words: Sequence[Reading], rules: Iterable[str]) -> Said:
        """What there is to weigh in a message."""
        return Said(self.evidence(words, rules), min(len(words), LONGEST))

    def enough(self, said: Said, before: Sequence[Said] = ()) -> bool:
        """Whether a message passes what one of so many words must pass: alone, or with what the same person wrote just ``before``."""
        if self._passes((said,), self.threshold):
            return True
        return bool(before) and said.evidence >= SPEAKS and self._passes((*before[-BEFORE:], said), TOGETHER)

    def _passes(self, said: Sequence[Said], least: int) -> bool:
        over = max(0, sum(one.words for one in said) - SHORT)
        return self.bias + sum(one.evidence for one in said) >= least + RISE * over

    def told(self, words: Sequence[Reading], rules: Iterable[str]) -> Weighed:
        """What weighed most, and where."""
        there = self.categories.keys() & features(words, rules)
        towards, at = Counter[str](), Counter[int]()
        for one in there:
            towards[self.categories[one]] += self.of[one]
        for one, n in dict(placed(words)).items():
            if n >= 0 and one in self.categories:
                at[n] += self.of[one]
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
        model.learned = frozenset(model.of)
        return model, problems

    def _add(self, feature: str, weight: int, category: str) -> None:
        first, *rest = map(sys.intern, feature.split(" "))  # the words of messages are the same strings, so that telling them apart is quick
        key = (first, *rest) if rest else first
        self.of[key] = weight
        if weight > 0:
            self.categories[key] = category


def written(key: Key) -> str:
    """A feature as it stands in ``weights.tsv``."""
    return key if isinstance(key, str) else " ".join(key)
