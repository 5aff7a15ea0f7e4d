"""A third language is a matter of files: a made-up one is written into a copy of ``data/``, and the bot speaks it."""

from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot import local
from bot.content import ROOT, Content, load
from bot.problems import ConfigProblem
from bot.store import people
from bot.store.database import Unit
from bot.telegram.reader import Reader
from bot.telegram.render import Renderer
from tests.bot.desk import PERSON, Desk, texts

CODE = "xq"
KEPT = re.compile(r"(\{[^}]*\}|</?[bi]>|&\w+;)")
ACCENTS = str.maketrans("aeiouAEIOU", "áéíóúÁÉÍÓÚ")


def pseudo(text: str) -> str:
    """The text with all vowels accented: as long as before, and known at a glance. Commands, placeholders and marks stay."""
    parts = re.split(r"(\{[^}]*\}|</?[bi]>|&\w+;|/\w+|\\n)", text)
    return "".join(part if n % 2 else part.translate(ACCENTS) for n, part in enumerate(parts))


def every(data: Any) -> Any:
    """A file of texts in the made-up language."""
    if isinstance(data, dict):
        return {key: every(value) for key, value in data.items()}
    return [every(value) for value in data] if isinstance(data, list) else pseudo(str(data))


def overlay(data: Any) -> Any:
    """What a translator writes for a content file: its words and nothing else; None where there are none."""
    if isinstance(data, dict):
        if {"id", "en"} <= set(data) and all(isinstance(value, str) for value in data.values()):
            return pseudo(data["en"])
        found = {key: words for key, value in data.items() if (words := overlay(value)) is not None}
        return found or None
    if isinstance(data, list):
        inner = [overlay(value) for value in data]
        if all(one is None for one in inner):
            return None
        if all(isinstance(one, dict) and isinstance(one.get("id"), str) for one in data):
            return {one["id"]: words for one, words in zip(data, inner, strict=True) if words is not None}
        return inner
    return None


def translate(data: Path) -> None:
    """Adds the made-up language to a copy of ``data/``, by adding files only."""
    for path in sorted((data / "texts" / "en").glob("*.yaml")):
        _write(data / "texts" / CODE / path.name, every(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)))
    for path in _content(data):
        words = overlay(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader))
        if words is not None:
            _write(data / "translations" / CODE / path.relative_to(data), words)
    names = yaml.safe_load((data / "names.yaml").read_text(encoding="utf-8"))["en"]
    _write(data / "translations" / CODE / "their_names.yaml", every(names))
    patterns = yaml.safe_load((data / "practice" / "patterns.yaml").read_text(encoding="utf-8"))["patterns"]["en"]
    _write(data / "translations" / CODE / "practice" / "their_patterns.yaml", patterns)


def _content(data: Path) -> Iterator[Path]:
    for path in sorted(data.rglob("*.yaml")):
        if path.relative_to(data).parts[0] not in {"texts", "risk", "translations", "names.yaml"} and path.stem != "patterns":
            yield path


def _write(path: Path, words: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(words, allow_unicode=True, sort_keys=False), encoding="utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("translated")
    shutil.copytree(ROOT / "data", root / "data", ignore=shutil.ignore_patterns("*.db*", "key", "training.jsonl"))
    config = (ROOT / "config.yaml").read_text(encoding="utf-8")
    config = config.replace("languages: [id, en]", f"languages: [id, en, {CODE}]").replace("zones:\n", f"zones:\n  {CODE}: [Asia/Jakarta]\n", 1)
    config = config.replace('en: "The counseling room, during working hours"', f'en: "The counseling room", {CODE}: "Ruáng"')
    (root / "config.yaml").write_text(config, encoding="utf-8")
    translate(root / "data")
    return root


@pytest.fixture(scope="module")
def content(folder: Path) -> Content:
    return local.staffed(load(folder / "config.yaml", folder / "data"))


def test_it_is_whole(content: Content) -> None:
    """Loading alone checks that every text, topic, exercise … is there; here that none of them is still English."""
    assert content.texts.languages == ["en", "id", CODE]
    assert content.place().languages == ("id", "en", CODE)
    for key, text in content.texts._texts[CODE].items():
        shown = re.sub(r"https?://\S+|/\w+", "", KEPT.sub("", str(text)))
        same = str(content.texts._texts["en"].get(key)) == str(text)
        assert not same or not re.search(r"[a-z]{3}", shown) or key.startswith(("button.language.", "zone.")) or _bare(key), key


def _bare(key: str) -> bool:
    """Phone numbers and sources are the same in every language."""
    return key.endswith((".contact", ".sources"))


async def test_the_bot_speaks_it(content: Content, tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        desk.world = replace(desk.world, config=content.config, place=content.place(), renderer=Renderer(content.texts))
        desk.engine = type(desk.engine)(desk.store, desk.world, Reader(content.texts, content.detector), desk.out.extend)
        person = await desk.person(PERSON)

        def speak(unit: Unit) -> None:
            people.set_language(unit, person.id, CODE)

        await desk.store.unit(speak)
        for command in (
            "start",
            "help",
            "menu",
            "care",
            "services",
            "learn",
            "plan",
            "safety",
            "exercise",
            "settings",
            "mood",
            "peer",
            "sos",
            "stop",
        ):
            said = texts(await desk.says(PERSON, f"/{command}"))
            assert re.search("[áéíóú]", said), f"/{command} says {said!r}"


def test_a_missing_word_is_named_with_its_file(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder / "data", tmp_path / "data")
    (tmp_path / "data" / "translations" / CODE / "topics.yaml").write_text("topics: {grief: {label: x}, nothing: {label: x}}", encoding="utf-8")
    (tmp_path / "data" / "translations" / CODE / "activities.yaml").write_text("activities: [x]", encoding="utf-8")
    with pytest.raises(ConfigProblem) as error:
        load(folder / "config.yaml", tmp_path / "data")
    for says in ("there is no nothing in the file", "does not fit the file"):
        assert says in str(error.value)


def test_no_language_is_written_into_the_program() -> None:
    """Languages are folders; the code names none. (The local Telegram's made-up people do speak one.)"""
    for path in sorted([*(ROOT / "bot").rglob("*.py"), *(ROOT / "conversations").rglob("*.py")]):
        if path.name == "local.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant):
                assert node.value != "en", f"{path.name}:{node.lineno}"
            if isinstance(node, (ast.AnnAssign, ast.keyword)) and isinstance(getattr(node, "value", None), ast.Constant):
                name = node.arg if isinstance(node, ast.keyword) else ast.unparse(node.target)
                assert name not in {"language", "languages"} or node.value.value in {"", "any"}, f"{path.name}:{node.value.lineno}"
