"""Practice chats: how answers are understood in both languages, how it is judged at the end, and what is wrong in the files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.content import ROOT
from bot.rehearsal import load
from conversations.effects import FinishModule
from conversations.kit import End, Facts, Next, Place, Text, Timeout
from conversations.practice import Invited, Talking, start, step
from conversations.rehearsal import Practice, Scene
from conversations.volunteering import Module

PRACTICE = load(ROOT / "data" / "practice", ["id", "en"]).practice


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("id", "Gimana rasanya?", "open"),
        ("id", "apa yang paling berat", "open"),
        ("id", "Kedengarannya capek sekali.", "empathy"),
        ("id", "Kamu sudah makan?", "closed"),
        ("id", "Kamu harus bilang ke ayahmu", "advice"),
        ("id", "Sebaiknya kamu tidur", "advice"),
        ("id", "Yang sabar ya", "comfort"),
        ("id", "Kamu kayaknya depresi deh", "diagnosis"),
        ("id", "aku janji ini rahasia kita", "secrecy"),
        ("id", "minta nomor kamu dong, gimana?", "contact"),
        ("id", "aku panggil konselor ya", "handover"),
        ("id", "oke", "other"),
        ("en", "What hurts the most?", "open"),
        ("en", "Tell me more", "open"),
        ("en", "That sounds so heavy", "empathy"),
        ("en", "Are you okay?", "closed"),
        ("en", "Really?", "closed"),
        ("en", "You should talk to your dad", "advice"),
        ("en", "Don't worry, it will pass", "comfort"),
        ("en", "You are probably depressed", "diagnosis"),
        ("en", "I won't tell anyone", "secrecy"),
        ("en", "What is your number?", "contact"),
        ("en", "Let me call a counselor", "handover"),
        ("en", "hm", "other"),
        ("fr", "Ça va ?", "closed"),
    ],
)
def test_an_answer_is_understood(language: str, text: str, kind: str) -> None:
    assert PRACTICE.kind(text, language) == kind


def played(*answers: str, scene: str = "exams", practice: Practice = PRACTICE) -> tuple[Any, FinishModule | None]:
    facts = Facts(place=Place(practice=practice), language="en")
    state: Any = Talking(scene)
    for answer in answers:
        found = step(state, Text(answer), facts)
        if isinstance(found, End):
            return found, next(effect for effect in found.effects if isinstance(effect, FinishModule))
        state = found.state if isinstance(found, Next) else state
    return state, None


def test_a_story_is_told_layer_by_layer() -> None:
    state, _ = played("How is it?", "ok", "That sounds hard")
    assert state == Talking("exams", 2, 3, ("empathy", "open"))
    _, finished = played("How is it?", "How is home?", "That sounds hard", "You should rest")
    assert finished == FinishModule("practice_exams", 100, True), "when the story is told, advice is no longer too early"


def test_too_much_trouble_or_too_little_told_is_not_enough() -> None:
    talk = ("You should study", "Cheer up", "You are depressed", "How is it?", "How?", "What is it?", "thanks")
    assert played(*talk)[1] == FinishModule("practice_exams", 25, False)
    assert played(*["ok"] * 10)[1] == FinishModule("practice_exams", 0, False)


def test_in_danger_a_counselor_must_be_called() -> None:
    assert played("Let me call a counselor", scene="home")[0] == Talking("home", 0, 1), "too early, and no harm"
    told = ("How is it?", "How are the nights?")
    assert played(*told, "I call a counselor", scene="home")[1] == FinishModule("practice_home", 100, True)
    assert played(*told, "How is that?", "ok", scene="home")[1] == FinishModule("practice_home", 50, False)


def test_a_scene_that_is_gone_ends_kindly() -> None:
    for state in (Invited("exams"), Talking("exams")):
        assert isinstance(step(state, Text("x"), Facts()), End)
        assert not step(state, Timeout(), Facts()).effects
    assert isinstance(start(Facts()), End)


SCENE = """order: 1
title: {id: Satu, en: One}
name: {id: Lampu, en: Lamp}
intro: {id: Halo, en: Hello}
opening: {id: hai, en: hi}
layers:
  - {id: a, en: a}
short:
  - {id: ya, en: yeah}
reactions:
"""
for _kind in ("advice", "comfort", "contact", "diagnosis", "handover", "secrecy"):
    SCENE += f"  {_kind}: {{id: hm, en: hm}}\n"
WORDS = "".join(f"    {kind}: ['{kind}']\n" for kind in ("contact", "secrecy", "diagnosis", "comfort", "handover", "advice", "open", "empathy"))
PATTERNS = f"patterns:\n  id:\n{WORDS}  en:\n{WORDS}"


def read(folder: Path, scene: str = SCENE, patterns: str = PATTERNS, name: str = "one") -> list[str]:
    (folder / f"{name}.yaml").write_text(scene, encoding="utf-8")
    (folder / "patterns.yaml").write_text(patterns, encoding="utf-8")
    return [problem.removeprefix(f"{folder}/") for problem in load(folder, ["id", "en"]).problems]


def test_what_is_right_is_taken(tmp_path: Path) -> None:
    assert load(tmp_path, ["id", "en"]).practice == Practice()
    assert read(tmp_path) == []
    found = load(tmp_path, ["id", "en"])
    assert found.practice.scenes == (Scene("one", 1),)
    assert found.modules == (Module("practice_one", 0, (), practice="one"),)
    assert found.texts["en"]["practice.one.layer.1"] == "a"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("order: 1", "order: 1\ndanger: 2", "one.yaml:2: danger: there are only 1 layers"),
        (", en: hi", "", "one.yaml:5: opening: the text is missing in en"),
        ("  advice:", "  advise:", "one.yaml:11: reactions.advise: is none of advice"),
        ("  secrecy: {id: hm, en: hm}\n", "", "one.yaml:10: reactions.secrecy: the text is missing in id"),
        ("name:", "nama:", "one.yaml:3: nama: this setting does not exist"),
    ],
)
def test_a_bad_scene_is_refused_with_its_line(tmp_path: Path, old: str, new: str, problem: str) -> None:
    assert any(one.startswith(problem) for one in read(tmp_path, SCENE.replace(old, new, 1)))


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("'advice'", "'('", "patterns.yaml:8: patterns.id.advice.1: '(' is not a pattern"),
        ("'advice'", "'a*'", "patterns.yaml:8: patterns.id.advice.1: 'a*' is not a pattern"),
        ("    advice: ['advice']\n", "", "patterns.yaml:2: patterns.id: there is nothing for advice in id"),
        ("    open:", "    opened:", "patterns.yaml:9: patterns.id.opened: is none of contact"),
        ("patterns:", "pattern:", "patterns.yaml:1: pattern: this setting does not exist"),
    ],
)
def test_bad_patterns_are_refused_with_their_line(tmp_path: Path, old: str, new: str, problem: str) -> None:
    assert any(one.startswith(problem) for one in read(tmp_path, patterns=PATTERNS.replace(old, new, 1)))


def test_a_bad_file_name_is_refused(tmp_path: Path) -> None:
    assert "the file's name" in read(tmp_path, name="One 1")[0]
