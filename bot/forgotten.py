"""What must not come back with a backup: who was erased since, is erased again; who took back their consent since, has still done so.

What tells it is the database that the backup takes the place of: its record of actions, and what people agreed to there. Where that one is lost or
cannot be read, nobody knows any more (docs/operator.md says what to do then).
"""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

# The bot erases them as soon as it runs, the way it does always: with a receipt, and telling those who have a part in it.
_ERASE = """INSERT OR IGNORE INTO timers (id, kind, subject, due_at)
    SELECT :number + row_number() OVER (ORDER BY id), 'wipe', id, :now FROM people
    WHERE id IN (SELECT subject FROM before.audit WHERE action = 'person.erased')"""
_STOPPED = "SELECT id FROM people WHERE consent <> '' AND id IN (SELECT id FROM before.people WHERE consent = '')"
_WITHDRAW = (
    f"""INSERT OR IGNORE INTO consents (id, person, version, at)
        SELECT id, person, version, at FROM before.consents WHERE version = '' AND person IN ({_STOPPED})""",
    f"DELETE FROM timers WHERE kind = 'prompt' AND subject IN ({_STOPPED})",
    f"UPDATE people SET consent = '', paused = 1 WHERE id IN ({_STOPPED})",
)


def carry_over(new: Path, before: Path, now: int) -> int:
    """Into the unpacked backup ``new``, from the database ``before`` that it is to replace; returns how many people are erased again."""
    if not before.exists():
        return 0
    with contextlib.closing(sqlite3.connect(f"file:{new}", uri=True)) as db:
        try:
            db.execute("ATTACH DATABASE :before AS before", {"before": f"file:{before}?mode=ro"})
            with db:
                erased = db.execute(_ERASE, {"number": now * 1000, "now": now}).rowcount
                for sql in _WITHDRAW:
                    db.execute(sql)
        except sqlite3.DatabaseError:  # that one cannot be read: it is why somebody restores a backup
            return 0
    return max(erased, 0)
