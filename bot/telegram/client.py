"""The Bot API as the poller and the sender use it: raw methods in, raw results out, errors by cause."""

from __future__ import annotations

import warnings
from typing import Any

import telegram
from telegram.error import BadRequest, ChatMigrated, Conflict, EndPointNotFound, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter
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
            self._sending, self._polling = AiohttpRequest(connections), AiohttpRequest(1)
            self._bot = telegram.Bot(
                token,
                base_url=f"{base}/bot",
                base_file_url=f"{base}/file/bot",
                request=self._sending,
                get_updates_request=self._polling,
            )
        except InvalidToken:
            raise wrong_token() from None
        self.username = ""

    async def start(self) -> None:
        """Opens the connections and asks who we are. Raises TelegramProblem for a wrong token, TelegramError when nobody answers: then it can be
        tried again, with the same connections. Whoever starts it stops it, either way."""
        try:
            await self._bot.initialize()
        except InvalidToken:
            raise wrong_token() from None
        self.username = self._bot.username
        self.private_topics = bool(self._bot.bot.has_topics_enabled)

    async def stop(self) -> None:
        await self._sending.shutdown()
        await self._polling.shutdown()

    async def call(self, method: str, params: dict[str, Any]) -> Any:
        """Any method of the Bot API; returns its raw result. A quote that does not stand there any more is left out: the words matter."""
        try:
            return await self._call(method, params)
        except BadRequest as error:
            reply = params.get("reply_parameters")
            if not reply or "quote" not in reply or "quote" not in error.message.lower():
                raise
            bare = {name: value for name, value in reply.items() if name != "quote"}
            return await self._call(method, {**params, "reply_parameters": bare})

    async def _call(self, method: str, params: dict[str, Any]) -> Any:
        if not _has_files(params):
            return await self._sending.post(self._url(method), _plain(params))
        try:
            return await self._bot.do_api_request(method, api_kwargs=params)
        except EndPointNotFound:
            raise InvalidToken from None  # so it is called there: a 401 or 404, and our methods exist

    async def fetch(self, file: str) -> bytes:
        """The bytes of a file by its id (20 MB at most, says Telegram). BadRequest for one that Telegram does not give out any more."""
        found = await self._bot.get_file(file)
        try:
            return bytes(await found.download_as_bytearray())
        except (InvalidToken, Forbidden):  # a 404, 401 or 403: the token was right a moment ago, so it is about this file alone
            raise BadRequest("file not found") from None

    async def updates(self, offset: int | None, timeout: int, allowed: list[str]) -> list[Any]:
        """One long poll. ``offset`` confirms everything before it."""
        params: dict[str, Any] = {"timeout": timeout, "limit": 100, "allowed_updates": allowed}
        if offset is not None:
            params["offset"] = offset
        found = await self._polling.post(self._url("getUpdates"), _plain(params), read_timeout=timeout + POLL_SLACK)
        return found if isinstance(found, list) else []

    def _url(self, method: str) -> str:
        return f"{self._bot.base_url}/{method}"


def _plain(params: dict[str, Any]) -> RequestData:
    """Parameters that are JSON already, without the library's search for defaults and files in each (a third of the cost of a call)."""
    return RequestData([RequestParameter(name, value, None) for name, value in params.items()])


def _has_files(params: dict[str, Any]) -> bool:
    return isinstance(params.get("media"), list) or any(isinstance(value, telegram.InputFile) for value in params.values())


def wrong_token() -> TelegramProblem:
    return TelegramProblem("Telegram does not know this TELEGRAM_BOT_TOKEN. Copy it again from @BotFather (it looks like 123456:ABC-def…).")


def retry_seconds(error: RetryAfter) -> float:
    """How long a 429 asks to wait. (The public attribute changes its type with an environment variable of PTB's; this one does not.)"""
    return error._retry_after.total_seconds()
