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


# What only staff hold; and what of it only counselors do. A chat with a card in it is read by whoever owns it.
_STAFF = """SELECT helper FROM links WHERE kind <> 'peer' AND closed_at IS NULL
    UNION SELECT handler FROM alerts WHERE handler IS NOT NULL AND state IN ('seen', 'talking')
    UNION SELECT owner FROM conversations
        WHERE owner IS NOT NULL AND flow IN ('alerts', 'case_form', 'case_note', 'case_room', 'directory', 'interject')
    UNION SELECT p.id FROM cards c JOIN people p ON p.telegram_id = c.chat"""
_COUNSELORS = """SELECT helper FROM links WHERE kind = 'guidance' AND closed_at IS NULL
    UNION SELECT counselor FROM guidance_requests WHERE counselor IS NOT NULL AND closed_at IS NULL
    UNION SELECT counselor FROM appointments WHERE state = 'booked' AND starts_at + minutes * 60000 > :now"""


def holding(unit: Unit) -> list[tuple[int, bool]]:
    """Everybody who has something open that only staff have, and whether it is of what only counselors have."""
    counselors = {row[0] for row in unit.all(_COUNSELORS, now=unit.now)}
    return [(person, person in counselors) for person in sorted(counselors | {row[0] for row in unit.all(_STAFF)})]
