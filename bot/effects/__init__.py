"""One handler per effect, and one for each kind of timer. A handler writes rows in the open transaction, queues messages, posts events;
it never sends.

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
Fire = Callable[[Turn, int, int], None]
HANDLERS: dict[type[Effect], Handler] = {}
FIRES: dict[str, Fire] = {}


def handles(kind: type[E]) -> Callable[[Callable[[E, Turn, Scene], None]], Callable[[E, Turn, Scene], None]]:
    """Registers the handler of an effect; each has exactly one."""

    def register(handler: Callable[[E, Turn, Scene], None]) -> Callable[[E, Turn, Scene], None]:
        if kind in HANDLERS:
            raise ValueError(f"{kind.__name__} has a handler already")
        HANDLERS[kind] = handler
        return handler

    return register


def fires(kind: str) -> Callable[[Fire], Fire]:
    """Registers what a timer of this kind does: it is called with the turn, the timer's subject and when it was due (epoch ms)."""

    def register(fire: Fire) -> Fire:
        if kind in FIRES:
            raise ValueError(f"a timer of kind {kind} does something already")
        FIRES[kind] = fire
        return fire

    return register


def run(effect: Effect, turn: Turn, scene: Scene) -> None:
    HANDLERS[type(effect)](effect, turn, scene)


def load() -> None:
    """Imports all handlers: every module of this folder."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
