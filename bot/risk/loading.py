"""Reads ``data/risk``: ``words/*.yaml`` (the lexicon), ``idioms*.yaml`` (what is covered), ``phrases*.yaml`` (other languages),
``weights.tsv`` (the second stage) and every other file (rules), and checks them.

Every mistake is shown with file and line, and every example and counter-example of every rule is tried: a detector that does not find what its own
rules promise does not start.
"""

from __future__ import annotations

import functools
import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from pydantic import BaseModel

from bot.risk import forms, second
from bot.risk.contexts import CLASSES, Contexts
from bot.risk.detector import Detector
from bot.risk.judging import CATEGORIES, LEVELS, Rule
from bot.risk.misspelled import Misspelled
from bot.risk.model import IdiomsFile, PhrasesFile, RuleModel, RulesFile, TurnsFile, WordsFile
from bot.risk.patterns import BadPattern, Index, Pattern, Reader, class_of, names
from bot.risk.phrases import Phrase, Phrases, folded_phrase
from bot.risk.second import Weights
from bot.risk.turns import Turns
from bot.risk.words import Lexicon, build
from bot.yamlfile import YamlFile

Model = TypeVar("Model", bound=BaseModel)
RARE = 1e-4  # how often a word is met that is not listed as frequent, beside the most frequent one


class Read(NamedTuple, Generic[Model]):
    file: YamlFile
    model: Model


def load(folder: Path) -> tuple[Detector | None, list[str]]:
    """The detector from the folder, and all that is wrong with it (then None). Files that did not change are not read again."""
    files = sorted([*folder.glob("*.yaml"), *folder.glob("words/*.yaml"), *folder.glob("weights.tsv")])
    with _no_collector():
        detector, problems = _load(folder, tuple((file, file.stat().st_mtime_ns, file.stat().st_size) for file in files))
    return detector, list(problems)


@contextmanager
def _no_collector() -> Iterator[None]:
    """Nearly all that is made while loading stays: looking through it for rubbish, again and again, takes a fifth of the time."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


@functools.lru_cache(maxsize=4)
def _load(folder: Path, _: tuple[tuple[Path, int, int], ...]) -> tuple[Detector | None, list[str]]:
    problems: list[str] = []
    words = _read((folder / "words").glob("*.yaml"), WordsFile, problems)
    idioms = _read(folder.glob("idioms*.yaml"), IdiomsFile, problems)
    phrases = _read(folder.glob("phrases*.yaml"), PhrasesFile, problems)
    turns = _read(folder.glob("turns*.yaml"), TurnsFile, problems)
    rules = _read((path for path in folder.glob("*.yaml") if not path.name.startswith(("idioms", "phrases", "turns"))), RulesFile, problems)
    weights, more = Weights.read(folder / "weights.tsv")
    problems += more
    if not problems and not rules:
        problems.append(f"{folder}: no rules found; without them nobody would be noticed")
    detector = None if problems else _Builder(problems).build(words, idioms, turns, rules)
    if detector is not None:
        weights.readings = detector.lexicon.readings
        detector = replace(detector, second=weights, phrases=_phrases(model for _, model in phrases))
        for file, model in rules:
            for n, rule in enumerate(model.rules):
                _try(detector, file, n, rule)
            problems += file.problems
        for turn in turns:
            _try_turns(detector, *turn)
            problems += turn.file.problems
    gc.collect()
    gc.freeze()  # hundreds of thousands of objects that stay: the collector would go through all of them again and again, between two messages
    return (None if problems else detector), problems


def _read(paths: Iterable[Path], model: type[Model], problems: list[str]) -> list[Read[Model]]:
    found: list[Read[Model]] = []
    for path in sorted(paths):
        file = YamlFile(path)
        checked = file.check(model)
        problems += file.problems
        if checked is not None:
            found.append(Read(file, checked))
    return found


class _Builder:
    """Puts lexicon, idioms and rules together; notes in ``problems`` what does not fit."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        self.often: dict[str, float] = {}  # class → how often a word of it is met

    def build(
        self, words: list[Read[WordsFile]], idioms: list[Read[IdiomsFile]], turns: list[Read[TurnsFile]], rules: list[Read[RulesFile]]
    ) -> Detector | None:
        """The detector, or None with the problems noted."""
        texts = [pattern for _, model in idioms for pattern in model.idioms]
        texts += [pattern for _, model in turns for pattern in (*model.then, *model.over, *model.again)]
        texts += [pattern for _, model in rules for rule in model.rules for pattern in rule.patterns]
        lexicon = self._lexicon([model for _, model in words], texts)
        self._check_words(words, lexicon)
        reader = Reader(lexicon, self.often)
        kept: list[Rule] = []
        known = {*CATEGORIES, second.RULE, *(rule.id for _, model in rules for rule in model.rules)}
        patterns: list[Pattern] = []
        for file, model in rules:
            for n, rule in enumerate(model.rules):
                patterns += self._patterns(file, ("rules", n, "patterns"), rule.patterns, len(kept), reader)
                self._check(file, n, rule, kept, known)
                kept.append(_rule(rule))
            self.problems += file.problems
        masks: list[Pattern] = []
        for file, idiom in idioms:
            masks += self._patterns(file, ("idioms",), idiom.idioms, 0, reader)
            self.problems += file.problems
        told = self._turns(turns, reader)
        if self.problems:
            return None
        hints = frozenset("".join(lexicon.of_class(name) for _, model in words for name in model.hints.split()))
        contexts = Contexts.of(lexicon)
        by_id = {rule.id: rule for rule in kept}
        beside = [one for one in patterns if kept[one.rule].beside]
        alone = [one for one in patterns if not kept[one.rule].beside]
        misspelled = Misspelled(lexicon, hints, lexicon.has_strong)
        signs = tuple(rule for rule in kept if rule.beside)
        return Detector(lexicon, contexts, tuple(kept), by_id, signs, Index.made(alone), Index.made(beside), Index.made(masks), misspelled, told)

    def _turns(self, files: list[Read[TurnsFile]], reader: Reader) -> Turns:
        found: dict[str, list[Pattern]] = {"then": [], "over": [], "again": []}
        for file, model in files:
            for name, patterns in found.items():
                patterns += self._patterns(file, (name,), getattr(model, name), 0, reader)
            self.problems += file.problems
        then, over, again = map(Index.made, found.values())
        return Turns(then, over, again, frozenset(reader.lexicon.of_class("turn_now")))

    def _check_words(self, files: list[Read[WordsFile]], lexicon: Lexicon) -> None:
        """What a file of words names must be there: a slip of the pen would silently leave words out."""
        for file, model in files:
            named: dict[tuple[str, ...], str] = {("unions", name): parts for name, parts in model.unions.items()}
            named |= {("strong",): model.strong, ("slippery",): model.slippery, ("hints",): model.hints}
            for place, classes in named.items():
                for name in classes.split():
                    if name not in lexicon.classes:
                        file.complain(place, f"there is no class {name}")
            for word in model.typed:
                if word not in lexicon.words:
                    file.complain(("typed", word), f"no class and no pattern knows {word!r}")
            self.problems += file.problems

    def _check(self, file: YamlFile, n: int, rule: RuleModel, earlier: list[Rule], known: set[str]) -> None:
        if any(one.id == rule.id for one in earlier):
            file.complain(("rules", n, "id"), f"{rule.id} stands here twice")
        if rule.beside and rule.level != "alert":
            file.complain(("rules", n, "level"), f"{rule.id} counts beside others, so it must be an alert")
        for place, named in (("beside", rule.beside), ("apart", rule.apart)):
            for m, name in enumerate(named):
                if name not in known:
                    file.complain(("rules", n, place, m), f"{name} is neither a category nor a rule")

    def _lexicon(self, files: list[WordsFile], patterns: list[str]) -> Lexicon:
        classes: dict[str, set[str]] = {name: set() for name in CLASSES}
        joined: dict[str, str] = {}
        typed: dict[str, str] = {}
        ordinary, strong, slippery, frequent = set[str](), set[str](), set[str](), list[str]()
        for one in files:
            for name, listed in one.classes.items():
                classes.setdefault(name, set()).update(listed.split())
            for made, roots in ((forms.active, one.active), (forms.passive, one.passive)):
                for name, listed in roots.items():
                    classes.setdefault(name, set()).update(*(made(root) for root in listed.split()))
            joined |= one.joined
            typed |= {way: word for word, ways in one.typed.items() for way in ways.split()}
            ordinary |= set(one.ordinary.split())
            strong |= set(one.strong.split())
            slippery |= set(one.slippery.split())
            frequent += one.frequent.split()
        for one in files:
            for name, parts in one.unions.items():
                classes.setdefault(name, set()).update(*(classes.get(part, set()) for part in parts.split()))
        for text in patterns:
            for name in _names(text):
                if not name.startswith("<"):
                    classes.setdefault(class_of(name), set()).add(name)
        _with_typed(classes, typed)
        _with_endings(classes)
        rank = {word: 1 / n for n, word in enumerate(frequent, 1)}  # words are met about as often as their rank says (G. K. Zipf, 1935)
        self.often = {name: sum(rank.get(word, RARE) for word in words) for name, words in classes.items()}
        nameless = {name for one in files if one.rules_only for name in (*one.classes, *one.unions)}
        return build(classes, joined, ordinary, strong & set(classes), slippery & set(classes), nameless)

    def _patterns(self, file: YamlFile, place: tuple[str | int, ...], texts: list[str], rule: int, reader: Reader) -> list[Pattern]:
        found: list[Pattern] = []
        for n, text in enumerate(texts):
            try:
                unknown = [name for name in names(text) if class_of(name) not in reader.lexicon.classes]
                if unknown:
                    raise BadPattern(f"there is no class {unknown[0]}")
                found.append(reader.pattern(text, rule))
            except BadPattern as error:
                file.complain((*place, n), str(error))
        return found


def _rule(model: RuleModel) -> Rule:
    return Rule(
        **model.model_dump(include={field.name for field in fields(Rule)}) | {"beside": frozenset(model.beside), "apart": frozenset(model.apart)}
    )


def _with_typed(classes: dict[str, set[str]], typed: dict[str, str]) -> None:
    """What people type for a word ("bngt": banget) belongs wherever the word does."""
    ways: dict[str, list[str]] = {}
    for way, word in typed.items():
        ways.setdefault(word, []).append(way)
    for words in classes.values():
        words.update(*(ways[word] for word in words & ways.keys()))


def _with_endings(classes: dict[str, set[str]]) -> None:
    """A listed word that is another listed word with an ending (hidupku) also belongs where that word does, and to the ending's class; so does one
    that is written as said twice (nendang2).
    """
    of: dict[str, list[str]] = {}
    for name, words in classes.items():
        for word in words if not name.startswith("=") else ():
            of.setdefault(word, []).append(name)
    for word in {word for words in classes.values() for word in words}:
        for ending, name in (("ku", "my"), ("mu", "your"), ("nya", "nya")):
            base = word[: -len(ending)]
            if word.endswith(ending) and len(base) >= 3 and base in of:
                for more in (*of[base], name):
                    classes[more].add(word)
        if word.endswith("2") and len(word) > 3:
            for more in of.get(word[:-1], ()):
                classes[more].add(word)


def _names(pattern: str) -> list[str]:
    try:
        return names(pattern)
    except BadPattern:
        return []  # shown with its line when the pattern is compiled


def _phrases(files: Iterable[PhrasesFile]) -> Phrases:
    found: list[Phrase] = []
    for one in (one for file in files for one in file.languages):
        rule = f"phrase.{one.language}.{one.category}"
        found += [Phrase(rule, one.category, "ask", folded_phrase(text)) for text in one.ask]
        found += [Phrase(rule, one.category, "none", folded_phrase(text)) for text in one.safe]
    return Phrases.of(found)


def _try(detector: Detector, file: YamlFile, n: int, rule: RuleModel) -> None:
    for m, text in enumerate(rule.examples):
        result = detector.look(text)
        if rule.id not in result.rules:
            file.complain(("rules", n, "examples", m), f"{rule.id} does not find its example {text!r}")
        elif LEVELS.index(result.level) < LEVELS.index(rule.level):
            file.complain(("rules", n, "examples", m), f"{rule.id}: {text!r} comes to {result.level}, not {rule.level}")
    for m, text in enumerate(rule.not_examples):
        found = [find for find in detector.look(text).finds if find.rule == rule.id and find.level == rule.level]
        if found:
            file.complain(("rules", n, "not_examples", m), f"{rule.id} finds its counter-example {text!r}")


def _try_turns(detector: Detector, file: YamlFile, model: TurnsFile) -> None:
    for place, texts, asked in (("examples", model.examples, False), ("not_examples", model.not_examples, True)):
        for m, text in enumerate(texts):
            if (detector.look(text).level in ("ask", "alert")) is not asked:
                file.complain((place, m), f"{text!r} is {'not ' if asked else ''}asked about")
