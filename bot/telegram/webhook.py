"""The webhook: Telegram brings the updates. An answer of 200 means that they are durable, as asking for the next ones does in the long poll.

::

    Telegram ──POST──▶ secret? size? JSON? ──▶ waiting ──▶ one batch, by update_id ──▶ take (COMMIT) ──▶ 200 to each of them

Behind a reverse proxy that does TLS (examples in deploy/). A request with a wrong secret costs nothing: it is refused before its body is read, and
such refusals are logged once a minute, however many come.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot import faults
from bot.problems import Problem, TelegramProblem
from bot.telegram.client import Client, TelegramError
from bot.telegram.incoming import ALLOWED_UPDATES

log = logging.getLogger(__name__)
LARGEST = 1 << 20  # bytes; an update is a few kB
HEADER = "X-Telegram-Bot-Api-Secret-Token"
CONNECTIONS = 10
QUIET = 60.0  # s between two lines about wrong secrets
LOOK = 60.0  # s between two looks at what Telegram says about the webhook
GOODBYE = 2.0  # s that open calls get to hear an answer when the program stops


def secret_of(key: bytes) -> str:
    """What Telegram has to say to be believed: made from the database's key, so there is nothing more to keep."""
    return hmac.new(key, b"sebaya webhook", hashlib.sha256).hexdigest()


class Webhook:
    """The same as the Poller for the rest of the program. ``url``: what Telegram is to call, ``address``: host and port to listen on."""

    def __init__(self, client: Client, take: Callable[[list[Any]], Awaitable[None]], url: str, address: tuple[str, int], secret: str) -> None:
        self._client, self._take, self._url, self._address, self._secret = client, take, url, address, secret.encode()
        self._waiting: list[tuple[Any, asyncio.Future[None]]] = []
        self._bell = asyncio.Event()
        self._wrong, self._told = 0, -QUIET
        self._stopped = False
        self.heard = time.monotonic()
        self.port = 0

    async def run(self) -> None:
        """Listens until cancelled. Raises Problem when the port is taken or Telegram does not want the address."""
        app = web.Application(client_max_size=LARGEST)
        app.router.add_post("/telegram", self._called)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=GOODBYE)
        await runner.setup()
        looking: asyncio.Task[None] | None = None
        try:
            site = web.TCPSite(runner, *self._address)
            try:
                await site.start()
            except OSError as error:
                raise Problem(f"The webhook cannot listen on {self._address[0]}:{self._address[1]} ({error.strerror}).") from None
            self.port = runner.addresses[0][1]
            await self._announce()
            looking = asyncio.create_task(self._look_after())
            while True:
                await self._bell.wait()
                self._bell.clear()
                await self._handle()
        finally:
            self._stopped = True
            if looking is not None:
                looking.cancel()
            refuse(self._waiting, TelegramProblem("stopping"))  # nobody waits for an answer that cannot come any more
            await runner.cleanup()

    async def confirm(self) -> None:
        """Nothing to say: what was not answered with 200 comes again."""

    async def _announce(self) -> None:
        """Telegram keeps what came in while nobody listened; nothing is dropped when polling and webhook change places."""
        params = {"url": self._url, "secret_token": self._secret.decode(), "allowed_updates": ALLOWED_UPDATES, "max_connections": CONNECTIONS}
        try:
            await self._client.call("setWebhook", params)
        except TelegramError as error:
            raise TelegramProblem(f"Telegram does not take the webhook address {self._url} ({error.message}). See webhook in config.yaml.") from None

    async def _look_after(self) -> None:
        """Once a minute: can Telegram be reached, does it know this address, could it bring what it had? That nobody writes for hours is no sign."""
        told = ""
        while True:
            await asyncio.sleep(LOOK)
            try:
                info = await self._client.call("getWebhookInfo", {})
                if info.get("url") != self._url:
                    log.warning("the webhook was taken away or changed by somebody else; it is set again")
                    await self._announce()
            except (TelegramError, TelegramProblem):
                log.warning("Telegram cannot be asked about the webhook")
                continue
            self.heard = time.monotonic()
            trouble = str(info.get("last_error_message", "")) if info.get("pending_update_count") else ""
            if trouble and trouble != told:
                log.warning("Telegram could not bring updates: %s", trouble)
            told = trouble

    async def _called(self, request: web.Request) -> web.Response:
        if not hmac.compare_digest(request.headers.get(HEADER, "").encode(errors="surrogateescape"), self._secret):
            return self._refused()
        if (request.content_length or 0) > LARGEST:
            return web.Response(status=413)
        try:
            update = json.loads(await request.read())
        except (ValueError, RecursionError):
            log.warning("a webhook call that is no JSON")
            return web.Response(status=400)
        if self._stopped:
            return web.Response(status=503)
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((update, done))
        self._bell.set()
        try:
            await done
        except Exception:  # not kept: Telegram brings it again
            return web.Response(status=503)
        return web.Response()

    async def _handle(self) -> None:
        batch, self._waiting = self._waiting, []
        batch.sort(key=_number)
        faults.at("received")
        try:
            await self._take([update for update, _ in batch])
        except asyncio.CancelledError:  # whether it was kept is not known here: it comes again, and is recognised
            refuse(batch, TelegramProblem("stopping"))
            raise
        except Exception as error:
            refuse(batch, error)
            if isinstance(error, Problem):
                return  # the database tells the program itself when it is broken for good
            raise
        faults.at("committed")
        self.heard = time.monotonic()
        for _, done in batch:
            if not done.done():
                done.set_result(None)

    def _refused(self) -> web.Response:
        self._wrong += 1
        if time.monotonic() - self._told >= QUIET:
            log.warning("%s webhook calls with a wrong or no secret were refused", self._wrong)
            self._wrong, self._told = 0, time.monotonic()
        return web.Response(status=403)


def refuse(batch: list[tuple[Any, asyncio.Future[None]]], error: Exception) -> None:
    """Everybody who waits is told that it was not kept."""
    for _, done in batch:
        if not done.done():
            done.set_exception(error)


def _number(item: tuple[Any, Any]) -> int:
    number = item[0].get("update_id") if isinstance(item[0], dict) else None
    return number if isinstance(number, int) else 0


async def leave(client: Client) -> None:
    """Before polling: takes a webhook away that was set before. What waits at Telegram stays there for the poll."""
    info = await client.call("getWebhookInfo", {})
    if info.get("url"):
        await client.call("deleteWebhook", {"drop_pending_updates": False})
