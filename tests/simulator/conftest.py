"""The local Telegram under test: over real HTTP, with a raw client, python-telegram-bot and aiogram.

After every test all that was answered and all that was put into an update queue is parsed by python-telegram-bot: it must know every field
and miss none.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import telegram as ptb_library
from aiogram import Bot as AiogramBot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from simulator import Simulator
from tests.simulator.parsed import check_everything


class Raw:
    """A bare client of the Bot API: ``await api("sendMessage", chat_id=1, text="x")`` → the result; errors as ``ApiFailure``."""

    def __init__(self, session: aiohttp.ClientSession, telegram: Simulator) -> None:
        self.session = session
        self.telegram = telegram
        self.token = telegram.token

    def url(self, method: str, token: str | None = None) -> str:
        return f"{self.telegram.url}/bot{token or self.token}/{method}"

    async def full(self, method: str, token: str | None = None, **params: Any) -> tuple[int, dict[str, Any]]:
        """(HTTP status, body) of a form call; objects are sent as JSON text."""
        form = {name: value if isinstance(value, str) else json.dumps(value) for name, value in params.items()}
        async with self.session.post(self.url(method, token), data=form) as answer:
            return answer.status, await answer.json(content_type=None)

    async def __call__(self, method: str, token: str | None = None, **params: Any) -> Any:
        status, body = await self.full(method, token, **params)
        assert body["ok"], body
        assert status == 200
        return body["result"]

    async def refused(self, method: str, token: str | None = None, **params: Any) -> str:
        """The description of an error; checks that status and body agree."""
        status, body = await self.full(method, token, **params)
        assert body["ok"] is False, body
        assert body["error_code"] == status
        return str(body["description"])


class Control:
    """A bare client of the control API."""

    def __init__(self, session: aiohttp.ClientSession, telegram: Simulator) -> None:
        self.session = session
        self.base = telegram.url + "/control"

    async def full(self, verb: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        async with self.session.request(verb, self.base + path, json=body, headers=headers) as answer:
            return answer.status, await answer.json(content_type=None)

    async def get(self, path: str) -> Any:
        status, body = await self.full("GET", path)
        assert status == 200, body
        return body

    async def post(self, path: str, body: Any = None) -> Any:
        status, answer = await self.full("POST", path, body if body is not None else {})
        assert status == 200, answer
        return answer


@pytest.fixture
async def telegram() -> AsyncIterator[Simulator]:
    async with Simulator(allow_violations=True) as running:
        yield running
        check_everything(running)


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as client:
        yield client


@pytest.fixture
async def api(telegram: Simulator, session: aiohttp.ClientSession) -> Raw:
    return Raw(session, telegram)


@pytest.fixture
async def control(telegram: Simulator, session: aiohttp.ClientSession) -> Control:
    return Control(session, telegram)


@pytest.fixture
async def ptb(telegram: Simulator) -> AsyncIterator[ptb_library.Bot]:
    bot = ptb_library.Bot(telegram.token, base_url=telegram.url + "/bot", base_file_url=telegram.url + "/file/bot")
    async with bot:
        yield bot


@pytest.fixture
async def aio(telegram: Simulator) -> AsyncIterator[AiogramBot]:
    server = TelegramAPIServer(base=telegram.url + "/bot{token}/{method}", file=telegram.url + "/file/bot{token}/{path}")
    bot = AiogramBot(telegram.token, session=AiohttpSession(api=server))
    yield bot
    await bot.session.close()


@pytest.fixture
async def rani(telegram: Simulator) -> Any:
    """A person who has opened the bot; her first update is confirmed."""
    person = telegram.person("Rani", language="id")
    await person.says("/start")
    telegram.world.queues[telegram.bot.id].drop_all()
    return person
