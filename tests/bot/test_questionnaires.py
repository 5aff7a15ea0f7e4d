"""What somebody reads who makes a mistake in a questionnaire: file, line, and what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import questionnaires
from tests.conversations.texts import DATA

GOOD = (DATA / "questionnaires" / "gad2.yaml").read_text(encoding="utf-8")
LONG = (DATA / "questionnaires" / "gad7.yaml").read_text(encoding="utf-8")
FEET = (DATA / "questionnaires" / "feet.yaml").read_text(encoding="utf-8")


def wrong(folder: Path, text: str = GOOD, name: str = "gad2", **others: str) -> list[str]:
    for other, content in {name: text, "gad7": LONG, **others}.items():
        (folder / f"{other}.yaml").write_text(content, encoding="utf-8")
    read = questionnaires.load(folder, ["id", "en"])
    assert bool(read.scales) != bool(read.problems)
    return [problem.removeprefix(f"{folder}/") for problem in read.problems]


def test_the_projects_own_are_right(tmp_path: Path) -> None:
    assert wrong(tmp_path) == []
    assert questionnaires.load(tmp_path / "nothing", ["id"]).scales == ()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("to: 2\n", "to: 1\n", "this band must begin at 2"),
        ("to: 6\n", "to: 5\n", "the last band must end at 6, the highest score there is"),
        ("score: 3", "score: 2", "answers: two answers have the same score"),
        ("score_from: 3", "score: 3", "this setting does not exist"),
        ("to: gad7", "to: gad8", "there is no questionnaire gad8.yaml here"),
        ("to: gad7", "to: gad2", "must begin with the same items and have the same answers"),
        ("Feeling nervous", "Being nervous", "must begin with the same items and have the same answers"),
        ('en: "Feeling nervous, anxious, or on edge"', "", "items.1.text: the text is missing in en"),
        ('en: "Feeling nervous, anxious, or on edge"', 'en: ""', "items.1.text.en: the text is missing in en"),
        ('en: "Feeling nervous, anxious, or on edge"', 'en: "x"\n      fr: "y"', "items.1.text.fr: there are no texts for this language"),
        ('en: "Several days"', f'en: "{"x" * 41}"', "answers.2.label.en: is too long for a phone (41 characters, at most 40)"),
        ("better: low", "better: lower", "better: input should be 'low' or 'high'"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert old in GOOD
    changed = GOOD.replace(old, new, 1)
    found = wrong(tmp_path, changed)
    assert any(says in problem for problem in found), found
    assert all(problem.startswith("gad2.yaml:") for problem in found)


def test_parts_and_dangers_must_exist(tmp_path: Path) -> None:
    text = FEET.replace("part: life", "part: love", 1).replace("  confidence: {", "  strength: {id: x, en: x}\n  confidence: {")
    text = text.replace("  - part: independence\n", "  - part: independence\n    danger_from: 9\n", 1)
    found = " ".join(wrong(tmp_path, feet=text))
    for says in ("there is no part love under parts", "parts.strength: no item belongs to this part", "no answer has a score of 9"):
        assert says in found


def test_the_file_is_named_like_its_id(tmp_path: Path) -> None:
    assert "the file's name must be small letters" in " ".join(wrong(tmp_path, Mood_Scale=FEET))
