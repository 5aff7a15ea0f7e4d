"""Pictures, by name. Each is a module of this folder with ``draw(of) -> bytes`` (PNG), ``of`` being plain JSON data.

They are drawn when their turn to be sent has come, on a thread of their own: neither the event loop nor the database waits for it. The
drawing library is loaded with the first picture, not at start.
"""

from __future__ import annotations

import asyncio
import importlib
import pkgutil
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

PICTURES = frozenset(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))


@cache
def _thread() -> ThreadPoolExecutor:
    """One: the drawing library is not made for several, and a wall of pictures must not take all processors from the bot."""
    return ThreadPoolExecutor(1, thread_name_prefix="charts")


def drawn(picture: str, of: dict[str, Any]) -> bytes:
    """The picture as PNG. Raises LookupError for one that does not exist."""
    if picture not in PICTURES:
        raise LookupError(f"no picture {picture}")
    content: bytes = importlib.import_module(f"{__name__}.{picture}").draw(of)
    return content


async def draw(picture: str, of: dict[str, Any]) -> bytes:
    return await asyncio.get_running_loop().run_in_executor(_thread(), drawn, picture, of)
