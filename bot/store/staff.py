"""Counselors who came by an invitation. Those of the config stand there and nowhere else."""

from __future__ import annotations

from bot.store.database import Unit


def add(unit: Unit, person: int, name: str, by: int | None) -> None:
    """Somebody who is one already keeps their place and gets the new name."""
    unit.run(
        """INSERT INTO staff (person, name_x, added_by, added_at) VALUES (:person, :name, :by, :now)
           ON CONFLICT (person) DO UPDATE SET name_x = excluded.name_x, added_by = excluded.added_by""",
        person=person,
        name=unit.crypt.seal(name, f"staff.name:{person}"),
        by=by,
        now=unit.now,
    )


def remove(unit: Unit, person: int) -> bool:
    """False when they were none."""
    return unit.run("DELETE FROM staff WHERE person = :person", person=person).rowcount == 1


def everybody(unit: Unit) -> list[tuple[int, int, str]]:
    """Row, Telegram id and name of each, who came first first."""
    rows = unit.all("SELECT s.person, p.telegram_id, s.name_x FROM staff s JOIN people p ON p.id = s.person ORDER BY s.added_at, s.person")
    return [(person, telegram_id, unit.crypt.open_kindly(name, f"staff.name:{person}")) for person, telegram_id, name in rows]
