"""What is noticed in check-ins, and what is not; the look back on a week; how a daily question can be put off."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from conversations import checkin, prompt
from conversations.checkins import Patterns, Plan, away, pattern, silent
from conversations.effects import AddToMood, RaiseAlert, SaveMood
from conversations.effects.checkins import AddPart, SeenPrompt
from conversations.kit import Change, Choice, End, Keep, Mood, Next, Ref, Text, Timeout, Toast
from conversations.week import summary
from tests.conversations.situations import NOW, QUIET, SITUATIONS

PERSON = SITUATIONS["a person"]
TODAY = "2026-11-23"
RULES = Patterns()


def moods(*values: int, until: int = 22) -> tuple[Mood, ...]:
    """One check-in a day, the last on that day of November."""
    return tuple(Mood(f"2026-11-{until - len(values) + 1 + n:02d}", value) for n, value in enumerate(values))


@pytest.mark.parametrize(
    ("before", "mood", "found"),
    [
        ((1, 1), 1, "lowest"),
        ((3, 1, 1), 1, "lowest"),
        ((1, 1, 1), 1, ""),  # the fourth is no new news
        ((1, 1, 1, 1, 1), 1, "lowest"),
        ((1, 2), 1, ""),
        ((1, 1), 2, ""),
        ((5, 5, 5), 2, "fall"),
        ((4, 4, 4), 1, "fall"),
        ((4, 4, 3), 1, ""),
        ((5, 5), 1, ""),  # of two days nothing can be said
        ((5, 5, 5, 5, 5, 2), 1, ""),  # it was low before
        ((5, 5, 5), 3, ""),
        ((), 1, ""),
    ],
)
def test_patterns(before: tuple[int, ...], mood: int, found: str) -> None:
    assert pattern(moods(*before), mood, TODAY, RULES) == found


def test_patterns_count_days_and_can_be_switched_off() -> None:
    twice = (*moods(1), Mood("2026-11-22", 1))
    assert pattern(twice, 1, TODAY, RULES) == ""
    off = Patterns(0, 0, 0)
    assert pattern(moods(1, 1), 1, TODAY, off) == pattern(moods(5, 5, 5), 1, TODAY, off) == ""
    assert not silent(moods(1), Plan(unanswered=0), off)


def test_silence_is_noticed_once() -> None:
    assert [silent(moods(2), Plan(unanswered=n), RULES) for n in range(5)] == [False, False, False, True, False]
    assert not silent(moods(3), Plan(unanswered=3), RULES)
    assert not silent((), Plan(unanswered=3), RULES)


def test_away() -> None:
    assert (away((), TODAY), away(moods(3), TODAY), away(moods(3, until=1), TODAY)) == (0, 1, 22)


def test_who_is_told_is_said() -> None:
    for place, tells in ((PERSON.place, True), (QUIET, False)):
        facts = replace(PERSON, place=place, moods=moods(1, 1))
        step = checkin.step(checkin.AskMood(), Choice("mood", "1"), facts)
        assert (RaiseAlert("concern", "lowest") in step.effects) == tells
        assert step.effects[0] == SaveMood(1)
        assert step.effects[-1].args["told"].key == ("checkin.told" if tells else "common.nothing")  # type: ignore[attr-defined]


def test_the_week_is_looked_back_on_only_where_there_was_something() -> None:
    sunday = date(2026, 11, 29)
    assert summary((), sunday) is None
    assert summary(moods(4, until=25), sunday) is None
    assert summary(moods(4, 4, until=20), sunday) is None
    found = summary((*moods(2, 4, 2, 5, until=27), Mood("2026-11-29", 1)), sunday)
    assert found == Ref("week.summary", {"count": 4, "most": Ref("mood.word.2"), "weekday": Ref("moment.weekday.4")})
    even = summary(moods(3, 3, until=24), sunday)
    assert even is not None and even.key == "week.even"


def test_old_states_are_understood() -> None:
    assert checkin.upgrade(1, {"is": "AskWhat", "mood": 5}) == {"is": "More", "mood": 3}
    assert checkin.upgrade(1, {"is": "AskNote", "mood": 1}) == {"is": "More", "mood": 1}
    assert checkin.upgrade(1, {"is": "AskMood"}) == {"is": "AskMood"}
    assert prompt.upgrade(1, {"is": "Open"}) == {"is": "Open"}
    for flow in (checkin, prompt):
        with pytest.raises(ValueError, match="no upgrade from version 0"):
            flow.upgrade(0, {})


@pytest.mark.parametrize(("hour", "offered"), [(8, ("1", "2", "4")), (18, ("1", "2")), (20, ("1",)), (21, ()), (23, ())])
def test_later_is_never_in_the_night(hour: int, offered: tuple[str, ...]) -> None:
    facts = replace(PERSON, now=NOW.replace(hour=hour))
    step = prompt.step(prompt.Open(), Choice("prompt", "later"), facts)
    (shown,) = step.effects
    assert isinstance(shown, Change)
    values = tuple(b.value for menu in shown.menus if menu.name == "snooze" for b in menu.buttons)
    assert (values, shown.key) == (offered, "prompt.later" if offered else "prompt.too_late")
    for hours in ("1", "2", "4"):
        tapped = prompt.step(prompt.Open(), Choice("snooze", hours), facts)
        assert isinstance(tapped, Next) == (hours in offered)
        if isinstance(tapped, Next):
            assert tapped.expires == timedelta(hours=int(hours)) and SeenPrompt() in tapped.effects


def test_what_was_put_off_comes_back_only_on_the_same_day() -> None:
    snoozed = prompt.Snoozed(TODAY)
    fresh = replace(PERSON, moods=())
    assert isinstance(prompt.step(snoozed, Timeout(), fresh), Next)
    held = prompt.step(snoozed, Timeout(), replace(fresh, in_chat=True))
    assert isinstance(held, Next) and held.expires == prompt.HOLD and not held.effects, "not into a talk"
    assert isinstance(prompt.step(snoozed, Timeout(), replace(fresh, moods=(Mood(TODAY, 3),))), End), "who has told it since is not asked again"
    assert isinstance(prompt.step(prompt.Snoozed(TODAY, 1), Timeout(), replace(fresh, moods=(Mood(TODAY, 3),))), Next), "told before it was put off"
    for other in (replace(fresh, paused=True), replace(fresh, now=NOW + timedelta(days=1)), replace(fresh, now=None)):
        assert isinstance(prompt.step(snoozed, Timeout(), other), End)


@pytest.mark.parametrize("tap", [Choice("help", "peer"), Choice("help", "exercise"), Choice("prompt", "hour")])
def test_in_a_talk_nothing_else_is_opened(tap: Choice) -> None:
    assert prompt.step(prompt.Open(), tap, replace(PERSON, in_chat=True)).effects == (Toast("tap.in_chat", alert=True),)
    assert isinstance(prompt.step(prompt.Open(), tap, PERSON), End)


@pytest.mark.parametrize("menu", ["prompt", "every", "help", "snooze", "rest"])
def test_a_made_up_button_does_nothing(menu: str) -> None:
    for facts in (PERSON, replace(PERSON, now=None)):
        step = prompt.step(prompt.Open(), Choice(menu, "nonsense"), facts)
        assert isinstance(step, Keep) and not step.effects
    assert isinstance(prompt.start(replace(PERSON, now=None)), Next)
    assert prompt._snoozes(replace(PERSON, now=None)) == ()


def test_a_person_without_a_clock_can_check_in_too() -> None:
    nobody: Any = replace(PERSON, now=None, moods=())
    assert isinstance(checkin.start(nobody, mood=3), Next)
    assert isinstance(checkin.step(checkin.Asking(3, "note"), Text("hai"), PERSON), Next)


@pytest.mark.parametrize(("words", "hours"), [("5", "5"), ("2 jam", "3"), ("6.5 hours", "6"), ("11j", "9"), ("0", "3")])
def test_hours_of_sleep_can_be_written(words: str, hours: str) -> None:
    step = checkin.step(checkin.Asking(3, "sleep"), Text(words), PERSON)
    assert step.effects[0] == AddPart("sleep", hours)


@pytest.mark.parametrize("words", ["25", "lima", "5 kali bangun", "٥"])
def test_what_is_no_number_of_hours_is_a_note(words: str) -> None:
    assert checkin.step(checkin.Asking(3, "sleep"), Text(words), PERSON).effects[0] == AddToMood(note=words)
