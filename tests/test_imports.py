"""Which room may look into which: bot → conversations → standard library; the simulator into neither; nobody into the simulator."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = {"bot", "conversations", "simulator", "tests", "benchmarks"}
# What each room may import of the project besides itself.
ALLOWED = {"conversations": set(), "bot": {"conversations"}, "simulator": set()}
# The one door between the bot and the local Telegram: it starts it when there is no token.
DOORS = {("bot/local.py", "simulator")}
FILES = sorted(path for room in ALLOWED for path in (ROOT / room).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """The first name of every import in a file, wherever it stands in it, also under ``if TYPE_CHECKING``."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: say where it is imported from, not relative to here"
            yield (node.module or "").partition(".")[0]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_rooms_are_entered_only_by_their_doors(path: Path) -> None:
    here = path.relative_to(ROOT).as_posix()
    room = here.partition("/")[0]
    for name in imported(path):
        if name in ROOMS - {room} - ALLOWED[room]:
            assert (here, name) in DOORS, f"{here} must not import {name}"


@pytest.mark.parametrize("path", sorted((ROOT / "conversations").rglob("*.py")), ids=lambda path: path.name)
def test_conversations_need_nothing_but_the_standard_library(path: Path) -> None:
    """No Telegram, no database, no clock that runs, no chance: what they need is handed to them."""
    used = set(imported(path))
    assert used <= sys.stdlib_module_names | {"conversations"}
    assert not used & {"asyncio", "random", "secrets", "socket", "sqlite3", "subprocess", "threading", "time", "urllib"}


def test_conversations_do_not_ask_what_time_it_is() -> None:
    for path in (ROOT / "conversations").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute):
                assert node.attr not in {"now", "utcnow", "today"} or (isinstance(node.value, ast.Name) and node.value.id == "facts"), path
