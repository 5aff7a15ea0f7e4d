"""The documentation says what the program does: commands, settings, numbers and files that it names exist, and none is left out."""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml
from pydantic import BaseModel

from bot import metrics, problems
from bot.__main__ import cli
from bot.config import Config
from conversations.interrupts import STARTS
from conversations.kit import Choice, End, Keep, Next, Resumed, Text, Timeout
from tests import commands_page
from tests.conversations.situations import SITUATIONS

ROOT = Path(__file__).parents[1]
PAGES = sorted([*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")])
GUIDES = [path for path in PAGES if path.stem in ("person", "volunteer", "counselor")]
BOTFATHER = {"newbot", "revoke"}
GUIDE = (ROOT / "docs" / "operator.md").read_text(encoding="utf-8")


def commands(group: typer.Typer, before: str = "") -> list[str]:
    found = [before + (one.name or one.callback.__name__.replace("_", "-")) for one in group.registered_commands if one.callback]
    return found + [name for sub in group.registered_groups if sub.typer_instance for name in commands(sub.typer_instance, f"{sub.name} ")]


def test_every_command_is_explained() -> None:
    assert [name for name in commands(cli) if f"| `{name}` |" not in GUIDE] == []


def test_every_exit_code_is_explained() -> None:
    codes = {kind.code for kind in vars(problems).values() if isinstance(kind, type) and issubclass(kind, problems.Problem)}
    assert all(f"\n| {code} |" in GUIDE for code in codes)


def test_every_metric_is_explained() -> None:
    assert [name for name, told in metrics.HELP.items() if f"| `{name}` | {told} |" not in GUIDE] == []


def settings(model: type[BaseModel], before: str = "") -> Iterator[str]:
    """Every setting as ``section.name``."""
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from settings(kind, f"{before}{name}.")
        else:
            yield before + name


def test_every_setting_stands_in_the_config_that_comes_with_it() -> None:
    shown = yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8"))
    assert sorted(set(Config.model_fields) - set(shown)) == []
    written = (ROOT / "config.yaml").read_text(encoding="utf-8")
    assert [name for name in settings(Config) if not re.search(rf"\b{name.rpartition('.')[2]}:", written)] == []


def test_what_can_be_written_to_the_bot_is_up_to_date() -> None:
    assert commands_page.PAGE.read_text(encoding="utf-8") == commands_page.page(), "python -m tests.commands_page"


def test_every_package_that_is_needed_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    why = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").partition("## Dependencies")[2]
    names = [re.split(r"[\[<>=;!~ ]", one)[0] for one in (*project["dependencies"], *itertools.chain(*project["optional-dependencies"].values()))]
    assert [name for name in names if name not in why and name not in ("coverage", "types-PyYAML")] == []


def test_every_decision_and_page_is_in_its_list() -> None:
    index = (ROOT / "docs" / "decisions" / "index.md").read_text(encoding="utf-8")
    assert [path.name for path in (ROOT / "docs" / "decisions").glob("0*.md") if path.name not in index] == []
    nav = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    pages = [path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")]
    assert [name for name in pages if name not in nav and not name.startswith("decisions/")] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
        if not re.match(r"[a-z]+:", target):
            assert (page.parent / target).exists(), target


def test_the_site_has_every_page_it_names() -> None:
    named = re.findall(r"[\w/-]+\.md", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    assert named and [name for name in named if not (ROOT / "docs" / name).exists()] == []


def test_variables_of_the_environment_are_explained() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot").rglob("*.py"))
    used = set(re.findall(r"environ(?:\.get)?[(\[]\"(\w+)\"", sources)) - {"SEBAYA_FAULT"}
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert {name for name in used if name not in example} == set()


def test_the_flow_in_30_lines_is_one() -> None:
    guide = (ROOT / "docs" / "developer.md").read_text(encoding="utf-8")
    code = guide.partition("## A flow in 30 lines")[2].partition("```python\n")[2].partition("```")[0]
    assert sum(bool(line.strip()) for line in code.splitlines()) <= 30
    flow: dict[str, Any] = {"__name__": "greeting"}
    exec(code, flow)
    facts = SITUATIONS["a person"]
    begun = flow["start"](facts)
    assert isinstance(begun, Next) and isinstance(begun.state, flow["STATES"])
    assert isinstance(flow["step"](begun.state, Choice("greeting", "good"), facts), End)
    assert isinstance(flow["step"](begun.state, Timeout(), facts), End)
    for event in (Resumed(), Text("halo")):
        assert isinstance(flow["step"](begun.state, event, facts), Keep)


def prose() -> dict[str, str]:
    """What is written by hand for people who use or run it: no diary of changes, nothing drawn from the code."""
    drawn = {"CHANGELOG.md", "flows.md", "data.md", "benchmarks.md"}
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in PAGES if path.name not in drawn}


def test_files_that_are_named_exist() -> None:
    """``flows.md`` too: its first lines are written by hand."""
    rooms = "bot|conversations|data|deploy|tests|simulator|benchmarks|docs"
    made = ("data/key", "data/sebaya.db", "data/local", "data/texts/jv", "data/translations/jv", "benchmarks/results")
    pages = prose() | {"docs/flows.md": (ROOT / "docs" / "flows.md").read_text(encoding="utf-8")}
    named = [(page, one) for page, text in pages.items() for one in re.findall(rf"`((?:{rooms})/[\w./-]+)`", text)]
    assert len(named) > 50
    assert [(page, one) for page, one in named if not one.startswith(made) and not (ROOT / one).exists()] == []


def test_settings_that_are_named_exist() -> None:
    sections = {name for name in Config.model_fields if isinstance(Config.model_fields[name].annotation, type)}
    known = set(settings(Config))
    named = [(page, one) for page, text in prose().items() for one in re.findall(r"`([a-z_]+\.[a-z_]+)`", text) if one.partition(".")[0] in sections]
    files = (".py", ".md", ".yaml", ".yml", ".json")
    assert [(page, one) for page, one in named if one not in known and not one.endswith(files)] == []


def test_what_is_written_to_the_bot_is_understood() -> None:
    """Commands in the guides for people, volunteers, counselors and coordinators."""
    help_of = commands_page.helps("en")
    known = set().union(*help_of.values()) | set(STARTS) | {"start", "help"}
    for page in GUIDES:
        text = page.read_text(encoding="utf-8")
        assert sorted(set(re.findall(r"`/(\w+)", text)) - known - BOTFATHER) == [], page


def test_buttons_that_are_named_are_there() -> None:
    """A guide writes a button in bold italics, in the guide's own language."""
    for page in GUIDES:
        language = "id" if page.parent.name == "id" else "en"
        words = (ROOT / "data" / "texts" / language).glob("*.yaml")
        said = "\n".join(path.read_text(encoding="utf-8") for path in words)
        named = re.findall(r"\*\*\*(.+?)\*\*\*", page.read_text(encoding="utf-8"))
        assert [one for one in named if one not in said] == [], page
