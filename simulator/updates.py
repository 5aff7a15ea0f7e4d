"""The queue of updates of one bot, and the long poll on it.

As on the real server: an update stays until a later ``offset`` confirms it, or 24 hours; ``offset`` = -n shows the last n and forgets
the rest; a second poll ends the first with 409. The ids rise by one and never fall; ``jump`` skips some, as the real server does after a
quiet week.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from simulator.clock import Clock
from simulator.errors import conflict

RETENTION = 24 * 3600
LONGEST_POLL = 50
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
KINDS = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "message_reaction",
    "message_reaction_count",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "shipping_query",
    "pre_checkout_query",
    "poll",
    "poll_answer",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
)
OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_SET = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


class UpdateQueue:
    """Unconfirmed updates by id, each with the moment it came. ``on_change`` is called after each change (storage)."""

    def __init__(self, clock: Clock, first_id: int) -> None:
        self.clock = clock
        self.next_id = first_id
        self.pending: OrderedDict[int, tuple[float, dict[str, Any]]] = OrderedDict()
        self.allowed: list[str] | None = None
        self.webhook: dict[str, Any] | None = None
        self.on_change: Callable[[], None] | None = None
        self.on_poll: Callable[[], None] | None = None
        self._poll: asyncio.Future[str] | None = None
        self.polls = 0
        self.used = False

    @property
    def polling(self) -> bool:
        """Whether a client is waiting in getUpdates right now."""
        return self._poll is not None

    def wants(self, kind: str) -> bool:
        """Whether ``allowed_updates`` lets this kind through (empty list: the default, all but three)."""
        return kind in self.allowed if self.allowed else kind not in NOT_BY_DEFAULT

    def add(self, kind: str, payload: dict[str, Any]) -> int | None:
        """Queue one update; returns its id, or None if the bot did not ask for this kind."""
        return self.add_raw({kind: payload}) if self.wants(kind) else None

    def add_raw(self, update: dict[str, Any]) -> int:
        """Queue an update as it is; ``update_id`` is set unless given."""
        number = update.get("update_id", self.next_id)
        number = number if isinstance(number, int) else self.next_id
        whole = {"update_id": number, **update}
        self.pending[number] = (self.clock.now(), whole)
        self.used = True
        if number != self.next_id:
            # A raw update with an id of its own may come before others: the queue stays sorted, so that an offset cuts it in one place.
            self.pending = OrderedDict(sorted(self.pending.items()))
        self.next_id = max(self.next_id, number + 1)
        self._changed()
        if self._poll is not None and not self._poll.done():
            self._poll.set_result("update")
        return number

    def jump(self, count: int) -> int:
        """Skip ``count`` ids; returns the next one."""
        self.next_id += count
        self._changed()
        return self.next_id

    def drop_all(self) -> None:
        """Forget everything that is pending."""
        self.pending.clear()
        self._changed()

    def confirm(self, number: int) -> None:
        """Forget one update (a webhook took it)."""
        self.pending.pop(number, None)
        self._changed()

    def expire(self) -> None:
        """Forget what nobody fetched within 24 hours."""
        edge = self.clock.now() - RETENTION
        while self.pending:
            number, (came, _) = next(iter(self.pending.items()))
            if came >= edge:
                return
            del self.pending[number]
            self._changed()

    async def poll(self, offset: int, limit: int, timeout: float) -> list[dict[str, Any]]:
        """The answer to getUpdates. Waits up to ``timeout`` real seconds (cap 50); 409 if another poll comes or a webhook is set."""
        if self.webhook:
            raise conflict(WEBHOOK_SET)
        if self._poll is not None and not self._poll.done():
            self._poll.set_result("other")
        self._move_to(offset)
        self.polls += 1
        found = self._first(limit)
        timeout = min(max(timeout, 0), LONGEST_POLL)
        if found or not timeout:
            return found
        return await self._wait(limit, timeout)

    async def _wait(self, limit: int, timeout: float) -> list[dict[str, Any]]:
        mine: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._poll = mine
        if self.on_poll:
            self.on_poll()
        try:
            await asyncio.wait({mine}, timeout=timeout)
        finally:
            if self._poll is mine:
                self._poll = None
        reason = mine.result() if mine.done() else "timeout"
        if reason == "other":
            raise conflict(OTHER_POLLER)
        if reason == "webhook":
            raise conflict("terminated by setWebhook request")
        return self._first(limit)

    def interrupt(self, reason: str) -> None:
        """End a waiting poll (``webhook``: with 409)."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(reason)

    def _move_to(self, offset: int) -> None:
        self.expire()
        before = len(self.pending)
        if offset > 0:
            while self.pending and next(iter(self.pending)) < offset:
                self.pending.popitem(last=False)
        elif offset < 0:
            for number in list(self.pending)[: max(0, len(self.pending) + offset)]:
                del self.pending[number]
        if len(self.pending) != before:
            self._changed()

    def _first(self, limit: int) -> list[dict[str, Any]]:
        return [update for _, (_, update) in zip(range(min(max(limit, 1), 100)), self.pending.values(), strict=False)]

    def _changed(self) -> None:
        if self.on_change:
            self.on_change()
