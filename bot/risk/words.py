"""The lexicon: which classes a word belongs to, however it is spelled.

A class is a set of words that mean the same for our purpose in every language (``wish``: pengen, ingin, want, wanna …), so that one pattern finds
"pengen mati", "want to die" and "pengen die". Every different set of classes is one *symbol* (one character); a message becomes a string of symbols,
and patterns become ordinary regular expressions over it.

A word that is not listed is read through what people do to words: stretched letters, digits for letters, endings (-ku, -nya, -lah), words written
together, and one slip of the finger in words of five letters or more.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

import ahocorasick

from bot.risk.spelling import LEET, one_slip, slips, spellings, squeeze, unstretched

UNKNOWN, STOP, PAUSE, FIRST_SYMBOL = "_", "|", ",", 0x4E00
Key = TypeVar("Key")
Value = TypeVar("Value")
_MEMO = 20_000  # readings of unlisted words that are kept; then it starts anew, so that memory stays bounded
_LONGEST, _SLIP_FROM, _KIND_FROM, _GLUED_UP_TO = 40, 5, 4, 30
_OPENS = "@$*"
_LAUGHTER = "😂🤣😆😹"
_LAUGH = re.compile(r"a?(?:[wk]{3,}|(?:[hx][aeio]|[wk]k|kw|wak|ak){2,})[a-z]?|lo+l+|lma+o+|rofl")
_ENDINGS = {"ku": "my", "mu": "your", "nya": "its", "lah": "", "kah": "", "pun": "", "nyaa": "its", "kuh": "my", "q": "my", "deh": "", "ny": "its"}


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What is known of a word: its ``symbols`` ("": it belongs to the word before), and what the second stage calls it, ``typed`` (as it stands,
    without stretching) and ``known`` (by the classes of each of its symbols). Pauses have no names. The same word is the same reading.
    """

    symbols: str
    typed: tuple[str, ...]
    known: tuple[str, ...]


class Memo(dict[Key, Value]):
    """What was worked out once is kept. A lookup is a plain ``[]``, so that what was met before costs as little as what is listed. Bounded by
    ``most``.
    """

    def __init__(self, work_out: Callable[[Key], Value], most: int = _MEMO) -> None:
        super().__init__()
        self.work_out, self.most = work_out, most

    def __missing__(self, key: Key) -> Value:
        if len(self) >= self.most:
            self.clear()
        found = self[key] = self.work_out(key)
        return found


@dataclass(slots=True)
class Lexicon:
    """``symbol_of`` a class set, ``bits`` of a symbol (one bit a class), and the words. Built once at start by ``build``."""

    classes: dict[str, int] = field(default_factory=dict)  # class → bit number
    bits: dict[str, int] = field(default_factory=dict)  # symbol → which classes
    members: dict[str, str] = field(default_factory=dict)  # class → its symbols
    names: dict[str, str] = field(default_factory=dict)  # symbol → its classes in words, without those that a single word of a pattern makes
    words: dict[str, str] = field(default_factory=dict)  # word → its symbols (several where it stands for several words)
    strong: frozenset[str] = frozenset()  # words by which alone a run of letters is worth cutting into words
    has_strong: ahocorasick.Automaton | None = None  # finds them, in their squeezed form too
    squeezed: dict[str, str] = field(default_factory=dict)
    slipped: dict[str, str] = field(default_factory=dict)
    loose: dict[str, tuple[str, ...]] = field(default_factory=dict)
    plain: frozenset[str] = frozenset()  # ordinary words: never read kindly
    endings: dict[str, str] = field(default_factory=dict)
    tails: tuple[str, ...] = ()  # the same, for a quick first look
    readings: Memo[str, Reading] = field(init=False)
    letters: Memo[str, Reading] = field(init=False)  # of runs that were typed letter by letter, and may be several words
    kind: dict[str, str] = field(default_factory=dict)

    def of_class(self, name: str) -> str:
        """All symbols of a class, as one string."""
        return self.members.get(name, "")

    def remember(self) -> None:
        """To be called once all words are listed."""
        self.readings = Memo(lambda word: self.reading(word, self.symbols(word)))
        self.letters = Memo(lambda run: self.reading(run, self.symbols(run, spaced=True)))

    def reading(self, word: str, symbols: str) -> Reading:
        """What there is to know of a word that means ``symbols``."""
        if symbols in ("", PAUSE):
            return Reading(symbols, (), ())
        if symbols == STOP:
            return Reading(symbols, (STOP,), (STOP,))
        plain = sys.intern("0" if word.isdigit() else unstretched(word.replace("'", "")))
        return Reading(symbols, (plain,), tuple(plain if one == UNKNOWN else self.names.get(one) or plain for one in symbols))

    def symbols(self, word: str, spaced: bool = False) -> str:
        """The symbols of a word however it is typed, ``UNKNOWN`` if it says nothing to us. ``spaced``: letter by letter, perhaps several words."""
        return self.words.get(word) or self._work_out(word[: _LONGEST + 1], spaced)

    def _work_out(self, word: str, spaced: bool) -> str:
        if len(word) > _LONGEST:
            return UNKNOWN
        if not word[:1].isalnum() and word[:1] not in _OPENS:
            return self._mark(word)
        for plain in spellings(word.replace(" ", "")):
            found = self.words.get(plain) or self.squeezed.get(squeeze(plain)) if len(plain) > 1 else self.words.get(plain)
            if found is None:
                found = self._with_ending(plain) or self._glued(squeeze(plain) if spaced else plain) or self._slip(plain)
            if found:
                return found
        return self.words["haha"] if _LAUGH.fullmatch(word) else UNKNOWN

    def _mark(self, mark: str) -> str:
        if mark in _LAUGHTER:
            return self.words["haha"]
        return STOP if mark[0] in ".!?;\n" else PAUSE

    def _with_ending(self, word: str) -> str | None:
        for ending, symbol in self.endings.items() if word.endswith(self.tails) else ():
            if word.endswith(ending) and len(word) - len(ending) >= 3:
                base = self.words.get(word[: -len(ending)])
                if base and base != UNKNOWN:
                    return base + symbol
        if word.startswith("ku") and len(word) > 5:  # kubunuh, kuakhiri
            base = self.words.get(word[2:])
            return self.words["aku"] + base if base and base != UNKNOWN else None
        return None

    def _glued(self, word: str) -> str | None:
        """Words written together, the whole of it listed and one of them strong: ``pengenmati``, ``killmyself``. The fewest words win."""
        if not 5 <= len(word) <= _GLUED_UP_TO or self.has_strong is None or next(self.has_strong.iter(word), None) is None:
            return None
        ways: list[tuple[int, str, bool] | None] = [(0, "", False)] + [None] * len(word)
        for end in range(1, len(word) + 1):
            for begin in range(max(0, end - 14), end):
                before, piece = ways[begin], word[begin:end]
                if before is None or (end - begin == 1 and piece != "i"):
                    continue
                symbols = self.words.get(piece) or (self.squeezed.get(piece) if end - begin > 3 else None)
                if symbols and symbols != UNKNOWN:
                    way = (before[0] + 1, before[1] + symbols, before[2] or piece in self.strong)
                    ways[end] = min(ways[end] or way, way, key=lambda one: (one[0], not one[2]))
        whole = ways[-1]
        return whole[1] if whole and whole[2] else None

    def _slip(self, word: str) -> str | None:
        if len(word) < _SLIP_FROM - 1 or (not word.isalpha() and "*" not in word):
            return None
        if "*" in word:
            word = word.replace("*", "")
        found = self.slipped.get(word)
        if found is None and len(word) >= _SLIP_FROM:
            for shorter in slips(word):
                found = self.slipped.get(shorter) if len(shorter) >= _SLIP_FROM - 1 else None
                if found:
                    break
        return found

    def read_kindly(self, word: str) -> str:
        """The symbols of a word that says nothing as it stands, if it is one slip away from any listed word of four letters or more.

        Only for a second look at messages that hold a word of danger: so many words are one slip away from another.
        """
        known = self.kind.get(word)
        if known is None:
            if len(self.kind) >= _MEMO:
                self.kind.clear()
            known = self.kind[word] = self._one_slip_away(word.replace("'", "").translate(LEET) if not word.isalpha() else word)
        return known

    def _one_slip_away(self, plain: str) -> str:
        """Of several listed words that are one slip away a strong one is meant ("mait" is mati before it is wait)."""
        if not 3 <= len(plain) <= 14:
            return UNKNOWN
        near = [listed for shorter in (plain, *slips(plain)) for listed in self.loose.get(shorter, ()) if one_slip(plain, listed)]
        return self.words[min(near, key=lambda listed: listed not in self.strong)] if near else UNKNOWN


def build(
    classes: Mapping[str, Iterable[str]],
    joined: Mapping[str, str],
    ordinary: Iterable[str],
    strong: Iterable[str],
    slippery: Iterable[str] = (),
    nameless: Container[str] = (),
) -> Lexicon:
    """A lexicon from the words of each class, words that stand for several (gamau: ga mau), and ordinary words that only look like listed ones.

    ``strong`` and ``slippery`` name classes: those worth cutting a run of letters for, and those also read through a slip of the finger. ``nameless``
    ones do not change what the second stage calls a word.
    """
    lexicon = Lexicon({name: n for n, name in enumerate(classes)})
    of: dict[str, int] = {}
    for name, words in classes.items():
        for word in sorted(words):  # sets have another order in each run, and of two words that share a slip the first one counts
            of[word] = of.get(word, 0) | 1 << lexicon.classes[name]
    symbols = _symbols(lexicon, set(of.values()), nameless)
    lexicon.words.update((word, symbols[bits]) for word, bits in of.items())
    for word, meaning in joined.items():
        lexicon.words[word] = "".join(lexicon.words.get(part, UNKNOWN) for part in meaning.split())
    lexicon.strong = frozenset(word for name in strong for word in classes[name] if len(word) >= 4)
    lexicon.has_strong = automaton(lexicon.strong)
    lexicon.endings = {ending: lexicon.words.get(meaning, "") for ending, meaning in _ENDINGS.items()}
    lexicon.tails = tuple(lexicon.endings)
    plain = set(ordinary) - set(lexicon.words)
    lexicon.plain = frozenset(plain)
    _index(lexicon, plain, frozenset(word for name in slippery for word in classes[name]))
    lexicon.words.update(dict.fromkeys(plain, UNKNOWN))
    lexicon.remember()
    return lexicon


def automaton(words: Iterable[str]) -> ahocorasick.Automaton | None:
    """Finds any of the words in a run of letters."""
    made = ahocorasick.Automaton()
    for word in words:
        made.add_word(word, word)
    if not len(made):
        return None
    made.make_automaton()
    return made


def _symbols(lexicon: Lexicon, sets: set[int], nameless: Container[str]) -> dict[int, str]:
    """A symbol for each set of classes."""
    symbols = {bits: chr(FIRST_SYMBOL + n) for n, bits in enumerate(sorted(sets))}
    name_of = {bit: name for name, bit in lexicon.classes.items()}
    members: dict[str, list[str]] = {}
    for bits, symbol in symbols.items():
        lexicon.bits[symbol] = bits
        while bits:
            bit = bits.bit_length() - 1
            members.setdefault(name_of[bit], []).append(symbol)
            bits ^= 1 << bit
    lexicon.members.update((name, "".join(found)) for name, found in members.items())
    for name in sorted(name for name in members if not name.startswith("=") and name not in nameless):
        for symbol in members[name]:
            lexicon.names[symbol] = sys.intern(f"{lexicon.names[symbol]}+{name}" if symbol in lexicon.names else f"<{name}")
    return symbols


def _index(lexicon: Lexicon, ordinary: set[str], slippery: frozenset[str]) -> None:
    for word, symbols in lexicon.words.items():
        if len(word) >= 3:
            lexicon.squeezed.setdefault(squeeze(word), symbols)
    taken = set(lexicon.words) | ordinary
    loose: dict[str, list[str]] = {}
    for word in sorted(lexicon.words, key=lambda word: word not in lexicon.strong):
        if len(word) >= _KIND_FROM:
            for shorter in dict.fromkeys((word, *slips(word))):
                loose.setdefault(shorter, []).append(word)
    lexicon.loose = {shorter: tuple(words) for shorter, words in loose.items()}
    for word, symbols in lexicon.words.items():
        if len(word) >= _SLIP_FROM and word in slippery:
            for shorter in slips(word):
                if shorter not in taken:
                    lexicon.slipped.setdefault(shorter, symbols)
            lexicon.slipped.setdefault(word, symbols)
