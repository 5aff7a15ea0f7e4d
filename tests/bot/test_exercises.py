"""The exercise player's corners: interrupted for long, a screen that is gone, files that are wrong or changed meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.care import exercises
from bot.care.words import Read
from conversations import exercise
from conversations.care import Beat, Exercise, Shelf
from conversations.effects.exercises import Repaint
from conversations.exercise import Paused, Playing
from conversations.kit import Facts, Next, Place, Timeout
from tests.bot.desk import PERSON, Desk, texts

GOOD = """order: 1
title: {id: Satu, en: One}
minutes: 2
steps:
  - say: {id: Mulai, en: Begin}
  - ask: {id: Apa?, en: What?}
  - say: {id: Selesai, en: Done}
"""


def read(folder: Path, text: str) -> list[str]:
    (folder / "one.yaml").write_text(text, encoding="utf-8")
    found = Read({"id": {}, "en": {}})
    exercises.load(folder, found)
    return [problem.removeprefix(f"{folder}/") for problem in found.problems]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("order: 1", "order: 1", ""),
        ("en: Done", "fr: Fini", "there are no texts for this language"),
        ("en: Done}", "en: Done}\n    seconds: 5", "one.yaml:7: steps.3: comes right after own words"),
        ("en: What?}", "en: What?}\n    seconds: 5", "only a step with say has seconds"),
        ("  - ask: {id: Apa?, en: What?}", "  - rounds: 3", "a step is one of"),
        ("  - say: {id: Mulai, en: Begin}", "  - {rounds: 20, steps: [" + ", ".join(["{say: {id: a, en: a}}"] * 4) + "]}", "at most 60"),
    ],
)
def test_a_mistake_in_an_exercise_is_shown(tmp_path: Path, old: str, new: str, says: str) -> None:
    problems = read(tmp_path, GOOD.replace(old, new))
    assert (says in "\n".join(problems)) and bool(problems) == bool(says)


def facts(now: int, *beats: Beat) -> Facts:
    care = Shelf(exercises=(Exercise("breathing", beats),)) if beats else Shelf()
    return Facts(place=Place(shelf=care), now=datetime.fromtimestamp(now, UTC))


def test_after_a_long_gap_it_asks_whether_to_go_on() -> None:
    beats = (Beat(1, 4), Beat(2, 4))
    on = exercise.step(Playing("breathing", 0, False, due=100), Timeout(), facts(101, *beats))
    assert isinstance(on, Next) and isinstance(on.effects[0], Repaint) and on.expires == timedelta(seconds=4)
    gone = exercise.step(Playing("breathing", 0, False, due=100), Timeout(), facts(1000, *beats))
    assert isinstance(gone, Next) and gone.state == Paused("breathing", 0, False)


def test_an_exercise_that_was_taken_out_meanwhile_ends_kindly() -> None:
    chosen = exercise.step(Playing("breathing", 3, False), Timeout(), facts(1, Beat(1)))
    assert isinstance(chosen, Next) and chosen.state == exercise.Choose()
    assert exercise.upgrade(1, {"is": "Doing", "which": "breathing", "number": 2}) == {"is": "Choose"}


@pytest.mark.parametrize(("hour", "expected"), [(2, "night"), (6, "morning"), (12, "day"), (18, "evening"), (22, "night")])
def test_the_time_of_day(hour: int, expected: str) -> None:
    assert exercise.part(facts(hour * 3600)) == expected
    assert exercise.part(Facts()) == "day"


async def test_without_a_screen_to_change_a_new_message_is_sent(desk: Desk) -> None:
    person = await desk.person(PERSON)
    due = desk.now // 1000 + 4
    opened = await desk.open("exercise", person.id, Playing("breathing", 1, False, due))
    await desk.store.unit(lambda unit: unit.run("INSERT INTO timers VALUES (:a, 'expire', :b, :c)", a=unit.ids.next(), b=opened.id, c=due * 1000))
    assert "Embuskan" in texts(await desk.tick(seconds=4))
