"""A Telegram in memory: takes what the engine hands to the sender, keeps what stands on each screen, and tells the engine what arrived."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.delivered import Delivered
from bot.store import outbox
from bot.store.database import Unit
from bot.store.outbox import Outgoing
from bot.telegram import late
from tests.bot.desk import Desk

FIRST = 1_000_000  # ids of the bot's messages; those of people are smaller


@dataclass(slots=True)
class Shown:
    """A message of the bot on somebody's screen."""

    chat: int
    number: int
    method: str
    params: dict[str, Any]
    reaction: str = ""
    gone: bool = False

    @property
    def text(self) -> str:
        return str(self.params.get("text", self.params.get("caption", "")))

    @property
    def buttons(self) -> list[str]:
        rows = (self.params.get("reply_markup") or {}).get("inline_keyboard", [])
        return [button["callback_data"] for row in rows for button in row]


@dataclass(slots=True)
class Wire:
    """``blocked``: the chats that take nothing any more."""

    desk: Desk
    screens: dict[int, dict[int, Shown]] = field(default_factory=dict)
    reactions: dict[tuple[int, int], str] = field(default_factory=dict)  # on messages of people: chat, message
    blocked: set[int] = field(default_factory=set)
    number: int = FIRST
    threads: dict[int, list[tuple[int, int]]] = field(default_factory=dict)  # topics and their links, by chat

    async def deliver(self, most: int = 1_000_000) -> None:
        """Sends what waits, the oldest first, until nothing more comes of it (or ``most`` were sent)."""
        while self.desk.out and most > 0:
            rows = self.desk.out[:most]
            del self.desk.out[: len(rows)]
            most -= len(rows)
            refused = await self.desk.store.unit(lambda unit, rows=rows: [row for row in rows if not self._take(unit, row)])
            for row in refused:
                await self.desk.engine.undelivered(row, "blocked")

    def _take(self, unit: Unit, row: Outgoing) -> bool:
        params = late.with_ids(unit, row.params) if late.lacks_ids(row.params) else row.params
        if params is None:
            outbox.mark_failed(unit, row.id, "never arrived")
            return True
        if row.chat in self.blocked and row.method.startswith("send"):
            return False
        result = self._show(row.chat, row.method, params)
        outbox.mark_sent(unit, row.id)
        if row.method == "createForumTopic":
            self.threads.setdefault(row.chat, []).append((result["message_thread_id"], int(row.hook.partition(":")[2])))
        if row.hook:
            self.desk.out += Delivered(self.desk.world)(unit, row, result)
        return True

    def _show(self, chat: int, method: str, params: dict[str, Any]) -> Any:
        screen = self.screens.setdefault(chat, {})
        if method.startswith("send"):
            parts = [{**params, **part} for part in params["media"]] if method == "sendMediaGroup" else [params]
            made = []
            for part in parts:
                self.number += 1
                screen[self.number] = Shown(chat, self.number, method, part)
                made.append({"message_id": self.number})
            return made if method == "sendMediaGroup" else made[0]
        if method == "createForumTopic":
            self.number += 1
            return {"message_thread_id": self.number, "name": params["name"], "icon_color": 1}
        shown = screen.get(int(params.get("message_id", 0)))
        if method == "setMessageReaction":
            emoji = next((one["emoji"] for one in params["reaction"]), "")
            if shown is None:
                self.reactions[chat, params["message_id"]] = emoji
            else:
                shown.reaction = emoji
        elif shown is not None and method == "deleteMessage":
            shown.gone = True
        elif shown is not None and method.startswith("editMessage"):
            shown.params = {**shown.params, "reply_markup": None, **params}
        return True

    def on(self, chat: int) -> list[Shown]:
        """What stands on a screen, the oldest first."""
        return [shown for shown in self.screens.get(chat, {}).values() if not shown.gone]
