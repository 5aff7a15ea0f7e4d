"""Answered check-ins."""

from __future__ import annotations

from bot.store.database import Unit
from conversations.kit import Mood


def add(unit: Unit, person: int, mood: int, day: str) -> None:
    """``day``: the person's local date (ISO)."""
    unit.run(
        "INSERT INTO moods (id, person, mood, day, at) VALUES (:id, :person, :mood, :day, :now)",
        id=unit.ids.next(),
        person=person,
        mood=mood,
        day=day,
        now=unit.now,
    )


def add_to_last(unit: Unit, person: int, what: str, note: str) -> None:
    """Completes the latest check-in; a second note is put under the first."""
    row = unit.one("SELECT id, note_x FROM moods WHERE person = :person ORDER BY id DESC LIMIT 1", person=person)
    if row is None:
        return
    number, before = row
    if what:
        unit.run("UPDATE moods SET what = :what WHERE id = :id", what=what, id=number)
    if note:
        place = f"moods.note:{number}"
        whole = f"{unit.crypt.open(before, place)}\n{note}" if before else note
        unit.run("UPDATE moods SET note_x = :note WHERE id = :id", note=unit.crypt.seal(whole, place), id=number)


def recent(unit: Unit, person: int, limit: int = 14) -> tuple[Mood, ...]:
    """The check-ins of the last ``limit`` days on which there was one, oldest first."""
    rows = unit.all(
        """SELECT day, mood FROM moods WHERE person = :person AND day IN
             (SELECT DISTINCT day FROM moods WHERE person = :person ORDER BY day DESC LIMIT :limit) ORDER BY id""",
        person=person,
        limit=limit,
    )
    return tuple(Mood(day, mood) for day, mood in rows)
