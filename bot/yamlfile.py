"""YAML with line numbers: every mistake in a file that people edit is named with file and line, all of them at once."""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.problems import ConfigProblem

Model = TypeVar("Model", bound=BaseModel)
Path_ = tuple[str | int, ...]
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml where PyYAML was built with it: the texts are read ten times faster

DEEPEST = 30
TRANSLATIONS = "translations"
_SAYS = {
    "extra_forbidden": "this setting does not exist (a typing mistake?)",
    "missing": "is missing",
}


class Strict(BaseModel):
    """The shape of a file or of a part of it: what it does not name, or a number written as a text, is a mistake."""

    model_config = ConfigDict(extra="forbid", strict=True)


class YamlFile:
    """A parsed file: ``data`` and, for every place in it, its line. Problems are gathered in ``problems`` as ``file:line: text``."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[str] = []
        self.wrong: list[Path_] = []  # the places that were complained about
        self._unread: set[Path_] = set()  # places of which is said already that they cannot be read
        self._left_out: dict[Path_, list[int]] = {}  # of which lists which entries are not in what ``rest`` gave
        self._lines: dict[Path_, int] = {}
        self._scalars = yaml.SafeLoader("")
        self.data: Any = None
        try:
            node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
        except FileNotFoundError:
            self.problems.append(f"{path}: the file is missing")
        except (OSError, UnicodeDecodeError) as error:
            self.problems.append(f"{path}: cannot be read ({error})")
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            self.problems.append(f"{path}:{line}: not valid YAML: {error.problem}")
        except yaml.YAMLError as error:
            self.problems.append(f"{path}: not valid YAML: {error}")
        else:
            self.data = self._read(node, ()) if node is not None else {}
            self._translate()

    def _translate(self) -> None:
        """Puts in the words of further languages: ``data/translations/<language>/`` holds files of the same names, with nothing but words."""
        root = self._root()
        if root is None:
            return
        for folder in sorted((root / TRANSLATIONS).iterdir()):
            path = folder / self.path.relative_to(root)
            if path.is_file():
                words = YamlFile(path)
                if not words.problems:
                    _put_in(self.data, words.data, folder.name, words, ())
                self.problems += words.problems

    def _root(self) -> Path | None:
        """The folder that has translations of this file; None where there are none, and for a translation itself."""
        inside = TRANSLATIONS in self.path.parts
        return None if inside else next((parent for parent in self.path.parents if (parent / TRANSLATIONS).is_dir()), None)

    def add_languages(self, known: Any, languages: Iterable[str], name: str) -> None:
        """For a file with an entry per language (``known``): those it lacks stand in a file ``name`` among the translations of that language."""
        root = self._root()
        for language in languages if root is not None and isinstance(known, dict) else ():
            path = root / TRANSLATIONS / language / self.path.parent.relative_to(root) / name if root else self.path
            if language not in known and path.is_file():
                own = YamlFile(path)
                self.problems += own.problems
                known[language] = own.data

    def _read(self, node: yaml.Node, at: Path_) -> Any:
        self._lines[at] = node.start_mark.line + 1
        if len(at) > DEEPEST:
            self.problems.append(f"{self.path}:{node.start_mark.line + 1}: nested too deeply")
            self._unread.add(at)
            return None
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, at)
        if isinstance(node, yaml.SequenceNode):
            return [self._read(item, (*at, n)) for n, item in enumerate(node.value)]
        try:
            return self._scalars.construct_object(node)
        except (yaml.YAMLError, ValueError):
            self.problems.append(f"{self.path}:{node.start_mark.line + 1}: {node.value!r} cannot be read; put it in quotes")
            self._unread.add(at)
            return None

    def _mapping(self, node: yaml.MappingNode, at: Path_) -> dict[Any, Any]:
        found: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self.problems.append(f"{self.path}:{key_node.start_mark.line + 1}: a name is expected before the colon")
                continue
            key = str(key_node.value)  # as it is written: YAML 1.1 reads a bare yes, no, on, off as true or false, and 1 as a number
            if key in found:
                self.problems.append(f"{self.path}:{key_node.start_mark.line + 1}: {key} stands here twice")
            found[key] = self._read(value_node, (*at, key))
            self._lines[(*at, key)] = key_node.start_mark.line + 1
        self._lines[at] = node.start_mark.line + 1
        return found

    def line(self, place: Path_) -> int:
        """The line of a place, or of the nearest one around it that exists."""
        while place and place not in self._lines:
            place = place[:-1]
        return self._lines.get(place, 1)

    def complain(self, place: Path_, text: str, *beside: Path_) -> None:
        """Notes a problem at a place. ``beside``: other places it depends on; after ``rest`` nothing is said that may only seem so because of what
        was left out."""
        place = self._written(place)
        if self._left_out and any(known[: len(one)] == one for one in (place, *beside) for known in self.wrong):
            return
        self.wrong.append(place)
        where = ".".join(str(part + 1) if isinstance(part, int) else str(part) for part in place)
        self.problems.append(f"{self.path}:{self.line(place)}: {where + ': ' if where else ''}{text}")

    def _written(self, place: Path_) -> Path_:
        """Where a place of what ``rest`` gave stands in the file."""
        found: Path_ = ()
        for part in place:
            gone = self._left_out.get(found, [])
            if isinstance(part, int) and gone:
                part = [n for n in range(part + len(gone) + 1) if n not in gone][part]
            found = (*found, part)
        return found

    def check(self, model: type[Model]) -> Model | None:
        """The data as a model, or None with every problem noted."""
        if self.data is None and self.problems:
            return None
        try:
            found = model.model_validate(self.data)
        except ValidationError as error:
            for one in error.errors():
                if tuple(one["loc"]) not in self._unread:
                    self.complain(tuple(one["loc"]), _plain(one))
            return None
        return None if self.problems else found

    def rest(self, model: type[Model], instead: Mapping[str, Any]) -> Model | None:
        """Without what ``check`` complained about, so that what only shows in the whole can be looked for at once; None where that cannot be read.

        ``instead``: what stands for sections that are missing then.
        """
        if not isinstance(self.data, dict):
            return None
        data = copy.deepcopy(self.data)
        self._left_out = {}
        for place in sorted({_entry(place) for place in (*self.wrong, *self._unread)}, key=_order, reverse=True):  # of a list the last one first
            if _leave_out(data, place) and isinstance(place[-1], int):
                self._left_out.setdefault(place[:-1], []).append(place[-1])
        self._left_out.setdefault((), [])
        data = {**instead, **data}
        try:
            return model.model_validate(data)
        except ValidationError:
            return None


def _entry(place: Path_) -> Path_:
    """The entry of a list that a place is in, else the setting of a section: what is left out with it."""
    return place[: next((n for n, part in enumerate(place) if isinstance(part, int)), min(len(place), 2) - 1) + 1]


def _order(place: Path_) -> list[str]:
    return [str(part).zfill(6) for part in place]


def _leave_out(data: Any, place: Path_) -> bool:
    with contextlib.suppress(LookupError, TypeError):  # what is missing cannot be left out
        for part in place[:-1]:
            data = data[part]
        del data[place[-1]]
        return True
    return False


def _put_in(whole: Any, words: Any, language: str, file: YamlFile, at: Path_) -> None:
    """``words`` stand where the other languages' words stand in ``whole``; entries of a list are named by their ``id``, or come in the same order."""
    if isinstance(words, str) and isinstance(whole, dict):
        whole[language] = words
    elif isinstance(words, dict) and isinstance(whole, (dict, list)):
        known = whole if isinstance(whole, dict) else {str(one.get("id")): one for one in whole if isinstance(one, dict)}
        for name, inner in words.items():
            if name in known:
                _put_in(known[name], inner, language, file, (*at, name))
            else:
                file.complain((*at, name), f"there is no {name} in the file that is translated")
    elif isinstance(words, list) and isinstance(whole, list) and len(words) == len(whole):
        for n, inner in enumerate(words):
            if inner is not None:
                _put_in(whole[n], inner, language, file, (*at, n))
    else:
        file.complain(at, "does not fit the file that is translated")


def _plain(error: Any) -> str:
    said = error["msg"].removeprefix("Value error, ")
    text = _SAYS.get(error["type"], said[:1].lower() + said[1:])
    given = error.get("input")
    shown = f" (it says: {given!r})" if error["type"] not in _SAYS and isinstance(given, (str, int, float, bool)) else ""
    return f"{text}{shown}"


def raise_all(problems: list[str]) -> None:
    """ConfigProblem with all problems, one a line; nothing if there are none."""
    if problems:
        count = "One thing needs" if len(problems) == 1 else f"{len(problems)} things need"
        raise ConfigProblem(f"{count} to be put right before Sebaya can start:\n  " + "\n  ".join(problems))
