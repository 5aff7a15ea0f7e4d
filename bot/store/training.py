"""How far somebody came in the training: one row per module they opened."""

from __future__ import annotations

from bot.store.database import Unit
from conversations.volunteering import Learned


def learned(unit: Unit, person: int) -> tuple[Learned, ...]:
    """Every module that was begun. ``wait`` is in full minutes, rounded up, until a test may be tried again."""
    rows = unit.all(
        "SELECT module, page, done_at IS NOT NULL, score, coalesce(retry_at, 0) FROM training WHERE person = :person ORDER BY module",
        person=person,
    )
    return tuple(Learned(module, page, bool(done), score, max(0, -((unit.now - retry) // 60_000))) for module, page, done, score, retry in rows)


def save_page(unit: Unit, person: int, module: str, page: int) -> None:
    """The furthest page counts, so that leafing back loses nothing."""
    unit.run(
        """INSERT INTO training (person, module, page) VALUES (:person, :module, :page)
           ON CONFLICT (person, module) DO UPDATE SET page = max(page, :page)""",
        person=person,
        module=module,
        page=page,
    )


def finish(unit: Unit, person: int, module: str, score: int, *, enough: bool, retry_at: int) -> None:
    """What was done once stays done. ``retry_at`` (epoch ms) counts only when it was not enough."""
    unit.run(
        """INSERT INTO training (person, module, score, tries, done_at, retry_at) VALUES (:person, :module, :score, 1, :done, :retry)
           ON CONFLICT (person, module) DO UPDATE SET
             score = :score, tries = tries + 1, done_at = coalesce(done_at, :done), retry_at = :retry""",
        person=person,
        module=module,
        score=score,
        done=unit.now if enough else None,
        retry=None if enough else retry_at,
    )
