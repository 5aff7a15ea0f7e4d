"""A second, kinder look at words that say nothing as they stand: slips of the finger, words cut in two, letters parted by spaces or hyphens.

Only what lies near words that danger is spoken of with is looked at, since so many words are one slip away from another.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

import ahocorasick

from bot.risk.words import UNKNOWN, Lexicon, Reading

FEW, UP_TO, NEAR = 10, 90, 6  # words of a short message; of one that is looked at at all; how far from a hint


@dataclass(frozen=True, slots=True)
class Misspelled:
    """``hints``: the symbols near which a second look is worth while. ``hidden`` finds listed words in a run of letters."""

    lexicon: Lexicon
    hints: frozenset[str] = frozenset()
    hidden: ahocorasick.Automaton | None = None

    def worth(self, pieces: list[str]) -> list[int]:
        """The places of the words that could be read otherwise: all of a few; else those near one that danger is spoken of with."""
        if len(pieces) > UP_TO:
            return []
        unknown = [n for n, piece in enumerate(pieces) if piece == UNKNOWN]
        if len(pieces) <= FEW or not unknown:
            return unknown
        if self.hints.isdisjoint("".join(pieces)):
            return []
        hints = self.hints
        danger = [n for n, piece in enumerate(pieces) if piece in hints or (len(piece) > 1 and not hints.isdisjoint(piece))]
        near = {m for n in danger for m in range(n - NEAR, n + NEAR + 1)}
        return [n for n in unknown if n in near]

    def read(self, texts: list[str], pieces: list[str], there: list[int]) -> str:
        """Reads the words at ``there`` anew, in ``pieces``. The symbols that are new, "" if none of them matters."""
        new, matters, lexicon, few = list[str](), False, self.lexicon, len(pieces) <= FEW
        for n in there:
            text = texts[n]
            if pieces[n] != UNKNOWN or text in lexicon.plain:
                continue
            for first in (n - 1, n):  # with the one before, with the one after
                word = texts[first] + texts[first + 1] if 0 <= first < len(texts) - 1 else ""
                if len(word) >= 4 and word in lexicon.words and word not in lexicon.plain and pieces[first] != "" and pieces[first + 1] != "":
                    pieces[first : first + 2] = [lexicon.words[word], ""]
                    new.append(pieces[first])
                    matters = True
                    break
            else:
                pieces[n] = lexicon.read_kindly(text)
                if pieces[n] != UNKNOWN:
                    new.append(pieces[n])
                    matters = matters or few or not self.hints.isdisjoint(pieces[n])
        return "".join(new) if matters else ""

    def uncover(self, texts: list[str], read: list[Reading]) -> None:
        """Anchors that are cut by spaces or hyphens ("bu-nuh di-ri", "ma ti", "ki ll"): where parts that say nothing make up a listed word."""
        if self.hidden is None:
            return
        listed = set(texts)
        if not (found := [pair for pair in self.hidden.iter("".join(texts)) if pair[1] not in listed]):
            return
        lengths = list(accumulate(map(len, texts), initial=0))
        starts = dict(zip(lengths, range(len(texts)), strict=False))
        ends = dict(zip(lengths[1:], range(len(texts)), strict=True))
        for last, word in found:
            first, final = starts.get(last - len(word) + 1), ends.get(last + 1)
            if first is None or final is None or first >= final:
                continue
            silent = [read[n].symbols == UNKNOWN for n in range(first, final + 1)]
            if not any(silent) or any(len(texts[n]) > 3 for n, says_nothing in enumerate(silent, first) if not says_nothing):
                continue
            read[first] = self.lexicon.reading(texts[first], self.lexicon.words[word])
            read[first + 1 : final + 1] = [self.lexicon.reading("", "")] * (final - first)
