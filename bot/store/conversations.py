"""Where each conversation stands. One row per flow, owner and subject; its state is sealed JSON, its token is what buttons carry."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import Any

from bot.store.database import Unit
from conversations import kit


@dataclass(frozen=True, slots=True)
class Conversation:
    """``owner`` is a person's id (None: shared); ``state`` is still packed (see ``unpack``). ``rank``: the highest front one has the word."""

    id: int
    owner: int | None
    flow: str
    subject: int
    version: int
    state: bytes
    token: str
    front: bool
    rank: int

    def unpack(self, unit: Unit, flow: kit.Flow) -> Any:
        """The state. Raises ValueError when it can no longer be understood."""
        data = json.loads(unit.crypt.open(self.state, f"conversations.state:{self.id}"))
        return kit.load(flow, self.version, data)


_SELECT = "SELECT id, owner, flow, subject, version, state_x, token, front, rank FROM conversations "


def _row(row: Any) -> Conversation:
    number, owner, flow, subject, version, state, token, front, rank = row
    return Conversation(number, owner, flow, subject, version, state, token, bool(front), rank)


def _first(unit: Unit, where: str, **values: Any) -> Conversation | None:
    row = unit.one(_SELECT + where, **values)
    return _row(row) if row else None


def get(unit: Unit, conversation: int) -> Conversation | None:
    return _first(unit, "WHERE id = :id", id=conversation)


def by_token(unit: Unit, token: str) -> Conversation | None:
    return _first(unit, "WHERE token = :token", token=token)


def front_of(unit: Unit, owner: int) -> Conversation | None:
    """The conversation that has the word."""
    return _first(unit, "WHERE owner = :owner AND front = 1 ORDER BY rank DESC LIMIT 1", owner=owner)


def find(unit: Unit, flow: str, owner: int | None, subject: int = 0) -> Conversation | None:
    return _first(unit, "WHERE flow = :flow AND owner IS :owner AND subject = :subject", flow=flow, owner=owner, subject=subject)


def of_flow(unit: Unit, flow: str) -> list[Conversation]:
    """The oldest first."""
    return [_row(row) for row in unit.all(_SELECT + "WHERE flow = :flow ORDER BY id", flow=flow)]


def fronts_of(unit: Unit, owner: int) -> list[Conversation]:
    return [_row(row) for row in unit.all(_SELECT + "WHERE owner = :owner AND front = 1 ORDER BY rank", owner=owner)]


def backgrounds_of(unit: Unit, owner: int) -> list[Conversation]:
    """Those that only buttons and timers reach."""
    return [_row(row) for row in unit.all(_SELECT + "WHERE owner = :owner AND front = 0 ORDER BY id", owner=owner)]


_LETTERS = b"abcdefghijklmnopqrstuvwxyz234567" * 8  # each of the 32 stands for 8 of the 256 bytes


def new_token() -> str:
    """50 random bits, 10 characters: unguessable enough beside the check of who taps."""
    return os.urandom(10).translate(_LETTERS).decode()


def add(unit: Unit, flow: kit.Flow, owner: int | None, subject: int, state: Any) -> Conversation:
    number = unit.ids.next()
    front = bool(kit.trait(flow, "FRONT"))
    made = Conversation(number, owner, flow.NAME, subject, flow.VERSION, _pack(unit, number, state), new_token(), front, number)
    unit.run(
        """INSERT INTO conversations (id, owner, flow, subject, version, state_x, token, front, rank, updated_at)
           VALUES (:id, :owner, :flow, :subject, :version, :state, :token, :front, :rank, :now)""",
        id=number,
        owner=owner,
        flow=flow.NAME,
        subject=subject,
        version=flow.VERSION,
        state=made.state,
        token=made.token,
        front=int(front),
        rank=number,
        now=unit.now,
    )
    return made


def move(unit: Unit, conversation: Conversation, flow: kit.Flow, state: Any) -> Conversation:
    """A new state. In front conversations the token changes with it, so that buttons of an earlier step are known to be old."""
    steady = not conversation.front or isinstance(state, tuple(kit.trait(flow, "STEADY")))
    token = conversation.token if steady else new_token()
    sealed = _pack(unit, conversation.id, state)
    unit.run(
        "UPDATE conversations SET version = :version, state_x = :state, token = :token, updated_at = :now WHERE id = :id",
        version=flow.VERSION,
        state=sealed,
        token=token,
        now=unit.now,
        id=conversation.id,
    )
    c = conversation
    return Conversation(c.id, c.owner, c.flow, c.subject, flow.VERSION, sealed, token, c.front, c.rank)


def raise_front(unit: Unit, conversation: int) -> None:
    """Gives the conversation the word."""
    unit.run("UPDATE conversations SET rank = :rank WHERE id = :id", rank=unit.ids.next(), id=conversation)


def remove(unit: Unit, conversation: int) -> None:
    unit.run("DELETE FROM conversations WHERE id = :id", id=conversation)
    unit.run("DELETE FROM timers WHERE kind = 'expire' AND subject = :id", id=conversation)


def _pack(unit: Unit, number: int, state: Any) -> bytes:
    return unit.crypt.seal(json.dumps(kit.dump(state), separators=(",", ":")), f"conversations.state:{number}")
