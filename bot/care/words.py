"""Words in a content file: ``{id: …, en: …}``, complete, short enough for a phone, fit for Telegram."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict

from bot.texts import check_text
from bot.yamlfile import Path_, YamlFile

Words = dict[str, str]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


@dataclass(slots=True)
class Read:
    """Texts by language and key, and everything that is wrong."""

    texts: dict[str, dict[str, str]]
    problems: list[str] = field(default_factory=list)

    def put(self, file: YamlFile, at: Path_, key: str, words: Mapping[str, str], *, most: int = 1500) -> None:
        """Notes a text in every language; complains about one that is missing, empty, too long (``most`` characters) or not fit."""
        for language in words:
            if language not in self.texts:
                file.complain((*at, language), "there are no texts for this language (data/texts)")
        for language, texts in self.texts.items():
            text = str(words.get(language, "")).strip()
            if not text:
                file.complain((*at, language) if language in words else at, f"the text is missing in {language}")
            elif len(text) > most:
                file.complain((*at, language), f"is too long for a phone ({len(text)} characters, at most {most})")
            check_text(file, (*at, language), text.replace("{", "(").replace("}", ")"))
            texts[key] = text.replace("{", "{{").replace("}", "}}")

    def same(self, key: str, text: str) -> None:
        """A text that is the same in every language: a phone number."""
        for texts in self.texts.values():
            texts[key] = text.replace("&", "&amp;").replace("<", "&lt;").replace("{", "{{").replace("}", "}}")
