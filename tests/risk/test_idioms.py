"""No idiom covers somebody who means it: sentences that stand close to what ``idioms*.yaml`` cover, each with another person or a wish in it."""

from __future__ import annotations

from pathlib import Path

from bot.content import ROOT
from bot.risk import load

DETECTOR, PROBLEMS = load(ROOT / "data" / "risk")
MEANT = [line for line in Path(__file__).with_name("meant.txt").read_text(encoding="utf-8").splitlines() if not line.startswith("# ")]


def test_what_is_meant_is_not_covered() -> None:
    assert DETECTOR is not None, PROBLEMS
    assert [text for text in MEANT if DETECTOR.look(text).level not in ("ask", "alert")] == []


def test_nothing_stands_there_twice() -> None:
    assert len(MEANT) == len(set(MEANT)) > 800
