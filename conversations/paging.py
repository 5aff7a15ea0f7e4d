"""Lists that are longer than a phone shows at once, page by page: nothing is cut, and what page it is is said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from conversations.kit import Menu, Ref, menu

T = TypeVar("T")
SIZE = 40  # entries of a page: Telegram takes at most 100 buttons


def last(count: int) -> int:
    """The number of the last page (from 0) of so many entries."""
    return max(0, -(-count // SIZE) - 1)


def page(entries: Sequence[T], number: int) -> Sequence[T]:
    return entries[number * SIZE : (number + 1) * SIZE]


def turned(number: int, to: str, count: int) -> int:
    """The page ``earlier`` or ``later`` than this one; the list may have become shorter meanwhile."""
    return max(0, min(number + (1 if to == "later" else -1), last(count)))


def ways(number: int, count: int) -> tuple[Menu, ...]:
    """To the pages beside this one, as far as there are any."""
    found = (*(("earlier",) if number else ()), *(("later",) if number < last(count) else ()))
    return (menu("page", *found, columns=2),) if found else ()


def where(number: int, count: int) -> Ref:
    """Which page it is, where there are several."""
    return Ref("common.page", {"page": number + 1, "of": last(count) + 1}) if last(count) else Ref("common.nothing")
