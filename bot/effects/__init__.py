"""One handler per effect. A handler writes rows in the open transaction, queues messages, posts events; it never sends.

``run`` is the only way in; the modules of this package register themselves when they are imported.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from typing import Any, TypeVar

from bot.turn import Scene, Turn
from conversations.kit import Effect

E = TypeVar("E", bound=Effect)
Handler = Callable[[Any, Turn, Scene], None]
HANDLERS: dict[type[Effect], Handler] = {}


def handles(kind: type[E]) -> Callable[[Callable[[E, Turn, Scene], None]], Callable[[E, Turn, Scene], None]]:
    """Registers the handler of an effect; each has exactly one."""

    def register(handler: Callable[[E, Turn, Scene], None]) -> Callable[[E, Turn, Scene], None]:
        if kind in HANDLERS:
            raise ValueError(f"{kind.__name__} has a handler already")
        HANDLERS[kind] = handler
        return handler

    return register


def run(effect: Effect, turn: Turn, scene: Scene) -> None:
    HANDLERS[type(effect)](effect, turn, scene)


def load() -> None:
    """Imports all handlers: every module of this folder."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
