"""What stands in the rows of a person, in words they understand: by what the data map says of each column."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.store import datamap

Row = dict[str, Any]
Rows = list[Row]
Words = Callable[[str, dict[str, Any]], str]
TIMES = ("at", "since", "until")
PIECE = re.compile(r"[\w.-]+")


def is_time(column: str) -> bool:
    return column in TIMES or column.endswith("_at")


class Reader:
    """``words(key, args)`` gives a text as Telegram HTML, or an empty one; ``zone`` is the person's."""

    def __init__(self, words: Words, zone: str, tables: dict[str, Rows]) -> None:
        self._words, self._zone = words, ZoneInfo(zone)
        self._chats = {row["id"]: f"{row['person_alias']} · {row['helper_alias']}" for row in tables.get("links", [])}

    def label(self, column: str) -> str:
        """The heading of a column."""
        return self._say(f"takeout.column.{column}") or "·"

    def value(self, table: str, column: str, value: Any) -> str:
        """Plain text; empty for what says nothing."""
        if value is None or value == "":
            return ""
        if column == "link":
            return self._chats.get(value, "")
        if isinstance(value, int) and is_time(column):
            return self.time(value)
        if isinstance(value, int) and column.endswith("_minute"):
            return f"{value // 60:02d}:{value % 60:02d}"
        if (table, column) == ("offers", "why"):
            value = " ".join(json.loads(value).get("shared", ()))
        if column in {"plan", "result", "answers"}:
            return self._data(json.loads(value))
        return self._said(self._how(table, column), value)

    def time(self, at: int) -> str:
        """``at`` in epoch ms."""
        return datetime.fromtimestamp(at / 1000, UTC).astimezone(self._zone).strftime("%Y-%m-%d %H:%M")

    def _how(self, table: str, column: str) -> str:
        """The text key of its values, with a star for the value; ``yes_no``; ``plain``."""
        known = datamap.load().tables.get(table)
        told = known.columns.get(column) if known else None
        return "takeout.value.*" if told is None or told.one_of else told.says or "plain"

    def _said(self, how: str, value: Any) -> str:
        if how == "plain":
            return str(value)
        if how == "yes_no":
            return self._say("takeout.yes" if value in {1, "yes"} else "takeout.no")
        said = [self._say(how.replace("*", piece)) for piece in PIECE.findall(str(value))]
        if not said or not all(said):
            return str(value)
        return f"{value} ({said[0]})" if isinstance(value, int) and how == "mood.word.*" else ", ".join(said)

    def _data(self, data: Any) -> str:
        """What is kept as JSON: a line for each part that has something in it."""
        if isinstance(data, dict):
            parts = ((self.label(name), self._data(value)) for name, value in data.items() if name not in {"id", "number", "at", "shared"})
            return "\n".join(f"{label}: {value}" for label, value in parts if value)
        if isinstance(data, list):
            return ("\n\n" if any(isinstance(part, dict) for part in data) else ", ").join(self._data(part) for part in data)
        return str(data)

    def _say(self, key: str) -> str:
        return html.unescape(re.sub(r"</?[bi]>", "", self._words(key, {})))
