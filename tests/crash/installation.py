"""The program in a folder of its own, with few of its rules: reading all of them is most of a start, and it is started here some hundred times."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from bot.content import ROOT
from tests.support import few_rules

PARTS = ("bot", "conversations", "simulator", "data")


@cache
def installed() -> Path:
    """Where it lies: for the working folder of ``python -m bot``."""
    folder = Path(tempfile.mkdtemp(prefix="sebaya-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for part in PARTS:
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("risk" if part == "data" else "", "*.db*"))
    few_rules(folder / "data" / "risk")
    shutil.copy(ROOT / "config.yaml", folder)
    return folder
