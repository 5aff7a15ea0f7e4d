"""Checks of nested objects (keyboards, entities, reply parameters, media …) by the constructors of python-telegram-bot's classes.

Where a parameter may be one of several classes, the class is found as the real server does: by the field that only this class has
(``inline_keyboard``, ``remove_keyboard`` …) or by ``type``. The value of ``type`` follows from the class name (``InputMediaLivePhoto`` →
``live_photo``), which the tests compare with the objects that the library builds.
"""

from __future__ import annotations

import re
from typing import Any

import telegram

from simulator.checks import values
from simulator.checks.values import Check
from simulator.errors import Mistyped

TYPED_BASES = (
    "InputMedia",
    "InputPaidMedia",
    "BotCommandScope",
    "ReactionType",
    "MenuButton",
    "InlineQueryResult",
    "InputProfilePhoto",
    "InputStoryContent",
)
MARKS = {
    "InlineKeyboardMarkup": "inline_keyboard",
    "ReplyKeyboardMarkup": "keyboard",
    "ReplyKeyboardRemove": "remove_keyboard",
    "ForceReply": "force_reply",
}
FIXED_FIELDS: dict[str, dict[str, Check]] = {
    "ReplyKeyboardRemove": {"remove_keyboard": values.flag},
    "ForceReply": {"force_reply": values.flag},
    "ReplyParameters": {"allow_sending_without_reply": values.flag},
}
CALLED = {"InlineKeyboardButton": "inline keyboard button", "KeyboardButton": "keyboard button", "BotCommand": "BotCommand"}
LIBRARY_ONLY = frozenset({"self", "api_kwargs", "filename"})


class Shape:
    """One class: its fields with their checks, and which must be there. Built when first met, as classes nest in circles."""

    def __init__(self, kind: type) -> None:
        self.name = kind.__name__
        self.kind = kind
        self.type_name = type_name(kind)
        self._fields: dict[str, Check] | None = None
        self._required: tuple[str, ...] = ()

    def __call__(self, value: Any) -> dict[str, Any]:
        value = values.decoded(value)
        if not isinstance(value, dict):
            raise Mistyped(f"{self.name}: an object expected")
        fields = self._fields if self._fields is not None else self._build()
        typed: dict[str, Any] = {}
        for name, member in value.items():
            check = fields.get(name)
            if check is None:
                raise Mistyped(f"{self.name} has no field {name!r}")
            if member is not None:
                typed[name] = self._checked(name, check, member)
        for name in self._required:
            if name not in typed:
                raise Mistyped(f"{self.name}: field {name!r} is missing", self._lacking(name))
        return typed

    def _lacking(self, name: str) -> str | None:
        """The official words for a field that is not there, of the objects that have any."""
        called = CALLED.get(self.name)
        return f"can't parse {called}: Can't find field \"{name}\"" if called else None

    def _checked(self, name: str, check: Check, member: Any) -> Any:
        try:
            return check(member)
        except Mistyped as error:
            raise Mistyped(f"{self.name}.{name}: {error.reason}", error.official) from None

    def _build(self) -> dict[str, Check]:
        from simulator.checks.annotations import check_for, parameters_of

        fields: dict[str, Check] = dict(FIXED_FIELDS.get(self.name, {}))
        required = []
        for name, annotation, needed in parameters_of(self.kind.__init__):  # type: ignore[misc]
            if name in LIBRARY_ONLY:
                continue
            fields[name] = check_for(annotation)
            if needed:
                required.append(name)
        if self.type_name:
            fields["type"] = values.text
        self._required, self._fields = tuple(required), fields
        return fields


class OneOf:
    """Several classes: the one is chosen by ``type`` or by its own mark, then checked alone."""

    def __init__(self, shapes: list[Shape], plain: Check | None) -> None:
        self.by_type: dict[str, list[Shape]] = {}
        for shape in shapes:
            self.by_type.setdefault(shape.type_name or "", []).append(shape)
        self.by_mark = {MARKS[shape.name]: shape for shape in shapes if shape.name in MARKS}
        self.only = shapes[0] if len(shapes) == 1 else None
        self.untyped = [shape for shape in shapes if not shape.type_name and shape.name not in MARKS]
        self.plain = plain

    def __call__(self, value: Any) -> Any:
        if self.plain is not None and isinstance(value, str) and not value.startswith(("{", "[")):
            return self.plain(value)
        value = values.decoded(value)
        if not isinstance(value, dict):
            raise Mistyped("an object expected", "object expected as reply markup" if self.by_mark else None)
        if self.only is not None:
            return self.only(value)
        if self.by_mark:
            return self._marked(value)
        kinds = self.by_type.get(str(value.get("type", "")), self.untyped)
        if not kinds:
            raise Mistyped(f"no such type: {value.get('type')!r}")
        return self._first_fitting(kinds, value)

    def _marked(self, value: dict[str, Any]) -> Any:
        for mark, shape in self.by_mark.items():
            if mark in value:
                return shape(value)
        raise Mistyped("neither inline keyboard nor reply keyboard, removal or forced reply", "object expected as reply markup")

    @staticmethod
    def _first_fitting(kinds: list[Shape], value: dict[str, Any]) -> Any:
        failure: Mistyped | None = None
        for kind in kinds:
            try:
                return kind(value)
            except Mistyped as error:
                failure = failure or error
        raise failure or Mistyped("no class fits")


def type_name(kind: type) -> str | None:
    """The fixed ``type`` of a class, or None: ``BotCommandScopeAllPrivateChats`` → ``all_private_chats``."""
    for base in TYPED_BASES:
        if kind.__name__.startswith(base) and kind.__name__ != base:
            rest = kind.__name__.removeprefix(base).removeprefix("Cached")
            return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", rest).lower()
    return None


def subclasses(kind: type) -> list[type]:
    """The concrete classes behind an abstract one (``InputMedia`` → photo, video …); the class itself if it is concrete."""
    if kind.__name__ not in TYPED_BASES:
        return [kind]
    known = vars(telegram).values()
    return [other for other in known if isinstance(other, type) and issubclass(other, kind) and other is not kind]
