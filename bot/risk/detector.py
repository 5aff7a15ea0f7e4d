"""One message in, one result out: level, category, which rules found what where, and in which context. Pure, offline, the same every time.

text ─▶ folding.tokens ─▶ words.Lexicon (a string of symbols) ─▶ idioms are covered ─▶ patterns whose anchor is there
     ─▶ contexts of each find ─▶ its level (judging: the floor holds) ─▶ the highest; signs too soft alone are summed
where that is too little: a second, kinder look at misspelled words, phrases of other languages, words weighed together
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, pairwise

import ahocorasick

from bot.risk import folding, second
from bot.risk.contexts import Contexts
from bot.risk.folding import Tokens
from bot.risk.judging import LEVELS, NOTHING, Find, Result, Rule, judged, lowered
from bot.risk.patterns import Index, Pattern, Seen
from bot.risk.phrases import Phrases
from bot.risk.second import Said, Weighed
from bot.risk.words import PAUSE, STOP, UNKNOWN, Lexicon, Reading

SOFT, ASK, FEW, KIND_UP_TO, KIND_NEAR, BREATH = "soft.sum", 2, 10, 90, 6, 9
OTHERS = frozenset({"other", "you", "third", "told"})  # what is said of them adds nothing to one's own signs
OWNED = frozenset({"own", "nobody"})  # "pengen mati aja" names nobody and means oneself
NAMED = frozenset({"other", "you", "third", "friend"})  # nothing to a rule that is about anybody
CHUNK, OVERLAP = 70, 40  # symbols: longer messages are looked at in pieces, so that each meets only the patterns of its own words


@dataclass(frozen=True, slots=True)
class Detector:
    """Built by ``loading.load``. ``look`` never raises on any text."""

    lexicon: Lexicon
    contexts: Contexts
    rules: tuple[Rule, ...]
    rule: dict[str, Rule]  # the same by their ids
    patterns: Index
    masks: Index
    hidden: ahocorasick.Automaton | None
    hints: frozenset[str] = frozenset()  # symbols that make a second look worth while
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
        pieces = [word.symbols for word in read]
        result = self._judge(words, pieces)
        if LEVELS.index(result.level) < ASK and (there := self._worth(pieces)) and self._kindly(words.texts, kindly := pieces.copy(), there):
            kind = self._judge(words, kindly, few=len(pieces) <= FEW)
            if LEVELS.index(kind.level) >= ASK:
                finds = tuple(
                    replace(find, level="ask" if find.level == "alert" else find.level, contexts=(*find.contexts, "misspelled"))
                    for find in kind.finds
                )
                return Result("ask", kind.category, finds)
        if LEVELS.index(result.level) < ASK and (said := self._said(words)):
            return Result("ask", said[0].category, (*said, *result.finds))
        return self._weighed(words, read, result, before)

    def _said(self, words: Tokens) -> tuple[Find, ...]:
        """Phrases of other languages."""
        found = self.phrases.find(words.folded)
        return tuple(Find(phrase.rule, phrase.category, phrase.level, *words.original(start, end)) for phrase, start, end in found)

    def features(self, text: str) -> frozenset[str]:
        """What the second stage weighs of a message: what it learns from."""
        words = folding.tokens(text)
        read = self._read(words)
        return frozenset(map(second.written, second.features(read, self._marks(self._judge(words, [word.symbols for word in read])))))

    def _weighed(self, words: Tokens, read: list[Reading], result: Result, before: Sequence[Said]) -> Result:
        """What the second stage makes of what the rules found: more, or less."""
        if result.level == "alert":
            return result
        marks = self._marks(result)
        if result.level == "ask":
            return replace(lowered(result), said=self.second.said(read, marks)) if self._outweighed(words, read, result) else result
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
        places = enumerate(map(words.place, range(len(read))))
        at = {n for n, (start, end) in places if any(start < find.end and find.start < end for find in asked)}
        marks = self._marks(result)
        enough = second.CALM if any("laugh" not in find.contexts for find in asked) else second.LAUGHED
        return all(self.second.outweigh(_between(ends, read, at), marks, enough) for ends in ((STOP,), (STOP, PAUSE)))

    def _held(self, find: Find) -> bool:
        """What is said plainly of oneself is never outweighed, nor what would have been an alert without its context: a laugh is counted once."""
        rule = self.rule.get(find.rule)
        return rule is not None and (rule.level == "alert" or (rule.explicit and not OWNED.isdisjoint(find.contexts)))

    def _worth(self, pieces: list[str]) -> list[int]:
        """The places of the words that a second look could read otherwise: all of a few; else those near one that danger is spoken of with."""
        if len(pieces) > KIND_UP_TO:
            return []
        unknown = [n for n, piece in enumerate(pieces) if piece == UNKNOWN]
        if len(pieces) <= FEW or not unknown:
            return unknown
        if self.hints.isdisjoint("".join(pieces)):
            return []
        hints = self.hints
        danger = [n for n, piece in enumerate(pieces) if piece in hints or (len(piece) > 1 and not hints.isdisjoint(piece))]
        near = {m for n in danger for m in range(n - KIND_NEAR, n + KIND_NEAR + 1)}
        return [n for n in unknown if n in near]

    def _judge(self, words: Tokens, pieces: list[str], few: bool = True) -> Result:
        """``few``: also what is said of nobody counts fully; in a long message read kindly it does not."""
        code = "".join(pieces)
        at = None if len(code) == len(pieces) and "" not in pieces else [n for n, piece in enumerate(pieces) for _ in piece]
        matches: list[tuple[Pattern, int, int]] = []
        for begin, end in _chunks(code):
            seen = Seen(code[begin:end], first=begin == 0, final=end == len(code))
            for _, start, stop in list(self.masks.matches(seen)):
                if stop - start > BREATH and PAUSE in code[begin + start : begin + stop]:
                    continue  # an expression is said in one breath
                code = code[: begin + start] + UNKNOWN * (stop - start) + code[begin + stop :]
            seen = seen if seen.code == code[begin:end] else Seen(code[begin:end], seen.first, seen.final)
            matches += [(pattern, begin + start, begin + stop) for pattern, start, stop in self.patterns.matches(seen)]
        if not matches:
            return NOTHING
        whole = self.contexts.bits("".join(set(code)))
        finds = [find for pattern, start, end in matches if (find := self._weigh(pattern, code, start, end, whole))]
        placed = [_placed(find, words, at) for find in finds if few or "nobody" not in find[3]]
        return self._result(placed, self.enough)

    def _read(self, words: Tokens) -> list[Reading]:
        """Each word as it is read."""
        read = list(map(self.lexicon.readings.__getitem__, words.texts))
        for n in words.spaced:
            read[n] = self.lexicon.letters[words.texts[n]]
        if self.hidden is not None:
            self._uncover(words.texts, read)
        return read

    def _kindly(self, texts: list[str], pieces: list[str], there: list[int]) -> bool:
        """A second look at the words that say nothing: slips of the finger and words cut in two. Whether one that matters changed"""
        changed, lexicon, few = False, self.lexicon, len(pieces) <= FEW
        for n in there:
            text = texts[n]
            if pieces[n] != UNKNOWN or text in lexicon.plain:
                continue
            for first in (n - 1, n):  # with the one before, with the one after
                word = texts[first] + texts[first + 1] if 0 <= first < len(texts) - 1 else ""
                if len(word) >= 4 and word in lexicon.words and word not in lexicon.plain and pieces[first] != "" and pieces[first + 1] != "":
                    pieces[first : first + 2] = [lexicon.words[word], ""]
                    changed = True
                    break
            else:
                pieces[n] = lexicon.read_kindly(text)
                changed = changed or (pieces[n] != UNKNOWN and (few or not self.hints.isdisjoint(pieces[n])))
        return changed

    def _uncover(self, texts: list[str], read: list[Reading]) -> None:
        """Anchors that are cut by spaces or hyphens ("bu-nuh di-ri", "ma ti", "ki ll"): where parts that say nothing make up a listed word."""
        assert self.hidden is not None
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

    def _weigh(self, pattern: Pattern, code: str, start: int, end: int, whole: int) -> tuple[Rule, str, str, tuple[str, ...], int, int] | None:
        rule = self.rules[pattern.rule]
        around = self.contexts.around(code, start, end, whole)
        if rule.needs_me and "own" not in around:
            return None
        if rule.about == "any" and rule.category != "friend":
            around -= NAMED
        category, level = judged(rule, around)
        return rule, category, level, tuple(sorted(around)), start, end

    def _result(self, finds: list[Find], enough: int) -> Result:
        if not finds:
            return NOTHING
        finds = sorted(set(finds), key=lambda find: (-LEVELS.index(find.level), find.start, find.end, find.rule))
        level, category = finds[0].level, finds[0].category
        if level == "note":
            soft = {find.rule for find in finds if self._counts(find)}
            if sum(self.rule[one].weight for one in soft) >= enough:
                level = "ask"
                finds.insert(0, Find(SOFT, category, "ask", min(f.start for f in finds), max(f.end for f in finds)))
        return Result(level, category, tuple(finds))

    def _counts(self, find: Find) -> bool:
        """Whether a note adds to one's own signs; signs about others count whoever they are."""
        return OTHERS.isdisjoint(find.contexts) or (self.rule[find.rule].about == "any" and "told" not in find.contexts)


def _lines(texts: list[str]) -> Iterator[tuple[int, int]]:
    """From where to where each line goes."""
    breaks = [-1, *(n for n, text in enumerate(texts) if "\n" in text), len(texts)]
    return ((begin + 1, end) for begin, end in pairwise(breaks) if end > begin + 1)


def _between(ends: tuple[str, ...], read: list[Reading], at: set[int]) -> list[Reading]:
    """All from one of ``ends`` to the next in which a word ``at`` stands: whole sentences, or clauses."""
    stops = [-1, *(n for n, word in enumerate(read) if word.symbols in ends), len(read)]
    return [word for begin, end in pairwise(stops) if not at.isdisjoint(range(begin, end)) for word in read[begin + 1 : end + 1]]


def _chunks(code: str) -> Iterator[tuple[int, int]]:
    """A message in pieces of about CHUNK symbols, whole sentences if they are no longer; else overlapping by more than a pattern spans."""
    begin, length = 0, len(code)
    while length - begin > CHUNK + OVERLAP:
        stop = code.rfind(STOP, begin, begin + CHUNK)
        yield begin, begin + CHUNK + OVERLAP if stop < begin + OVERLAP else stop + 1
        begin = begin + CHUNK if stop < begin + OVERLAP else stop + 1
    yield begin, length


def _placed(found: tuple[Rule, str, str, tuple[str, ...], int, int], words: Tokens, at: list[int] | None) -> Find:
    rule, category, level, contexts, start, end = found
    first, last = start, max(start, end - 1)
    if at is not None:
        first, last = at[first], at[last]
    return Find(rule.id, category, level, words.place(first)[0], words.place(last)[1], contexts)
