"""What is said plainly is asked about: every beginning of a section of ``plain/*.yaml`` with every deed, alone and with everyday words around.
What cannot wait (``urgent``) is an alert, and what is harmless (``harmless``) is left alone.

A deed is written as behind "to" and, after a bar, as behind "about" ("kill myself|killing myself"); a beginning takes {0} or {1} of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import cycle, product
from pathlib import Path

import pytest
import yaml

from bot.content import ROOT
from bot.risk import Detector, load

FOUND, PROBLEMS = load(ROOT / "data" / "risk")
assert FOUND is not None, PROBLEMS
DETECTOR: Detector = FOUND
FOLDER = Path(__file__).parent
FILES = sorted(FOLDER.glob("plain/*.yaml"))
GRIDS = {f"{path.stem}.{name}": grid for path in FILES for name, grid in yaml.safe_load(path.read_text(encoding="utf-8")).items()}
FRAMED, HIDDEN = 4, 0.02  # one sentence in so many is tried with something around it; how many of these may be passed over
AROUND = {
    "en": [
        "{}, idk",
        "hi. {}. sorry for bothering you",
        "{} and nobody knows",
        "honestly {} right now",
        "{} since we moved",
        "today was fine, had lunch with friends, but {}",
        "{}. anyway how are you",
        "{} 😔",
        "I don't know who to tell but {}",
        "to be honest {} these days",
    ],
    "id": [
        "{}, gatau deh",
        "halo kak. {}. maaf ganggu",
        "{} dan ga ada yang tau",
        "jujur {} sekarang",
        "{} sejak pindah",
        "tadi biasa aja, makan sama temen, tapi {}",
        "{}. kakak apa kabar",
        "{} 😔",
        "bingung mau cerita ke siapa, {}",
        "sebenernya {} akhir-akhir ini",
    ],
}


def sentences(grid: dict[str, list[str]]) -> Iterator[str]:
    return (beginning.format(*deed.split("|")) for beginning, deed in product(grid["beginnings"], grid["deeds"]))


def grids(path: Path) -> list[str]:
    """All sentences of a file."""
    return [text for grid in yaml.safe_load(path.read_text(encoding="utf-8")).values() for text in sentences(grid)]


def passed_over(texts: Iterable[str]) -> list[str]:
    return [text for text in texts if DETECTOR.look(text).level not in ("ask", "alert")]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_is_asked_about(path: Path) -> None:
    """All of the plainest deeds; of the rest nearly all, whatever the weights are that were learned last."""
    plain = grids(path)
    missed = passed_over(plain)
    assert len(missed) <= (0 if path.stem == "deeds" else len(plain) / 500), missed


@pytest.mark.parametrize("language", ["en", "id"])
def test_what_stands_around_hides_hardly_any(language: str) -> None:
    """One sentence in FRAMED, each with another of the frames."""
    plain = [text for name in GRIDS if f"_{language}" in name.rpartition(".")[2] for text in sentences(GRIDS[name])][::FRAMED]
    framed = [frame.format(text) for frame, text in zip(cycle(AROUND[language]), plain, strict=False)]
    assert len(passed_over(framed)) <= HIDDEN * len(plain)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("urgent/*.yaml")), ids=lambda path: path.stem)
def test_what_cannot_wait_is_an_alert(path: Path) -> None:
    """All of the plainest; of what others have put together nearly all."""
    urgent = grids(path)
    less = [text for text in urgent if DETECTOR.look(text).level != "alert"]
    assert len(less) <= (0 if path.stem == "deeds" else len(urgent) / 500), less


@pytest.mark.parametrize("path", sorted(FOLDER.glob("harmless/*.yaml")), ids=lambda path: path.stem)
def test_what_is_harmless_is_left_alone(path: Path) -> None:
    harmless = grids(path)
    asked = [text for text in harmless if DETECTOR.look(text).level in ("ask", "alert")]
    assert len(asked) <= len(harmless) / 100, asked
    assert [text for text in asked if DETECTOR.look(text).level == "alert"] == []
