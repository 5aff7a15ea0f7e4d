"""Counselors' duty: what they set for now, and their weekly hours."""

from __future__ import annotations

from bot.store.database import Unit
from conversations.staffing import Week


def set_mode(unit: Unit, person: int, mode: str, until: int | None) -> None:
    """``mode``: on, off, hours. ``until`` (epoch ms): then the weekly hours count again."""
    unit.run(
        "INSERT INTO on_call (person, mode, until) VALUES (:person, :mode, :until) ON CONFLICT (person) DO UPDATE SET mode = :mode, until = :until",
        person=person,
        mode=mode,
        until=until,
    )


def mode(unit: Unit, person: int) -> str:
    """What holds right now."""
    sql = "SELECT mode FROM on_call WHERE person = :person AND (until IS NULL OR until > :now)"
    found: str | None = unit.value(sql, person=person, now=unit.now)
    return found or "hours"


def set_week(unit: Unit, person: int, week: Week) -> None:
    unit.run("DELETE FROM on_call_hours WHERE person = :person", person=person)
    for day, start, end in week:
        unit.run(
            """INSERT INTO on_call_hours (person, weekday, from_minute, to_minute) VALUES (:person, :day, :start, :end)
               ON CONFLICT (person, weekday, from_minute) DO UPDATE SET to_minute = max(to_minute, :end)""",
            person=person,
            day=day,
            start=start,
            end=end,
        )


def week(unit: Unit, person: int) -> Week:
    rows = unit.all("SELECT weekday, from_minute, to_minute FROM on_call_hours WHERE person = :person ORDER BY weekday, from_minute", person=person)
    return tuple((day, start, end) for day, start, end in rows)


def switched(unit: Unit, person: int) -> tuple[str, int]:
    """What was switched by hand and until when that holds (epoch ms): on, off; or hours, 0."""
    row = unit.one("SELECT mode, until FROM on_call WHERE person = :person AND mode <> 'hours' AND until > :now", person=person, now=unit.now)
    return (str(row[0]), int(row[1])) if row else ("hours", 0)
