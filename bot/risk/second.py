"""The second stage: words weighed together.

Every word and every two neighbours have a weight for each kind of message: seven dangers and three kinds of safe talk (everyday, sad, words of danger
used harmlessly), learned from messages written for Sebaya (``tests/risk/train.py`` says how and from which). How much likelier they make the dangers
than the safe kinds is the evidence. Where no rule found enough and it passes one threshold, the message comes to ``ask``: never to ``alert``. Where
rules ask but the sentence rather speaks against danger, they only note; an ``alert``, and what somebody says plainly of themselves, is never lowered.
It stays explainable: the words that weighed most are its spans. What one person writes in several short messages is weighed together (``before``),
and so are the lines of one.

    words + their classes ─▶ features ─▶ sums of their weights, kind by kind ─▶ ask, or a note, or nothing
"""

from __future__ import annotations

import re
import struct
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise
from math import exp, log
from operator import attrgetter
from pathlib import Path
from typing import Self

from bot.risk.words import STOP, Reading

RULE, BIAS, SHOWN, LONGEST = "second.weighed", "#", 3, 400  # words: what comes later in a very long message is not weighed
CALM, LAUGHED = 60, 200  # hundredths of a logit; said with a laugh it takes more to be asked about
SHORT, RISE = 20, 12  # of many words some weigh by chance: beyond so many tokens each asks for so much more
TOGETHER, SPEAKS, BEFORE = 130, 80, 2  # what a message and up to two before it must weigh together, and the message itself at least
_LINE = re.compile(r"(?P<weights>-?\d+(?: -?\d+)*)\t(?P<feature>\S.*)")
_HEAD = re.compile(r"(?P<name>threshold|dangers|safe)=(?P<value>\S.*)")
_FIELD, _HALF = 32, 1 << 31  # bits of one weight where all of a feature are one number

Key = str | tuple[str, ...]  # a feature: a word or class, or two neighbours
_typed, _known = attrgetter("typed"), attrgetter("known")


def packed(weights: Sequence[int]) -> int:
    """Weights (each within ±2³¹) as one number, so that adding two numbers adds them kind by kind."""
    return sum(weight << _FIELD * n for n, weight in enumerate(weights))


def unpacked(total: int, kinds: int) -> tuple[int, ...]:
    """The weights, or sums of them, again."""
    lifted = total + packed((_HALF,) * kinds)
    return tuple(one - _HALF for one in struct.unpack(f"<{kinds}I", lifted.to_bytes(_FIELD // 8 * kinds, "little")))


@dataclass(frozen=True, slots=True)
class Said:
    """What the words of a message weigh (``packed``), and how many they are: enough to weigh it with what follows, without a word."""

    weights: int
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

    threshold: int = 1_000_000
    dangers: tuple[str, ...] = ("danger",)
    safe: tuple[str, ...] = ("safe",)
    bias: int = 0  # packed, as all weights: of the dangers, then of the safe kinds
    of: dict[Key, int] = field(default_factory=dict)
    learned: frozenset[Key] = frozenset()

    def weigh(self, words: Sequence[Reading], rules: Iterable[str]) -> int:
        """What all that was said, the finds of the rules among it, weighs for each kind."""
        return sum(map(self.of.__getitem__, self.learned.intersection(features(words, rules))))

    def evidence(self, weights: int) -> int:
        """How much that speaks for danger; below 0: against it. Hundredths of a logit, beside a message of which nothing is known."""
        return self._odds(self.bias + weights) - self._odds(self.bias)

    def outweigh(self, words: Sequence[Reading], rules: Iterable[str], enough: int = CALM) -> bool:
        """Whether these words speak so little for danger that what rules ask about is only noted. Never before anything was learned."""
        return bool(self.learned) and self.evidence(self.weigh(words, rules)) < enough

    def said(self, words: Sequence[Reading], rules: Iterable[str]) -> Said:
        """What there is to weigh in a message."""
        return Said(self.weigh(words, rules), min(len(words), LONGEST))

    def enough(self, said: Said, before: Sequence[Said] = ()) -> bool:
        """Whether a message passes what one of so many words must pass: alone, or with what the same person wrote just ``before``."""
        if self._passes((said,), self.threshold):
            return True
        return bool(before) and self.evidence(said.weights) >= SPEAKS and self._passes((*before[-BEFORE:], said), TOGETHER)

    def _passes(self, said: Sequence[Said], least: int) -> bool:
        over = max(0, sum(one.words for one in said) - SHORT)
        return self._odds(self.bias + sum(one.weights for one in said)) >= least + RISE * over

    def _odds(self, total: int) -> int:
        """The odds that it is one of the dangers rather than one of the safe kinds."""
        kinds = unpacked(total, len(self.dangers) + len(self.safe))
        return round(_together(kinds[: len(self.dangers)]) - _together(kinds[len(self.dangers) :]))

    def told(self, words: Sequence[Reading], rules: Iterable[str]) -> Weighed:
        """Which danger weighed most, and where what makes it likelier than the likeliest safe kind was said."""
        count, many = len(self.dangers), len(self.dangers) + len(self.safe)
        kinds = unpacked(self.bias + self.weigh(words, rules), many)
        danger, safe = kinds.index(max(kinds[:count])), kinds.index(max(kinds[count:]), count)
        at = Counter[int]()
        for one, n in dict(placed(words)).items():
            if n >= 0 and one in self.learned:
                weights = unpacked(self.of[one], many)
                at[n] += max(0, weights[danger] - weights[safe])
        heaviest = sorted(+at, key=lambda n: (-at[n], n))[:SHOWN]
        return Weighed(self.dangers[danger], tuple(sorted(heaviest)))

    @classmethod
    def read(cls, path: Path) -> tuple[Self, list[str]]:
        """The weights of a file, and each line that is none, with its number. Without the file nothing is ever weighed."""
        model, problems = cls(), list[str]()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines() if path.exists() else (), 1):
            if line.startswith("# ") or not line:
                continue
            if head := _HEAD.fullmatch(line):
                value = head["value"]
                setattr(model, head["name"], int(value) if head["name"] == "threshold" else tuple(value.split()))
            elif (parts := _LINE.fullmatch(line)) and len(weights := parts["weights"].split()) == len(model.dangers) + len(model.safe):
                model._add(parts["feature"], packed([int(one) for one in weights]))
            else:
                problems.append(f"{path}:{number}: not the weights of a feature for each kind, a tab and the feature: {line[:60]!r}")
        model.bias = model.of.pop(BIAS, 0)
        model.learned = frozenset(model.of)
        return model, problems

    def _add(self, feature: str, weights: int) -> None:
        first, *rest = map(sys.intern, feature.split(" "))  # the words of messages are the same strings, so that telling them apart is quick
        self.of[(first, *rest) if rest else first] = weights


def _together(kinds: Sequence[int]) -> float:
    """How likely all of them are, where each is so likely (hundredths of a logit)."""
    most = max(kinds)
    return most + 100 * log(sum(exp((one - most) / 100) for one in kinds))


def written(key: Key) -> str:
    """A feature as it stands in ``weights.tsv``."""
    return key if isinstance(key, str) else " ".join(key)
