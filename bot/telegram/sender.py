"""The sender: the one door out. Takes rows of the outbox to Telegram, in order per chat, urgent ones first, within the limits.

::

    engine ──▶ offer(rows) ──▶ streams: (chat, alarm | talk | prompt) ──▶ ready, by lane ──▶ limiter ──▶ one in flight per stream ──▶ mark
                                  ▲
    prompts: read from the database in pages, so that a hundred thousand of them cost no memory

*Order.* Within a chat, relayed words and replies go strictly one after the other: the next leaves only when the one before is marked sent, so
after a crash at most one message per chat can be sent twice. Alarms have a stream of their own in each chat and never wait behind talk; prompts
come last of all.

*Errors by cause.* 429: wait as told. No connection: nothing left, try again. Lost connection, 5xx: unknown; sent again, except prompts. 403:
the person blocked the bot. 400: can never be delivered, dead letter. None of them stops the others.
"""

from __future__ import annotations

import asyncio
import heapq
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Protocol

from bot import faults, metrics
from bot.logs import trace
from bot.problems import Problem
from bot.store import files, outbox, topics
from bot.store.database import Database, Unit
from bot.store.outbox import PROMPT, Outgoing
from bot.telegram import late
from bot.telegram.client import BadRequest, ChatMigrated, Forbidden, InvalidToken, NotSent, RetryAfter, TelegramError, retry_seconds
from bot.telegram.limits import Limiter

log = logging.getLogger(__name__)
Key = tuple[int, int]
PAGE = 256
IN_FLIGHT = 48  # urgent messages are not counted, so a full house never keeps an alarm waiting
FREE_METHODS = frozenset({"answerCallbackQuery", "setMessageReaction", "deleteMessage"})  # no message, no limit
EDITS = frozenset(
    {"editMessageText", "editMessageCaption", "editMessageReplyMarkup"}
)  # in a private chat they are no new message; overall they count
ALARM, TALK, PROMPTS, AT_ONCE = 0, 1, 2, 3
ASKING = ("casetopic:", "room:", "who:")  # hooks of questions whose answer somebody waits for
NO_TOPIC = ("thread not found", "topic_closed", "topic_deleted", "topic_id_invalid", "not a forum")
RETRY = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)  # s between tries while Telegram cannot be reached
ALARM_RETRY = 2.0


class Telegram(late.Files, Protocol):
    async def call(self, method: str, params: dict[str, Any]) -> Any: ...


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
        self._telegram = telegram
        self._limiter = limiter
        self._undelivered = undelivered
        self._sent = sent
        self._prompt_life = prompt_life
        self._streams: dict[Key, deque[Outgoing]] = {}
        self._ready: list[tuple[int, int, Key]] = []
        self._later: list[tuple[float, int, int, Key]] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()
        self._crowd = 0
        self._paged_to = 0
        self._prompts_held = 0
        self._prompts_left = True
        self._stopping = False
        self._failure: BaseException | None = None
        self.delivered = 0
        self._moved = time.monotonic()

    # --------------------------------------------------------------------------------------------------------------------- way in

    def offer(self, rows: list[Outgoing]) -> None:
        """New rows, durable by now. Prompts are not held here: they are read from the database when their turn comes."""
        for row in rows:
            if row.lane == PROMPT:
                self._prompts_left = True
            else:
                self._queue(row)
        if rows:
            self._wake.set()

    def _queue(self, row: Outgoing) -> None:
        if not self._streams:
            self._moved = time.monotonic()
        key = (row.chat, _stream(row))
        stream = self._streams.get(key)
        if stream is None:
            self._streams[key] = deque((row,))
            heapq.heappush(self._ready, (row.lane, row.id, key))
        else:
            stream.append(row)

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
        return sum(len(stream) for stream in self._streams.values())

    def stuck(self) -> float:
        """Seconds since a row was settled, while there are some that wait; 0 when none does."""
        return time.monotonic() - self._moved if self._streams else 0.0

    async def _page_prompts(self) -> None:
        if self._prompts_left and self._prompts_held < PAGE // 2:
            rows = await self._store.unit(lambda unit: outbox.prompts(unit, self._paged_to, PAGE))
            self._prompts_left = len(rows) == PAGE
            for row in rows:
                self._paged_to = row.id
                self._prompts_held += 1
                self._queue(row)

    def _send_what_may_go(self) -> float | None:
        """Starts everything that is allowed right now; returns the seconds until more may be (None: until something new comes)."""
        loop = asyncio.get_running_loop()
        now = loop.time()
        while self._later and self._later[0][0] <= now:
            _, lane, number, key = heapq.heappop(self._later)
            heapq.heappush(self._ready, (lane, number, key))
        while self._ready and not self._stopping and self._failure is None:
            lane, number, key = self._ready[0]
            row = self._streams[key][0]
            free = row.method in FREE_METHODS
            if lane > 0 and self._crowd >= IN_FLIGHT:
                break  # whoever comes back wakes us; only an alarm that is to be tried again may come sooner
            wait = 0.0 if free else self._limiter.wait(prompt=lane == PROMPT)
            if wait > 0:
                return wait
            heapq.heappop(self._ready)
            in_place = free or (row.chat > 0 and row.method in EDITS)
            wait = 0.0 if in_place else self._limiter.wait_chat(row.chat)
            if wait > 0:
                heapq.heappush(self._later, (now + wait, lane, number, key))
                continue
            if not free:
                self._limiter.take(0 if in_place else row.chat, prompt=lane == PROMPT)
            self._crowd += lane > 0
            task = loop.create_task(self._deliver(row, key))
            self._tasks.add(task)
            task.add_done_callback(self._done)
        return max(0.0, self._later[0][0] - now) if self._later else None

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self._failure = task.exception()
        self._wake.set()

    # -------------------------------------------------------------------------------------------------------------------- one row

    async def _deliver(self, row: Outgoing, key: Key) -> None:
        """What is raised here ends the program; nothing of this chat may follow a message whose mark is not durable."""
        delay = await self._attempt(row)
        self._crowd -= row.lane > 0
        if delay is None:
            self._forward(key)
        else:
            heapq.heappush(self._later, (asyncio.get_running_loop().time() + delay, row.lane, row.id, key))

    def _forward(self, key: Key) -> None:
        """The first of the stream is done: the next one may go."""
        self._moved = time.monotonic()
        stream = self._streams[key]
        row = stream.popleft()
        self._prompts_held -= row.lane == PROMPT
        if stream:
            heapq.heappush(self._ready, (stream[0].lane, stream[0].id, key))
        else:
            del self._streams[key]

    async def _attempt(self, row: Outgoing) -> float | None:
        """Tries to send a row. None when it is settled, else the seconds until it is to be tried again."""
        params = row.params
        if row.lane == PROMPT:
            if not await self._store.unit(lambda unit: outbox.mark_sending(unit, row.id, unit.now - self._prompt_life)):
                return None
        elif late.lacks_ids(params):
            known = await self._store.unit(lambda unit: late.with_ids(unit, row.params))
            if known is None:
                await self._store.unit(lambda unit: outbox.mark_failed(unit, row.id, "what it is about never arrived"))
                return None
            params = known
        if late.kept(params):
            whole = await self._store.unit(partial(late.with_kept, params=params))
            if whole is None:
                await self._store.unit(lambda unit: outbox.mark_failed(unit, row.id, "its file is gone"))
                return None
            params = whole
        faults.at("picked")
        begun = time.monotonic()
        try:
            result = await self._telegram.call(row.method, await late.with_files(self._telegram, params))
        except TelegramError as error:
            return await self._failed(row, params, error)
        except Exception as error:  # a row that cannot even be put into a request: it must not hold up all others for ever
            log.error("message %s (%s) could not be sent: %s", row.id, row.method, trace(error))
            await self._undelivered(row, "refused")
            return None
        faults.at("sent")
        self.delivered += 1
        metrics.add("sebaya_sends_total", lane=metrics.LANES[row.lane], result="ok")
        metrics.add("sebaya_send_seconds_total", time.monotonic() - begun, lane=metrics.LANES[row.lane])
        self.offer(await self._store.unit(lambda unit: self._mark(unit, row, result)))
        faults.at("marked")
        return None

    def _mark(self, unit: Unit, row: Outgoing, result: Any) -> list[Outgoing]:
        outbox.mark_sent(unit, row.id)
        for file in late.kept(row.params):
            files.remove(unit, file)
        try:
            with unit.savepoint():
                return self._sent(unit, row, result) if row.hook else []
        except Exception as error:  # it was sent all the same: sending it again and again would help nobody
            if not unit.db.in_transaction:
                raise
            log.error("the answer to message %s could not be noted: %s", row.id, trace(error))
            return []

    async def _failed(self, row: Outgoing, params: dict[str, Any], error: TelegramError) -> float | None:
        metrics.add("sebaya_sends_total", lane=metrics.LANES[row.lane], result=type(error).__name__)
        match error:
            case RetryAfter():
                seconds = retry_seconds(error)
                self._limiter.pause(row.chat, seconds)
                if row.lane == PROMPT:
                    await self._store.unit(lambda unit: outbox.note_attempt(unit, row.id))
                return seconds
            case InvalidToken():
                raise Problem("Telegram does not accept the bot's token any more. What was to be sent is kept.")
            case Forbidden():
                await self._undelivered(row, "blocked")
                return None
            case ChatMigrated():
                await self._undelivered(row, f"migrated:{error.new_chat_id}")
                return None
            case BadRequest() if "thread not found" in error.message.lower() and "topic" in (row.params.get("message_thread_id") or {}):
                return await self._without_topic(row)
            case BadRequest():
                await self._refused(row, params, error)
                return None
            case NotSent():
                return await self._again(row)
            case _ if row.lane == PROMPT:
                await self._store.unit(lambda unit: outbox.mark_failed(unit, row.id, "unknown whether it arrived"))
                return None
            case _:
                return await self._again(row)

    async def _without_topic(self, row: Outgoing) -> float:
        """Its owner deleted the topic: the message goes where there is none, and those after it say whom they are from."""
        await self._store.unit(lambda unit: topics.gone(unit, int(row.params["message_thread_id"]["topic"]), row.chat))
        return 0.0

    async def _refused(self, row: Outgoing, params: dict[str, Any], error: TelegramError) -> None:
        if row.method.startswith("send") or row.hook.startswith(ASKING):
            log.warning("message %s (%s) was refused: %s", row.id, row.method, error.message)
            text, lost = error.message.lower(), f"topic:{params.get('message_thread_id', 0)}"
            why = "blocked" if "chat not found" in text else lost if any(words in text for words in NO_TOPIC) else "refused"
            await self._undelivered(row, why)
        else:  # a toast too old, a message that says so already, a card that was deleted: nothing anybody waits for
            await self._store.unit(lambda unit: outbox.mark_failed(unit, row.id, error.message))

    async def _again(self, row: Outgoing) -> float | None:
        """Nothing says it arrived: wait a little longer each time, for as long as it takes. A message is never given up for the network."""
        tries = await self._store.unit(lambda unit: outbox.note_attempt(unit, row.id))
        if not tries:
            return None
        return min(RETRY[min(tries - 1, len(RETRY) - 1)], ALARM_RETRY if row.lane == 0 else RETRY[-1])


def _stream(row: Outgoing) -> int:
    """Which of a chat's streams a row belongs to. Answers to taps are no messages: they wait for nothing."""
    if row.method == "answerCallbackQuery":
        return AT_ONCE
    return ALARM if row.lane == 0 else PROMPTS if row.lane == PROMPT else TALK
