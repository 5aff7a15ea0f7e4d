"""The training's files: what is wrong in them is refused at start, with file and line; and the store behind the coordinators' list."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content import ROOT
from bot.store import applications, timers, volunteers
from bot.training import load
from conversations import application
from conversations.kit import Choice, Facts, Toast
from conversations.volunteering import Module, Progress, Question, Training, score
from tests.bot.desk import COORDINATOR, PERSON, VOLUNTEER, Desk

LANGUAGES = ["id", "en"]
NOT_ONE = "questions.1.answers: exactly one answer must be marked with right: true"
CONDUCT = "rules:\n  - rule: {id: dengarkan, en: listen}\n"
GOOD = """order: 1
title: {id: Satu, en: One}
pages:
  - {id: Halaman, en: Page}
questions:
  - ask: {id: Mana?, en: Which?}
    answers:
      - text: {id: Ini, en: This}
        right: true
      - text: {id: Itu, en: That}
    why: {id: Karena, en: Because}
"""


def read(folder: Path, text: str = GOOD, *, conduct: str = CONDUCT, **more: str) -> list[str]:
    (folder / "one.yaml").write_text(text, encoding="utf-8")
    (folder / "conduct.yaml").write_text(conduct, encoding="utf-8")
    for name, other in more.items():
        (folder / f"{name}.yaml").write_text(other, encoding="utf-8")
    return [problem.removeprefix(f"{folder}/") for problem in load(folder, LANGUAGES).problems]


def test_what_is_right_is_taken(tmp_path: Path) -> None:
    assert read(tmp_path) == []
    found = load(tmp_path, LANGUAGES)
    assert found.modules == (Module("one", 1, (Question(2, 0),)),)
    assert found.texts["en"]["training.one.q.1"] == "Which?\n\n<b>A.</b> This\n<b>B.</b> That"
    assert found.texts["id"]["conduct.rules"] == "• dengarkan"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("        right: true\n", "", f"one.yaml:7: {NOT_ONE}"),
        ("en: That}", "en: That}\n        right: true", f"one.yaml:7: {NOT_ONE} (here: 2)"),
        (", en: Page", "", "one.yaml:4: pages.1: the text is missing in en"),
        ("en: Page", "en: ''", "one.yaml:4: pages.1.en: the text is missing in en"),
        ("en: Page", "en: Page, fr: Page", "one.yaml:4: pages.1.fr: there are no texts for this language (data/texts)"),
        ("id: Karena", "id: <b>Karena", "one.yaml:11: questions.1.why.id: <b> is opened and closed a different number of times"),
        ("en: One", f"en: {'One' * 20}", "one.yaml:2: title.en: is too long for a phone (60 characters, at most 40)"),
        ("order: 1", "order: 1\nordre: 2", "one.yaml:2: ordre: this setting does not exist (a typing mistake?)"),
        ("    why: {id: Karena, en: Because}\n", "", "one.yaml:6: questions.1.why: is missing"),
    ],
)
def test_what_is_wrong_is_refused_with_its_line(tmp_path: Path, old: str, new: str, problem: str) -> None:
    assert old in GOOD
    assert problem in read(tmp_path, GOOD.replace(old, new))


def test_modules_have_an_order_and_at_most_one_is_the_test(tmp_path: Path) -> None:
    test = GOOD.replace("order: 1\n", "order: 1\ntest: true\n")
    assert read(tmp_path, test, two=test) == ["two.yaml:1: order: 1 is taken by one.yaml", "two.yaml:2: test: there can be only one test"]


def test_the_code_of_conduct_must_be_there(tmp_path: Path) -> None:
    assert read(tmp_path, conduct="rules: []\n")
    assert load(tmp_path / "nothing", LANGUAGES).problems == [f"{tmp_path / 'nothing' / 'conduct.yaml'}: the file is missing"]


def test_the_shipped_training_is_whole() -> None:
    found = load(ROOT / "data" / "training", LANGUAGES)
    assert not found.problems
    assert [module.id for module in found.modules] == ["listening", "limits", "anonymity", "handover", "wellbeing", "test"]
    assert set(found.texts["id"]) == set(found.texts["en"])


def test_a_training_without_questions_counts_as_done() -> None:
    assert score(0, ()) == 100
    assert Progress(Training()).left == ()


async def test_only_coordinators_suspend_and_only_who_serves_can_be(desk: Desk) -> None:
    helper = await desk.person(VOLUNTEER, volunteer=("grief",))
    for _ in range(2):
        await desk.store.unit(lambda unit: volunteers.suspend(unit, helper.id, 1, "alasan"))
    assert not await desk.store.unit(lambda unit: volunteers.set_youth(unit, helper.id, True))
    assert await desk.store.unit(lambda unit: volunteers.reinstate(unit, helper.id, 1))
    assert not await desk.store.unit(lambda unit: volunteers.reinstate(unit, helper.id, 1))


async def test_an_answer_counts_once_and_only_from_who_was_asked(desk: Desk) -> None:
    person, coordinator = await desk.person(PERSON), await desk.person(COORDINATOR)
    number = await desk.store.unit(lambda unit: applications.add_question(unit, person.id, coordinator.id, "Kapan?"))
    assert not await desk.store.unit(lambda unit: applications.answer(unit, number, coordinator.id, "aku"))
    assert await desk.store.unit(lambda unit: applications.answer(unit, number, person.id, "malam"))
    assert not await desk.store.unit(lambda unit: applications.answer(unit, number, person.id, "pagi"))
    assert await desk.store.unit(lambda unit: applications.questions(unit, person.id)) == [("Kapan?", "malam")]


async def test_an_application_nobody_has_decided_comes_again(desk: Desk) -> None:
    person, _ = await desk.person(PERSON), await desk.person(COORDINATOR)
    await desk.store.unit(lambda unit: volunteers.apply(unit, person.id, ("grief",)))
    await desk.store.unit(lambda unit: applications.save(unit, person.id, ("id",), ""))
    waiting = await desk.open("application", None, application.Open(), person.id)
    await desk.store.unit(lambda unit: timers.put(unit, "expire", waiting.id, desk.now))
    for _ in range(2):
        assert any(row.chat == COORDINATOR for row in await desk.tick(hours=24))


def test_nobody_writes_a_question_in_the_middle_of_a_talk() -> None:
    step = application.step(application.Open(), Choice("decide", "ask"), Facts(actor_in_chat=True))
    assert step.effects == (Toast("alert.finish_first", alert=True),)
