"""All texts that people read, by language and key, from ``data/``. Rendering fills placeholders, everything escaped for Telegram's HTML.

A few keys are not in the files as they are but made from other content: ``topic.<id>`` (data/topics.yaml), ``services.card…`` (bot/care),
``zone`` (a zone's everyday name), ``day`` (a date with its year), ``date.day`` (without).
"""

from __future__ import annotations

import html
import re
import string
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from bot.yamlfile import YamlFile
from conversations.kit import Listing, Ref

FEWEST_NAMES = 10
CALLS = frozenset({"sos", "counselor", "call_counselor"})  # keys that call for help
_STRETCHED = re.compile(r"(.)\1+")
_OFFSETS = str.maketrans("+-", "-+")  # the Etc zones count the other way round (POSIX): Etc/GMT-8 is what people call UTC+8
TOPIC_ID = re.compile(r"[a-z_]{1,24}")


class Texts:
    """``texts.render("id", "mood.none")``. A key that is missing is a programming error that a test finds; at run time its name is shown."""

    strict = False  # the tests set it: there a missing key raises

    def __init__(self, texts: Mapping[str, dict[str, Any]], names: Mapping[str, Mapping[str, list[str]]]) -> None:
        self._texts = texts
        self.names = names
        self._made = {"zone": self._zone, "day": self._whole_day, "date.day": self._day}
        self._commands = self._key_labels()
        self._calls = {_letters(label): command for label, command in self._commands.items() if command in CALLS} | {"sos": "sos"}

    def add(self, texts: Mapping[str, Mapping[str, str]]) -> None:
        """Texts made of other content, by language and key."""
        for language, known in texts.items():
            self._texts[language].update(known)

    @property
    def languages(self) -> list[str]:
        return list(self._texts)

    def has(self, language: str, key: str) -> bool:
        return key in self._texts[language]

    def written(self, language: str, key: str) -> str:
        """The text as it stands in its file."""
        return str(self._texts[language][key])

    def render(self, language: str, key: str, args: Mapping[str, Any] | None = None, *, plain: bool = False) -> str:
        """The text as Telegram HTML, or ``plain`` for buttons, keys and toasts, where HTML means nothing."""
        made = self._made.get(key)
        if made is not None:
            return made(language, args or {}, plain)
        if self.strict and key not in self._texts[language]:
            raise KeyError(f"no text {key} in {language}")
        template: str = self._texts[language].get(key, key)
        values = {name: self._value(language, value, plain) for name, value in (args or {}).items()}
        return (_strip_tags(template) if plain else template).format_map(values)

    def _value(self, language: str, value: Any, plain: bool) -> Any:
        if isinstance(value, Ref):
            return self.render(language, value.key, value.args, plain=plain)
        if isinstance(value, Listing):
            parts = [self.render(language, ref.key, ref.args, plain=plain) for ref in value.refs]
            return value.between.join(parts) if value.between else self._join(language, parts)
        if isinstance(value, str):
            return value if plain else html.escape(value, quote=False)
        return value

    def _join(self, language: str, parts: list[str]) -> str:
        if len(parts) < 2:
            return "".join(parts)
        return ", ".join(parts[:-1]) + str(self._texts[language]["common.list_and"]) + parts[-1]

    def _zone(self, language: str, args: Mapping[str, Any], plain: bool) -> str:
        zone = str(args["zone"])
        named = zone.rsplit("/", 1)[-1].replace("_", " ")
        if zone.startswith("Etc/GMT"):
            named = zone.removeprefix("Etc/").translate(_OFFSETS).replace("GMT", "UTC")
        return str(self._texts[language].get(f"zone.{zone}", named))

    def _day(self, language: str, args: Mapping[str, Any], plain: bool) -> str:
        return self.day(language, args["day"])

    def _whole_day(self, language: str, args: Mapping[str, Any], plain: bool) -> str:
        when = date.fromisoformat(str(args["day"]))
        return self.render(language, "date.long", {"day": when.day, "month": self._texts[language]["date.months"][when.month - 1], "year": when.year})

    def day(self, language: str, day: str) -> str:
        """A local date (ISO) as people write it."""
        when = date.fromisoformat(day)
        return self.render(language, "date.short", {"day": when.day, "month": self._texts[language]["date.months"][when.month - 1]})

    def command_of(self, label: str, *, typed: bool = False) -> str | None:
        """The command behind a key of the reply keyboard, in whichever language it was put up. ``typed``: a call for help also where somebody writes
        out what stands on the key, or just "sos"."""
        return self._commands.get(label.strip()) or (self._calls.get(_letters(label)) if typed else None)

    def _key_labels(self) -> dict[str, str]:
        return {str(text): key.removeprefix("key.") for texts in self._texts.values() for key, text in texts.items() if key.startswith("key.")}


def _letters(label: str) -> str:
    """The words of a label without emoji, marks, capitals, stretched letters and repetition: "SOS!! SOS" is "sos"."""
    plain = "".join(c for c in label.replace("🆘", " sos ").casefold() if c.isalnum() or c.isspace())
    return " ".join(dict.fromkeys(_STRETCHED.sub(r"\1", plain).split()))


def _strip_tags(text: str) -> str:
    for tag in ("<b>", "</b>", "<i>", "</i>"):
        text = text.replace(tag, "")
    return html.unescape(text)


def flatten(data: Any, at: str = "") -> dict[str, Any]:
    """Nested maps as dotted keys; lists stay lists."""
    if not isinstance(data, dict):
        return {at: data}
    found: dict[str, Any] = {}
    for key, value in data.items():
        found.update(flatten(value, f"{at}.{key}" if at else str(key)))
    return found


def placeholders(text: str) -> set[str]:
    """The names in braces. Raises ValueError for unbalanced braces."""
    return {name.split(".")[0].split("[")[0] for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def load(folder: Path) -> tuple[Texts | None, tuple[str, ...], list[str]]:
    """The texts and the ids of all topics from ``data/``, and everything that is wrong there."""
    written = {path.name: _files(path) for path in sorted((folder / "texts").glob("*")) if path.is_dir()}
    if not any(written.values()):
        return None, (), [f"{folder / 'texts'}: no texts found"]
    topics = YamlFile(folder / "topics.yaml")
    names = YamlFile(folder / "names.yaml")
    every = (*(file for files in written.values() for file in files), topics, names)
    texts = _compare(written)
    if not topics.problems:
        _add_topics(texts, topics)
    names.add_languages(names.data, texts, "their_names.yaml")
    for known in texts.values():  # every language is offered by its own name, in its own words
        known.update({f"button.language.{language}": str(texts[language].get("language.own_name", language)) for language in texts})
    if not names.problems:
        _check_names(names, list(texts))
    problems = [problem for file in every for problem in file.problems]
    ids = tuple(topic["id"] for topic in topics.data["topics"]) if not problems else ()
    return (Texts(texts, names.data) if not problems else None), ids, problems


def _files(folder: Path) -> list[YamlFile]:
    """A language is a folder of files, one per subject, by name; what they say is put together."""
    return [YamlFile(path) for path in sorted(folder.glob("*.yaml"))]


def _compare(written: Mapping[str, list[YamlFile]]) -> dict[str, dict[str, Any]]:
    """All texts by language and key. Every language has the same keys with the same placeholders; a key stands in one file only.

    What a file that cannot be read would have said is not said to be missing."""
    texts: dict[str, dict[str, Any]] = {}
    where: dict[tuple[str, str], YamlFile] = {}
    for language, files in written.items():
        texts[language] = {}
        for file in files:
            for key, text in flatten(file.data or {}).items():
                check_text(file, _at(key), text)
                if key in texts[language]:
                    file.complain(_at(key), f"{key} stands in {where[language, key].path.name} already")
                texts[language][key] = text
                where[language, key] = file
    first = next(iter(texts))
    broken = {language: {file.path.name for file in files if file.data is None} for language, files in written.items()}
    for language, known in texts.items():
        for key in (key for key in known if key not in texts[first] and where[language, key].path.name not in broken[first]):
            where[language, key].complain(_at(key), f"there is no such text in {first}/{where[language, key].path.name}")
        for key, text in texts[first].items():
            origin = where[first, key]
            if key not in known and origin.path.name in broken[language]:
                continue
            if key not in known:
                file = next((file for file in written[language] if file.path.name == origin.path.name), written[language][0])
                file.complain((), f"the text {key} is missing (it stands in {origin.path}:{origin.line(_at(key))})")
            elif isinstance(text, str) and _names(known[key]) != _names(text):
                where[language, key].complain(_at(key), f"has other placeholders than in {first}/{origin.path.name}")
    return texts


def _at(key: str) -> tuple[str, ...]:
    return tuple(key.split("."))


def _names(text: Any) -> set[str]:
    try:
        return placeholders(str(text))
    except ValueError:
        return set()


def check_text(file: YamlFile, at: tuple[str | int, ...], text: Any) -> None:
    """Complains about a text that Telegram would not take, or that could not be filled in."""
    if isinstance(text, list):
        return
    if not isinstance(text, str):
        file.complain(at, "must be a text (put it in quotes)")
        return
    try:
        placeholders(text)
    except ValueError as error:
        file.complain(at, f"braces do not fit: {error}")
    for tag in ("b", "i"):
        if text.count(f"<{tag}>") != text.count(f"</{tag}>"):
            file.complain(at, f"<{tag}> is opened and closed a different number of times")
    rest = text
    for tag in ("<b>", "</b>", "<i>", "</i>"):
        rest = rest.replace(tag, "")
    if "<" in rest:
        file.complain(at, "only <b> and <i> may be used; write &lt; for <")


def _check_names(file: YamlFile, languages: list[str]) -> None:
    """Enough names in every language: without them nobody can be welcomed and no two can be connected."""
    for language in languages:
        for kind in ("nicknames", "aliases"):
            known = file.data.get(language) if isinstance(file.data, dict) else None
            names = known.get(kind) if isinstance(known, dict) else None
            if not isinstance(names, list) or len({name for name in names if isinstance(name, str)}) < FEWEST_NAMES:
                file.complain((language, kind), f"at least {FEWEST_NAMES} different names are needed")


def _add_topics(texts: Mapping[str, dict[str, Any]], file: YamlFile) -> None:
    entries = file.data.get("topics") if isinstance(file.data, dict) else None
    if not isinstance(entries, list) or not entries:
        file.complain((), "a list named topics is needed")
        return
    ids: set[str] = set()
    for n, topic in enumerate(entries):
        if not isinstance(topic, dict) or not TOPIC_ID.fullmatch(str(topic.get("id"))):
            file.complain(("topics", n), "needs an id of small letters and _ (at most 24)")
            continue
        if topic["id"] in ids:
            file.complain(("topics", n), f"{topic['id']} stands here twice")
        ids.add(topic["id"])
        for language, known in texts.items():
            label = topic.get("label")
            if not isinstance(label, dict) or not isinstance(label.get(language), str):
                file.complain(("topics", n), f"{topic['id']} has no label in {language}")
            else:
                known[f"topic.{topic['id']}"] = html.escape(label[language], quote=False).replace("{", "{{").replace("}", "}}")
