"""``python -m bot risk``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import cli
from bot.risk.evaluate import wilson

RUN = CliRunner()
EVALUATION = Path(__file__).with_name("evaluation.jsonl")


def test_a_text_is_explained() -> None:
    said = RUN.invoke(cli, ["risk", "aku mau bunuh diri malam ini"]).output
    assert said.startswith("alert · suicide") and "suicide.time" in said and "'bunuh diri malam ini'" in said
    assert "does not mean that all is well" in RUN.invoke(cli, ["risk", "halo"]).output
    assert RUN.invoke(cli, ["risk"], input="halo\npengen mati\n").output.count("\n") >= 3


def test_many_are_judged_in_order(tmp_path: Path) -> None:
    lines = "\n".join(json.dumps({"text": text}) for text in ("halo", "i want to die 😔", "")) + "\n\n"
    answers = [json.loads(line) for line in RUN.invoke(cli, ["risk", "--jsonl"], input=lines).output.splitlines()]
    assert [answer["level"] for answer in answers] == ["none", "ask", "none"]
    assert set(answers[1]) == {"level", "category", "rules", "spans"} and [2, 13] in answers[1]["spans"]
    (tmp_path / "x.jsonl").write_text(lines, encoding="utf-8")
    assert RUN.invoke(cli, ["risk", "--jsonl", str(tmp_path / "x.jsonl")]).output.count("\n") == 3


def test_messages_of_one_person_are_one_row(tmp_path: Path) -> None:
    rows = [{"messages": ["halo", "pengen mati"]}, {"messages": ["halo", "makan dulu"]}]
    answers = RUN.invoke(cli, ["risk", "--jsonl"], input="\n".join(map(json.dumps, rows))).output.splitlines()
    assert [json.loads(answer)["level"] for answer in answers] == ["ask", "none"]
    (tmp_path / "x.jsonl").write_text("\n".join(json.dumps({**row, "label": 1}) for row in rows), encoding="utf-8")
    said = RUN.invoke(cli, ["risk", "--evaluate", str(tmp_path / "x.jsonl")]).output
    assert "recall 1/2" in said and "halo / makan dulu" in said
    assert RUN.invoke(cli, ["risk", "--jsonl"], input='{"messages": []}').exit_code != 0


@pytest.mark.parametrize(("given", "says"), [("nonsense", "line 1 is not JSON"), ('{"x": 1}', "line 1 is no object with a text")])
def test_what_cannot_be_read_is_named(given: str, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    result = RUN.invoke(cli, ["risk", "--jsonl"], input=given)
    assert result.exit_code != 0
    assert says in capsys.readouterr().err + result.output


def test_a_missing_file_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    result = RUN.invoke(cli, ["risk", "--evaluate", "nowhere.jsonl"])
    assert result.exit_code != 0 and "nowhere.jsonl cannot be read" in capsys.readouterr().err + result.output


def test_it_is_measured_on_labelled_messages(tmp_path: Path) -> None:
    rows = [("pengen mati", 1), ("halo", 0), ("halo juga", 1), ("i want to die", 0)]
    (tmp_path / "x.jsonl").write_text(
        "\n".join(json.dumps({"text": text, "label": label, "lang": "id", "category": "suicide"}) for text, label in rows)
    )
    said = RUN.invoke(cli, ["risk", "--evaluate", str(tmp_path / "x.jsonl")]).output
    assert "recall 1/2 = 0.500" in said and "missed (none; no rule): halo juga" in said and "false alarm (ask;" in said


def test_wilson() -> None:
    low, high = wilson(9, 10)
    assert round(low, 3) == 0.596 and round(high, 3) == 0.982
    assert wilson(0, 0) == (0.0, 1.0)
