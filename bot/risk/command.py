"""``python -m bot risk``: explains a text, judges many, measures on labelled ones."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from bot.problems import ConfigProblem
from bot.risk.detector import Detector
from bot.risk.evaluate import measure, of_row, report, rows
from bot.risk.judging import Result
from bot.risk.loading import load
from bot.yamlfile import raise_all


def loaded(folder: Path) -> Detector:
    """The detector. ConfigProblem with file and line of everything wrong with the rules."""
    detector, problems = load(folder)
    raise_all(problems)
    assert detector is not None
    return detector


def explain(text: str, result: Result) -> Iterator[str]:
    """Why a text came to its level, in lines."""
    yield f"{result.level}{' · ' + result.category if result.category else ''}"
    for find in result.finds:
        context = f"  ({', '.join(find.contexts)})" if find.contexts else ""
        yield f"  {find.level:<6}{find.rule:<28}{find.start}–{find.end}  {text[find.start : find.end]!r}{context}"
    if not result.finds:
        yield "  Nothing was found. That does not mean that all is well."


def as_json(result: Result) -> str:
    """One line: ``level``, ``category``, ``rules``, ``spans`` ([start, end] in code points of the text)."""
    return json.dumps({"level": result.level, "category": result.category, "rules": result.rules, "spans": result.spans})


def lines(path: str | None) -> Iterator[str]:
    """The lines of a file, or of standard input."""
    if path in (None, "-"):
        yield from sys.stdin
        return
    assert path is not None
    try:
        with Path(path).open(encoding="utf-8") as file:
            yield from file
    except OSError as error:
        raise ConfigProblem(f"{path} cannot be read: {error.strerror}") from None


def run(folder: Path, text: str | None, jsonl: bool, evaluate: str | None) -> Iterator[str]:
    """What the command prints, line by line."""
    detector = loaded(folder)
    try:
        if evaluate is not None:
            yield from report(measure(detector, rows(lines(evaluate))))
        elif jsonl:
            for row in rows(lines(text)):
                yield as_json(of_row(detector, row))
        elif text is None:
            for line in sys.stdin:
                yield from explain(line.rstrip("\n"), detector.look(line.rstrip("\n")))
        else:
            yield from explain(text, detector.look(text))
    except ValueError as error:
        raise ConfigProblem(str(error)) from None
