"""What is said about somebody's days, and above all what is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from conversations import mood
from conversations.kit import Choice, End, Keep, Mood, Next, Ref, Say
from conversations.observations import FEWEST, observations
from conversations.scales import Scored
from tests.conversations.situations import PLACE, SITUATIONS
from tests.conversations.texts import render

PERSON = SITUATIONS["a person"]
FIRST = date(2026, 10, 1)


def month(**sides: tuple[list[int], list[int]]) -> list[Mood]:
    """Days on which something was so, and others on which it was not: sleep 5 and 8, stress 3 and 1 …"""
    values = {"sleep": (5, 8), "stress": (3, 1), "energy": (1, 3), "what": ("study", "family")}
    found = []
    for name, (had, had_not) in sides.items():
        for value, moods_ in zip(values[name], (had, had_not), strict=True):
            for each in moods_:
                found.append(Mood((FIRST + timedelta(days=len(found))).isoformat(), each, **{name: value}))  # type: ignore[arg-type]
    return found


def test_a_clear_difference_is_told_with_its_numbers() -> None:
    (seen,) = observations(month(sleep=([2, 2, 1, 2, 3, 2], [4, 4, 3, 4, 5, 4, 4])))
    assert (seen.what, seen.lower, seen.n, seen.others) == ("short_sleep", True, 6, 7)
    same = observations(month(stress=([2] * 5, [4] * 5)))
    assert [one.what for one in same] == ["much_stress"], "no spread at all is as sure as it gets"


def test_nothing_is_told_of_few_days_small_differences_or_chance() -> None:
    assert observations(()) == ()
    assert observations(month(sleep=([1] * (FEWEST - 1), [5] * 20))) == ()
    assert observations(month(sleep=([3, 3, 3, 3, 4], [4, 3, 4, 4, 3]))) == ()
    assert observations(month(sleep=([1, 5, 1, 5, 1], [5, 1, 5, 5, 5]))) == ()


def test_of_a_day_with_two_check_ins_the_last_one_counts() -> None:
    days = month(sleep=([2] * 5, [4] * 5))
    assert observations([replace(days[0], mood=5), *days]) == observations(days)


def test_chance_seldom_tells_a_story() -> None:
    """Moods thrown by dice, whatever was said beside them: something is told to few, and never of fewer than five days."""
    chance, told = Random(7), 0
    for _ in range(400):
        days = [
            Mood((FIRST + timedelta(days=n)).isoformat(), chance.randint(1, 5), "", chance.choice((5, 8)), chance.randint(1, 3), chance.randint(1, 3))
            for n in range(30)
        ]
        found = observations(days)
        assert all(min(one.n, one.others) >= FEWEST for one in found)
        told += bool(found)
    assert told < 0.2 * 400


def test_every_observation_can_be_read() -> None:
    for what in ("short_sleep", "much_stress", "little_energy", "study", "work", "family", "friends", "alone"):
        for way in ("lower", "higher"):
            for language in ("id", "en"):
                text = render(language, "observed.all", {"list": Ref(f"observed.{what}.{way}", {"n": 6, "others": 9})})
                assert "6" in text and "9" in text


def test_the_picture_says_what_was_seen() -> None:
    days = [replace(day, day=f"2026-11-{n + 5:02d}") for n, day in enumerate(month(sleep=([2] * 6, [5] * 7)))]
    step = mood.step(mood.Shown(), Choice("span", "30"), replace(PERSON, moods=tuple(days)))
    assert isinstance(step, Next)
    (said,) = step.effects
    assert isinstance(said, Say) and said.args["seen"].key == "observed.all" and said.picture is not None
    assert len(said.picture.of["days"]) == 13 and said.picture.of["first"] == "2026-10-25"


def test_pictures_of_somebody_without_a_clock_without_moods_or_with_a_scale_that_is_gone() -> None:
    assert isinstance(mood.start(replace(PERSON, now=None)), Next)
    assert isinstance(mood.start(replace(PERSON, moods=())), End)
    scored = (Scored("who5", "2026-11-01", 40), Scored("gone", "2026-11-02", 4))
    only_scales = replace(PERSON, moods=(), scored=scored, place=PLACE)
    step = mood.start(only_scales)
    assert isinstance(step, Next)
    (said,) = step.effects
    assert isinstance(said, Say) and said.picture is not None and len(said.picture.of["panels"]) == 1
    assert said.args["latest"].args["score"] == 40
    nothing_left = mood.start(replace(only_scales, scored=scored[1:]))
    assert isinstance(nothing_left.effects[0], Say) and nothing_left.effects[0].args["latest"] == Ref("common.nothing")
    assert isinstance(mood.step(mood.Shown(), Choice("span", "7"), only_scales), Next)
    assert isinstance(mood.step(mood.Shown(), Choice("span", "8"), PERSON), Keep)
