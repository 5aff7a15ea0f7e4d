"""What helps volunteers to answer: texts that everybody has ready (``data/ready_texts.yaml``) and cards by situation (``data/help_cards/``).

Strictly checked, every mistake with file and line. The words become texts: ``ready.shared.<id>.name`` and ``.text``,
``cards.<id>.title`` and ``.text``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import Field

from bot.training import Read, Strict, Words, put
from bot.yamlfile import YamlFile

ID = re.compile(r"[a-z_]{1,24}")
CARD, READY, NAME = 1500, 1000, 20  # characters


class ReadyFile(Strict):
    id: str
    name: Words
    text: Words


class ReadyTexts(Strict):
    texts: Annotated[list[ReadyFile], Field(min_length=1, max_length=30)]


class CardFile(Strict):
    order: int
    title: Words
    text: Words


@dataclass(slots=True)
class Helps:
    """``ready`` and ``cards`` are ids in the order in which they are shown; ``texts`` by language and key."""

    ready: tuple[str, ...] = ()
    cards: tuple[str, ...] = ()
    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def load(data: Path, languages: list[str]) -> Helps:
    """A place may do without either: a file or folder that is not there means none."""
    read = Read(texts={language: {} for language in languages})
    return Helps(_ready(data / "ready_texts.yaml", read), _cards(data / "help_cards", read), read.texts, read.problems)


def _ready(path: Path, read: Read) -> tuple[str, ...]:
    if not path.exists():
        return ()
    file = YamlFile(path)
    found = file.check(ReadyTexts)
    ids: list[str] = []
    for n, one in enumerate(found.texts if found else ()):
        if not ID.fullmatch(one.id) or one.id in ids:
            file.complain(("texts", n, "id"), "must be small letters and _ (at most 24), and stand here once")
        for language, name in one.name.items():
            if not re.fullmatch(r"\w+", name):
                file.complain(("texts", n, "name", language), "must be one word: it is typed after /t")
        put(file, ("texts", n, "name"), f"ready.shared.{one.id}.name", one.name, read, most=NAME)
        put(file, ("texts", n, "text"), f"ready.shared.{one.id}.text", one.text, read, most=READY)
        ids.append(one.id)
    read.problems += file.problems
    return tuple(ids)


def _cards(folder: Path, read: Read) -> tuple[str, ...]:
    found: list[tuple[int, str]] = []
    for path in sorted(folder.glob("*.yaml")):
        file = YamlFile(path)
        card = file.check(CardFile)
        if card is not None:
            if not ID.fullmatch(path.stem):
                file.complain((), "the file's name must be small letters and _ (at most 24)")
            put(file, ("title",), f"cards.{path.stem}.title", card.title, read, most=36)
            put(file, ("text",), f"cards.{path.stem}.text", card.text, read, most=CARD)
            found.append((card.order, path.stem))
        read.problems += file.problems
    return tuple(name for _, name in sorted(found))
