"""What Telegram's answer to a message is good for: the id of a relayed copy, or of a card that is to change in place later."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.effects import alerts as alert_effects
from bot.effects import case_work, rooms
from bot.store import alerts, cases, circles, conversations, links, outbox, timers, topics
from bot.store.database import Unit
from bot.store.outbox import Outgoing
from bot.turn import Turn, World


class Delivered:
    """Called in the unit that marks a row as sent. ``hook`` is ``relayed:<row>,…`` (an album: one
    per part), ``circled:<row>,…`` or ``card:<conversation>:<language>:<state shown>``; ``casetopic:``, ``room:``, ``who:``: answers to
    questions; ``passing:<ms>``: a message that is to disappear after that time."""

    def __init__(self, world: World, settle: Callable[[Turn], None] = lambda turn: None) -> None:
        """``settle`` plays what an answer sets off."""
        self._world = world
        self._settle = settle

    def __call__(self, unit: Unit, row: Outgoing, result: Any) -> list[Outgoing]:
        kind, *rest = row.hook.split(":")
        if kind == "topic":
            topics.made(unit, int(rest[0]), row.chat, int(result["message_thread_id"]))
            return []
        if kind == "erased":
            outbox.forget(unit, row.id)
            return []
        if kind in {"casetopic", "room", "who"}:
            return self._asked(unit, row, kind, rest, result)
        messages = [int(one["message_id"]) for one in (result if isinstance(result, list) else [result])]
        if kind == "relayed":
            for number, message in zip(rest[0].split(","), messages, strict=True):
                links.set_target(unit, int(number), message)
            return []
        if kind == "circled":
            for number, message in zip(rest[0].split(","), messages, strict=True):
                circles.set_target(unit, int(number), message)
            return []
        if kind == "passing":
            timers.put(unit, "passing", cases.add_passing(unit, row.chat, messages[0]), unit.now + int(rest[0]))
            return []
        return self._card(unit, row, messages[0], int(rest[0]), rest[1], rest[2])

    def _asked(self, unit: Unit, row: Outgoing, kind: str, rest: list[str], result: Any) -> list[Outgoing]:
        """Not a message of ours, but an answer: a topic, what the group is, who somebody is."""
        turn = Turn(unit, self._world)
        if kind == "who":
            case_work.show_who(turn, int(rest[0]), int(rest[1]), result)
        else:
            rooms.answered(turn, row, kind, rest[0], result)
        self._settle(turn)
        return turn.out

    def _card(self, unit: Unit, row: Outgoing, message: int, conversation: int, language: str, shown: str) -> list[Outgoing]:
        """Remembers the card; if things moved on while it was on its way, it is brought up to date at once."""
        alerts.add_card(unit, conversation, row.chat, message, language)
        found = conversations.get(unit, conversation)
        if found is None or found.flow != "escalation":
            return []
        turn = Turn(unit, self._world)
        case = cases.of_alert(unit, found.subject)
        if case is not None and case.thread is not None and case.chat == row.chat and case.header is None:
            cases.set_header(unit, case.id, message)
            turn.call(row.chat, "crisis", "pinChatMessage", {"chat_id": row.chat, "message_id": message, "disable_notification": True})
        if alerts.get(unit, found.subject).state != shown:
            alert_effects.refresh(turn, found.subject)
        return turn.out
