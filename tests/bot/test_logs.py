"""Logs carry ids of rows and kinds of things; never texts, names, chat ids or the token."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator

import pytest

from bot import logs
from simulator.faults import Fault
from tests.bot.test_relay import talk
from tests.support import Running

TOKEN = "7000000001:local-sebaya-bot-token-AAAAAAAAAAAA"


@pytest.fixture
def output() -> Iterator[io.StringIO]:
    """Everything that is logged, as it would be written, at the most talkative level."""
    root, libraries = logging.getLogger(), logging.Logger.manager.loggerDict
    before, level = root.handlers[:], root.level
    levels = {name: logger.level for name, logger in libraries.items() if isinstance(logger, logging.Logger)}
    logs.setup("debug")
    stream = io.StringIO()
    handler = root.handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(stream)
    yield stream
    root.handlers[:] = before
    root.setLevel(level)
    for name, was in levels.items():
        logging.getLogger(name).setLevel(was)


async def test_the_story_leaves_nobodys_words_in_the_log(bot: Running, output: io.StringIO) -> None:
    person = bot.telegram.person("RahasiaDepan", "id", id=987_654_321, last_name="RahasiaBelakang", username="rahasia_nama")
    await bot.onboard(person)
    await talk(bot, person)
    bot.telegram.faults.add("500", method="sendMessage", times=2)
    bot.telegram.faults.add("403", method="sendMessage", chat=bot.sari.id, times=1)
    await person.says("kata rahasia yang panjang")
    bot.telegram.world.queues[bot.telegram.bot.id].add("message", {"text": "tak terbaca rahasia", "chat": 5})
    await bot.settled()
    await bot.restart()
    written = output.getvalue()
    assert "parked" in written
    for secret in ("rahasia", "Rahasia", "halo", "987654321", TOKEN, bot.telegram.token, "bunuh", "Kehilangan", "Sari", "-1001000000501", "Kerang"):
        assert secret not in written, written
    assert isinstance(bot.telegram.faults.plan[0], Fault)
    led = re.search(r"written leads to messages \[(\d+)[^]]*\] \[update \d+\]", written)
    assert led and f"message {led[1]} (sendMessage" in written, "what came of an update can be followed to the end"


def test_json_with_the_update_it_is_about(output: io.StringIO) -> None:
    handler = logging.getLogger().handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    log = logging.getLogger("somewhere")
    token = logs.update.set("77")
    log.error("parked")
    logs.setup("debug", "json")
    handler = logging.getLogger().handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(output)
    log.error("parked: %s", "x")
    logs.update.reset(token)
    try:
        int("word")
    except ValueError:
        log.exception("no number")
    pretty, first, second = output.getvalue().splitlines()
    assert pretty.endswith("parked [update 77]")
    assert {"update": "77", "text": "parked: x", "level": "error", "where": "somewhere"}.items() <= json.loads(first).items()
    assert "update" not in json.loads(second) and "ValueError" in json.loads(second)["trace"]


def test_whatever_looks_like_a_token_is_blotted_out(output: io.StringIO) -> None:
    log = logging.getLogger("somewhere")
    log.error("calling /bot%s/getMe", TOKEN)
    try:
        raise ValueError(f"https://api.telegram.org/bot{TOKEN}/getMe")
    except ValueError:
        log.exception("no answer")
    assert TOKEN not in output.getvalue()
    assert output.getvalue().count("<token>") == 2


def test_where_without_what() -> None:
    try:
        int("kata rahasia")
    except ValueError as error:
        said = logs.trace(error)
    assert said.startswith("ValueError at test_logs.py:") and "rahasia" not in said
