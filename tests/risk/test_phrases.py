"""Phrases of other languages: found wherever they stand, not inside longer words, not where they say the opposite."""

from __future__ import annotations

import pytest
import yaml

from bot.content import ROOT
from bot.risk import Detector, load
from bot.risk.phrases import Phrase, Phrases

FOUND, PROBLEMS = load(ROOT / "data" / "risk")
assert FOUND is not None, PROBLEMS
DETECTOR: Detector = FOUND
LANGUAGES = yaml.safe_load((ROOT / "data" / "risk" / "phrases.yaml").read_text(encoding="utf-8"))["languages"]


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda one: one["language"])
def test_every_phrase_is_found_and_what_says_the_opposite_is_not(language: dict[str, list[str]]) -> None:
    for text in language["ask"]:
        result = DETECTOR.look(text)
        assert result.level in ("ask", "alert"), text
    for text in language.get("safe", []):
        assert DETECTOR.look(text).level in ("none", "note"), text


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("Ya QUIERO MORIR, de verdad", (3, 15)),
        ("aku ga tau. 我好想死。", (12, 16)),
        ("не могу, хочу умереть", (9, 21)),
        ("死にたいです", (0, 4)),
        ("J\u2019ai envie de mourir", (0, 20)),
    ],
)
def test_offsets_point_at_the_original(text: str, span: tuple[int, int]) -> None:
    assert span in DETECTOR.look(text).spans


def test_a_phrase_is_no_part_of_a_word_and_no_phrases_find_nothing() -> None:
    phrases = Phrases.of([Phrase("phrase.xx.suicide", "suicide", "ask", "dood wil")])
    assert not list(phrases.find("dood wilg")) and not list(phrases.find("adood wil")) and list(phrases.find("de dood wil, ik"))
    assert not list(Phrases.of([]).find("dood wil"))


def test_a_phrase_beside_its_opposite_counts() -> None:
    assert DETECTOR.look("no quiero morir... bueno, quiero morir").level == "ask"
