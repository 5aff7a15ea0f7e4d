"""One message in, one result out: level, category, which rules found what where, and in which context. Pure, offline, the same every time.

text ─▶ folding.tokens ─▶ words.Lexicon (a string of symbols) ─▶ idioms are covered ─▶ patterns whose anchor is there
     ─▶ contexts of each find ─▶ its level (judging: the floor holds) ─▶ the highest; signs too soft alone are summed
where that is too little: a second, kinder look at misspelled words, phrases of other languages, words weighed together
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from operator import itemgetter

from bot.risk import folding, second
from bot.risk.contexts import Contexts
from bot.risk.folding import Tokens
from bot.risk.judging import LEVELS, NOTHING, Find, Result, Rule, judged, lowered
from bot.risk.misspelled import FEW, Misspelled
from bot.risk.patterns import Index, Pattern
from bot.risk.phrases import Phrases
from bot.risk.searching import Clear, search, sentences
from bot.risk.second import Said, Weighed
from bot.risk.turns import Told, Turns
from bot.risk.words import PAUSE, STOP, UNKNOWN, Lexicon, Reading

SOFT, ASK, BREATH = "soft.sum", 2, 9
OTHERS = frozenset({"other", "you", "third", "told"})  # what is said of them adds nothing to one's own signs
OWNED = frozenset({"own", "nobody"})  # "pengen mati aja" names nobody and means oneself
NAMED = frozenset({"other", "you", "third", "friend"})  # nothing to a rule that is about anybody
Weighing = tuple[Rule, str, str, tuple[str, ...], int, int]  # rule, category, level, contexts, and from where to where
MEANT = frozenset({"suicide", "self_harm", "violence", "abuse"})  # what one may speak of while naming somebody near
FAR = 200  # characters: a sign that stands farther off is not about the same thing


@dataclass(frozen=True, slots=True)
class Detector:
    """Built by ``loading.load``. ``look`` never raises on any text."""

    lexicon: Lexicon
    contexts: Contexts
    rules: tuple[Rule, ...]
    rule: dict[str, Rule]  # the same by their ids
    signs: tuple[Rule, ...]  # those that count beside others only
    patterns: Index
    beside: Index  # of the signs
    masks: Index
    misspelled: Misspelled
    turns: Turns
    enough: int = 3
    second: second.Weights = field(default_factory=second.Weights)
    phrases: Phrases = field(default_factory=Phrases)

    def find(self, text: str) -> tuple[str, ...]:
        """The ids of the rules that call for an answer (ask or alert); empty for none."""
        result = self.look(text)
        return result.rules if result.level in ("ask", "alert") else ()

    def look(self, text: str, before: Sequence[Said] = ()) -> Result:
        """What a message says of danger. ``before``: what the same person wrote in the minutes before (``Result.said``, the last one last)."""
        words = folding.tokens(text)
        read = self._read(words)
        clear = self._covered(words, [word.symbols for word in read])
        result = self._looked(clear, read, before)
        return self._raised(clear, result) if LEVELS.index(result.level) >= ASK else result

    def _looked(self, clear: Clear, read: list[Reading], before: Sequence[Said]) -> Result:
        words, pieces = clear.words, clear.pieces
        result = self._judge(clear)
        if LEVELS.index(result.level) < ASK and (kind := self._kindly(words, pieces, bool(result.finds))):
            return kind
        if LEVELS.index(result.level) < ASK and (said := self._said(words)):
            return Result("ask", said[0].category, (*said, *result.finds))
        return self._weighed(words, read, result, before)

    def _raised(self, clear: Clear, result: Result) -> Result:
        """What is asked about is an alert where it stands beside a sign that it cannot wait: a place, a means, a time, a call for help. Not so
        what was found only by reading misspelled words kindly."""
        areas = _areas(find for find in result.finds if find.level == "ask" and "misspelled" not in find.contexts)
        signs = {rule.id: near for rule in self.signs if (near := [area for said, area in areas.items() if rule.stands_beside(*said)])}
        there = self._finds(self.beside, clear, signs) if signs else []
        urgent = [find for find in there if find.level == "alert" and any(_touches(area, find) for area in signs[find.rule])]
        return self._result([*urgent, *result.finds]) if urgent else result

    def _kindly(self, words: Tokens, pieces: list[str], found: bool) -> Result | None:
        """What there is to ask about where misspelled words are read as what they may mean."""
        there = self.misspelled.worth(pieces)
        if not there or not (new := self.misspelled.read(words.texts, kindly := pieces.copy(), there)) or not (found or self._touches(kindly, new)):
            return None
        kind = self._judge(self._covered(words, kindly), few=len(pieces) <= FEW)
        if LEVELS.index(kind.level) < ASK:
            return None
        asked = (replace(find, level="ask") if find.level == "alert" else find for find in kind.finds)
        return Result("ask", kind.category, tuple(replace(find, contexts=(*find.contexts, "misspelled")) for find in asked))

    def _touches(self, pieces: list[str], new: str) -> bool:
        """Whether a pattern that takes one of the ``new`` symbols stands anywhere: without one, nothing more can be found than before."""
        return any(True for _ in search(self.patterns, sentences("".join(pieces)), new))

    def _said(self, words: Tokens) -> tuple[Find, ...]:
        """Phrases of other languages."""
        found = self.phrases.find(words.folded)
        return tuple(Find(phrase.rule, phrase.category, phrase.level, *words.original(start, end)) for phrase, start, end in found)

    def features(self, text: str) -> Counter[str]:
        """What the second stage weighs of a message, and how often: what it learns from."""
        words = folding.tokens(text)
        read = self._read(words)
        return Counter(second.features(read, self._marks(self._judge(self._covered(words, [word.symbols for word in read])))))

    def _weighed(self, words: Tokens, read: list[Reading], result: Result, before: Sequence[Said]) -> Result:
        """What the second stage makes of what the rules found: more, or less."""
        if result.level == "alert":
            return result
        marks = self._marks(result)
        if result.level == "ask":
            if self._outweighed(words, read, result):
                return replace(lowered(result), said=self.second.said(read, marks))
            return self._own(words, read, marks, result) if result.category == "friend" else result
        said = self.second.said(read, marks)
        if self.second.enough(said, before):
            return self._asked(words, self.second.told(read, marks), 0, result)
        if "\n" in words.folded:  # lines are read as messages are
            earlier = tuple(before[-second.BEFORE :])
            for begin, end in _lines(words.texts):
                line = read[begin:end]
                if self.second.enough(own := self.second.said(line, ()), earlier):
                    return self._asked(words, self.second.told(line, ()), begin, result)
                earlier = (*earlier, own)[-second.BEFORE :]
        return replace(result, said=said)

    def _own(self, words: Tokens, read: list[Reading], marks: set[str], result: Result) -> Result:
        """Where rules found somebody near, but the words weigh more for a danger of one's own ("i can't tell my parents that i'm suicidal"), that is
        what is asked about: whoever means a friend says so at the questions, whoever means themselves must get them."""
        told = self.second.told(read, marks)
        return self._asked(words, told, 0, result) if told.category in MEANT and self.second.of else result

    def _asked(self, words: Tokens, told: Weighed, begin: int, result: Result) -> Result:
        """An ``ask`` by the words that weighed most; ``begin`` is the first word of what was weighed."""
        finds = (Find(second.RULE, told.category, "ask", *words.place(begin + n)) for n in told.places)
        return Result("ask", told.category, (*finds, *result.finds))

    def _marks(self, result: Result) -> set[str]:
        """What the second stage is told of the rules: their ids, those that their context lowered to a note ("gak mau mati") apart."""
        return {
            f"{find.rule}~" if find.level == "note" and find.rule in self.rule and self.rule[find.rule].level != "note" else find.rule
            for find in result.finds
        }

    def _outweighed(self, words: Tokens, read: list[Reading], result: Result) -> bool:
        """Whether the sentences in which something was found speak against it, and so do the clauses: what is told before and after cancels
        nothing."""
        asked = [find for find in result.finds if find.level == "ask"]
        if any(self._held(find) for find in asked):
            return False
        at = {n for find in asked for n in words.within(find.start, find.end)}
        marks = self._marks(result)
        enough = second.CALM if any("laugh" not in find.contexts for find in asked) else second.LAUGHED
        return all(self.second.outweigh(_between(ends, read, at), marks, enough) for ends in ((STOP,), (STOP, PAUSE)))

    def _held(self, find: Find) -> bool:
        """What is said plainly of oneself is never outweighed, nor what would have been an alert without its context: a laugh is counted once."""
        rule = self.rule.get(find.rule)
        return rule is not None and (rule.level == "alert" or (rule.explicit and not OWNED.isdisjoint(find.contexts)))

    def _judge(self, clear: Clear, few: bool = True) -> Result:
        """``few``: also what is said of nobody counts fully; in a long message read kindly it does not."""
        finds = self._finds(self.patterns, clear)
        return self._result([find for find in finds if few or "nobody" not in find.contexts])

    def _finds(self, index: Index, clear: Clear, only: Container[str] = ()) -> list[Find]:
        """What of the index stands in a message, each find judged by what is around it. ``only``: by these rules (without any: by all)."""
        matches = [match for match in search(index, clear.seen) if not only or self.rules[match[0].rule].id in only]
        if not matches:
            return []
        code, pieces = clear.code, clear.pieces
        at = None if len(code) == len(pieces) and "" not in pieces else [n for n, piece in enumerate(pieces) for _ in piece]
        whole = self.contexts.bits("".join(set(code)))
        told = self.turns.told(clear) if any(LEVELS.index(self.rules[match[0].rule].level) >= ASK for match in matches) else Told()
        weighed = (self._weigh(pattern, code, start, end, whole, told) for pattern, start, end in matches)
        return [_placed(find, clear.words, at) for find in weighed if find]

    def _covered(self, words: Tokens, pieces: list[str]) -> Clear:
        """The message without its harmless expressions; each is said in one breath."""
        code = covered = "".join(pieces)
        seen = list(sentences(code))
        for _, start, end in search(self.masks, seen):
            if end - start <= BREATH or PAUSE not in code[start:end]:
                covered = covered[:start] + UNKNOWN * (end - start) + covered[end:]
        return Clear(words, pieces, covered, seen if covered == code else list(sentences(covered)))

    def _read(self, words: Tokens) -> list[Reading]:
        """Each word as it is read."""
        read = list(map(self.lexicon.readings.__getitem__, words.texts))
        for n in words.spaced:
            read[n] = self.lexicon.letters[words.texts[n]]
        self.misspelled.uncover(words.texts, read)
        return read

    def _weigh(
        self, pattern: Pattern, code: str, start: int, end: int, whole: int, told: Told
    ) -> tuple[Rule, str, str, tuple[str, ...], int, int] | None:
        rule = self.rules[pattern.rule]
        around = self.contexts.around(code, start, end, whole, floor=rule.floor) | told.around(start, end)
        if rule.needs_me and "own" not in around:
            return None
        if rule.about == "any" and rule.category != "friend":
            around -= NAMED
        if rule.category == "friend" and rule.level == "ask" and self.contexts.who.leaves_out(code, start, end):
            around |= {"oneself"}
        category, level = judged(rule, around)
        return rule, category, level, tuple(sorted(around)), start, end

    def _result(self, finds: list[Find]) -> Result:
        if not finds:
            return NOTHING
        finds = sorted(set(finds), key=lambda find: (-LEVELS.index(find.level), not self._of_oneself(find), find.start, find.end, find.rule))
        level, category = finds[0].level, finds[0].category
        if level == "note":
            soft = {find.rule for find in finds if self._counts(find)}
            if sum(self.rule[one].weight for one in soft) >= self.enough:
                level = "ask"
                finds.insert(0, Find(SOFT, category, "ask", min(f.start for f in finds), max(f.end for f in finds)))
        return Result(level, category, tuple(finds))

    def _of_oneself(self, find: Find) -> bool:
        """Whether it is asked about and names nobody, so that it is meant of oneself: that goes before what is said of somebody near."""
        rule = self.rule.get(find.rule)
        return find.level == "ask" and find.category != "friend" and "nobody" in find.contexts and rule is not None and rule.about == "own"

    def _counts(self, find: Find) -> bool:
        """Whether a note adds to one's own signs; signs about others count whoever they are."""
        return OTHERS.isdisjoint(find.contexts) or (self.rule[find.rule].about == "any" and "told" not in find.contexts)


def _areas(asked: Iterable[Find]) -> dict[tuple[str, str], list[tuple[int, int]]]:
    """Where a sign counts: for each category and rule what is up to FAR from its finds, in order, none touching the next. So that the time grows
    with the length only, however much is found."""
    areas: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for find in asked:  # by where they start
        near = areas.setdefault((find.category, find.rule), [])
        start, end = find.start - FAR, find.end + FAR
        if near and start <= near[-1][1]:
            start, end = near[-1][0], max(near.pop()[1], end)
        near.append((start, end))
    return areas


def _touches(area: list[tuple[int, int]], sign: Find) -> bool:
    last = bisect_right(area, sign.end, key=itemgetter(0)) - 1  # the last part that begins before the sign ends
    return last >= 0 and area[last][1] >= sign.start


def _lines(texts: list[str]) -> Iterator[tuple[int, int]]:
    """From where to where each line goes."""
    breaks = [-1, *(n for n, text in enumerate(texts) if "\n" in text), len(texts)]
    return ((begin + 1, end) for begin, end in pairwise(breaks) if end > begin + 1)


def _between(ends: tuple[str, ...], read: list[Reading], at: set[int]) -> list[Reading]:
    """All from one of ``ends`` to the next in which a word ``at`` stands: whole sentences, or clauses."""
    stops = [-1, *(n for n, word in enumerate(read) if word.symbols in ends), len(read)]
    return [word for begin, end in pairwise(stops) if not at.isdisjoint(range(begin, end)) for word in read[begin + 1 : end + 1]]


def _placed(found: Weighing, words: Tokens, at: list[int] | None) -> Find:
    rule, category, level, contexts, start, end = found
    first, last = start, max(start, end - 1)
    if at is not None:
        first, last = at[first], at[last]
    return Find(rule.id, category, level, words.place(first)[0], words.place(last)[1], contexts)
