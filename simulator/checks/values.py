"""Checks of plain values. A check takes what came over the wire and returns it typed, or raises ``Mistyped``.

Values come as text (query, form, multipart; python-telegram-bot sends JSON text for everything but strings) or already typed (JSON body),
so each check takes both. They are called for every parameter of every request, hence plain functions without layers.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from simulator.errors import Mistyped

Check = Callable[[Any], Any]
NO_JSON = "invalid JSON"
TRUE, FALSE = frozenset({"true", "yes", "1"}), frozenset({"false", "no", "0", ""})


@dataclass(frozen=True, slots=True)
class Upload:
    """One file of a multipart request: the name and MIME type as given, and the bytes."""

    name: str
    mime: str
    content: bytes


def whole(value: Any) -> int:
    """An integer."""
    if isinstance(value, str):
        try:
            return int(value)
        except ValueError:
            raise Mistyped(f"an integer expected, not {value[:40]!r}") from None
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    raise Mistyped(f"an integer expected, not {str(value)[:40]!r}")


def number(value: Any) -> float:
    """A float."""
    if isinstance(value, bool):
        raise Mistyped("a number expected, not a boolean")
    try:
        return float(value)
    except (TypeError, ValueError):
        raise Mistyped(f"a number expected, not {str(value)[:40]!r}") from None


def flag(value: Any) -> bool:
    """A boolean, in the spellings that the real server takes."""
    if isinstance(value, bool):
        return value
    lowered = str(value).lower()
    if lowered in TRUE:
        return True
    if lowered in FALSE:
        return False
    raise Mistyped(f"a boolean expected, not {str(value)[:40]!r}")


def text(value: Any) -> str:
    """A string; JSON numbers count as their text, as on the real server."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    raise Mistyped(f"a string expected, not {type(value).__name__}")


def whole_or_text(value: Any) -> int | str:
    """A chat: its id, or ``@username``."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if not isinstance(value, str):
        raise Mistyped("an integer or a string expected")
    try:
        return int(value)
    except ValueError:
        return value


def file(value: Any) -> str | Upload:
    """A file: uploaded, or named by file_id or URL."""
    if isinstance(value, Upload):
        return value
    return text(value)


def anything(value: Any) -> Any:
    """Whatever the client likes (provider data)."""
    return value


def decoded(value: Any) -> Any:
    """JSON text turned into what it says; typed values as they are."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise Mistyped(NO_JSON) from None


def one_of(choices: tuple[Any, ...], check: Check) -> Check:
    """A value of a closed list (``Literal``)."""

    def chosen(value: Any) -> Any:
        typed = check(value)
        if typed not in choices:
            raise Mistyped(f"one of {choices} expected, not {typed!r}")
        return typed

    return chosen


def each(check: Check) -> Check:
    """A JSON array whose members pass ``check``."""

    def members(value: Any) -> list[Any]:
        values = decoded(value)
        if not isinstance(values, list):
            raise Mistyped("an array expected", "can't parse JSON: Array expected")
        return [check(member) for member in values]

    return members
