"""The long poll: updates come in, are made durable, and only then confirmed by asking for the next ones."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

from bot import faults
from bot.problems import TelegramProblem
from bot.telegram.client import Client, Conflict, InvalidToken, RetryAfter, TelegramError, retry_seconds, wrong_token
from bot.telegram.incoming import ALLOWED_UPDATES

log = logging.getLogger(__name__)
POLL_SECONDS = 30
LONGEST_PAUSE = 30.0
REFUSALS = 5  # this often in a row: not a restart overlapping or a hiccup of Telegram's, but another poller, or a token taken back


class Poller:
    """``take`` makes a batch durable or raises; it is handed the raw updates."""

    def __init__(self, client: Client, take: Callable[[list[Any]], Awaitable[None]]) -> None:
        self._client = client
        self._take = take
        self._offset: int | None = None
        self._pause = 0.0
        self._refused = 0
        self.heard = time.monotonic()

    async def run(self) -> None:
        """Polls until cancelled. Raises Problem for what no waiting will mend."""
        while True:
            batch = await self._poll()
            if batch:
                faults.at("received")
                await self._take(batch)
                faults.at("committed")
                ids = [update["update_id"] for update in batch if isinstance(update, dict) and isinstance(update.get("update_id"), int)]
                if ids:
                    self._offset = max(ids) + 1

    async def confirm(self) -> None:
        """On a clean stop: tells Telegram what was handled, without waiting for more. If that fails they come again and are recognised."""
        if self._offset is not None:
            try:
                await asyncio.wait_for(self._client.call("getUpdates", {"offset": self._offset, "timeout": 0, "limit": 1}), 5)
            except (TelegramError, TimeoutError):
                log.info("the last updates could not be confirmed; they will come again and be recognised")

    async def _poll(self) -> list[Any]:
        try:
            batch = await self._client.updates(self._offset, POLL_SECONDS, ALLOWED_UPDATES)
        except RetryAfter as error:
            return await self._wait(retry_seconds(error), "Telegram asks to wait")
        except InvalidToken:
            return await self._refusal("the token is not accepted", wrong_token())
        except Conflict as error:
            if "webhook" in error.message.lower():
                await self._drop_webhook()
            text = "Another program is fetching updates with this token (or a webhook is set). Stop it first; two cannot share a bot."
            return await self._refusal("another poller is there", TelegramProblem(text))
        except TelegramError as error:
            self._pause = min(LONGEST_PAUSE, max(0.5, self._pause * 2))
            return await self._wait(self._pause, f"Telegram cannot be reached ({error.message})")
        if self._offset is not None:
            faults.at("confirmed")
        self._pause, self._refused = 0.0, 0
        self.heard = time.monotonic()
        return batch

    async def _drop_webhook(self) -> None:
        """One from before, which could not be taken away at the start. What waits at Telegram stays there for the poll."""
        try:
            await self._client.call("deleteWebhook", {"drop_pending_updates": False})
        except TelegramError as error:
            log.warning("the webhook could not be taken away: %s", error.message)

    async def _refusal(self, why: str, problem: TelegramProblem) -> list[Any]:
        """Ends the program only when it is said again and again: nothing starts it anew after that."""
        self._refused += 1
        if self._refused >= REFUSALS:
            raise problem from None
        return await self._wait(2.0, why)

    async def _wait(self, seconds: float, why: str) -> list[Any]:
        log.warning("%s; trying again in %.1f s", why, seconds)
        await asyncio.sleep(seconds)
        return []
