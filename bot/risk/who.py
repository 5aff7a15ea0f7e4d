"""Who a find is about: the one who writes, somebody near to them, somebody else, or nobody who was named (in Indonesian that is mostly oneself).

Whoever was spoken of just before need not be who wishes it: "dimarahin bapak pengen mati" and "mama bikin pengen mati" leave out the "aku" as one
does, and "aku orang yang pengen mati" speaks of nobody else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from bot.risk.words import PAUSE, STOP, Lexicon

BACK, AFTER, NEAR, BEFORE = 10, 3, 2, 6
CLASSES = ("me", "my", "you", "he", "person", "anybody", "adverb", "wish", "mate", "owner", "lead", "tired", "better", "happier", "everybody")


def bits_of(lexicon: Lexicon, classes: tuple[str, ...]) -> tuple[dict[str, int], dict[str, int]]:
    """One bit for each class, and which of them a symbol belongs to."""
    bit = {name: 1 << n for n, name in enumerate(classes)}
    of_symbol: dict[str, int] = {}
    for name in classes:
        for symbol in lexicon.of_class(name):
            of_symbol[symbol] = of_symbol.get(symbol, 0) | bit[name]
    return bit, of_symbol


def bits_in(piece: str, of_symbol: dict[str, int]) -> int:
    """All bits of the symbols in a piece of a message."""
    total = 0
    for symbol in piece:
        if symbol in of_symbol:
            total |= of_symbol[symbol]
    return total


@dataclass(frozen=True, slots=True)
class Who:
    """``bit`` of the classes that matter, and small patterns over symbols: what stands before somebody to whom or by whom it is done (``done_to``),
    before what one calls oneself (``oneself``), and behind somebody who makes one wish it (``makes``)."""

    bit: dict[str, int]
    of_symbol: dict[str, int]
    done_to: re.Pattern[str]
    oneself: re.Pattern[str]
    makes: re.Pattern[str]
    # symbols of what stands between somebody and a wish (words/contexts.yaml)
    which: frozenset[str]  # "yang": it is theirs
    bridge: frozenset[str]  # what tells nothing else of them
    so: frozenset[str]  # "jadi", "makanya"
    felt: frozenset[str]  # the same, also behind people in general
    theirs: frozenset[str]  # "wants"
    says: frozenset[str]  # "bilang"

    @classmethod
    def of(cls, lexicon: Lexicon) -> Self:
        names = ("done_by", "among", "makes", "me", "adverb", "wish", "person", "my", "who_is", "neg", "has", "so_that")
        by, among, makes, me, adverb, wish, person, my, which, neg, has, so = map(lexicon.of_class, names)
        bridge = "".join(map(lexicon.of_class, ("adverb", "filler", "who_is", "neg", "wish", "bridge", "me", "my", "now", "past", "person", "he")))
        bit, of_symbol = bits_of(lexicon, CLASSES)
        kin = "".join(sorted(set(person) - set(my)))
        return cls(
            bit,
            of_symbol,
            re.compile(f"(?:[{by}][{adverb}]{{0,2}}(?:[{kin}][{by}]?)?|[{neg}][{adverb}]?[{has}])\\Z"),
            re.compile(f"[{me}][{adverb}{among}]{{0,4}}\\Z"),
            re.compile(f"[^{STOP}{PAUSE}]{{0,3}}[{makes}][{adverb}{me}]{{0,2}}[{wish}]"),
            frozenset(which),
            frozenset(bridge),
            frozenset(so),
            frozenset(lexicon.of_class("felt_so")),
            frozenset(lexicon.of_class("wishes_it")),
            frozenset(lexicon.of_class("says_so")),
        )

    def about(self, code: str, begin: int, start: int, end: int, mine: bool, *, wished: bool = False) -> str:
        """Who the find at ``code[start:end]`` in the sentence from ``begin`` is about: own, friend, third, other, you, nobody. ``mine``: the
        sentence has an "I"; ``wished``: whatever it is, it is not theirs of whom something else is told."""
        if self.bits(code[start:end]) & (self.bit["me"] | self.bit["my"]):
            if self._of_mine(code, begin, start, end):
                return "friend"
            wisher = self._wisher(code, start, begin) if self.of_symbol.get(code[start], 0) & self.bit["wish"] else ""
            return wisher if wisher in {"you", "friend", "third"} else "own"  # "kamu pengen aku mati" is another's wish
        if self.bits(code[end : end + AFTER].partition(STOP)[0].partition(PAUSE)[0]) & self.bit["me"]:
            return "own"
        wished = wished or bool(self.bits(code[max(begin, start - NEAR) : start + AFTER]) & self._wishing)
        for n in range(start - 1, max(begin, start - BACK) - 1, -1):
            if code[n] == PAUSE:
                break  # who was spoken of before a comma need not be meant any more
            who = self._named(code, n, begin)
            if wished and who not in {"", "own"} and self._told_of(code, n, start):
                continue
            if who == "own" or (who and (start - n <= NEAR + 1 or not mine)):
                return self._whose(code, n, begin) if who == "third" else who
        return "own" if mine else "nobody"

    def leaves_out(self, code: str, start: int, end: int) -> bool:
        """Whether the find at ``code[start:end]`` begins with somebody who is not who wishes it, and names nobody else: it is about oneself."""
        if not self.of_symbol.get(code[start], 0) & self._somebody:
            return False
        begin = max(code.rfind(STOP, 0, start) + 1, start - BACK)
        others = self.bits(code[start + 1 : end]) & self._somebody
        return not others and (
            self._passed(code, start, begin) or self._oneself(code, start, begin) or self._told_of(code, start, self._wished(code, start, end))
        )

    def _wished(self, code: str, start: int, end: int) -> int:
        """Where within ``code[start:end]`` it is wished."""
        return next((n for n in range(start + 1, end) if self.of_symbol.get(code[n], 0) & self.bit["wish"]), start + 1)

    @property
    def _somebody(self) -> int:
        return self.bit["person"] | self.bit["he"]

    @property
    def _wishing(self) -> int:
        return self.bit["wish"] | self.bit["tired"] | self.bit["better"] | self.bit["happier"]

    def bits(self, piece: str) -> int:
        """Which of CLASSES are in a piece of a message."""
        return bits_in(piece, self.of_symbol)

    def _of_mine(self, code: str, begin: int, start: int, end: int) -> bool:
        """Whether the "gue" with which it begins belongs to a friend: "temen gue mau bundir", where a clause begins with the friend. Not so behind
        "bilang ke", nor with words by which people are called ("mama aku …")."""
        mine = start if self.of_symbol.get(code[start], 0) & self.bit["owner"] else start + 1
        mate, before = code[max(begin, mine - 1) : mine], code[max(begin, mine - 2) : mine - 1]
        if not self.bits(mate) & self.bit["mate"] or not self.bits(code[mine : mine + 1]) & self.bit["owner"]:
            return False
        alone = before in ("", PAUSE) or self.bits(before) & self.bit["lead"]
        return bool(alone) and not self.bits(code[mine + 1 : end]) & (self.bit["me"] | self.bit["my"])

    def _wisher(self, code: str, start: int, begin: int) -> str:
        """Who stands before a wish, over adverbs: "dia kayaknya emang pengen …"."""
        n = start - 1
        while n >= begin and n > start - 4 and self.of_symbol.get(code[n], 0) & self.bit["adverb"]:
            n -= 1
        return self._named(code, n, begin) if n >= begin else ""

    def _whose(self, code: str, n: int, begin: int) -> str:
        """ "My brother says he …": he is a friend if one was spoken of just before."""
        before = (self._named(code, m, begin) for m in range(n - 1, max(begin, n - BACK) - 1, -1))
        return "friend" if "friend" in before else "third"

    def _named(self, code: str, n: int, begin: int) -> str:
        """Who the word at ``n`` speaks of: own, you, friend, third, other; "" for no one, and for somebody who is not who wishes it."""
        bits = self.of_symbol.get(code[n], 0)
        if bits & self.bit["me"]:
            belongs = n > begin and self.of_symbol.get(code[n - 1], 0) & self.bit["person"]
            return "friend" if belongs else "own"  # "temen gue" speaks of the friend
        named = next((name for name in ("you", "person", "anybody", "he") if bits & self.bit[name]), "")
        if not named or self._passed(code, n, begin):
            return ""
        if named in {"person", "anybody"} and self._oneself(code, n, begin):
            return "own"
        if named == "person":
            near = self.bits(code[max(begin, n - 2) : n + 3])
            return "friend" if near & (self.bit["my"] | self.bit["me"]) else "third"
        return {"anybody": "other", "he": "third"}.get(named, named)

    def _passed(self, code: str, n: int, begin: int) -> bool:
        """Whether whoever is named at ``n`` does it to the one who writes: "dibully temen", "gara2 bertengkar sama pacar", "mama bikin pengen …"."""
        if self.makes.match(code, n + 1):
            return True
        behind = code[n + 1 : n + 1 + NEAR]
        return self.which.isdisjoint(behind) and bool(self.done_to.search(code[max(begin, n - BEFORE) : n]))

    def _told_of(self, code: str, n: int, start: int) -> bool:
        """Whether something else is told of whoever is named at ``n``, so that the wish that follows is that of the writer: "papa selingkuh pengen
        mati". Behind "temenku …" one word may be a name."""
        gap, bits = code[n + 1 : start], self.of_symbol.get(code[n], 0)
        told = [m for m, symbol in enumerate(gap) if symbol not in self.bridge]
        if (
            not told
            or PAUSE in gap
            or not self.which.isdisjoint(gap[:1])
            or not self.theirs.isdisjoint(code[start : start + 1])
            or not self.says.isdisjoint(gap)
        ):
            return False  # "yang …", "wants to", "bilang pengen mati": it is theirs
        if bits & self.bit["anybody"] and not bits & self.bit["everybody"]:
            return not self.felt.isdisjoint(gap[told[0] + 1 :])  # "orang depresi mau …" is said of people, "orang2 jahat rasanya pengen …" is not
        near = bits & (self.bit["my"] | self.bit["mate"])
        return len(told) > 1 or not near or not self.so.isdisjoint(gap[told[0] + 1 :])

    def _oneself(self, code: str, n: int, begin: int) -> bool:
        """Whether one calls oneself so: "aku cuma orang yang …"."""
        return not self.of_symbol.get(code[n], 0) & self.bit["my"] and bool(self.oneself.search(code[max(begin, n - BEFORE) : n]))
