"""Questionnaires from ``data/questionnaires/``: strictly checked, every mistake with file and line.

The words become texts (``scale.<id>.item.1`` …), the rest is what the conversation needs to know: items, scores, bands, what calls for help.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.texts import check_text
from bot.yamlfile import Path_, YamlFile
from conversations.scales import Band, Item, Scale

Words = dict[str, str]
ID = r"^[a-z][a-z0-9_]{0,11}$"  # stands in the data of buttons (64 bytes)
TITLE, LABEL, LONG = 40, 40, 900  # characters: what a button shows, and what is read on a phone


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class AnswerFile(Strict):
    score: Annotated[int, Field(ge=0, le=100)]
    label: Words


class ItemFile(Strict):
    text: Words
    part: Annotated[str, Field(pattern=ID)] = ""
    danger_from: Annotated[int, Field(ge=0)] = 0


class BandFile(Strict):
    """Scores ``from`` to ``to``, both included."""

    from_: Annotated[int, Field(alias="from", ge=0)]
    to: int
    means: Words
    offer_help: bool = False
    tell_counselor: Literal["", "concern", "high"] = ""


class OnwardFile(Strict):
    to: Annotated[str, Field(pattern=ID)]
    score_from: Annotated[int, Field(ge=0)]


class ScaleFile(Strict):
    order: int
    title: Words
    about: Words
    period: Words
    source: Words
    licence: str
    link: str = ""
    minutes: Annotated[int, Field(ge=1, le=30)] = 1
    retest_days: Annotated[int, Field(ge=1, le=365)] = 14
    multiply: Annotated[int, Field(ge=1, le=100)] = 1
    better: Literal["low", "high"]
    answers: Annotated[list[AnswerFile], Field(min_length=2, max_length=8)]
    items: Annotated[list[ItemFile], Field(min_length=1, max_length=40)]
    parts: dict[str, Words] = {}
    bands: Annotated[list[BandFile], Field(min_length=1, max_length=10)]
    then: OnwardFile | None = None


@dataclass(slots=True)
class Read:
    """What was read: the scales in order, the texts by language and key, and everything that is wrong."""

    scales: tuple[Scale, ...] = ()
    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


Found = tuple[YamlFile, ScaleFile]


def load(folder: Path, languages: list[str]) -> Read:
    """Everything in ``data/questionnaires``. A folder that is not there means a place without questionnaires."""
    read = Read(texts={language: {} for language in languages})
    found: dict[str, Found] = {}
    for path in sorted(folder.glob("*.yaml")):
        file = YamlFile(path)
        whole = file.check(ScaleFile)
        if whole is not None:
            found[path.stem] = file, whole
            _check(file, path.stem, whole)
            _words(file, path.stem, whole, read)
        else:
            read.problems += file.problems
    for name, (file, whole) in found.items():
        _check_onward(file, whole, found)
        read.problems += file.problems
        found[name] = file, whole
    ordered = sorted(found.items(), key=lambda one: (one[1][1].order, one[0]))
    read.scales = tuple(_scale(name, whole) for name, (_, whole) in ordered) if not read.problems else ()
    return read


def _scale(name: str, whole: ScaleFile) -> Scale:
    return Scale(
        name,
        tuple(Item(item.danger_from, item.part) for item in whole.items),
        tuple(answer.score for answer in whole.answers),
        tuple(Band(band.to, band.offer_help or bool(band.tell_counselor), band.tell_counselor) for band in whole.bands),
        whole.multiply,
        whole.better == "low",
        whole.then.to if whole.then else "",
        whole.then.score_from if whole.then else 0,
        whole.retest_days,
        whole.minutes,
    )


def _check(file: YamlFile, name: str, whole: ScaleFile) -> None:
    """What no single setting shows: the bands cover every score once, answers differ, areas exist."""
    scores = [answer.score for answer in whole.answers]
    if len(set(scores)) != len(scores):
        file.complain(("answers",), "two answers have the same score")
    least, most = min(scores) * len(whole.items) * whole.multiply, max(scores) * len(whole.items) * whole.multiply
    expected = least
    for n, band in enumerate(whole.bands):
        if band.from_ != expected or band.to < band.from_:
            file.complain(("bands", n), f"this band must begin at {expected} and end at or after that, so that every score has one meaning")
        expected = band.to + 1
    if whole.bands[-1].to != most:
        file.complain(("bands", len(whole.bands) - 1, "to"), f"the last band must end at {most}, the highest score there is")
    for n, item in enumerate(whole.items):
        if item.part and item.part not in whole.parts:
            file.complain(("items", n, "part"), f"there is no part {item.part} under parts")
        if item.danger_from > max(scores):
            file.complain(("items", n, "danger_from"), f"no answer has a score of {item.danger_from}")
    for part in whole.parts:
        if part not in {item.part for item in whole.items}:
            file.complain(("parts", part), "no item belongs to this part")
    if not re.fullmatch(ID, name):
        file.complain((), "the file's name must be small letters, digits and _ (at most 12, a letter first)")


def _check_onward(file: YamlFile, whole: ScaleFile, found: dict[str, Found]) -> None:
    """The longer form must begin with the very same questions and answers: what was answered is taken over."""
    if whole.then is None:
        return
    longer = found.get(whole.then.to)
    if longer is None:
        file.complain(("then", "to"), f"there is no questionnaire {whole.then.to}.yaml here")
        return
    same = [item.text for item in longer[1].items[: len(whole.items)]] == [item.text for item in whole.items]
    if not same or longer[1].answers != whole.answers or len(longer[1].items) <= len(whole.items):
        file.complain(("then", "to"), f"{whole.then.to}.yaml must begin with the same items and have the same answers, word for word")


def _words(file: YamlFile, name: str, whole: ScaleFile, read: Read) -> None:
    at = f"scale.{name}"
    _put(file, ("title",), f"{at}.title", whole.title, read, TITLE)
    for part in ("about", "period", "source"):
        _put(file, (part,), f"{at}.{part}", getattr(whole, part), read)
    for n, answer in enumerate(whole.answers):
        _put(file, ("answers", n, "label"), f"{at}.answer.{n + 1}", answer.label, read, LABEL)
    for n, item in enumerate(whole.items):
        _put(file, ("items", n, "text"), f"{at}.item.{n + 1}", item.text, read)
    for n, band in enumerate(whole.bands):
        _put(file, ("bands", n, "means"), f"{at}.band.{n + 1}", band.means, read)
    for part, words in whole.parts.items():
        _put(file, ("parts", part), f"{at}.part.{part}", words, read, LABEL)


def _put(file: YamlFile, at: Path_, key: str, words: Words, read: Read, most: int = LONG) -> None:
    """Notes a text in every language; complains about one that is missing, too long or in a language nobody reads."""
    for language in words:
        if language not in read.texts:
            file.complain((*at, language), "there are no texts for this language (data/texts)")
    for language, texts in read.texts.items():
        text = words.get(language, "").strip()
        if not text:
            file.complain((*at, language) if language in words else at, f"the text is missing in {language}")
        elif len(text) > most:
            file.complain((*at, language), f"is too long for a phone ({len(text)} characters, at most {most})")
        check_text(file, (*at, language), html.escape(text, quote=False).replace("{", "(").replace("}", ")"))
        texts[key] = html.escape(text, quote=False).replace("{", "{{").replace("}", "}}")
