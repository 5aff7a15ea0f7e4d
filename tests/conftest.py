"""For all tests: a missing text raises instead of showing its name; ``bot`` is the whole bot on a local Telegram, ``desk`` the engine alone."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling

from bot.texts import Texts
from tests.bot.desk import Desk
from tests.support import Running

Texts.strict = True

WALKED = ("tests/conversations/test_walk.py", "tests/conversations/test_diagrams.py", "tests/conversations/test_content.py")
MEMORY, ROOM = Path("/dev/shm"), 2**30
LONG = {"crash", "risk", "test_scripts.py", "test_story_on_page.py", "test_walk.py", "test_diagrams.py"}


class ByFile(LoadFileScheduling):  # type: ignore[misc]
    """The tests of a file in one process; those of all files that ask the walk too, since every process would walk anew."""

    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        return WALKED[0] if file in WALKED else file


def pytest_configure(config: pytest.Config) -> None:
    """Databases of tests lie in memory where there is room (Linux): every message is flushed to the disk, and a test would mostly wait for that."""
    if config.option.basetemp is None and not hasattr(config, "workerinput") and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
        config.option.basetemp = tempfile.mkdtemp(prefix="sebaya-tests-", dir=MEMORY)
        atexit.register(shutil.rmtree, config.option.basetemp, ignore_errors=True)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    return ByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, so that no processor waits for one long file at the end."""
    items.sort(key=lambda item: LONG.isdisjoint(item.path.parts))


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Running]:
    async with Running(tmp_path) as running:
        yield running


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """The engine on a real database, without Telegram."""
    async with Desk(tmp_path) as made:
        yield made
