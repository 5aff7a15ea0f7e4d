"""The practice chats of the training (``data/practice/``): strictly checked, every mistake with file and line.

``patterns.yaml`` holds the word patterns by which an answer is understood, the other files a scripted person each. The words become texts
``practice.<scene>.name``, ``.intro``, ``.opening``, ``.layer.1`` …, ``.short.0`` …, ``.reaction.<kind>``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import Field

from bot.helping import ID
from bot.training import Read, Strict, Words, put
from bot.yamlfile import YamlFile
from conversations.practice import module_of
from conversations.rehearsal import KINDS, SHUTTING, Practice, Scene
from conversations.volunteering import Module

PATTERNS = "patterns"
LINE = 500  # characters
REACTIONS = tuple(sorted(SHUTTING | {"handover"}))


class SceneFile(Strict):
    order: int
    title: Words
    name: Words
    intro: Words
    opening: Words
    layers: Annotated[list[Words], Field(min_length=1, max_length=6)]
    short: Annotated[list[Words], Field(min_length=1, max_length=6)]
    reactions: dict[str, Words]
    danger: Annotated[int, Field(ge=0, le=6)] = 0


class PatternsFile(Strict):
    patterns: dict[str, dict[str, list[str]]]


@dataclass(slots=True)
class Rehearsal:
    """``modules``: the practice chats as parts of the training."""

    practice: Practice = field(default_factory=Practice)
    modules: tuple[Module, ...] = ()
    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def load(folder: Path, languages: list[str]) -> Rehearsal:
    """Everything in ``data/practice``; without the folder there is no practice."""
    read = Read(texts={language: {} for language in languages})
    found: list[tuple[int, Scene]] = []
    for path in sorted(folder.glob("*.yaml")):
        if path.stem != PATTERNS:
            file = YamlFile(path)
            scene = file.check(SceneFile)
            if scene is not None:
                found.append((scene.order, _scene(file, path.stem, scene, read)))
            read.problems += file.problems
    scenes = tuple(scene for _, scene in sorted(found, key=lambda one: (one[0], one[1].id)))
    patterns = _patterns(folder / f"{PATTERNS}.yaml", languages, read) if scenes else {}
    modules = tuple(Module(module_of(scene.id), 0, (), practice=scene.id) for scene in scenes)
    return Rehearsal(Practice(scenes, patterns), modules, read.texts, read.problems)


def _scene(file: YamlFile, name: str, scene: SceneFile, read: Read) -> Scene:
    if not ID.fullmatch(name):
        file.complain((), "the file's name must be small letters and _ (at most 24)")
    if scene.danger > len(scene.layers):
        file.complain(("danger",), f"there are only {len(scene.layers)} layers")
    put(file, ("title",), f"training.{module_of(name)}.title", scene.title, read, most=40)
    for part in ("name", "intro", "opening"):
        put(file, (part,), f"practice.{name}.{part}", getattr(scene, part), read, most=LINE)
    for n, layer in enumerate(scene.layers):
        put(file, ("layers", n), f"practice.{name}.layer.{n + 1}", layer, read, most=LINE)
    for n, short in enumerate(scene.short):
        put(file, ("short", n), f"practice.{name}.short.{n}", short, read, most=LINE)
    for kind in scene.reactions:
        if kind not in REACTIONS:
            file.complain(("reactions", kind), f"is none of {', '.join(REACTIONS)}")
    for kind in REACTIONS:
        put(file, ("reactions", kind), f"practice.{name}.reaction.{kind}", scene.reactions.get(kind, {}), read, most=LINE)
    return Scene(name, len(scene.layers), scene.danger, len(scene.short))


def _patterns(path: Path, languages: list[str], read: Read) -> dict[str, dict[str, tuple[str, ...]]]:
    """Every language needs patterns for every kind; each must be a regular expression that does not match the empty text."""
    file = YamlFile(path)
    file.add_languages(file.data.get("patterns") if isinstance(file.data, dict) else None, languages, "their_patterns.yaml")
    whole = file.check(PatternsFile)
    made: dict[str, dict[str, tuple[str, ...]]] = {}
    for language in languages if whole is not None else ():
        known = whole.patterns.get(language, {}) if whole else {}
        for kind in (kind for kind in known if kind not in KINDS):
            file.complain(("patterns", language, kind), f"is none of {', '.join(KINDS)}")
        for kind in KINDS[:-1]:
            if not known.get(kind):
                file.complain(("patterns", language), f"there is nothing for {kind} in {language}")
        for kind, patterns in known.items():
            for n, pattern in enumerate(patterns):
                if _unfit(pattern):
                    file.complain(("patterns", language, kind, n), f"{pattern!r} is not a pattern that can be looked for")
        made[language] = {kind: tuple(patterns) for kind, patterns in known.items()}
    read.problems += file.problems
    return made


def _unfit(pattern: str) -> bool:
    try:
        return re.compile(pattern).search("") is not None
    except re.error:
        return True
