"""The sender: the one door out. Takes rows of the outbox to Telegram, in order per chat, urgent ones first, within the limits.

::

    engine ──▶ offer(rows) ──▶ streams: (chat, alarm | talk | prompt) ──▶ ready, by lane ──▶ limiter ──▶ one in flight per stream ──▶ mark
                                  ▲
    prompts: read from the database in pages, so that a hundred thousand of them cost no memory

*Order.* Within a chat, relayed words and replies go strictly one after the other: the next leaves only when the one before is marked sent, so
after a crash at most one message per chat can be sent twice. Alarms have a stream of their own in each chat and never wait behind talk; prompts
come last of all.

What becomes of one row, and of each kind of error, is ``delivery.py``.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from bot.store import outbox
from bot.store.database import Database, Unit
from bot.store.outbox import PROMPT, Outgoing
from bot.telegram.delivery import Delivery, Telegram
from bot.telegram.limits import Limiter
from bot.telegram.streams import Key, Streams

PAGE = 256
IN_FLIGHT = 48  # urgent messages are not counted, so a full house never keeps an alarm waiting
FREE_METHODS = frozenset({"answerCallbackQuery", "setMessageReaction", "deleteMessage"})  # no message, no limit
EDITS = frozenset({"editMessageText", "editMessageCaption", "editMessageReplyMarkup"})  # no new message in a private chat; overall they count


class Sender:
    """``undelivered(row, why)`` is told of messages that can never arrive; ``sent(unit, row, result)`` notes what an answer is good for."""

    def __init__(
        self,
        store: Database,
        telegram: Telegram,
        limiter: Limiter,
        undelivered: Callable[[Outgoing, str], Awaitable[None]],
        sent: Callable[[Unit, Outgoing, Any], list[Outgoing]],
        prompt_life: int = 3 * 3_600_000,
    ) -> None:
        """``prompt_life``: how old (ms) a prompt may be when it leaves."""
        self._store = store
        self._limiter = limiter
        self._delivery = Delivery(store, telegram, limiter, undelivered, sent, prompt_life)
        self._streams = Streams()
        self._tasks: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()
        self._crowd = 0
        self._paged_to = 0
        self._prompts_left = True
        self._stopping = False
        self._failure: BaseException | None = None

    # --------------------------------------------------------------------------------------------------------------------- way in

    def offer(self, rows: list[Outgoing]) -> None:
        """New rows, durable by now. Prompts are not held here: they are read from the database when their turn comes."""
        for row in rows:
            if row.lane == PROMPT:
                self._prompts_left = True
            else:
                self._streams.add(row)
        if rows:
            self._wake.set()

    async def recover(self) -> None:
        """What the last run left open, oldest first."""

        def work(unit: Unit) -> list[Outgoing]:
            outbox.drop_half_sent_prompts(unit)
            return outbox.unsent(unit)

        self.offer(await self._store.unit(work))

    # --------------------------------------------------------------------------------------------------------------------- running

    async def run(self) -> None:
        """Sends until ``stop``. Raises Problem when the database or the token fails."""
        loop = asyncio.get_running_loop()
        while not self._stopping:
            self._wake.clear()  # before looking, so that nothing that comes meanwhile is slept through
            await self._page_prompts()
            wait = self._send_what_may_go()
            timer = loop.call_later(wait, self._wake.set) if wait is not None else None
            await self._wake.wait()
            if timer is not None:
                timer.cancel()
            if self._failure is not None:
                raise self._failure

    async def stop(self) -> None:
        """Lets what is in flight arrive and be marked; the rest stays in the database for the next start."""
        self._stopping = True
        self._wake.set()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=10)

    def idle(self) -> bool:
        """Nothing queued, nothing in flight, no prompts waiting."""
        return not self._streams and not self._tasks and not self._prompts_left

    def waiting(self) -> int:
        """Rows held in memory that are not sent yet."""
        return len(self._streams)

    def stuck(self) -> float:
        """Seconds since a row was settled, while there are some that wait; 0 when none does."""
        return self._streams.stuck()

    async def _page_prompts(self) -> None:
        if self._prompts_left and self._streams.prompts < PAGE // 2:
            rows = await self._store.unit(lambda unit: outbox.prompts(unit, self._paged_to, PAGE))
            self._prompts_left = len(rows) == PAGE
            for row in rows:
                self._paged_to = row.id
                self._streams.add(row)

    def _send_what_may_go(self) -> float | None:
        """Starts everything that is allowed right now; returns the seconds until more may be (None: until something new comes)."""
        now = asyncio.get_running_loop().time()
        self._streams.wake(now)
        while not self._stopping and self._failure is None and (first := self._streams.first()) is not None:
            key, row = first
            if row.lane > 0 and self._crowd >= IN_FLIGHT:
                break  # whoever comes back wakes us; only an alarm that is to be tried again may come sooner
            wait = self._overall_wait(row)
            if wait > 0:
                return wait
            self._streams.take()
            wait = self._wait_of_chat(row)
            if wait > 0:
                self._streams.put_off(key, now + wait)
            else:
                self._start(row, key)
        return self._streams.wait(now)

    def _overall_wait(self, row: Outgoing) -> float:
        return 0.0 if row.method in FREE_METHODS else self._limiter.wait(prompt=row.lane == PROMPT)

    def _wait_of_chat(self, row: Outgoing) -> float:
        return 0.0 if _in_place(row) else self._limiter.wait_chat(row.chat)

    def _start(self, row: Outgoing, key: Key) -> None:
        if row.method not in FREE_METHODS:
            self._limiter.take(0 if _in_place(row) else row.chat, prompt=row.lane == PROMPT)
        self._crowd += row.lane > 0
        task = asyncio.get_running_loop().create_task(self._deliver(row, key))
        self._tasks.add(task)
        task.add_done_callback(self._done)

    async def _deliver(self, row: Outgoing, key: Key) -> None:
        """What is raised here ends the program; nothing of this chat may follow a message whose mark is not durable."""
        outcome = await self._delivery.attempt(row)
        self._crowd -= row.lane > 0
        if isinstance(outcome, list):
            self.offer(outcome)
            self._streams.settled(key)
        else:
            self._streams.put_off(key, asyncio.get_running_loop().time() + outcome)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self._failure = task.exception()
        self._wake.set()


def _in_place(row: Outgoing) -> bool:
    """Whether it puts nothing new into the chat, so that the chat's own limit does not count it."""
    return row.method in FREE_METHODS or (row.chat > 0 and row.method in EDITS)
