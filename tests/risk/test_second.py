"""The second stage: what it learned from is not what it is measured on, it only ever asks, and says which words weighed."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content import ROOT
from bot.risk import Detector, load, second
from bot.risk.folding import tokens
from bot.risk.judging import Result
from bot.risk.second import RULE, Said, Weights, features, packed, packed_all, unpacked
from tests.risk import train

FOUND, PROBLEMS = load(ROOT / "data" / "risk")
assert FOUND is not None, PROBLEMS
DETECTOR: Detector = FOUND
EVERY = 16  # of all messages one in so many is looked at: enough to count


@cache
def messages() -> list[train.Row]:
    return list(train.rows())[::EVERY]


@cache
def looked() -> list[tuple[train.Row, Result, Result]]:
    """Messages, what is found in them, and what the rules alone find."""
    bare = replace(DETECTOR, second=Weights())
    return [(row, DETECTOR.look(row["text"]), bare.look(row["text"])) for row in messages()]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(["aku", "gue", "gak", "want", "mau", "to", "disappear", "ngilang", ".", ",", "cut", "7", "tooooo", "pengenmati", "hidup"])
    ),
    st.sets(st.sampled_from(["soft.burden", "abuse.hit~", "none"])),
)
def test_what_is_weighed_is_what_was_learned_from_and_stands_somewhere(words: list[str], rules: set[str]) -> None:
    model, read = DETECTOR.second, DETECTOR._read(tokens(" ".join(words)))
    assert model.weigh(read, rules) == sum(model.of.get(one, 0) for one in features(read, rules))
    placed = list(model._placed(read))
    assert sum(weights for weights, _ in placed) == model.weigh(read, ())
    assert all(0 <= n < len(read) for weights, n in placed)


def test_it_asks_and_shows_the_words_that_weighed() -> None:
    told = [(row["text"], result) for row, result, _ in looked() if result.rules[:1] == (RULE,)]
    assert len(told) > 100
    for text, result in told:
        mine = [find for find in result.finds if find.rule == RULE]
        assert result.level == "ask" and 1 <= len(mine) <= 3
        assert all(0 <= find.start < find.end <= len(text) for find in mine)


def test_it_finds_more_of_what_it_never_saw_and_leaves_safe_words_alone() -> None:
    held = [(row, result) for row, result, _ in looked() if row["held"]]
    dangers = [result for row, result in held if row["label"]]
    assert sum(result.level in ("ask", "alert") for result in dangers) >= 0.5 * len(dangers)
    assert sum(RULE in result.rules for result in dangers) >= 0.05 * len(dangers), "the weights have grown too old: python -m tests.risk.train"
    safe = [result for row, result in held if not row["label"]]
    assert sum(RULE in result.rules for result in safe) <= 0.015 * len(safe), "many of them were written because they look like danger"


def test_without_weights_nothing_is_weighed(tmp_path: Path) -> None:
    model, problems = Weights.read(tmp_path / "weights.tsv")
    assert not problems and not model.enough(model.said(DETECTOR._read(tokens("aku ngilang")), ["soft.burden"]))


def test_a_line_that_is_no_weight_is_named(tmp_path: Path) -> None:
    lines = [
        "# head",
        "threshold=1",
        "dangers=abuse violence",
        "safe=sad",
        "-5 0 1\t#",
        "12 -3 0\tmy dad",
        "much\tx",
        "1 2\ty",
        "safe=",
        "123456 0 0\tz",
    ]
    (tmp_path / "weights.tsv").write_text("\n".join(lines), encoding="utf-8")
    model, problems = Weights.read(tmp_path / "weights.tsv")
    assert (model.threshold, model.dangers, model.safe) == (1, ("abuse", "violence"), ("sad",))
    assert unpacked(model.bias, 3) == (-5, 0, 1)
    assert {name: unpacked(weights, 3) for name, weights in model.of.items()} == {"my dad": (12, -3, 0)}
    assert model.met == {"my", "dad"}
    assert [f"weights.tsv:{n}: not the weights" in problem for n, problem in zip((7, 8, 9, 10), problems, strict=True)] == [True] * 4


@given(st.lists(st.lists(st.integers(-1_000_000, 1_000_000), min_size=4, max_size=4), min_size=1))
def test_weights_are_added_kind_by_kind(rows: list[list[int]]) -> None:
    assert unpacked(sum(map(packed, rows)), 4) == tuple(map(sum, zip(*rows, strict=True)))
    assert list(packed_all((" ".join(map(str, row)) for row in rows), 4)) == list(map(packed, rows))


def test_a_little_of_two_dangers_is_less_than_much_of_one() -> None:
    model = Weights(threshold=200, dangers=("abuse", "violence"), safe=("ordinary", "sad"))
    assert model.enough(Said(packed((300, 0, 0, 0)), 5))
    assert not model.enough(Said(packed((150, 150, 0, 0)), 5))
    assert not model.enough(Said(packed((300, 0, 0, 250)), 5)), "what sadness would say as well"


@pytest.mark.parametrize(("typed", "meant"), [("sometimse", "sometimes"), ("kepikirn", "kepikiran"), ("tomorow", "tomorrow"), ("rumh", "rumah")])
def test_a_word_one_slip_away_weighs_what_the_word_does_that_is_meant(typed: str, meant: str) -> None:
    wrong, right = (DETECTOR._read(tokens(f"{word} lagi")) for word in (typed, meant))
    assert wrong[0] is not right[0]
    assert DETECTOR.second.weigh(wrong, ()) == DETECTOR.second.weigh(right, ()) != 0


def test_a_word_that_is_known_is_never_taken_for_another() -> None:
    model = DETECTOR.second
    for word in model.often:
        assert model._meant(reading := DETECTOR.lexicon.readings[word]) is reading


def test_a_run_of_letters_is_not_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each letter of it left out in turn would be its square in time and memory."""
    tried: list[int] = []
    monkeypatch.setattr(second, "slips", lambda name: [tried.append(len(name)) or name])
    DETECTOR.second.weigh(DETECTOR._read(tokens("bcdfg" * 800 + " bcdfgh")), ())
    assert tried == [6]


def test_words_of_which_nothing_is_known_are_no_evidence() -> None:
    assert DETECTOR.second.evidence(0) == 0


@pytest.mark.parametrize("text", ["#soft.burden", "a # b", "\t"])
def test_what_is_typed_is_never_taken_for_a_rule(text: str) -> None:
    assert not any(one.startswith("#") for one in DETECTOR.features(text))


def test_what_rules_ask_about_is_only_noted_where_all_that_is_said_speaks_against_it() -> None:
    asked = [(row, result) for row, result, bare in looked() if bare.level == "ask"]
    outweighed = [(row, result) for row, result in asked if result.level == "note"]
    assert all(any("outweighed" in find.contexts for find in result.finds) for _, result in outweighed)
    assert sum(not row["label"] for row, _ in outweighed) >= 0.1 * sum(not row["label"] for row, _ in asked)
    assert sum(row["label"] for row, _ in outweighed) <= 0.01 * sum(row["label"] for row, _ in asked)


@pytest.mark.parametrize(
    "before", ["aku pengen mati", "pengen bunuh diri aja", "I want to die", "i don't want to live anymore", "aku udah nyiapin talinya"]
)
def test_what_is_said_plainly_of_oneself_is_never_outweighed(before: str) -> None:
    for harmless in (
        "tadi makan bakso sama temen-temen, seru banget wkwk",
        "the match was great and we had pizza after, see you at school tomorrow haha",
    ):
        for text in (f"{before}. {harmless}", f"{harmless}. {before}", f"{before} {harmless}"):
            assert DETECTOR.look(text).level in ("ask", "alert"), text


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_what_is_told_in_other_sentences_outweighs_nothing(data: st.DataObject) -> None:
    asked = data.draw(st.sampled_from([row["text"] for row, result, bare in looked() if row["label"] and bare.level == result.level == "ask"]))
    plain = [row["text"] for row, result, _ in looked() if row["category"] == "ordinary" and result.level == "none" and len(row["text"]) < 200]
    harmless = data.draw(st.lists(st.sampled_from(plain), min_size=1, max_size=4))
    place = data.draw(st.integers(0, len(harmless)))
    text = ".\n".join([*harmless[:place], asked, *harmless[place:]])
    assert not any("outweighed" in find.contexts for find in DETECTOR.look(text).finds), text
