"""All conversations by name: every module of this folder that has a NAME and a ``step``. A new one is a file; the tests walk whatever is here."""

from __future__ import annotations

import importlib
import pkgutil
from typing import cast

import conversations
from conversations.kit import Flow


def _found() -> dict[str, Flow]:
    flows: dict[str, Flow] = {}
    for found in pkgutil.iter_modules(conversations.__path__):
        if found.name == __name__.rpartition(".")[2]:
            continue
        module = importlib.import_module(f"{conversations.__name__}.{found.name}")
        if hasattr(module, "NAME") and hasattr(module, "step"):
            flows[module.NAME] = cast(Flow, module)
    return flows


FLOWS: dict[str, Flow] = _found()
