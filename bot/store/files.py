"""Files the program made itself, kept sealed until they are sent. In the outbox such a file stands as ``{"file": id, "name": neutral name}``."""

from __future__ import annotations

from bot.store.database import Unit


def add(unit: Unit, name: str, content: bytes, chat: int = 0) -> int:
    """``name``: what the reader sees it is called; nothing in it may tell who somebody is. ``chat``: where it goes."""
    number = unit.ids.next()
    sealed = unit.crypt.seal_bytes(content, f"files.content:{number}")
    unit.run(
        "INSERT INTO files (id, name, content_x, at, chat) VALUES (:id, :name, :content, :now, :chat)",
        id=number,
        name=name,
        content=sealed,
        now=unit.now,
        chat=chat,
    )
    return number


def read(unit: Unit, file: int) -> bytes | None:
    """Its bytes; None when it is gone. Raises Unsealable for a damaged one."""
    sealed = unit.value("SELECT content_x FROM files WHERE id = :id", id=file)
    return unit.crypt.open_bytes(sealed, f"files.content:{file}") if sealed is not None else None


def remove(unit: Unit, file: int) -> None:
    unit.run("DELETE FROM files WHERE id = :id", id=file)


def forget(unit: Unit, before: int) -> int:
    """Removes what was made before ``before`` (epoch ms) and is no longer needed; returns how many. What a message still waits for stays."""
    return unit.run(
        """DELETE FROM files WHERE at < :before
             AND at < (SELECT coalesce(min(created_at), :before) FROM outbox WHERE state IN ('new', 'sending'))""",
        before=before,
    ).rowcount
