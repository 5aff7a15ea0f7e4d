"""The rules as data: sound, complete, and every mistake in them is named with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.content import ROOT
from bot.risk import CATEGORIES, load
from bot.risk.forms import active, passive
from tests.support import few_rules

RISK = ROOT / "data" / "risk"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return few_rules(tmp_path / "risk")


def spoil(path: Path, old: str, new: str) -> None:
    written = path.read_text(encoding="utf-8")
    assert old in written
    path.write_text(written.replace(old, new, 1), encoding="utf-8")


def test_every_category_has_rules_with_examples_in_both_languages() -> None:
    files = [
        yaml.safe_load(path.read_text(encoding="utf-8")) for path in RISK.glob("*.yaml") if not path.name.startswith(("idioms", "phrases", "turns"))
    ]
    rules = [rule for file in files for rule in file["rules"]]
    assert {rule["category"] for rule in rules} == set(CATEGORIES)
    assert len({rule["id"] for rule in rules}) == len(rules)
    assert all(len(rule["examples"]) >= 2 or rule["id"].startswith("soft") for rule in rules)


@pytest.mark.parametrize(
    ("path", "old", "new", "says"),
    [
        ("suicide.yaml", "id: suicide.plan", "id: Plan-1", "string should match pattern"),
        ("suicide.yaml", "id: suicide.plan", "id: suicide.time", "suicide.time stands here twice"),
        ("suicide.yaml", '"<wish> to . <die>"', '"<wisch> to . <die>"', "there is no class <wisch>"),
        ("suicide.yaml", '"<wish> to . <die>"', '"<wish>? ?"', "'?' is no slot"),
        ("suicide.yaml", '"<wish> to . <die>"', '"<wish>? .."', "nothing in it is required"),
        ("suicide.yaml", '"aku pengen mati aja", ', '"hari ini cerah", ', "does not find its example 'hari ini cerah'"),
        ("suicide.yaml", '"cinta mati sama dia"', '"aku pengen mati"', "finds its counter-example"),
        ("emergency.yaml", "level: ask", "level: loud", "input should be"),
        ("idioms.yaml", "idioms:", "idiom:", "this setting does not exist"),
        ("turns.yaml", "<turn_young>", "<turn_yong>", "there is no class <turn_yong>"),
        ("turns.yaml", '"dulu gue pernah kepikiran', '"gue kepikiran', "is asked about"),
        ("turns.yaml", '"dulu bahagia, sekarang pengen mati"', '"dulu bahagia"', "is not asked about"),
        ("words/danger.yaml", "classes:", "klasses:", "this setting does not exist"),
        ("words/typed.yaml", "  banget: ", "  bangget: ", "no class and no pattern knows 'bangget'"),
        ("words/body.yaml", "  part: spot face limb", "  part: spot faze limb", "there is no class faze"),
        ("words/body.yaml", "strong: headbang slash", "strong: headbang slesh", "there is no class slesh"),
    ],
)
def test_a_mistake_is_named(folder: Path, path: str, old: str, new: str, says: str) -> None:
    spoil(folder / path, old, new)
    detector, problems = load(folder)
    assert detector is None
    assert any(says in problem and path.rpartition("/")[2] in problem for problem in problems), problems


def test_no_rules_no_start(tmp_path: Path) -> None:
    assert "nobody would be noticed" in load(tmp_path)[1][0]


def test_unchanged_files_are_read_once(folder: Path) -> None:
    first, _ = load(folder)
    assert load(folder)[0] is first
    spoil(folder / "idioms.yaml", "idioms:", "idioms:  # changed")
    assert load(folder)[0] is not first


def test_forms_of_a_verb() -> None:
    assert {"pukul", "memukul", "mukul", "mukulin", "memukuli"} <= active("pukul")
    assert {"bunuh", "membunuh", "ngebunuh", "mbunuh"} <= active("bunuh")
    assert {"menusuk", "nusuk"} <= active("tusuk") and {"menyiksa", "nyiksa"} <= active("siksa")
    assert {"menghajar", "ngehajar"} <= active("hajar") and {"mencekik", "nyekik"} <= active("cekik")
    assert {"dipukul", "dipukulin", "dipukuli", "kepukul"} <= passive("pukul")
