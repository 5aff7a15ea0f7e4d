"""Keys and menus become what the Bot API takes: a text in the reader's language, an inline keyboard, a reply keyboard."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.texts import Texts
from conversations.kit import Menu, Ref

LIMIT = 4096
DATA_LIMIT = 64
KEYBOARDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "person": (("checkin", "peer"), ("counselor", "sos")),
    "volunteer": (("checkin", "duty"), ("counselor", "sos")),
    "staff": (("alerts", "help"),),
    "chat_person": (("end", "call_counselor"), ("more", "sos")),
    "chat_volunteer": (("end", "call_counselor"), ("more", "sos")),
    "case_person": (("end", "sos"),),
    "case_counselor": (("end",),),
}


class Renderer:
    def __init__(self, texts: Texts) -> None:
        self.texts = texts

    def text(self, language: str, key: str, args: Mapping[str, Any]) -> dict[str, Any]:
        """``text`` and ``parse_mode`` of a message. Telegram counts what is read, not the marks; what is too long goes out plain and cut."""
        marked = self.texts.render(language, key, args)
        if len(marked) > LIMIT // 2:
            plain = self.texts.render(language, key, args, plain=True).encode("utf-16-le")
            if len(plain) > 2 * LIMIT:
                return {"text": plain[: 2 * LIMIT].decode("utf-16-le", "ignore")}
        return {"text": marked, "parse_mode": "HTML"}

    def room(self, language: str, key: str, args: Mapping[str, Any]) -> int:
        """How many characters more a message can hold, as Telegram counts them."""
        return LIMIT - len(self.texts.render(language, key, args, plain=True).encode("utf-16-le")) // 2

    def inline(self, language: str, menus: Sequence[Menu], flow: str, token: str) -> dict[str, Any] | None:
        """The inline keyboard of some menus; buttons of ``go`` belong to no conversation and always work."""
        rows: list[list[dict[str, str]]] = []
        for menu in menus:
            where = "go.-" if menu.name == "go" else f"{flow}.{token}"
            buttons = [
                {
                    "text": self.texts.render(language, b.key or f"button.{menu.name}.{b.value}", b.args, plain=True),
                    "callback_data": f"{where}.{menu.name}.{b.value}",
                }
                for b in menu.buttons
            ]
            rows += [buttons[n : n + menu.columns] for n in range(0, len(buttons), menu.columns)]
        return {"inline_keyboard": rows} if rows else None

    def filled(self, language: str, value: Any) -> Any:
        """Plain data with every text in it written out."""
        if isinstance(value, Ref):
            return self.texts.render(language, value.key, value.args, plain=True)
        if isinstance(value, Mapping):
            return {name: self.filled(language, item) for name, item in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.filled(language, item) for item in value]
        return value

    def keyboard(self, language: str, name: str) -> dict[str, Any]:
        """The reply keyboard of that name."""
        keys = [[{"text": self.texts.render(language, f"key.{key}", plain=True)} for key in row] for row in KEYBOARDS[name]]
        return {"keyboard": keys, "resize_keyboard": True, "is_persistent": True}

    def toast(self, language: str, key: str, args: Mapping[str, Any]) -> str:
        """A notice over the chat: 200 characters at most (Bot API, answerCallbackQuery)."""
        return self.texts.render(language, key, args, plain=True)[:200]


def relayed(text: str, entities: str) -> dict[str, Any]:
    """Somebody's own words, as they are: never parsed, their formatting given beside them, no preview of a link."""
    shown: dict[str, Any] = {"text": text, "link_preview_options": {"is_disabled": True}}
    if entities:
        shown["entities"] = json.loads(entities)
    return shown
