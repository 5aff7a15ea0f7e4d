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
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, pairwise, repeat
from math import exp, log
from operator import add, attrgetter, mul
from pathlib import Path
from typing import Self

from bot.risk.spelling import one_slip, slips
from bot.risk.words import STOP, UNKNOWN, Memo, Reading

RULE, BIAS, SHOWN, LONGEST = "second.weighed", "#", 3, 400  # words: what comes later in a very long message is not weighed
CALM, LAUGHED = 20, 200  # hundredths of a logit; said with a laugh it takes more to be asked about
SHORT, RISE = 20, 12  # of many words some weigh by chance: beyond so many tokens each asks for so much more
SLIP_FROM, SLIP_UP_TO, FREQUENT = 4, 14, 5  # letters of a word that is read through a slip; pairs that a word must be in to be meant by one
TOGETHER, SPEAKS, BEFORE = 180, 120, 2  # what a message and up to two before it must weigh together, and the message itself at least
_LINE = re.compile(r"(?P<weights>-?\d{1,5}(?: -?\d{1,5})*)\t(?P<feature>\S.*)")  # so few digits that no sum of them leaves its field
_HEAD = re.compile(r"(?P<name>threshold|dangers|safe)=(?P<value>\S.*)")
_FIELD, _HALF = 32, 1 << 31  # bits of one weight where all of a feature are one number

Key = str | tuple[str, str]  # a feature: a word or class, or two neighbours
_WIDE = 1 << 24  # more than there are words: two of their numbers make one
_typed, _known = attrgetter("typed"), attrgetter("known")


def packed(weights: Sequence[int]) -> int:
    """Weights (each within ±2³¹) as one number, so that adding two numbers adds them kind by kind."""
    return sum(weight << _FIELD * n for n, weight in enumerate(weights))


def unpacked(total: int, kinds: int) -> tuple[int, ...]:
    """The weights, or sums of them, again."""
    lift, fields = _fields(kinds)
    return tuple(one - _HALF for one in fields.unpack((total + lift).to_bytes(fields.size, "little")))


@cache
def _fields(kinds: int) -> tuple[int, struct.Struct]:
    """What makes so many fields positive, and how they lie."""
    return packed((_HALF,) * kinds), struct.Struct(f"<{kinds}I")


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
    """All features of a message: those of each of its different ``words``, each two neighbours once, and what ``rules`` found in it."""
    words = words[:LONGEST]
    typed = [STOP, *chain.from_iterable(map(_typed, words))]
    known = [STOP, *chain.from_iterable(map(_known, words))]
    return chain(*map(_names, dict.fromkeys(words)), {*pairwise(typed), *pairwise(known)}, map("#".__add__, rules))


def _names(word: Reading) -> tuple[str, ...]:
    """The features of a word by itself."""
    return tuple(dict.fromkeys((*word.typed, *word.known)))


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """What a word brings to the sums: what it weighs by itself, and the numbers under which two neighbours are found."""

    typed: tuple[int, ...]
    known: tuple[int, ...]
    weights: int


def _pairs(numbers: list[int]) -> Iterator[int]:
    """The number of each two neighbours."""
    return map(add, map(mul, numbers, repeat(_WIDE)), numbers[1:])


@dataclass(slots=True)
class Weights:
    """The model, read from ``weights.tsv``. Whole numbers (hundredths of a logit), so that a sum is the same in whatever order it is made."""

    threshold: int = 1_000_000
    dangers: tuple[str, ...] = ("danger",)
    safe: tuple[str, ...] = ("safe",)
    bias: int = 0  # packed, as all weights: of the dangers, then of the safe kinds
    single: dict[str, int] = field(default_factory=dict)
    pairs: dict[int, int] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)  # of the words of pairs; no other word has one
    readings: Mapping[str, Reading] = field(default_factory=dict)  # of every word, for those that are meant by others
    words: Memo[Reading, Word] = field(init=False)
    often: Counter[str] = field(init=False)  # in how many pairs a word is
    near: dict[str, list[str]] = field(init=False)  # what is left of a frequent word, and of it without one letter → such words

    def __post_init__(self) -> None:
        self.words, self.often, self.near = Memo(self._word), Counter(), {}

    def weigh(self, words: Sequence[Reading], rules: Iterable[str]) -> int:
        """What all that was said, the finds of the rules among it, weighs for each kind."""
        met = list(map(self.words.__getitem__, words[:LONGEST]))
        stop = self.numbers.get(STOP, 0)
        typed = [stop, *chain.from_iterable(map(_typed, met))]
        known = [stop, *chain.from_iterable(map(_known, met))]
        pairs = {*_pairs(typed), *_pairs(known)}
        found = sum(self.single.get(f"#{rule}", 0) for rule in rules)
        return found + sum(word.weights for word in set(met)) + sum(filter(None, map(self.pairs.get, pairs)))

    def _word(self, word: Reading) -> Word:
        meant = self._meant(word)
        if word.symbols != UNKNOWN:
            meant = Reading(word.symbols, meant.typed, word.known)
        typed, known = (tuple(self.numbers.get(name, 0) for name in names) for names in (meant.typed, meant.known))
        return Word(typed, known, sum(self.single.get(name, 0) for name in _names(meant)))

    def _meant(self, word: Reading) -> Reading:
        """The word that is meant, where one that was never met is one slip of the finger away from a frequent one."""
        name = word.typed[0] if word.typed else ""
        if not SLIP_FROM <= len(name) <= SLIP_UP_TO or name in self.numbers or name in self.single:
            return word
        near = {one for shorter in (name, *slips(name)) for one in self.near.get(shorter, ()) if one_slip(name, one)}
        return self.readings[max(near, key=lambda one: (self.often[one], one))] if near else word

    def evidence(self, weights: int) -> int:
        """How much that speaks for danger; below 0: against it. Hundredths of a logit, beside a message of which nothing is known."""
        return self._odds(self.bias + weights) - self._odds(self.bias)

    def outweigh(self, words: Sequence[Reading], rules: Iterable[str], enough: int = CALM) -> bool:
        """Whether these words speak so little for danger that what rules ask about is only noted. Never before anything was learned."""
        return bool(self.single) and self.evidence(self.weigh(words, rules)) < enough

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
        for weights, n in self._placed(words):
            each = unpacked(weights, many)
            at[n] += max(0, each[danger] - each[safe])
        heaviest = sorted(+at, key=lambda n: (-at[n], n))[:SHOWN]
        return Weighed(self.dangers[danger], tuple(sorted(heaviest)))

    def _placed(self, words: Sequence[Reading]) -> Iterator[tuple[int, int]]:
        """What each different word and each two neighbours weigh, with the place of the (second) word, the last such one."""
        met = list(map(self.words.__getitem__, words[:LONGEST]))
        yield from ((word.weights, n) for word, n in {word: n for n, word in enumerate(met)}.items())
        place: dict[int, int] = {}
        for of in (_typed, _known):
            row = [(self.numbers.get(STOP, 0), -1), *((number, n) for n, word in enumerate(met) for number in of(word))]
            place.update((one * _WIDE + other, n) for (one, _), (other, n) in pairwise(row))
        yield from ((self.pairs[pair], n) for pair, n in place.items() if pair in self.pairs)

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
        model.bias = model.single.pop(BIAS, 0)
        model._list_frequent()
        return model, problems

    def _list_frequent(self) -> None:
        """The words that others may be slips of."""
        times = Counter(chain((pair // _WIDE for pair in self.pairs), (pair % _WIDE for pair in self.pairs)))
        for word, number in self.numbers.items():
            if times[number] >= FREQUENT and len(word) >= SLIP_FROM and word.isalpha():
                self.often[word] = times[number]
                for shorter in dict.fromkeys((word, *slips(word))):
                    self.near.setdefault(shorter, []).append(word)

    def _add(self, feature: str, weights: int) -> None:
        first, _, second = feature.partition(" ")
        if second:
            one, other = (self.numbers.setdefault(name, len(self.numbers) + 1) for name in (first, second))
            self.pairs[one * _WIDE + other] = weights
        else:
            self.single[first] = weights


def _together(kinds: Sequence[int]) -> float:
    """How likely all of them are, where each is so likely (hundredths of a logit)."""
    most = max(kinds)
    return most + 100 * log(sum(exp((one - most) / 100) for one in kinds))


def written(key: Key) -> str:
    """A feature as it stands in ``weights.tsv``."""
    return key if isinstance(key, str) else " ".join(key)
