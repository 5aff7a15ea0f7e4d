"""Albums in a group that are still coming in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.store.database import Unit
from bot.store.media import Items, opened, sealed


@dataclass(frozen=True, slots=True)
class Album:
    """``alias``: what the sender is called in the group; ``album``: Telegram's number of it."""

    id: int
    circle: int
    sender: int
    alias: str
    album: str
    items: Items


_SELECT = "SELECT id, circle, sender, alias, album, items_x FROM circle_albums "


def _album(unit: Unit, row: Any) -> Album:
    number, circle, sender, alias, album, items = row
    return Album(number, circle, sender, alias, album, opened(unit, items, f"circle_albums.items:{number}"))


def of(unit: Unit, circle: int, sender: int) -> Album | None:
    """The one that is coming in from this sender; there is one at most."""
    row = unit.one(_SELECT + "WHERE circle = :circle AND sender = :sender", circle=circle, sender=sender)
    return _album(unit, row) if row else None


def coming_in(unit: Unit, circle: int) -> list[tuple[int, int]]:
    """Row and sender of every one of a group."""
    return [(row[0], row[1]) for row in unit.all("SELECT id, sender FROM circle_albums WHERE circle = :circle ORDER BY id", circle=circle)]


def put(unit: Unit, before: Album | None, new: Album) -> int:
    """A new one, or (``before``) the same one with the items of ``new``."""
    number = before.id if before else unit.ids.next()
    unit.run(
        """INSERT INTO circle_albums (id, circle, sender, alias, album, items_x) VALUES (:id, :circle, :sender, :alias, :album, :items)
           ON CONFLICT (id) DO UPDATE SET items_x = excluded.items_x""",
        id=number,
        circle=new.circle,
        sender=new.sender,
        alias=new.alias,
        album=new.album,
        items=sealed(unit, new.items, f"circle_albums.items:{number}"),
    )
    return number


def take(unit: Unit, number: int) -> Album | None:
    """Once: the row is gone afterwards."""
    row = unit.one("DELETE FROM circle_albums WHERE id = :id RETURNING id, circle, sender, alias, album, items_x", id=number)
    return _album(unit, row) if row else None
