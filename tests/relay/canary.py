"""Messages in which every field the library knows carries a mark, so that whatever gets through is seen at once.

Words carry ``CANARY``, numbers start with 77007; nothing the bot itself ever says contains either.
"""

from __future__ import annotations

import inspect
import itertools
import re
from functools import cache
from typing import Any

import telegram

WORD, FIGURES = "CANARY", "77007"
_COUNT = itertools.count(7_700_700_001)
_DEPTH = 2
# The library names them in general; what Telegram sends is one of these.
_KINDS: dict[str, tuple[type[telegram.TelegramObject], ...]] = {
    "MessageOrigin": (telegram.MessageOriginUser, telegram.MessageOriginHiddenUser, telegram.MessageOriginChat, telegram.MessageOriginChannel),
    "MaybeInaccessibleMessage": (telegram.Message,),
    "BackgroundType": (telegram.BackgroundTypeWallpaper,),
    "BackgroundFill": (telegram.BackgroundFillSolid,),
    "PaidMedia": (telegram.PaidMediaPhoto,),
}


def number() -> int:
    """A number that occurs nowhere else."""
    return next(_COUNT)


@cache
def marked(kind: type[telegram.TelegramObject], depth: int = _DEPTH) -> dict[str, Any]:
    """An object of the Bot API with a mark in every field, those of the objects in it included. Always the same one: not to be changed in place."""
    made: dict[str, Any] = {}
    for name, parameter in inspect.signature(kind.__init__).parameters.items():
        if name not in {"self", "api_kwargs", "args", "kwargs"}:
            made["from" if name == "from_user" else name] = _value(name, str(parameter.annotation), depth)
    return made


def _value(name: str, shape: str, depth: int) -> Any:
    classes = [word for word in re.findall(r"[A-Z]\w+", shape) if issubclass(_known(word), telegram.TelegramObject)]
    if classes and not depth:
        return {}
    value: Any
    if classes:
        value = marked((_KINDS.get(classes[-1]) or (_known(classes[-1]),))[0], depth - 1)
    elif "bool" in shape:
        value = True
    elif "int" in shape or "date" in shape or "time" in shape or "float" in shape:
        value = number()
    else:
        value = f"{WORD}_{name}_{number()}"
    return [value] if "Sequence" in shape or "tuple[" in shape or "list[" in shape else value


def _known(word: str) -> type:
    found = getattr(telegram, word, object)
    return found if isinstance(found, type) else object


def origins() -> list[dict[str, Any]]:
    """A marked origin of each kind a forwarded message can have."""
    return [{**marked(kind), "type": kind.__name__.removeprefix("MessageOrigin").lower()} for kind in _KINDS["MessageOrigin"]]


def marks_in(shown: str) -> list[str]:
    """The marks that stand in something that leaves."""
    return re.findall(rf"{WORD}\w*|{FIGURES}\d+", shown)
