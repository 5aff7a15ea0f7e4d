"""Timers are rows. A timer has a kind, a subject and a time; setting it again moves it."""

from __future__ import annotations

import json
from collections.abc import Sequence

from bot.store.database import Unit


def put(unit: Unit, kind: str, subject: int, due_at: int) -> None:
    """``due_at``: epoch ms."""
    unit.run(
        """INSERT INTO timers (id, kind, subject, due_at) VALUES (:id, :kind, :subject, :due)
           ON CONFLICT (kind, subject) DO UPDATE SET due_at = :due""",
        id=unit.ids.next(),
        kind=kind,
        subject=subject,
        due=due_at,
    )


def drop(unit: Unit, kind: str, subject: int) -> None:
    unit.run("DELETE FROM timers WHERE kind = :kind AND subject = :subject", kind=kind, subject=subject)


def due_at(unit: Unit, kind: str, subject: int) -> int | None:
    """When it falls due (epoch ms); None if there is none."""
    due: int | None = unit.value("SELECT due_at FROM timers WHERE kind = :kind AND subject = :subject", kind=kind, subject=subject)
    return due


def take_due(unit: Unit, limit: int) -> list[tuple[str, int, int]]:
    """Removes up to ``limit`` due timers, the oldest first, and returns their (kind, subject, due_at).

    Removed and handled in one transaction: a timer that fires is gone exactly when what it did is there.
    """
    rows = unit.all("SELECT id, kind, subject, due_at FROM timers WHERE due_at <= :now ORDER BY due_at LIMIT :limit", now=unit.now, limit=limit)
    unit.db.executemany("DELETE FROM timers WHERE id = ?", [(number,) for number, *_ in rows])
    return [(kind, subject, due) for _, kind, subject, due in rows]


def bring_forward(unit: Unit, by: int, kinds: Sequence[str], flows: Sequence[str]) -> int:
    """Those of these kinds, and those by which conversations of these flows go on, fall due ``by`` ms earlier; returns how many."""
    unit.run(
        """UPDATE timers SET due_at = due_at - :by WHERE kind IN (SELECT value FROM json_each(:kinds)) OR (kind = 'expire' AND subject IN
           (SELECT id FROM conversations WHERE flow IN (SELECT value FROM json_each(:flows))))""",
        by=by,
        kinds=json.dumps(kinds),
        flows=json.dumps(flows),
    )
    return int(unit.value("SELECT changes()") or 0)
