"""Presets (``data/presets/``): the fields, words and resources of guidance counseling in a school, a community or a workplace.

``words`` take the place of texts of the same key (same placeholders); ``resources`` are what else helps there, shown as a list. Strict, with line.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.config import Config
from bot.texts import Texts, check_text, flatten, placeholders
from bot.yamlfile import YamlFile
from conversations.guiding import FIELDS

WAYS = ("in_person", "phone")
SECTIONS = frozenset({"fields", "words", "resources"})


@dataclass(frozen=True, slots=True)
class Preset:
    """``texts``: by language and key."""

    fields: tuple[str, ...] = FIELDS
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


def load(folder: Path, config: Config | None, texts: Texts | None) -> Preset:
    """The preset that the config names, and where it says one meets. Nothing where config or texts are wrong already."""
    if config is None or texts is None:
        return Preset()
    file = YamlFile(folder / f"{config.guidance.preset}.yaml")
    if file.problems:
        return Preset(problems=tuple(file.problems))
    data = file.data if isinstance(file.data, dict) else {}
    for name in data:
        if name not in SECTIONS:
            file.complain((name,), "this setting does not exist (a typing mistake?)")
    fields = data.get("fields")
    if not isinstance(fields, list) or not fields or any(one not in FIELDS for one in fields) or len(set(fields)) < len(fields):
        file.complain(("fields",), f"must be some of {', '.join(FIELDS)}, each once")
        fields = list(FIELDS)
    said = {language: _words(file, data, language, texts) | _resources(file, data, language, texts) for language in config.languages}
    for language in config.languages:
        for way in WAYS:
            where = getattr(config.guidance, way)
            if language in where:
                said[language][f"place.{way}"] = _safe(where[language])
    return Preset(tuple(fields), said, tuple(file.problems))


def _safe(text: str) -> str:
    """As it is to be read, whatever signs are in it."""
    return html.escape(text, quote=False).replace("{", "{{").replace("}", "}}")


def _words(file: YamlFile, data: Mapping[str, Any], language: str, texts: Texts) -> dict[str, str]:
    section = data.get("words", {})
    found = flatten(section.get(language, {})) if isinstance(section, dict) else {}
    for key, text in found.items():
        at = ("words", language, *key.split("."))
        check_text(file, at, text)
        if not texts.has(language, key):
            file.complain(at, f"there is no text {key}")
        elif not file.problems and placeholders(text) != placeholders(texts.written(language, key)):
            file.complain(at, f"has other placeholders than the text {key}")
    return {key: str(text) for key, text in found.items()}


def _resources(file: YamlFile, data: Mapping[str, Any], language: str, texts: Texts) -> dict[str, str]:
    lines = []
    for n, one in enumerate(data.get("resources") or []):
        if not isinstance(one, dict) or not isinstance(one.get(language), str):
            file.complain(("resources", n), f"is missing in {language}")
        else:
            lines.append(f"• {_safe(one[language])}")
    return {"preset.resources": "\n".join(("\n\n" + texts.written(language, "preset.head"), *lines))} if lines else {}
