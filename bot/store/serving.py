"""Shifts of volunteers, and texts they have ready."""

from __future__ import annotations

from bot.store.database import Unit
from conversations.serving import Ready, Shift

MOST_TEXTS = 20


def shifts(unit: Unit, volunteer: int) -> tuple[Shift, ...]:
    rows = unit.all("SELECT id, weekday, hour, hours FROM shifts WHERE volunteer = :volunteer ORDER BY weekday, hour", volunteer=volunteer)
    return tuple(Shift(*row) for row in rows)


def add_shift(unit: Unit, volunteer: int, weekday: int, hour: int, hours: int) -> None:
    """One that begins at the same time is replaced."""
    unit.run(
        """INSERT INTO shifts (id, volunteer, weekday, hour, hours) VALUES (:id, :volunteer, :weekday, :hour, :hours)
           ON CONFLICT (volunteer, weekday, hour) DO UPDATE SET hours = excluded.hours""",
        id=unit.ids.next(),
        volunteer=volunteer,
        weekday=weekday,
        hour=hour,
        hours=hours,
    )


def drop_shift(unit: Unit, volunteer: int, shift: int) -> None:
    unit.run("DELETE FROM shifts WHERE id = :shift AND volunteer = :volunteer", shift=shift, volunteer=volunteer)


def ready(unit: Unit, volunteer: int) -> tuple[Ready, ...]:
    """The volunteer's own texts, by name."""
    rows = unit.all("SELECT id, name_x, text_x FROM ready_texts WHERE volunteer = :volunteer", volunteer=volunteer)
    opened = (
        Ready(number, unit.crypt.open(name, f"ready_texts.name:{number}"), unit.crypt.open(text, f"ready_texts.text:{number}"))
        for number, name, text in rows
    )
    return tuple(sorted(opened, key=lambda one: one.name))


def save_ready(unit: Unit, volunteer: int, name: str, text: str) -> None:
    """The same name takes the place of the one before; beyond ``MOST_TEXTS`` nothing is added."""
    known = ready(unit, volunteer)
    for one in known:
        if one.name == name:
            drop_ready(unit, volunteer, one.id)
    if len([one for one in known if one.name != name]) >= MOST_TEXTS:
        return
    number = unit.ids.next()
    unit.run(
        "INSERT INTO ready_texts (id, volunteer, name_x, text_x, at) VALUES (:id, :volunteer, :name, :text, :now)",
        id=number,
        volunteer=volunteer,
        name=unit.crypt.seal(name, f"ready_texts.name:{number}"),
        text=unit.crypt.seal(text, f"ready_texts.text:{number}"),
        now=unit.now,
    )


def drop_ready(unit: Unit, volunteer: int, number: int) -> None:
    unit.run("DELETE FROM ready_texts WHERE id = :number AND volunteer = :volunteer", number=number, volunteer=volunteer)
