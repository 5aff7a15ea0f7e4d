"""Every possible answer to the published questionnaires, against their published scoring; and what a danger sign does at once."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from bot import questionnaires
from conversations import scale
from conversations.effects import RaiseAlert
from conversations.effects.scales import KeepAnswers, SaveResult
from conversations.kit import Choice, End, Keep, Next, Say, Timeout
from conversations.scales import Scale
from tests.conversations.situations import SITUATIONS
from tests.conversations.texts import DATA

READ = questionnaires.load(DATA / "questionnaires", ["id", "en"])
SCALES = {one.id: one for one in READ.scales}
PERSON = SITUATIONS["a person"]


def bands(one: Scale) -> dict[int, tuple[bool, str]]:
    """For every score what follows from it."""
    return {score: (one.bands[one.band(score)].help, one.bands[one.band(score)].alert) for score in range(one.best + 1)}


def test_all_are_there_and_sound() -> None:
    assert READ.problems == []
    assert list(SCALES) == ["who5", "phq2", "phq9", "gad2", "gad7", "feet"]


def test_who5_every_answer() -> None:
    """WHO-5 (WHO 1998, 2024): the sum 0-25 times four; below 50 low, 28 and below to be followed up."""
    who5 = SCALES["who5"]
    for points in product(range(6), repeat=5):
        given = tuple(5 - p for p in points)  # the best answer stands first
        assert who5.score(given) == 4 * sum(points)
    for score, (helps, alert) in bands(who5).items():
        assert helps == (score < 50)
        assert alert == ("concern" if score <= 28 else "")


@pytest.mark.parametrize(("name", "items", "cuts"), [("phq9", 9, (4, 9, 14, 19, 27)), ("gad7", 7, (4, 9, 14, 21))])
def test_phq9_and_gad7_every_answer(name: str, items: int, cuts: tuple[int, ...]) -> None:
    """Kroenke, Spitzer, Williams 2001 (PHQ-9: 5, 10, 15, 20) and Spitzer et al. 2006 (GAD-7: 5, 10, 15); answers count 0 to 3."""
    one = SCALES[name]
    assert (len(one.items), one.answers, one.best) == (items, (0, 1, 2, 3), cuts[-1])
    assert tuple(band.to for band in one.bands) == cuts
    seen = {}
    for given in product(range(4), repeat=items):
        total = sum(given)
        if seen.setdefault(total, one.score(given)) != one.score(given) or one.score(given) != total:
            raise AssertionError(given)
    assert [one.band(score) for score in range(cuts[-1] + 1)] == [sum(score > cut for cut in cuts) for score in range(cuts[-1] + 1)]
    for score, (helps, alert) in bands(one).items():
        assert helps == (score >= 10)
        assert bool(alert) == (score >= 15)


@pytest.mark.parametrize(("short", "longer"), [("phq2", "phq9"), ("gad2", "gad7")])
def test_the_short_forms_lead_on_from_three(short: str, longer: str) -> None:
    """Kroenke et al. 2003 and 2007: 3 of 6 is the cut-off."""
    one = SCALES[short]
    assert (one.onward, one.onward_from, one.best) == (longer, 3, 6)
    assert [helps for helps, _ in bands(one).values()] == [False] * 3 + [True] * 4
    for points in product(range(4), repeat=2):
        assert one.score(points) == sum(points)


def test_only_the_last_question_of_phq9_tells_of_danger() -> None:
    for one in SCALES.values():
        for number in range(len(one.items)):
            for answer in range(len(one.answers)):
                expected = one.id == "phq9" and number == 8 and answer >= 1
                assert one.in_danger(number, answer) == expected


def test_areas_are_counted_each_for_itself() -> None:
    assert SCALES["feet"].part_scores((4, 4, 4, 0, 0, 0, 1, 2, 3)) == {"independence": 100, "confidence": 0, "life": 50}
    assert SCALES["who5"].part_scores((0, 0, 0, 0, 0)) == {}
    with pytest.raises(ValueError, match="feet has 9 items, 1 were answered"):
        SCALES["feet"].score((1,))


@pytest.mark.parametrize(("given", "ends"), [((), False), ((1,), True)])
def test_a_danger_sign_comes_before_everything_else_and_is_kept(given: tuple[int, ...], ends: bool) -> None:
    """The alert and the card come first; then nothing is asked but whether to go on. The answer is in the database with them."""
    longer = (1, *given)
    step = scale.step(scale.Asking("phq9", longer), Choice("answer", "1"), PERSON)
    assert isinstance(step, Next)
    alert, card, saved, question = step.effects
    assert alert == RaiseAlert("high", "scale_danger")
    assert isinstance(card, Say) and card.lane == "crisis" and card.key == "sos.now_heard"
    assert saved == (SaveResult("phq9", 3, (1, 1, 1)) if ends else KeepAnswers("phq9", (1, 1)))
    assert isinstance(question, Say) and question.key == ("scale.held" if ends else "scale.paused_there")
    assert scale.step(step.state, Choice("scale_do", "result" if ends else "on"), PERSON).effects


def test_a_questionnaire_that_was_taken_away_or_made_shorter_ends_kindly() -> None:
    for state in (
        scale.Asking("gone", (1,)),
        scale.Asking("phq9", (1, 1, 1)),
        scale.Asking("phq9", (7,)),
        scale.Reading("gone"),
        scale.Onward("who5", (1,)),
    ):
        step = scale.step(state, Choice("answer", "1"), PERSON)
        assert isinstance(step, Next) and step.state == scale.Choosing()
        assert step.effects[0] == Say("scale.changed")


def test_a_whole_form_that_is_left_says_what_it_found() -> None:
    """Not in the middle of a talk, and nothing of a form that is not there any more."""
    left = scale.Onward("phq2", (1,))
    step = scale.step(left, Timeout(), PERSON)
    assert isinstance(step, End)
    assert [(said.key, said.menus) for said in step.effects if isinstance(said, Say)] == [("scale.result", (scale.HELP,))]
    later = scale.step(left, Timeout(), replace(PERSON, in_chat=True))
    assert isinstance(later, Next) and (later.state, later.effects, later.expires) == (left, (), scale.HOLD)
    gone = scale.step(scale.Onward("gone", (1,)), Timeout(), PERSON)
    assert isinstance(gone, End) and gone.effects == ()


def test_what_does_not_belong_to_the_question_is_not_understood() -> None:
    """A whole questionnaire has nothing to go on with, an open one no result."""
    assert isinstance(scale.step(scale.Holding("phq9", (1, 1)), Choice("scale_do", "result"), PERSON), Keep)
    assert isinstance(scale.step(scale.Holding("phq9", (1, 1, 1)), Choice("scale_do", "on"), PERSON), Keep)
