"""Webhooks: updates sent to the bot's address instead of waiting for getUpdates.

    queue ──▶ lanes (one per chat, in order) ──▶ up to max_connections POSTs at once ──▶ 2xx: confirmed, its answer may be a method call
                                                                                     ╰▶ else: again after a growing delay

In order per chat, in parallel across chats, as the real server does. The delays grow from ``FIRST_DELAY`` to ``LONGEST_DELAY`` real
seconds; they are shorter than the real server's, so that a test of the retry is not a test of patience.
"""

from __future__ import annotations

import asyncio
import json
import logging
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import aiohttp

from simulator.errors import ApiError

if TYPE_CHECKING:
    from simulator.core import Core
    from simulator.updates import UpdateQueue

log = logging.getLogger("simulator")
FIRST_DELAY, LONGEST_DELAY = 0.1, 60.0
ANSWER_WITHIN = 60.0


class Webhooks:
    """All deliveries of all bots."""

    def __init__(self, core: Core) -> None:
        self.core = core
        self.tasks: dict[int, asyncio.Task[None]] = {}
        self.session: aiohttp.ClientSession | None = None

    def changed(self, bot_id: int) -> None:
        """A webhook was set or deleted."""
        task = self.tasks.pop(bot_id, None)
        if task is not None:
            task.cancel()
        if self.core.world.queues[bot_id].webhook:
            self.tasks[bot_id] = asyncio.create_task(self._deliver(bot_id))

    def resume(self) -> None:
        """Take up the webhooks that are set (after a restart)."""
        for bot_id in self.core.world.queues:
            self.changed(bot_id)

    async def stop(self) -> None:
        """End all deliveries."""
        tasks = list(self.tasks.values())
        self.tasks.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self.session is not None:
            await self.session.close()
            self.session = None

    async def _deliver(self, bot_id: int) -> None:
        """Start a delivery for every lane that has something and is free, for as long as the webhook is set."""
        queue = self.core.world.queues[bot_id]
        busy: dict[Any, asyncio.Task[None]] = {}
        try:
            while queue.webhook:
                ready = self._next(queue, busy)
                if ready is None:
                    await self.core.world.bell.wait(lambda: not queue.webhook or self._next(queue, busy) is not None)
                    continue
                number, lane = ready
                busy[lane] = asyncio.create_task(self._send_lane(bot_id, queue, number))
                busy[lane].add_done_callback(partial(self._lane_free, busy, lane))
        finally:
            for task in list(busy.values()):
                task.cancel()

    def _lane_free(self, busy: dict[Any, asyncio.Task[None]], lane: Any, _: asyncio.Task[None]) -> None:
        busy.pop(lane, None)
        self.core.world.bell.ring()

    @staticmethod
    def _next(queue: UpdateQueue, busy: dict[Any, asyncio.Task[None]]) -> tuple[int, Any] | None:
        """The oldest update whose lane is free, if a connection is free too."""
        if len(busy) >= (queue.webhook or {}).get("max_connections", 40):
            return None
        for number, (_, update) in queue.pending.items():
            lane = lane_of(update)
            if lane not in busy:
                return number, lane
        return None

    async def _send_lane(self, bot_id: int, queue: UpdateQueue, number: int) -> None:
        """Send one update until it is taken."""
        delay = FIRST_DELAY
        while number in queue.pending and queue.webhook:
            problem = await self._post(bot_id, queue.webhook, queue.pending[number][1])
            if problem is None:
                queue.confirm(number)
                return
            queue.webhook.update(last_error_date=self.core.clock.date(), last_error_message=problem)
            self.core.world.touch("queue", bot_id)
            self.core.world.bell.ring()
            await asyncio.sleep(delay)
            delay = min(delay * 2, LONGEST_DELAY)

    async def _post(self, bot_id: int, hook: dict[str, Any], update: dict[str, Any]) -> str | None:
        """One POST. None if it was taken, otherwise what is told in ``last_error_message``."""
        headers = {"Content-Type": "application/json"}
        if hook["secret"]:
            headers["X-Telegram-Bot-Api-Secret-Token"] = hook["secret"]
        if self.session is None:
            self.session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ANSWER_WITHIN))
        try:
            async with self.session.post(hook["url"], data=json.dumps(update), headers=headers) as answer:
                body = await answer.read()
                if not 200 <= answer.status < 300:
                    return f"Wrong response from the webhook: {answer.status} {answer.reason}"
                kind = answer.content_type
        except TimeoutError:
            return "Read timeout expired"
        except aiohttp.ClientConnectorError:
            return "Connection refused"
        except aiohttp.ClientError as error:
            return f"Connection closed: {type(error).__name__}"
        await self._call_in_answer(bot_id, kind, body)
        return None

    async def _call_in_answer(self, bot_id: int, kind: str, body: bytes) -> None:
        """A method call in the answer to an update: done as if it had come by itself; its result is told to nobody."""
        params = parsed(kind, body)
        name = params.pop("method", None)
        if not isinstance(name, str):
            return
        bot = self.core.world.bots[bot_id]
        try:
            method = self.core.find_method(name)
        except ApiError as error:
            log.error("webhook answer of bot %s: %s", bot_id, error.description)
            return
        await self.core.call(bot, method, params)


def parsed(kind: str, body: bytes) -> dict[str, Any]:
    """The parameters in a webhook's answer: JSON or a form; nothing otherwise."""
    if kind == "application/x-www-form-urlencoded":
        return dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))
    try:
        value = json.loads(body) if body.strip() else {}
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def lane_of(update: dict[str, Any]) -> Any:
    """What an update must keep its order with: its chat, or else its person."""
    for payload in update.values():
        if isinstance(payload, dict):
            chat = payload.get("chat") or payload.get("message", {}).get("chat") or payload.get("from") or payload.get("user")
            if chat:
                return chat.get("id")
    return update["update_id"]
