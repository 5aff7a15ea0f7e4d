"""Where control calls are registered, and how their bodies are read: strictly, with a reason for every refusal."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from simulator.errors import ControlError

if TYPE_CHECKING:
    from simulator.control.api import ControlApi

Json = dict[str, Any]
Handler = Callable[..., Any]
ROUTES: list[tuple[str, re.Pattern[str], Handler]] = []
_MISSING: Any = object()


def route(verb: str, path: str) -> Callable[[Handler], Handler]:
    """Register ``handler(api, args, **numbers)``; ``{name}`` in the path is a whole number, ``{name:text}`` anything."""
    pattern = re.sub(r"\{(\w+):text\}", r"(?P<\1>[^/]+)", path)
    pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>-?\\d+)", pattern)

    def register(handler: Handler) -> Handler:
        ROUTES.append((verb, re.compile(pattern), handler))
        return handler

    return register


class Args:
    """The fields of a control call. Each field is asked for with its type; ``finish`` refuses what nobody asked for."""

    def __init__(self, values: Json, textual: bool = False) -> None:
        self.values = values
        self.textual = textual
        self.asked: set[str] = set()

    def get(self, name: str, kind: type | tuple[type, ...], default: Any = _MISSING) -> Any:
        """A field of the type; 400 if it is missing without a default, or of another type."""
        self.asked.add(name)
        value = self.values.get(name)
        if value is None:
            if default is _MISSING:
                raise ControlError(f"{name!r} is missing")
            return default
        if self.textual and kind in (int, float, (int, float)):
            value = self._number(name, value)
        kinds = kind if isinstance(kind, tuple) else (kind,)
        if float in kinds:
            kinds = (*kinds, int)
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            raise ControlError(f"{name!r} must be {' or '.join(one.__name__ for one in kinds)}, not {type(value).__name__}")
        return value

    @staticmethod
    def _number(name: str, value: str) -> int | float:
        try:
            return int(value)
        except ValueError:
            try:
                return float(value)
            except ValueError:
                raise ControlError(f"{name!r} must be a number, not {value[:40]!r}") from None

    def has(self, name: str) -> bool:
        """Whether the field is there (null counts)."""
        self.asked.add(name)
        return name in self.values

    def finish(self) -> None:
        """400 for fields that this call does not have."""
        unknown = sorted(set(self.values) - self.asked)
        if unknown:
            raise ControlError(f"unknown field {', '.join(map(repr, unknown))}; this call has {', '.join(sorted(self.asked)) or 'none'}")


__all__ = ["ROUTES", "Args", "ControlApi", "Json", "route"]
