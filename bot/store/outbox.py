"""The outbox: what is to be said to Telegram. Written in the transaction that decided it, sent afterwards, at least once.

Prompts are the exception: they are marked ``sending`` before they go out and dropped if the program died meanwhile, because a prompt twice is
worse than a prompt missed. Everything else stays ``new`` until Telegram has answered and that is durable.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from typing import Any

from bot.crypt import Unsealable
from bot.store.database import Unit

log = logging.getLogger(__name__)
LANES = {"crisis": 0, "relay": 1, "reply": 2, "prompt": 3}
PROMPT = LANES["prompt"]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One call of the Bot API. ``hook`` says what to note with the answer, e.g. ``relayed:17``; ``attempts`` made so far."""

    id: int
    chat: int
    lane: int
    method: str
    params: dict[str, Any]
    conversation: int = 0
    hook: str = ""
    attempts: int = 0


def add(unit: Unit, chat: int, lane: str, method: str, params: dict[str, Any], *, conversation: int = 0, hook: str = "") -> Outgoing:
    number = unit.ids.next()
    row = Outgoing(number, chat, LANES[lane], method, params, conversation, hook)
    unit.run(
        """INSERT INTO outbox (id, chat, lane, method, payload_x, conversation, hook, created_at)
           VALUES (:id, :chat, :lane, :method, :payload, :conversation, :hook, :now)""",
        id=number,
        chat=chat,
        lane=row.lane,
        method=method,
        payload=unit.crypt.seal(json.dumps(params, ensure_ascii=False, separators=(",", ":")), f"outbox.payload:{number}"),
        conversation=conversation,
        hook=hook,
        now=unit.now,
    )
    return row


_SELECT = "SELECT id, chat, lane, method, payload_x, conversation, hook, attempts FROM outbox "


def _row(unit: Unit, row: Any) -> Outgoing:
    """One that is damaged has no ``params``: it cannot be sent, and whoever wrote it must hear of that."""
    number, chat, lane, method, payload, conversation, hook, attempts = row
    try:
        params = json.loads(unit.crypt.open(payload, f"outbox.payload:{number}"))
    except Unsealable:
        log.error("message %s (%s) is damaged and cannot be sent", number, method)
        params = {}
    return Outgoing(number, chat, lane, method, params, conversation, hook, attempts)


def _read(unit: Unit, where: str, **values: Any) -> list[Outgoing]:
    return [_row(unit, row) for row in unit.all(_SELECT + where, **values)]


def unsent(unit: Unit) -> list[Outgoing]:
    """What the last run left open, apart from prompts, oldest first."""
    return _read(unit, "WHERE state IN ('new', 'sending') AND lane < :prompt ORDER BY id", prompt=PROMPT)


def unsent_to(unit: Unit, chat: int) -> list[Outgoing]:
    """The same for one chat."""
    return _read(unit, "WHERE state IN ('new', 'sending') AND lane < :prompt AND chat = :chat ORDER BY id", prompt=PROMPT, chat=chat)


def prompts(unit: Unit, after: int, limit: int) -> list[Outgoing]:
    """The next page of prompts to be sent, by id."""
    where = "WHERE state = 'new' AND lane = :prompt AND id > :after ORDER BY id LIMIT :limit"
    return _read(unit, where, prompt=PROMPT, after=after, limit=limit)


def drop_half_sent_prompts(unit: Unit) -> int:
    """On start: prompts that were on their way when the program died. Whether they arrived is unknown; they are not sent again."""
    return unit.run(
        "UPDATE outbox SET state = 'failed', error = 'interrupted', payload_x = NULL, done_at = :now WHERE state = 'sending'", now=unit.now
    ).rowcount


def mark_sending(unit: Unit, number: int, oldest: int) -> bool:
    """Before a prompt leaves. False, and the prompt is dropped, when it was made before ``oldest`` (epoch ms): it no longer makes sense."""
    if unit.run("UPDATE outbox SET state = 'sending' WHERE id = :id AND created_at >= :oldest", id=number, oldest=oldest).rowcount:
        return True
    mark_failed(unit, number, "too late")
    return False


def mark_sent(unit: Unit, number: int) -> None:
    unit.run("UPDATE outbox SET state = 'sent', payload_x = NULL, done_at = :now WHERE id = :id", now=unit.now, id=number)


def mark_failed(unit: Unit, number: int, reason: str) -> None:
    """The dead letter keeps its sealed payload for whoever looks into it, until retention takes it."""
    unit.run("UPDATE outbox SET state = 'failed', error = :reason, done_at = :now WHERE id = :id", reason=reason, now=unit.now, id=number)
    unit.run("DELETE FROM outbox WHERE id = :id AND hook = 'erased'", id=number)  # the last words to somebody who is erased


def forget(unit: Unit, number: int) -> None:
    """Leaves no trace of a message that was delivered."""
    unit.run("DELETE FROM outbox WHERE id = :id", id=number)
    unit.scrub = True


def note_attempt(unit: Unit, number: int) -> int:
    """One more try is needed; returns how many were made. 0: the row is gone (its person was erased)."""
    tries: int = unit.value("UPDATE outbox SET attempts = attempts + 1, state = 'new' WHERE id = :id RETURNING attempts", id=number) or 0
    return tries
