"""Reading the audit log. It is written by ``updates.audit`` and only grows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.store.database import Unit

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """``actor``: a person's row, None for the program itself; ``at``: epoch ms."""

    id: int
    actor: int | None
    action: str
    subject: int
    detail: str
    at: int


def newest(unit: Unit, most: int) -> Iterator[Entry]:
    """The newest first, at most ``most``, read in parts."""
    before, left = (1 << 62), most
    while left > 0:
        rows = unit.all(
            "SELECT id, actor, action, subject, detail, at FROM audit WHERE id < :before ORDER BY id DESC LIMIT :limit",
            before=before,
            limit=min(CHUNK, left),
        )
        yield from (Entry(*row) for row in rows)
        if not rows:
            return
        before, left = rows[-1][0], left - len(rows)
