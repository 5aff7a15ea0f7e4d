"""The training of volunteers and the code of conduct, from ``data/training/``: strictly checked, every mistake with file and line.

The words become texts (``training.<module>.page.1`` …), the rest is what the conversation needs to know: how many pages, which answer is right.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.texts import check_text
from bot.yamlfile import Path_, YamlFile
from conversations.volunteering import Module, Question

Words = dict[str, str]
LETTERS = "ABCDEF"
CONDUCT = "conduct"
OTHER = {CONDUCT, "practice"}  # what lies in the folder and is no module
PAGE, WHY = 1500, 600  # characters that can be read on a phone without losing the thread


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class AnswerFile(Strict):
    text: Words
    right: bool = False


class QuestionFile(Strict):
    ask: Words
    answers: Annotated[list[AnswerFile], Field(min_length=2, max_length=6)]
    why: Words


class ModuleFile(Strict):
    order: int
    test: bool = False
    title: Words
    pages: list[Words] = []
    questions: Annotated[list[QuestionFile], Field(min_length=1, max_length=20)]


class Rule(Strict):
    rule: Words


class ConductFile(Strict):
    rules: Annotated[list[Rule], Field(min_length=1, max_length=12)]


@dataclass(slots=True)
class Read:
    """What was read: the modules in order, the texts by language and key, and everything that is wrong."""

    modules: tuple[Module, ...] = ()
    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def load(folder: Path, languages: list[str]) -> Read:
    """Everything in ``data/training``. A folder that is not there means a place without training; the conduct must be there."""
    read = Read(texts={language: {} for language in languages})
    found = []
    for path in sorted(folder.glob("*.yaml")):
        if path.stem not in OTHER:
            file = YamlFile(path)
            module = file.check(ModuleFile)
            if module is not None:
                found.append((module.order, path.stem, file, _module(file, path.stem, module, read)))
            read.problems += file.problems
    found.sort(key=lambda one: one[:2])
    read.modules = tuple(one[3] for one in found)
    for before, after in pairwise(found):
        if before[0] == after[0]:
            read.problems.append(f"{after[2].path}:{after[2].line(('order',))}: order: {after[0]} is taken by {before[2].path.name}")
    tests = [one for one in found if one[3].test]
    read.problems += [f"{one[2].path}:{one[2].line(('test',))}: test: there can be only one test" for one in tests[1:]]
    _conduct(folder / f"{CONDUCT}.yaml", read)
    return read


def _module(file: YamlFile, name: str, module: ModuleFile, read: Read) -> Module:
    put(file, ("title",), f"training.{name}.title", module.title, read, most=40)
    for n, page in enumerate(module.pages):
        put(file, ("pages", n), f"training.{name}.page.{n + 1}", page, read)
    questions = tuple(_question(file, name, n, question, read) for n, question in enumerate(module.questions))
    return Module(name, len(module.pages), questions, module.test)


def _question(file: YamlFile, name: str, n: int, question: QuestionFile, read: Read) -> Question:
    at: Path_ = ("questions", n)
    right = [number for number, answer in enumerate(question.answers) if answer.right]
    if len(right) != 1:
        file.complain((*at, "answers"), "exactly one answer must be marked with right: true" + (f" (here: {len(right)})" if right else ""))
    put(file, (*at, "ask"), f"training.{name}.q.{n + 1}", question.ask, read, most=400)
    put(file, (*at, "why"), f"training.{name}.why.{n + 1}", question.why, read, most=WHY)
    for number, answer in enumerate(question.answers):
        put(file, (*at, "answers", number, "text"), f"training.{name}.a.{n + 1}.{number}", answer.text, read, most=200)
    for texts in read.texts.values():  # question and answers stand in one message; the buttons carry only the letters
        key = f"training.{name}.q.{n + 1}"
        answers = [texts.pop(f"training.{name}.a.{n + 1}.{number}", "") for number in range(len(question.answers))]
        listed = "\n".join(f"<b>{LETTERS[number]}.</b> {answer}" for number, answer in enumerate(answers))
        texts[key] = f"{texts.get(key, '')}\n\n{listed}"
    return Question(len(question.answers), right[0] if right else 0)


def put(file: YamlFile, at: Path_, key: str, words: Words, read: Read, *, most: int = PAGE) -> None:
    """Notes a text in every language; complains about one that is missing, empty, too long, or not fit for Telegram."""
    for language in words:
        if language not in read.texts:
            file.complain((*at, language), "there are no texts for this language (data/texts)")
    for language, texts in read.texts.items():
        text = words.get(language, "").strip()
        if not text:
            file.complain((*at, language) if language in words else at, f"the text is missing in {language}")
        elif len(text) > most:
            file.complain((*at, language), f"is too long for a phone ({len(text)} characters, at most {most})")
        check_text(file, (*at, language), text.replace("{", "(").replace("}", ")"))
        texts[key] = text.replace("{", "{{").replace("}", "}}")


def _conduct(path: Path, read: Read) -> None:
    file = YamlFile(path)
    conduct = file.check(ConductFile)
    if conduct is not None:
        for n, rule in enumerate(conduct.rules):
            put(file, ("rules", n, "rule"), f"conduct.{n + 1}", rule.rule, read, most=300)
        for texts in read.texts.values():
            texts["conduct.rules"] = "\n".join(f"• {texts.pop(f'conduct.{n + 1}')}" for n in range(len(conduct.rules)))
    read.problems += file.problems
