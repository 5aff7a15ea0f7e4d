"""The story of Sebaya, played: every script in ``tests/scripts`` against the whole bot. How to read and write them: ``tests/script.py``."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot import takeout
from bot.store import datamap, portable
from bot.takeout.values import PIECE, Rows
from tests.bot.test_takeout import words
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
        await everybody_can_have_their_data(bot)


async def everybody_can_have_their_data(bot: Running) -> None:
    """Whatever somebody did or had done, their page can be made of it, in their language and in the others."""
    for (number,) in await bot.all("SELECT id FROM people"):
        tables = await bot.unit(lambda unit, number=number: portable.collect(unit, number, staff_notes=True))
        assert unknown(tables) == []
        for language in ("id", "en"):
            page = takeout.page(tables, words(language), "Asia/Jakarta", language, int(bot.telegram.clock.now() * 1000))
            assert not re.search(r"\bNone\b|\{\w*\}", page)


def unknown(tables: dict[str, Rows]) -> list[str]:
    """Values for which there are no words, by what the data map says of their columns."""
    known = datamap.load().tables
    rows = [(name, row) for name in tables for row in tables[name]]
    held = [(f"{name}.{column}", told, row.get(column)) for name, row in rows for column, told in known[name].columns.items()]
    strange = [place for place, told, value in held if told.one_of and value and value not in told.one_of]
    plain = [(place, told.says, str(value or "")) for place, told, value in held if "*" in told.says and "{" not in str(value)]
    read = [(place, says.replace("*", piece)) for place, says, value in plain for piece in PIECE.findall(value)]
    return strange + [f"{place}: {key}" for place, key in read if not words("id")(key, {}) or not words("en")(key, {})]


def sent(bot: Running) -> list[str]:
    """Everything the bot wrote to anybody."""
    return [str(entry.params["text"]) for entry in bot.telegram.journal.calls("sendMessage")]


@pytest.mark.parametrize("language", ["id", "en"])
def test_there_are_scripts_in_both_languages(language: str) -> None:
    assert sum(script.language == language for script in ALL) >= 10
