"""Short explanations: ``data/learn/*.yaml``, each with its sources (see anxiety.yaml for how to write one)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field

from bot.care.words import Read, Strict, Words
from bot.yamlfile import YamlFile
from conversations.care import Article


class SourceFile(Strict):
    title: Annotated[str, Field(min_length=3, max_length=120)]
    url: Annotated[str, Field(pattern=r"^https://\S+$")]


class ArticleFile(Strict):
    order: int
    title: Words
    pages: Annotated[list[Words], Field(min_length=1, max_length=6)]
    sources: Annotated[list[SourceFile], Field(min_length=1)]
    checked_on: date | None = None


def load(folder: Path, read: Read) -> tuple[Article, ...]:
    """All of them in their order."""
    found: list[tuple[int, str, Article]] = []
    for path in sorted(folder.glob("*.yaml")):
        file, name = YamlFile(path), path.stem
        one = file.check(ArticleFile)
        if one is not None:
            read.put(file, ("title",), f"article.{name}.title", one.title, most=36)
            for n, page in enumerate(one.pages):
                read.put(file, ("pages", n), f"article.{name}.{n + 1}", page, most=900)
            read.same(f"article.{name}.sources", "\n".join(f"• {source.title}: {source.url}" for source in one.sources))
            found.append((one.order, name, Article(name, len(one.pages), one.checked_on.isoformat() if one.checked_on else "")))
        read.problems += file.problems
    return tuple(article for _, _, article in sorted(found, key=lambda item: item[:2]))
