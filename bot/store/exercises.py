"""Exercises somebody did, what they wrote in them, and the screen that changes by itself."""

from __future__ import annotations

from bot.store.database import Unit
from conversations.care import Tried

SHOWN = 8  # own words


def begin(unit: Unit, person: int, exercise: str, before: int) -> None:
    unit.run(
        "INSERT INTO exercise_runs (id, person, exercise, before, at) VALUES (:id, :person, :exercise, :before, :now)",
        id=unit.ids.next(),
        person=person,
        exercise=exercise,
        before=before,
        now=unit.now,
    )


def finish(unit: Unit, person: int, exercise: str, after: int) -> None:
    """Of the last time it was begun."""
    unit.run(
        """UPDATE exercise_runs SET after = :after
           WHERE id = (SELECT max(id) FROM exercise_runs WHERE person = :person AND exercise = :exercise)""",
        after=after,
        person=person,
        exercise=exercise,
    )


def tried(unit: Unit, person: int) -> tuple[Tried, ...]:
    rows = unit.all(
        """SELECT exercise, count(*), sum(before - after) FROM exercise_runs
           WHERE person = :person AND after IS NOT NULL GROUP BY exercise ORDER BY exercise""",
        person=person,
    )
    return tuple(Tried(name, times, 100 * gained // times) for name, times, gained in rows)


def jot(unit: Unit, person: int, exercise: str, words: str) -> None:
    number = unit.ids.next()
    unit.run(
        "INSERT INTO exercise_words (id, person, exercise, words_x, at) VALUES (:id, :person, :exercise, :words, :now)",
        id=number,
        person=person,
        exercise=exercise,
        words=unit.crypt.seal(words, f"exercise_words.words:{number}"),
        now=unit.now,
    )


def jotted(unit: Unit, person: int) -> tuple[str, ...]:
    """The last own words, newest first."""
    rows = unit.all("SELECT id, words_x FROM exercise_words WHERE person = :person ORDER BY id DESC LIMIT :shown", person=person, shown=SHOWN)
    return tuple(unit.crypt.open(words, f"exercise_words.words:{number}") for number, words in rows)


def follow(unit: Unit, person: int, message: int) -> None:
    unit.run(
        "INSERT INTO exercise_screens (person, message) VALUES (:person, :message) ON CONFLICT (person) DO UPDATE SET message = :message",
        person=person,
        message=message,
    )


def screen(unit: Unit, person: int) -> int | None:
    found: int | None = unit.value("SELECT message FROM exercise_screens WHERE person = :person", person=person)
    return found
