"""The story of Sebaya, played: every script in ``tests/scripts`` against the whole bot. How to read and write them: ``tests/script.py``."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.script import Player, Script, scripts
from tests.support import Running, changed, content

ALL = scripts()


@pytest.mark.parametrize("script", ALL, ids=lambda script: script.name)
async def test_script(script: Script, tmp_path: Path) -> None:
    async with Running(tmp_path, language=script.language, config=changed(content().config, **script.config)) as bot:
        await Player(bot).play(script)
        assert await bot.all("SELECT reason FROM parked") == []
        assert await bot.value("SELECT count(*) FROM outbox WHERE state IN ('new', 'sending')") == 0
        assert [text for text in sent(bot) if "None" in text or re.search(r"\{\w*\}", text)] == []


def sent(bot: Running) -> list[str]:
    """Everything the bot wrote to anybody."""
    return [str(entry.params["text"]) for entry in bot.telegram.journal.calls("sendMessage")]


@pytest.mark.parametrize("language", ["id", "en"])
def test_there_are_scripts_in_both_languages(language: str) -> None:
    assert sum(script.language == language for script in ALL) >= 10
