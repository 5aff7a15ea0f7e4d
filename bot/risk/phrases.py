"""Whole phrases of other languages: the commonest ways of saying it, in whatever language somebody in pain falls back to.

No grammar is known of them, so nothing is weighed: a phrase is there or not, unless it stands inside one that says the opposite ("no quiero
morir"). Where a language is written without spaces a phrase may begin and end anywhere; elsewhere only where a word does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import ahocorasick

from bot.risk.folding import fold

_SPACELESS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")  # Thai, Lao, Burmese, Khmer, Japanese, Chinese


class Phrase(NamedTuple):
    """``level`` "none": it says the opposite, and covers what lies in it."""

    rule: str
    category: str
    level: str
    folded: str


@dataclass(frozen=True, slots=True)
class Phrases:
    """All phrases of all languages, looked for in one go."""

    known: ahocorasick.Automaton | None = None

    @classmethod
    def of(cls, phrases: list[Phrase]) -> Phrases:
        made = ahocorasick.Automaton()
        for phrase in phrases:
            made.add_word(phrase.folded, phrase)
        if not len(made):
            return cls()
        made.make_automaton()
        return cls(made)

    def find(self, folded: str) -> Iterator[tuple[Phrase, int, int]]:
        """Each phrase in a folded text that counts, with its offsets there."""
        if self.known is None:
            return
        met = [(phrase, last + 1 - len(phrase.folded), last + 1) for last, phrase in self.known.iter(folded)]
        met = [(phrase, start, end) for phrase, start, end in met if _whole(folded, start, end)]
        covers = [(start, end) for phrase, start, end in met if phrase.level == "none"]
        for phrase, start, end in met:
            if phrase.level != "none" and not any(first <= start and end <= last for first, last in covers):
                yield phrase, start, end


def folded_phrase(text: str) -> str:
    """A phrase as it is looked for."""
    return fold(text)[0].strip()


def _whole(folded: str, start: int, end: int) -> bool:
    """Whether no word goes on before or after."""
    before, after = folded[start - 1 : start], folded[end : end + 1]
    return not (_goes_on(folded[start], before) or _goes_on(folded[end - 1], after))


def _goes_on(edge: str, beside: str) -> bool:
    return beside.isalnum() and not _SPACELESS.match(edge)
