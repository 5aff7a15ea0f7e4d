"""The methods of the Bot API as the installed python-telegram-bot knows them: names, parameters, which are required, of what type.

Built once at import of ``telegram.Bot`` (about 180 methods), so that checking a request is a dictionary look-up and one call per parameter.
The library adds conveniences that never reach the wire (timeouts, ``filename``, ``location=`` objects); they are left out here. Three old
names that it turns into new objects, and that the real server still takes, stay: ``reply_to_message_id``, ``allow_sending_without_reply``,
``disable_web_page_preview``.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from telegram import Bot, ReactionType

from simulator.checks import values
from simulator.checks.annotations import check_for, parameters_of
from simulator.checks.values import NO_JSON, Check
from simulator.errors import Mistyped

LIBRARY_ONLY = frozenset({"read_timeout", "write_timeout", "connect_timeout", "pool_timeout", "api_kwargs", "filename"})
LIBRARY_ONLY_IN: dict[str, frozenset[str]] = {
    "sendMediaGroup": frozenset({"caption", "parse_mode", "caption_entities"}),
    "sendLocation": frozenset({"location"}),
    "sendVenue": frozenset({"venue"}),
    "sendContact": frozenset({"contact"}),
    "editMessageLiveLocation": frozenset({"location"}),
    "answerInlineQuery": frozenset({"current_offset", "auto_pagination"}),
}
REQUIRED_TOO = {
    "sendLocation": ("latitude", "longitude"),
    "sendVenue": ("latitude", "longitude", "title", "address"),
    "sendContact": ("phone_number", "first_name"),
    "editMessageLiveLocation": ("latitude", "longitude"),
}
CHECKED_AS: dict[tuple[str, str], Check] = {
    ("getFile", "file_id"): values.text,
    ("setMessageReaction", "reaction"): values.each(check_for(ReactionType)),
}
# What the official "can't parse … JSON object" calls a parameter, where it is not its name.
CALLED = {"reply_markup": "reply keyboard markup", "scope": "BotCommandScope", "menu_button": "MenuButton"}
NOT_METHODS = frozenset({"initialize", "shutdown"})


class Signature:
    """One method: ``check(params)`` returns the typed parameters or raises ``Mistyped`` (``parameter`` says which one)."""

    def __init__(self, name: str) -> None:
        self.name = name
        hidden = LIBRARY_ONLY | LIBRARY_ONLY_IN.get(name, frozenset())
        self.checks: dict[str, Check] = {}
        required = list(REQUIRED_TOO.get(name, ()))
        for parameter, annotation, needed in parameters_of(getattr(Bot, name)):
            if parameter in hidden:
                continue
            self.checks[parameter] = CHECKED_AS.get((name, parameter)) or check_for(annotation)
            if needed:
                required.append(parameter)
        self.required = tuple(required)

    def unknown(self, params: dict[str, Any]) -> list[str]:
        """Names that the method does not have."""
        checks = self.checks
        return [name for name in params if name not in checks]

    def check(self, params: dict[str, Any]) -> dict[str, Any]:
        """Typed parameters; unknown ones are left out (the caller decides what to make of them)."""
        checks = self.checks
        typed: dict[str, Any] = {}
        for name, value in params.items():
            check = checks.get(name)
            if check is None or value is None:
                continue
            try:
                typed[name] = check(value)
            except Mistyped as error:
                official = error.official
                if error.reason == NO_JSON:
                    official = f"can't parse {CALLED.get(name, name.replace('_', ' '))} JSON object"
                raise Mistyped(f"{name}: {error.reason}", official) from None
        return typed

    def missing(self, typed: dict[str, Any]) -> list[str]:
        """Required parameters that are not there."""
        return [name for name in self.required if name not in typed]


@lru_cache(maxsize=1)
def signatures() -> dict[str, Signature]:
    """All methods, by their name in lower case (the server takes any case)."""
    names = (name for name in vars(Bot) if "_" not in name and name not in NOT_METHODS and callable(getattr(Bot, name)))
    return {name.lower(): Signature(name) for name in names if not isinstance(vars(Bot)[name], property)}
