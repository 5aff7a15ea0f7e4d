"""All effects that conversations know, in whichever file they are."""

from __future__ import annotations

import importlib
import pkgutil

from conversations import effects, kit
from conversations.kit import Effect


def kinds() -> set[type[Effect]]:
    """Found like everything else by subject: by its folder."""
    modules = [kit, *(importlib.import_module(f"{effects.__name__}.{found.name}") for found in pkgutil.iter_modules(effects.__path__))]
    named = [kind for module in modules for kind in vars(module).values()]
    return {kind for kind in named if isinstance(kind, type) and issubclass(kind, Effect) and kind is not Effect}
