"""The Bot API as the poller and the sender use it: raw methods in, raw results out, errors by cause."""

from __future__ import annotations

import warnings
from typing import Any

import telegram
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.warnings import PTBUserWarning

from bot.problems import TelegramProblem
from bot.telegram.transport import AiohttpRequest, NotSent

OFFICIAL = "https://api.telegram.org"
POLL_SLACK = 10.0  # s that the answer to a long poll may come late before the connection counts as dead

__all__ = [
    "BadRequest",
    "ChatMigrated",
    "Client",
    "Conflict",
    "Forbidden",
    "InvalidToken",
    "NetworkError",
    "NotSent",
    "RetryAfter",
    "TelegramError",
    "retry_seconds",
    "wrong_token",
]


class Client:
    """``url``: base of the Bot API server."""

    def __init__(self, token: str, url: str = OFFICIAL, connections: int = 64) -> None:
        base = url.rstrip("/")
        # the methods are called by name on purpose: raw updates in, one door for every call out
        warnings.filterwarnings("ignore", message="Please use 'Bot.", category=PTBUserWarning)
        try:
            self._bot = telegram.Bot(
                token,
                base_url=f"{base}/bot",
                base_file_url=f"{base}/file/bot",
                request=AiohttpRequest(connections),
                get_updates_request=AiohttpRequest(1),
            )
        except InvalidToken:
            raise wrong_token() from None
        self.username = ""

    async def start(self) -> None:
        """Opens the connections and asks who we are. Raises TelegramProblem for a wrong token, NetworkError when nobody answers."""
        try:
            await self._bot.initialize()
        except InvalidToken:
            await self.stop()
            raise wrong_token() from None
        except TelegramError:
            await self.stop()
            raise
        self.username = self._bot.username

    async def stop(self) -> None:
        for request in self._bot._request:
            await request.shutdown()

    async def call(self, method: str, params: dict[str, Any]) -> Any:
        """Any method of the Bot API; returns its raw result. A quote that does not stand there any more is left out: the words matter."""
        try:
            return await self._bot.do_api_request(method, api_kwargs=params)
        except BadRequest as error:
            reply = params.get("reply_parameters")
            if not reply or "quote" not in reply or "quote" not in error.message.lower():
                raise
            bare = {name: value for name, value in reply.items() if name != "quote"}
            return await self._bot.do_api_request(method, api_kwargs={**params, "reply_parameters": bare})

    async def fetch(self, file: str) -> bytes:
        """The bytes of a file by its id (20 MB at most, says Telegram)."""
        found = await self._bot.get_file(file)
        return bytes(await found.download_as_bytearray())

    async def updates(self, offset: int | None, timeout: int, allowed: list[str]) -> list[Any]:
        """One long poll. ``offset`` confirms everything before it."""
        params: dict[str, Any] = {"timeout": timeout, "limit": 100, "allowed_updates": allowed}
        if offset is not None:
            params["offset"] = offset
        found = await self._bot.do_api_request("getUpdates", api_kwargs=params, read_timeout=timeout + POLL_SLACK)
        return found if isinstance(found, list) else []


def wrong_token() -> TelegramProblem:
    return TelegramProblem("Telegram does not know this TELEGRAM_BOT_TOKEN. Copy it again from @BotFather (it looks like 123456:ABC-def…).")


def retry_seconds(error: RetryAfter) -> float:
    """How long a 429 asks to wait. (The public attribute changes its type with an environment variable of PTB's; this one does not.)"""
    return error._retry_after.total_seconds()
