"""For all tests: a missing text raises instead of showing its name; ``bot`` is the whole bot on a local Telegram."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.texts import Texts
from tests.support import Running

Texts.strict = True


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Running]:
    async with Running(tmp_path) as running:
        yield running
