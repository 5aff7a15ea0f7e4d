"""One row of the outbox on its way to Telegram: what is put in last, the call, the mark, and what follows from a refusal.

*Errors by cause.* 429: wait as told. 401: again, a few times. No connection: nothing left, try again. Lost connection, 5xx: unknown; sent again,
except prompts. 403: the person blocked the bot. 400: can never be delivered, dead letter. None of them stops the other rows.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time
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
ASKING = ("casetopic:", "room:", "who:")  # hooks of questions whose answer somebody waits for
NO_TOPIC = ("thread not found", "topic_closed", "topic_deleted", "topic_id_invalid", "not a forum")
RETRY = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)  # s between tries while Telegram cannot be reached
ALARM_RETRY = 2.0
REFUSALS = 5  # in a row, as of those who fetch updates (poller.py)


class Telegram(late.Files, Protocol):
    async def call(self, method: str, params: dict[str, Any]) -> Any: ...


class Delivery:
    """``undelivered(row, why)`` is told of messages that can never arrive; ``sent(unit, row, result)`` notes what an answer is good for."""

    def __init__(
        self,
        store: Database,
        telegram: Telegram,
        limiter: Limiter,
        undelivered: Callable[[Outgoing, str], Awaitable[None]],
        sent: Callable[[Unit, Outgoing, Any], list[Outgoing]],
        prompt_life: int,
    ) -> None:
        self._store = store
        self._telegram = telegram
        self._limiter = limiter
        self._undelivered = undelivered
        self._sent = sent
        self._prompt_life = prompt_life
        self._unknown, self._last = 0, -RETRY[0]  # how often in a row the token was not accepted, and when it last was counted

    async def attempt(self, row: Outgoing) -> float | list[Outgoing]:
        """Tries to send a row: the new rows that follow from it when it is settled, else the seconds until it is to be tried again."""
        if not row.params:
            await self._undelivered(row, "damaged")
            return []
        try:
            params = await self._completed(row)
        except (Problem, sqlite3.Error):  # the database: whatever is wrong with it, the row is not to blame
            raise
        except Exception as error:
            return await self._impossible(row, error)
        if params is None:
            return []
        faults.at("picked")
        begun = time.monotonic()
        try:
            result = await self._telegram.call(row.method, await late.with_files(self._telegram, params))
        except TelegramError as error:
            wait = await self._failed(row, params, error)
            return [] if wait is None else wait
        except Exception as error:
            return await self._impossible(row, error)
        faults.at("sent")
        self._unknown = 0
        took, lane = time.monotonic() - begun, metrics.LANES[row.lane]
        metrics.add("sebaya_sends_total", lane=lane, result="ok")
        metrics.add("sebaya_send_seconds_total", took, lane=lane)
        log.debug("message %s (%s, %s) was sent in %.0f ms", row.id, row.method, lane, took * 1000)
        follows = await self._store.unit(lambda unit: self._mark(unit, row, result))
        faults.at("marked")
        return follows

    async def _impossible(self, row: Outgoing, error: Exception) -> list[Outgoing]:
        """A row that cannot even be put into a request must not hold up all others for ever."""
        log.error("message %s (%s) could not be sent: %s", row.id, row.method, trace(error))
        await self._undelivered(row, "refused")
        return []

    async def _completed(self, row: Outgoing) -> late.Params | None:
        """Its parameters with what is only known now; None when there is nothing left to send."""
        params = row.params
        if row.lane == PROMPT:
            if not await self._store.unit(lambda unit: outbox.mark_sending(unit, row.id, unit.now - self._prompt_life)):
                return None
        elif late.lacks_ids(params):
            known = await self._store.unit(lambda unit: late.with_ids(unit, row.params))
            if known is None or (row.method == "editForumTopic" and "message_thread_id" not in known):
                await self._given_up(row, "what it is about never arrived")
                return None
            params = known
        if late.kept(params):
            whole = await self._store.unit(partial(late.with_kept, params=params))
            if whole is None:
                await self._given_up(row, "its file is gone")
            return whole
        return params

    async def _given_up(self, row: Outgoing, reason: str) -> None:
        """A dead letter that nobody waits for."""
        await self._store.unit(lambda unit: outbox.mark_failed(unit, row.id, reason))

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
        """What follows from the error: None when the row is settled, else the seconds until it is tried again."""
        metrics.add("sebaya_sends_total", lane=metrics.LANES[row.lane], result=type(error).__name__)
        log.debug("message %s (%s) was not sent: %s", row.id, row.method, type(error).__name__)
        match error:
            case RetryAfter():
                seconds = retry_seconds(error)
                self._limiter.pause(row.chat, seconds)
                if row.lane == PROMPT:
                    await self._store.unit(lambda unit: outbox.note_attempt(unit, row.id))
                return seconds
            case InvalidToken():
                return await self._not_accepted(row)
            case Forbidden():
                await self._undelivered(row, "blocked")
                return None
            case ChatMigrated():
                await self._undelivered(row, f"migrated:{error.new_chat_id}")
                return None
            case BadRequest() if _no_topic(error) and _may_go_without(row, params):
                return await self._without_topic(row)
            case BadRequest():
                await self._refused(row, params, error)
                return None
            case NotSent():
                return await self._again(row)
            case _ if row.lane == PROMPT:
                await self._given_up(row, "unknown whether it arrived")
                return None
            case _:
                return await self._again(row)

    async def _not_accepted(self, row: Outgoing) -> float | None:
        """Nothing was sent. Said once, to however many at the same moment, that is a hiccup of Telegram's; said again and again the token was taken
        back."""
        now = asyncio.get_running_loop().time()
        if now - self._last >= RETRY[0]:
            self._unknown, self._last = self._unknown + 1, now
        if self._unknown >= REFUSALS:
            raise Problem("Telegram does not accept the bot's token any more. What was to be sent is kept.")
        return await self._again(row)

    async def _without_topic(self, row: Outgoing) -> float:
        """Its owner deleted or closed the topic: the message goes where there is none, and those after it say whom they are from."""
        await self._store.unit(lambda unit: topics.gone(unit, int(row.params["message_thread_id"]["topic"]), row.chat))
        return 0.0

    async def _refused(self, row: Outgoing, params: dict[str, Any], error: TelegramError) -> None:
        if row.method.startswith("send") or row.hook.startswith(ASKING):
            log.warning("message %s (%s) was refused: %s", row.id, row.method, error.message)
            lost = f"topic:{params.get('message_thread_id', 0)}"
            said = error.message.lower()
            why = "blocked" if "chat not found" in said or "rights to send" in said else lost if _no_topic(error) else "refused"
            await self._undelivered(row, why)
        else:  # a toast too old, a message that says so already, a card that was deleted: nothing anybody waits for
            await self._given_up(row, error.message)

    async def _again(self, row: Outgoing) -> float | None:
        """Nothing says it arrived: wait a little longer each time, for as long as it takes. A message is never given up for the network."""
        tries = await self._store.unit(lambda unit: outbox.note_attempt(unit, row.id))
        if not tries:
            return None
        return min(RETRY[min(tries - 1, len(RETRY) - 1)], ALARM_RETRY if row.lane == 0 else RETRY[-1])


def _no_topic(error: TelegramError) -> bool:
    return any(words in error.message.lower() for words in NO_TOPIC)


def _may_go_without(row: Outgoing, params: dict[str, Any]) -> bool:
    """A message for a topic in a private chat that did carry its number: once that is left out, another refusal has another cause."""
    topic = row.params.get("message_thread_id")
    return row.method.startswith("send") and isinstance(topic, dict) and "topic" in topic and "message_thread_id" in params
