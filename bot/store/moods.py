"""Answered check-ins."""

from __future__ import annotations

from bot.store.database import Unit
from conversations.checkins import Today
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
        """SELECT day, mood, what, sleep, energy, stress FROM moods WHERE person = :person AND day IN
             (SELECT DISTINCT day FROM moods WHERE person = :person ORDER BY day DESC LIMIT :limit) ORDER BY id""",
        person=person,
        limit=limit,
    )
    return tuple(Mood(*row) for row in rows)


def set_part(unit: Unit, person: int, part: str, value: str) -> None:
    """``feelings`` (ids with commas), ``sleep``, ``energy`` or ``stress`` (numbers) of the latest check-in."""
    column = {"feelings": "feelings", "sleep": "sleep", "energy": "energy", "stress": "stress"}[part]
    unit.run(
        f"UPDATE moods SET {column} = :value WHERE id = (SELECT max(id) FROM moods WHERE person = :person)",
        person=person,
        value=value if column == "feelings" else int(value),
    )


def latest(unit: Unit, person: int) -> Today:
    """What the latest check-in holds besides its mood."""
    row = unit.one(
        """SELECT feelings, sleep, energy, stress, what, note_x IS NOT NULL FROM moods WHERE person = :person ORDER BY id DESC LIMIT 1""",
        person=person,
    )
    if row is None:
        return Today()
    names = ("feelings", "sleep", "energy", "stress", "what", "note")
    feelings = tuple(row[0].split(",")) if row[0] else ()
    return Today(tuple(name for name, value in zip(names, row, strict=True) if value), feelings)


def last_day(unit: Unit, person: int) -> str:
    """The local date of the latest check-in; empty for none."""
    return str(unit.value("SELECT day FROM moods WHERE person = :person ORDER BY id DESC LIMIT 1", person=person) or "")
