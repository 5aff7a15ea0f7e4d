"""Who hears of it when an update or a timer could not be handled: the one who wrote, whoever can put it right, and where somebody called for help
everybody who could answer. What is said here asks for as little of the database as can be: something in it may be what is damaged.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from bot.effects.alerts import staff
from bot.logs import trace
from bot.store import conversations
from bot.store.database import Unit
from bot.store.outbox import Outgoing
from bot.telegram.incoming import Sender, Tapped, Written
from bot.turn import Turn, World
from conversations.kit import Command, Ref

log = logging.getLogger(__name__)
EVERY = 600_000  # ms between two notices of the same kind; calls for help are all told
EVERYBODY = ("group", "counselors", "coordinators")


class Failures:
    """Each notice in a savepoint of its own: if it cannot be written either, that is logged and nothing else is lost."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._told: dict[str, int] = {}

    def parked(self, unit: Unit, incoming: Any) -> list[Outgoing]:
        """An update was put aside. ``incoming``: what it meant, None where that could not be read."""
        told: list[Outgoing] = []
        if isinstance(incoming, (Written, Tapped)):
            called = _called(incoming)
            told += self._guarded(unit, lambda turn: self._answer(turn, incoming.sender, called=called))
            if called:
                return told + self._guarded(unit, lambda turn: _tell(turn, "staff.call_lost", EVERYBODY))
        return told + self._now_and_then(unit, "staff.parked", ("coordinators",))

    def timer(self, unit: Unit, kind: str, subject: int) -> list[Outgoing]:
        """What was to happen by itself did not, and is tried again."""
        conversation = conversations.get(unit, subject) if kind == "expire" else None
        if conversation is not None and conversation.flow == "escalation":
            return self._now_and_then(unit, "staff.call_stuck", EVERYBODY)
        return self._now_and_then(unit, "staff.timer_failed", ("coordinators",))

    def _now_and_then(self, unit: Unit, key: str, audiences: tuple[str, ...]) -> list[Outgoing]:
        if 0 <= unit.now - self._told.get(key, -EVERY) < EVERY:
            return []
        self._told[key] = unit.now
        return self._guarded(unit, lambda turn: _tell(turn, key, audiences))

    def _answer(self, turn: Turn, sender: Sender, *, called: bool) -> None:
        """To the one who wrote: that it did not work; or, where they called for help, the numbers, and that somebody is told."""
        texts, config = self._world.renderer, self._world.config
        language = sender.language if sender.language in config.languages else config.default_language
        card = Ref("sos.card", {"services": Ref("services.card")})
        said = texts.text(language, "sos.now", {"card": card, "told": Ref("sos.told")}) if called else texts.text(language, "trouble", {})
        turn.send(sender.telegram_id, "crisis", said)

    def _guarded(self, unit: Unit, tell: Callable[[Turn], None]) -> list[Outgoing]:
        turn = Turn(unit, self._world)
        try:
            with unit.savepoint():
                tell(turn)
                return turn.out
        except Exception as error:
            if not unit.db.in_transaction:
                raise
            log.error("nobody could be told of a failure: %s", trace(error))
            return []


def _called(incoming: Written | Tapped) -> bool:
    """Whether somebody called for help, or wrote of danger."""
    if isinstance(incoming, Tapped):
        return incoming.menu == "go" and incoming.value == "sos"
    event = incoming.event
    return (isinstance(event, Command) and event.name == "sos") or getattr(event, "level", "") == "alert"


def _tell(turn: Turn, key: str, audiences: tuple[str, ...]) -> None:
    for reader in staff(turn, audiences):
        turn.send(reader.chat, "crisis", turn.world.renderer.text(reader.language, key, {}))
