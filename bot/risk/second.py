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
from itertools import chain, pairwise, repeat, starmap
from math import exp, log
from pathlib import Path
from typing import Self

from bot.risk.spelling import one_slip, slips
from bot.risk.words import STOP, UNKNOWN, Memo, Reading

RULE, BIAS, SHOWN, LONGEST = "second.weighed", "#", 3, 400  # words: what comes later in a very long message is not weighed
CALM, LAUGHED = 20, 200  # hundredths of a logit; said with a laugh it takes more to be asked about
SHORT, RISE = 20, 12  # of many words some weigh by chance: beyond so many tokens each asks for so much more
SLIP_FROM, SLIP_UP_TO, FREQUENT = 4, 14, 5  # letters of a word that is read through a slip; pairs that a word must be in to be meant by one
MEMO = 60_000  # neighbours of which the weight is kept: far more than there are words
TOGETHER, SPEAKS, BEFORE = 200, 120, 2  # what a message and up to two before it must weigh together, and the message itself at least
_LINE = re.compile(r"(?P<weights>-?\d{1,5}(?: -?\d{1,5})*)\t(?P<feature>\S.*)")  # so few digits that no sum of them leaves its field
_HEAD = re.compile(r"(?P<name>threshold|dangers|safe)=(?P<value>\S.*)")
_FIELD, _HALF = 32, 1 << 31  # bits of one weight where all of a feature are one number

START = Reading(STOP, (STOP,), (STOP,))  # what stands before the first word
Pair = tuple[Reading, Reading]


def packed(weights: Sequence[int]) -> int:
    """Weights (each within ±2³¹) as one number, so that adding two numbers adds them kind by kind."""
    return sum(weight << _FIELD * n for n, weight in enumerate(weights))


def packed_all(rows: Iterable[str], kinds: int) -> Iterator[int]:
    """The same of many at once, each row ``kinds`` numbers with spaces between: a process starts half a second earlier."""
    lift, fields = _fields(kinds)
    numbers = list(map(int, " ".join(rows).split()))
    data = struct.pack(f"<{len(numbers)}i", *numbers)
    return ((int.from_bytes(data[at : at + fields.size], "little") ^ lift) - lift for at in range(0, len(data), fields.size))


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


def features(words: Sequence[Reading], rules: Iterable[str]) -> Iterator[str]:
    """All features of a message: those of each of its different ``words``, those of each different two neighbours, and what ``rules`` found."""
    named = _named(words)
    yield from chain.from_iterable(map(_names, dict.fromkeys(named)))
    yield from chain.from_iterable(starmap(_neighbours, dict.fromkeys(pairwise([START, *named]))))
    yield from map("#".__add__, rules)


def _named(words: Sequence[Reading]) -> list[Reading]:
    """What is weighed: a pause has no name, and parts nobody."""
    return [word for word in words[:LONGEST] if word.typed]


def _names(word: Reading) -> dict[str, None]:
    """The features of a word by itself; one that stands for several words has neighbours in itself."""
    return dict.fromkeys((*word.typed, *word.known, *map(" ".join, pairwise(word.known))))


def _neighbours(one: Reading, other: Reading) -> tuple[str, ...]:
    """The features of two words beside each other: as they are typed, and by their classes."""
    typed, known = f"{one.typed[-1]} {other.typed[0]}", f"{one.known[-1]} {other.known[0]}"
    return (typed, known) if known != typed else (typed,)


@dataclass(slots=True)
class Weights:
    """The model, read from ``weights.tsv``. Whole numbers (hundredths of a logit), so that a sum is the same in whatever order it is made."""

    threshold: int = 1_000_000
    dangers: tuple[str, ...] = ("danger",)
    safe: tuple[str, ...] = ("safe",)
    bias: int = 0  # packed, as all weights: of the dangers, then of the safe kinds
    of: dict[str, int] = field(default_factory=dict)  # a feature: a word or class, two neighbours with a space between, "#" and a rule
    readings: Mapping[str, Reading] = field(default_factory=dict)  # of every word, for those that are meant by others
    met: set[str] = field(default_factory=set)  # all words of features
    often: dict[str, int] = field(default_factory=dict)  # of each frequent word, in how many pairs it is
    near: dict[str, list[str]] = field(default_factory=dict)  # what is left of a frequent word, and of it without one letter → such words
    nothing: int = field(init=False)  # the odds where nothing is known
    meant: Memo[Reading, Reading] = field(init=False)
    alone: Memo[Reading, int] = field(init=False)  # what a word weighs by itself
    beside: Memo[Pair, int] = field(init=False)  # and what two neighbours weigh beyond that

    def __post_init__(self) -> None:
        self.meant, self.alone, self.beside = Memo(self._meant), Memo(self._alone), Memo(self._beside, MEMO)
        self.nothing = self._odds(self.bias)

    def weigh(self, words: Sequence[Reading], rules: Iterable[str]) -> int:
        """What all that was said, the finds of the rules among it, weighs for each kind."""
        named = _named(words)
        alone = sum(map(self.alone.__getitem__, set(named)))
        return alone + sum(map(self.beside.__getitem__, set(pairwise([START, *named])))) + self._sum(map("#".__add__, rules))

    def _sum(self, names: Iterable[str]) -> int:
        return sum(map(self.of.get, names, repeat(0)))

    def _alone(self, word: Reading) -> int:
        return self._sum(_names(self.meant[word]))

    def _beside(self, pair: Pair) -> int:
        one, other = pair
        return self._sum(_neighbours(self.meant[one], self.meant[other]))

    def _meant(self, word: Reading) -> Reading:
        """The word that is meant, where one that was never met is one slip of the finger away from a frequent one."""
        name = word.typed[0]
        if not SLIP_FROM <= len(name) <= SLIP_UP_TO or name in self.met:
            return word
        near = {one for shorter in (name, *slips(name)) for one in self.near.get(shorter, ()) if one_slip(name, one)}
        if not near:
            return word
        meant = self.readings[max(near, key=lambda one: (self.often[one], one))]
        return meant if word.symbols == UNKNOWN else Reading(word.symbols, meant.typed, word.known)

    def evidence(self, weights: int) -> int:
        """How much that speaks for danger; below 0: against it. Hundredths of a logit, beside a message of which nothing is known."""
        return self._odds(self.bias + weights) - self.nothing

    def outweigh(self, words: Sequence[Reading], rules: Iterable[str], enough: int = CALM) -> bool:
        """Whether these words speak so little for danger that what rules ask about is only noted. Never before anything was learned."""
        return bool(self.of) and self.evidence(self.weigh(words, rules)) < enough

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
        named = [(word, n) for n, word in enumerate(words[:LONGEST]) if word.typed]
        yield from ((self.alone[word], n) for word, n in dict(named).items())
        pairs = {(one, other): n for (one, _), (other, n) in pairwise([(START, -1), *named])}
        yield from ((self.beside[pair], n) for pair, n in pairs.items())

    @classmethod
    def read(cls, path: Path) -> tuple[Self, list[str]]:
        """The weights of a file, and each line that is none, with its number. Without the file nothing is ever weighed."""
        model, problems, rows = cls(), list[str](), dict[str, str]()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines() if path.exists() else (), 1):
            if line.startswith("# ") or not line:
                continue
            if head := _HEAD.fullmatch(line):
                value = head["value"]
                setattr(model, head["name"], int(value) if head["name"] == "threshold" else tuple(value.split()))
            elif (parts := _LINE.fullmatch(line)) and parts["weights"].count(" ") + 1 == len(model.dangers) + len(model.safe):
                rows[parts["feature"]] = parts["weights"]
            else:
                problems.append(f"{path}:{number}: not the weights of a feature for each kind, a tab and the feature: {line[:60]!r}")
        model.of = dict(zip(rows, packed_all(rows.values(), len(model.dangers) + len(model.safe)), strict=True))
        model.bias = model.of.pop(BIAS, 0)
        model.nothing = model._odds(model.bias)
        model._list_words()
        return model, problems

    def _list_words(self) -> None:
        """The words that were met, and those that others may be slips of."""
        times = Counter(chain.from_iterable(name.split() for name in self.of if " " in name))
        self.met = {*times, *(name for name in self.of if " " not in name)}
        for word, often in times.items():
            if often >= FREQUENT and len(word) >= SLIP_FROM and word.isalpha():
                self.often[word] = often
                for shorter in dict.fromkeys((word, *slips(word))):
                    self.near.setdefault(shorter, []).append(word)


def _together(kinds: Sequence[int]) -> float:
    """How likely all of them are, where each is so likely (hundredths of a logit)."""
    most = max(kinds)
    return most + 100 * log(sum(exp((one - most) / 100) for one in kinds))
