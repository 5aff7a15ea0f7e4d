"""Pictures and sound on their way through the relay: albums that are still coming in, and what waits for the other side's yes."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from bot.store.database import Unit
from conversations.kit import Media

Items = tuple[Media, ...]


@dataclass(frozen=True, slots=True)
class Album:
    id: int
    link: int
    sender: int
    album: str
    ask: bool
    items: Items


@dataclass(frozen=True, slots=True)
class Held:
    id: int
    link: int
    sender: int
    items: Items


def sealed(unit: Unit, items: Items, place: str) -> bytes:
    """Items as they are kept; ``opened`` reads them."""
    return unit.crypt.seal(json.dumps([asdict(item) for item in items], separators=(",", ":")), place)


def opened(unit: Unit, kept: bytes, place: str) -> Items:
    return tuple(_media(item) for item in json.loads(unit.crypt.open(kept, place)))


def _media(item: dict[str, Any]) -> Media:
    return Media(**{**item, "crisis": tuple(item["crisis"]), "spans": tuple((start, end) for start, end in item.get("spans", ()))})


def hold(unit: Unit, link: int, sender: int, items: Items) -> int:
    number = unit.ids.next()
    unit.run(
        "INSERT INTO held_media (id, link, sender, items_x, at) VALUES (:id, :link, :sender, :items, :now)",
        id=number,
        link=link,
        sender=sender,
        items=sealed(unit, items, f"held_media.items:{number}"),
        now=unit.now,
    )
    return number


def take_held(unit: Unit, number: int) -> Held | None:
    """What was held, once: the row is gone afterwards."""
    row = unit.one("DELETE FROM held_media WHERE id = :id RETURNING id, link, sender, items_x", id=number)
    return Held(row[0], row[1], row[2], opened(unit, row[3], f"held_media.items:{number}")) if row else None


def held_of(unit: Unit, link: int, sender: int) -> list[Held]:
    """What of this sender waits for the other side's yes."""
    rows = unit.all("SELECT id, link, sender, items_x FROM held_media WHERE link = :link AND sender = :sender ORDER BY id", link=link, sender=sender)
    return [Held(n, a, s, opened(unit, items, f"held_media.items:{n}")) for n, a, s, items in rows]


def set_held(unit: Unit, number: int, items: Items) -> None:
    """Other items in its place; none: nothing is held any more."""
    if items:
        unit.run("UPDATE held_media SET items_x = :items WHERE id = :id", items=sealed(unit, items, f"held_media.items:{number}"), id=number)
    else:
        unit.run("DELETE FROM held_media WHERE id = :id", id=number)


def drop_held(unit: Unit, link: int) -> None:
    """The chat is over: nothing is shown any more."""
    unit.run("DELETE FROM held_media WHERE link = :link", link=link)
    unit.run("DELETE FROM albums WHERE link = :link", link=link)


def albums_of(unit: Unit, link: int, sender: int) -> list[Album]:
    """Albums of this sender that are still coming in, oldest first."""
    rows = unit.all(
        "SELECT id, link, sender, album, ask, items_x FROM albums WHERE link = :link AND sender = :sender ORDER BY id", link=link, sender=sender
    )
    return [Album(n, a, s, album, bool(ask), opened(unit, items, f"albums.items:{n}")) for n, a, s, album, ask, items in rows]


def album(unit: Unit, number: int) -> Album | None:
    row = unit.one("SELECT id, link, sender, album, ask, items_x FROM albums WHERE id = :id", id=number)
    return Album(row[0], row[1], row[2], row[3], bool(row[4]), opened(unit, row[5], f"albums.items:{number}")) if row else None


def put_album(unit: Unit, link: int, sender: int, album_id: str, items: Items, *, ask: bool, number: int = 0) -> int:
    """A new album (``number`` 0), or the same one with one more part."""
    number = number or unit.ids.next()
    unit.run(
        """INSERT INTO albums (id, link, sender, album, ask, items_x) VALUES (:id, :link, :sender, :album, :ask, :items)
           ON CONFLICT (id) DO UPDATE SET items_x = :items, ask = :ask""",
        id=number,
        link=link,
        sender=sender,
        album=album_id,
        ask=int(ask),
        items=sealed(unit, items, f"albums.items:{number}"),
    )
    return number


def remove_album(unit: Unit, number: int) -> None:
    unit.run("DELETE FROM albums WHERE id = :id", id=number)
