"""When counselors have time: weekly hours, and single dates instead."""

from __future__ import annotations

from bot.store.database import Unit
from conversations.slots import Span, spans_of, spans_text

Week = tuple[tuple[Span, ...], ...]


def week(unit: Unit, counselor: int) -> Week:
    """Seven days from Monday on."""
    known = dict(unit.all("SELECT weekday, spans FROM counselor_week WHERE counselor = :counselor", counselor=counselor))
    return tuple(_spans(known.get(day, "")) for day in range(7))


def days(unit: Unit, counselor: int, since: str) -> dict[str, tuple[Span, ...]]:
    """The dates (ISO) from ``since`` on that are not as usual."""
    sql = "SELECT day, spans FROM counselor_days WHERE counselor = :counselor AND day >= :since ORDER BY day"
    rows = unit.all(sql, counselor=counselor, since=since)
    return {day: _spans(spans) for day, spans in rows}


def _spans(text: str) -> tuple[Span, ...]:
    return (spans_of(text) or ()) if text else ()


def set_week(unit: Unit, counselor: int, weekday: int, spans: tuple[Span, ...]) -> None:
    unit.run(
        """INSERT INTO counselor_week (counselor, weekday, spans) VALUES (:counselor, :weekday, :spans)
           ON CONFLICT (counselor, weekday) DO UPDATE SET spans = :spans""",
        counselor=counselor,
        weekday=weekday,
        spans=spans_text(spans),
    )


def set_day(unit: Unit, counselor: int, day: str, spans: tuple[Span, ...] | None) -> None:
    """None: as usual again."""
    if spans is None:
        unit.run("DELETE FROM counselor_days WHERE counselor = :counselor AND day = :day", counselor=counselor, day=day)
        return
    unit.run(
        """INSERT INTO counselor_days (counselor, day, spans) VALUES (:counselor, :day, :spans)
           ON CONFLICT (counselor, day) DO UPDATE SET spans = :spans""",
        counselor=counselor,
        day=day,
        spans=spans_text(spans),
    )
