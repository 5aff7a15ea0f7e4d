"""A message as it is searched: without its harmless expressions, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.risk.folding import Tokens
from bot.risk.patterns import Index, Pattern, Seen
from bot.risk.words import PAUSE, STOP, UNKNOWN

CHUNK, OVERLAP = 70, 40  # symbols: longer sentences are looked at in pieces, so that each meets only the patterns of its own words


@dataclass(frozen=True, slots=True)
class Clear:
    """A message without its harmless expressions: ``words``, the symbols of each (``pieces``), all of them, and sentence by sentence (``seen``)."""

    words: Tokens
    pieces: list[str]
    code: str
    seen: list[tuple[int, Seen]]


def search(index: Index, pieces: Iterable[tuple[int, Seen]], new: str = "") -> Iterator[tuple[Pattern, int, int]]:
    """What of the index stands in a message (``sentences``), and from where to where. ``new``: only what may take one of these symbols."""
    for begin, seen in pieces:
        for pattern, start, end in index.matches(seen, new):
            yield pattern, begin + start, begin + end


def sentences(code: str) -> Iterator[tuple[int, Seen]]:
    """A message sentence by sentence, each with where it begins: no pattern reaches over the end of one. Of a sentence longer than CHUNK there are
    pieces that overlap by more than a pattern spans."""
    filled = len(code.rstrip(PAUSE + STOP + UNKNOWN))
    begin = 0
    for sentence in code.split(STOP):
        end = begin + len(sentence)
        while end - begin > CHUNK + OVERLAP:
            yield begin, Seen(code[begin : begin + CHUNK + OVERLAP], first=begin == 0, final=False)
            begin += CHUNK
        if end > begin:
            yield begin, Seen(code[begin:end], first=begin == 0, final=end >= filled)
        begin = end + 1
