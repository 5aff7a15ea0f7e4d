"""What Telegram's answer to a message is good for: the id of a relayed copy, or of a card that is to change in place later."""

from __future__ import annotations

from typing import Any

from bot.effects import alerts as alert_effects
from bot.store import alerts, circles, conversations, links, outbox, topics
from bot.store.database import Unit
from bot.store.outbox import Outgoing
from bot.turn import Turn, World


class Delivered:
    """Called in the unit that marks a row as sent. ``hook`` is ``relayed:<row>,…`` (an album: one
    per part), ``circled:<row>`` or ``card:<conversation>:<language>:<state shown>``."""

    def __init__(self, world: World) -> None:
        self._world = world

    def __call__(self, unit: Unit, row: Outgoing, result: Any) -> list[Outgoing]:
        kind, *rest = row.hook.split(":")
        if kind == "topic":
            topics.made(unit, int(rest[0]), row.chat, int(result["message_thread_id"]))
            return []
        if kind == "erased":
            outbox.forget(unit, row.id)
            return []
        messages = [int(one["message_id"]) for one in (result if isinstance(result, list) else [result])]
        if kind == "relayed":
            for number, message in zip(rest[0].split(","), messages, strict=True):
                links.set_target(unit, int(number), message)
            return []
        if kind == "circled":
            circles.set_target(unit, int(rest[0]), messages[0])
            return []
        return self._card(unit, row, messages[0], int(rest[0]), rest[1], rest[2])

    def _card(self, unit: Unit, row: Outgoing, message: int, conversation: int, language: str, shown: str) -> list[Outgoing]:
        """Remembers the card; if things moved on while it was on its way, it is brought up to date at once."""
        alerts.add_card(unit, conversation, row.chat, message, language)
        found = conversations.get(unit, conversation)
        if found is None or found.flow != "escalation" or alerts.get(unit, found.subject).state == shown:
            return []
        turn = Turn(unit, self._world)
        alert_effects.refresh(turn, found.subject)
        return turn.out
