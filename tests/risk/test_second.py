"""The second stage: what it learned from is not what it is measured on, it only ever asks, and says which words weighed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content import ROOT
from bot.risk import Detector, load
from bot.risk.folding import tokens
from bot.risk.second import RULE, Weights
from tests.risk import train

FOUND, PROBLEMS = load(ROOT / "data" / "risk")
assert FOUND is not None, PROBLEMS
DETECTOR: Detector = FOUND
LEARNED = {feature for first, row in DETECTOR.second.near.items() for feature in (f"{first} {last}" for last in row)}
LEARNED |= {f"{first} . {last}" for first, row in DETECTOR.second.far.items() for last in row} | DETECTOR.second.single.keys()


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(["aku", "gak", "want", "mau", "to", "disappear", "ngilang", ".", ",", "cut", "7", "tooooo", "pengenmati", "hidup"])))
def test_what_is_looked_up_is_what_was_learned(words: list[str]) -> None:
    text = " ".join(words)
    taken = tokens(text)
    pieces = DETECTOR._pieces(taken)
    notes = DETECTOR._judge(taken, pieces).rules
    assert DETECTOR.second.found(taken.texts, pieces, DETECTOR.lexicon, notes).keys() == DETECTOR.features(text) & LEARNED


def test_it_asks_and_shows_the_words_that_weighed() -> None:
    told = [(row["text"], result) for row in train.rows() if (result := DETECTOR.look(row["text"])).rules[:1] == (RULE,)]
    assert len(told) > 100
    for text, result in told:
        mine = [find for find in result.finds if find.rule == RULE]
        assert result.level == "ask" and 1 <= len(mine) <= 3
        assert all(0 <= find.start < find.end <= len(text) for find in mine)


def test_it_finds_more_of_what_it_never_saw_and_leaves_safe_words_alone() -> None:
    held = [row for row in train.rows() if row["held"] and not row["bag"]]
    found = {row["text"]: DETECTOR.look(row["text"]) for row in held}
    dangers = [found[row["text"]] for row in held if row["label"]]
    assert sum(result.level in ("ask", "alert") for result in dangers) >= 0.5 * len(dangers)
    assert sum(RULE in result.rules for result in dangers) >= 0.05 * len(dangers), "the weights have grown too old: python -m tests.risk.train"
    safe = [found[row["text"]] for row in held if not row["label"]]
    assert sum(RULE in result.rules for result in safe) <= 0.01 * len(safe)


def test_without_weights_nothing_is_weighed(tmp_path: Path) -> None:
    model, problems = Weights.read(tmp_path / "weights.tsv")
    assert not problems and model.told({"x": (1, 0)}, 1) is None and not model.found(["x"], ["_"], DETECTOR.lexicon)


def test_a_line_that_is_no_weight_is_named(tmp_path: Path) -> None:
    (tmp_path / "weights.tsv").write_text("# head\nbias\t-5\nthreshold\t1\n12\tabuse\tmy dad\nmuch\tabuse\tx\n", encoding="utf-8")
    model, problems = Weights.read(tmp_path / "weights.tsv")
    assert (model.bias, model.threshold, model.near) == (-5, 1, {"my": {"dad": 12}})
    assert len(problems) == 1 and "weights.tsv:5" in problems[0]


@pytest.mark.parametrize("text", ["#soft.burden", "a # b", "\t"])
def test_what_is_typed_is_never_taken_for_a_rule(text: str) -> None:
    assert not any(one.startswith("#") for one in DETECTOR.features(text))
