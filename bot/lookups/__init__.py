"""What flows may NEED to know of their owner: one function per need, found by its name. A newer subject is a file in this folder."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from typing import Any

from bot.store.people import Person
from bot.turn import Turn

Lookup = Callable[[Turn, Person], dict[str, Any]]
About = Callable[[Turn, int], dict[str, Any]]
LOOKUPS: dict[str, Lookup] = {}
ABOUT: dict[str, About] = {}


def looks_up(need: str) -> Callable[[Lookup], Lookup]:
    """Registers what answers a need: the fields of Facts that it fills."""

    def register(lookup: Lookup) -> Lookup:
        if need in LOOKUPS:
            raise ValueError(f"{need} is looked up already")
        LOOKUPS[need] = lookup
        return lookup

    return register


def looks_about(need: str) -> Callable[[About], About]:
    """Registers what answers a need by the subject of a conversation (an alert, a case), whoever owns it."""

    def register(lookup: About) -> About:
        if need in LOOKUPS or need in ABOUT:
            raise ValueError(f"{need} is looked up already")
        ABOUT[need] = lookup
        return lookup

    return register


def look_up(need: str, turn: Turn, person: Person) -> dict[str, Any]:
    """The fields behind ``need``. Raises KeyError for a need that nobody answers."""
    return LOOKUPS[need](turn, person)


for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")
