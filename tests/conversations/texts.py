"""The texts as people edit them, read straight from ``data/`` and filled in strictly: a placeholder without a value is an error here."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import yaml

from bot import care, helping, questionnaires, rehearsal
from bot.training import load
from conversations.kit import Listing, Ref

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
LANGUAGES = ("id", "en")
# Made by the program from other content (see bot/texts.py).
MADE = {"services.card": set(), "services.card_violence": set(), "zone": {"zone"}, "day": {"day"}, "date.day": {"day"}}


def read(path: str) -> Any:
    return yaml.safe_load((DATA / path).read_text(encoding="utf-8"))


def flatten(data: Any, at: str = "") -> dict[str, Any]:
    """Nested maps as dotted keys."""
    if not isinstance(data, dict):
        return {at: data}
    found: dict[str, Any] = {}
    for key, value in data.items():
        assert isinstance(key, str), f"{at}.{key}: put the key in quotes"
        found |= flatten(value, f"{at}.{key}" if at else key)
    return found


def written(language: str) -> dict[str, Any]:
    """What stands in the files of a language, by dotted key."""
    found: dict[str, Any] = {}
    for path in sorted((DATA / "texts" / language).glob("*.yaml")):
        found |= flatten(read(f"texts/{language}/{path.name}"))
    return found


@cache
def texts(language: str) -> dict[str, Any]:
    """All texts by dotted key, with the names of the topics."""
    topics = {f"topic.{topic['id']}": topic["label"][language] for topic in read("topics.yaml")["topics"]}
    languages = list(LANGUAGES)
    made = (
        load(DATA / "training", languages),
        questionnaires.load(DATA / "questionnaires", languages),
        care.load(DATA, languages)[1],
        helping.load(DATA, languages),
        rehearsal.load(DATA / "practice", languages),
    )
    found = written(language) | topics | {f"button.language.{one}": written(one)["language.own_name"] for one in LANGUAGES}
    for one in made:
        found |= one.texts[language]
    return found


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def render(language: str, key: str, args: Any) -> str:
    """The text as it is read. Raises KeyError for a missing text or placeholder."""
    if key in MADE:
        assert MADE[key] == set(args), key
        return f"[{key}]"
    return str(texts(language)[key]).format(**{name: _value(language, value) for name, value in args.items()})


def _value(language: str, value: Any) -> Any:
    if isinstance(value, Ref):
        return render(language, value.key, value.args)
    if isinstance(value, Listing):
        return ", ".join(render(language, ref.key, ref.args) for ref in value.refs)
    assert isinstance(value, (str, int)), value
    return value


def plain(text: str) -> str:
    return re.sub(r"</?[bi]>", "", text)


def shape(value: Any) -> Any:
    """What a text's filling looks like, apart from the very words and numbers: the same shape renders the same way."""
    if isinstance(value, Ref):
        return value.key, shape(value.args)
    if isinstance(value, Listing):
        return tuple(shape(ref) for ref in value.refs)
    if isinstance(value, dict):
        return tuple((name, shape(item)) for name, item in value.items())
    return type(value)
