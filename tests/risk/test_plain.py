"""What is said plainly is asked about: sentences put together from ``plain.yaml``, alone and with everyday words around."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, product
from pathlib import Path

import pytest
import yaml

from bot.content import ROOT
from bot.risk import Detector, load

FOUND, PROBLEMS = load(ROOT / "data" / "risk")
assert FOUND is not None, PROBLEMS
DETECTOR: Detector = FOUND
GRIDS = yaml.safe_load(Path(__file__).with_name("plain.yaml").read_text(encoding="utf-8"))
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


def passed_over(texts: Iterator[str]) -> list[str]:
    return [text for text in texts if DETECTOR.look(text).level not in ("ask", "alert")]


@pytest.mark.parametrize("name", GRIDS)
def test_it_is_asked_about(name: str) -> None:
    assert passed_over(sentences(GRIDS[name])) == []


@pytest.mark.parametrize("name", GRIDS)
def test_what_stands_around_hides_hardly_any(name: str) -> None:
    """Each sentence with one of the frames, in turn."""
    plain = list(sentences(GRIDS[name]))
    framed = (frame.format(text) for frame, text in zip(cycle(AROUND[name[-2:]]), plain))
    assert len(passed_over(framed)) <= max(1, 0.02 * len(plain))
