"""Signs that it cannot wait: nothing alone, an alert where they stand beside what is asked about."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.risk import Detector, load
from bot.risk.judging import Rule
from tests.support import few_rules

SHED = """
source: "written for this test"
reviewed_by: "nobody"
reviewed_on: 2026-11-30
rules:
  - id: suicide.in_the_shed
    category: suicide
    level: alert
    beside: [suicide]
    patterns: ["in the shed"]
    examples: ["i want to die. i'm in the shed"]
    not_examples: ["i'm in the shed"]
"""


@pytest.fixture(scope="module")
def detector(tmp_path_factory: pytest.TempPathFactory) -> Detector:
    folder = few_rules(tmp_path_factory.mktemp("beside") / "risk")
    (folder / "signs.yaml").write_text(SHED, encoding="utf-8")
    found, problems = load(folder)
    assert found is not None, problems
    return found


def test_a_sign_says_nothing_alone(detector: Detector) -> None:
    assert detector.look("i'm in the shed, looking for the rake").level == "none"


def test_beside_what_is_asked_about_it_is_an_alert(detector: Detector) -> None:
    text = "i want to die. nobody is home and i'm in the shed now"
    result = detector.look(text)
    assert (result.level, result.category) == ("alert", "suicide")
    assert {find.rule for find in result.finds} >= {"suicide.in_the_shed", "suicide.wish_to_die"}
    assert {text[start:end] for start, end in result.spans} >= {"in the shed"}


def test_of_another_category_it_says_nothing(detector: Detector) -> None:
    assert detector.look("i can't breathe properly. we're in the shed").level == detector.look("i can't breathe properly. we're outside").level


def test_far_away_it_says_nothing(detector: Detector) -> None:
    assert detector.look("i want to die. " + "we had lunch and talked about the new teacher. " * 6 + "my brother was in the shed").level == "ask"


def test_what_its_context_takes_back_says_nothing(detector: Detector) -> None:
    assert detector.look("i want to die. years ago, in the shed, that was in a film i saw, haha").level == "ask"


def test_misspelled_words_kindly_read_never_alert(detector: Detector) -> None:
    assert detector.look("pengen mait aja. in the shed").level == "ask"


def test_much_that_is_asked_about_is_compared_no_oftener(detector: Detector, monkeypatch: pytest.MonkeyPatch) -> None:
    """However often somebody says it, each rule is asked once whether the sign counts beside it; what lies close together is one place."""
    asked = list[str]()
    plain = Rule.stands_beside
    monkeypatch.setattr(Rule, "stands_beside", lambda rule, category, other: asked.append(other) or plain(rule, category, other))
    assert detector.look("i want to die. in the shed. " * 3).level == "alert"
    few = len(asked)
    assert detector.look("i want to die. in the shed. " * 300).level == "alert"
    assert len(asked) == 2 * few


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("level: alert", "level: ask", "suicide.in_the_shed counts beside others, so it must be an alert"),
        ("beside: [suicide]", "beside: [suicide, sadness]", "sadness is neither a category nor a rule"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, old: str, new: str, says: str) -> None:
    folder = few_rules(tmp_path / "risk")
    (folder / "signs.yaml").write_text(SHED.replace(old, new), encoding="utf-8")
    detector, problems = load(folder)
    assert detector is None
    assert any(says in problem and "signs.yaml:" in problem for problem in problems), problems
