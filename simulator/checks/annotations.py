"""From a type annotation of python-telegram-bot to a check: ``int | timedelta | None`` → whole seconds, ``FileInput`` → a file."""

from __future__ import annotations

import collections.abc
import datetime
import inspect
import pathlib
import types
import typing
from collections.abc import Iterator
from functools import cache
from typing import Any

import telegram
import telegram._bot
import telegram._utils.types
from telegram import InputFile, TelegramObject

from simulator.checks import values
from simulator.checks.shapes import OneOf, Shape, subclasses
from simulator.checks.values import Check

_NAMES: dict[str, Any] = {**vars(telegram._utils.types), **vars(telegram._bot), **vars(telegram)}
_SCALARS: dict[Any, Check] = {int: values.whole, float: values.number, bool: values.flag, str: values.text}
_TIMES = (datetime.datetime, datetime.timedelta)


def parameters_of(function: Any) -> Iterator[tuple[str, Any, bool]]:
    """(name, annotation, required) of each parameter."""
    function = inspect.unwrap(function)
    module = inspect.getmodule(function)
    hints = typing.get_type_hints(function, globalns={**_NAMES, **(vars(module) if module else {})})
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL) or parameter.name == "self":
            continue
        yield parameter.name, hints.get(parameter.name, Any), parameter.default is parameter.empty


def check_for(annotation: Any) -> Check:
    """The check of one annotation."""
    members = list(_members(annotation))
    if any(member in (bytes, pathlib.Path, InputFile) for member in members):
        return values.file
    sequences = [member for member in members if typing.get_origin(member) is collections.abc.Sequence]
    classes = [member for member in members if isinstance(member, type) and issubclass(member, TelegramObject)]
    scalars = [member for member in members if member in _SCALARS]
    if sequences:
        return values.each(check_for(typing.get_args(sequences[0])[0]))
    if classes:
        return _object_check(classes, values.text if str in scalars else None)
    return _scalar_check(members, scalars)


def _scalar_check(members: list[Any], scalars: list[Any]) -> Check:
    literals = [value for member in members if typing.get_origin(member) is typing.Literal for value in typing.get_args(member)]
    if literals:
        return values.one_of(tuple(literals), _SCALARS[type(literals[0])])
    if int in scalars and str in scalars:
        return values.whole_or_text
    if str in scalars:
        return values.text
    if scalars:
        return _SCALARS[scalars[0]]
    if any(member in _TIMES for member in members):
        return values.whole
    return values.anything


def _object_check(classes: list[type], plain: Check | None) -> Check:
    concrete = [shape for kind in classes for shape in _shapes(kind)]
    if len(concrete) == 1 and plain is None:
        return concrete[0]
    return OneOf(list(concrete), plain)


@cache
def _shapes(kind: type) -> tuple[Shape, ...]:
    return tuple(Shape(concrete) for concrete in subclasses(kind))


def _members(annotation: Any) -> Iterator[Any]:
    """The alternatives of a union, without None and without the library's wrapper for defaults."""
    origin = typing.get_origin(annotation)
    if origin in (typing.Union, types.UnionType):
        for member in typing.get_args(annotation):
            yield from _members(member)
    elif annotation is not type(None) and getattr(origin, "__name__", "") != "DefaultValue":
        if isinstance(annotation, typing.ForwardRef):
            yield _NAMES[annotation.__forward_arg__]
        else:
            yield annotation
