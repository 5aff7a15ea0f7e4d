"""What stands around a find: who it is about, whether it is denied, long ago, told of a film, or said with a laugh.

Everything is looked up in the string of symbols of the message, within the sentence of the find (or a window, where nobody types full stops).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from bot.risk.who import Who, bits_in, bits_of
from bot.risk.words import PAUSE, STOP, UNKNOWN, Lexicon

BACK, PAST = 10, 8
CLASSES = (
    *("me", "person", "neg", "adverb", "why", "past", "now", "told", "laugh", "trivial", "handled"),
    *("span", "ago", "well", "still", "mulled", "nay", "young", "then", "once"),
)


@dataclass(frozen=True, slots=True)
class Contexts:
    """``bits`` of the classes that matter here, and small patterns over symbols. Built from the lexicon with ``of``."""

    of_symbol: dict[str, int]  # which of CLASSES a symbol belongs to, one bit each
    bit: dict[str, int]
    denied: re.Pattern[str]
    not_denied: re.Pattern[str]
    long_ago: re.Pattern[str]
    lives_on: re.Pattern[str]
    earnest: re.Pattern[str]
    who: Who

    @classmethod
    def of(cls, lexicon: Lexicon) -> Self:
        neg, adverb, why, mulled, meant, either = (lexicon.of_class(name) for name in ("neg", "adverb", "why", "mulled", "meant", "either"))
        me, span, ago, now, wish, live = (lexicon.of_class(name) for name in ("me", "span", "ago", "now", "wish", "live"))
        never = "".join(sorted(set(neg) - set(lexicon.of_class("nay")))) or neg  # "no i want to die" is an answer, and denies nothing
        bit, of_symbol = bits_of(lexicon, CLASSES)
        return cls(
            of_symbol,
            bit,
            re.compile(f"[{neg}][{adverb}{mulled}{meant}]{{0,4}}(?:[^{STOP}{PAUSE}][{either}])?\\Z|[{never}][{adverb}{me}{mulled}]{{0,4}}\\Z"),
            re.compile(f"[{why}][{me}{adverb}]{{0,2}}[{neg}][{adverb}{me}]{{0,3}}\\Z|[{neg}][{adverb}]?[{neg}][{adverb}]{{0,2}}\\Z"),
            re.compile(f"[{span}][{adverb}_]?[{ago}]"),
            re.compile(f"[{now}][{adverb}{me}]{{0,3}}[{wish}][{adverb}]{{0,2}}[{live}]"),
            re.compile(f"[{neg}][{adverb}{UNKNOWN}]{{0,2}}[{lexicon.of_class('laugh')}]"),
            Who.of(lexicon),
        )

    def around(self, code: str, start: int, end: int, whole: int, *, floor: bool = False) -> frozenset[str]:
        """The contexts of the find at ``code[start:end]``: own, friend, third, other, you, denied, past, told, laugh, trivial,
        handled, recovered (past, and well now), since (well now, and something was years ago), once.

        ``whole`` is ``bits`` of the whole message. ``floor``: it is a plan, means, a time or an attempt.
        """
        begin = max(code.rfind(STOP, 0, start) + 1, start - 3 * BACK)
        stop = code.find(STOP, end)
        sentence = code[begin : min(len(code) if stop < 0 else stop, end + 2 * BACK)]
        there = self.bits(sentence)
        found = {self.who.about(code, begin, start, end, bool(there & self.bit["me"]), wished=floor)}
        before = code[max(begin, start - 7) : start]
        if self.denied.search(before) and not self.not_denied.search(code[max(begin, start - 6) : start]):
            found.add("denied")
        found |= {name for name in ("trivial", "handled") if there & self.bit[name]}
        if there & self.bit["laugh"] and self.bits(self.earnest.sub("", sentence)) & self.bit["laugh"]:  # "this is no joke" laughs at nothing
            found.add("laugh")
        if self.bits(_clause(code, begin, start, end)) & self.bit["told"]:
            found.add("told")
        past = self._past(code, begin, start, end)
        if past and not there & self.bit["now"]:
            found.add("past")
        if self.bits(code[max(begin, start - 2) : end]) & self.bit["once"] and not there & self.bit["now"]:
            found.add("once")
        if past and self.lives_on.search(code[start : end + 3 * BACK].partition(STOP)[0]):
            found |= {"past", "recovered"}
        if whole & self.bit["well"] and not whole & self.bit["still"]:
            found |= {"recovered"} if past else {"since"} if self.long_ago.search(sentence) else set()
        return frozenset(found)

    def _past(self, code: str, begin: int, start: int, end: int) -> bool:
        """Whether it is told of long ago: "dulu" at once after it, or near before it and not of another time or person ("dulu aku bahagia,
        pengen mati")."""
        past, well = self.bit["past"], self.bit["well"]
        for n in range(end - 1, max(begin, start - PAST) - 1, -1):
            bits = self.of_symbol.get(code[n], 0)
            if bits & past or (bits & self.bit["young"] and n and self.of_symbol.get(code[n - 1], 0) & self.bit["then"]):
                return True
            if bits & well or (n < start and (code[n] == PAUSE or bits & self.bit["person"])):
                break
        behind = code[end : end + 2]
        return bool(self.bits(behind[:1]) & past) and (len(behind) < 2 or behind[1] in (STOP, PAUSE))

    def bits(self, piece: str) -> int:
        """Which of CLASSES are in a piece of a message."""
        return bits_in(piece, self.of_symbol)


def _clause(code: str, begin: int, start: int, end: int) -> str:
    """What stands around ``code[start:end]`` between two pauses."""
    first = max(code.rfind(PAUSE, begin, start), code.rfind(STOP, begin, start)) + 1
    return code[max(first, begin) : end] + re.split(f"[{PAUSE}{re.escape(STOP)}]", code[end : end + 2 * BACK], maxsplit=1)[0]
