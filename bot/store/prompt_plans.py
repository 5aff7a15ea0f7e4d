"""How often people want to be asked how they are. Somebody without a row: every day."""

from __future__ import annotations

from bot.store.database import Unit
from conversations.checkins import Plan


def get(unit: Unit, person: int) -> Plan:
    row = unit.one("SELECT every, unanswered, rest_until, asked_weekly, dark FROM prompt_plans WHERE person = :person", person=person)
    return Plan(row[0], row[1], row[2], bool(row[3]), bool(row[4])) if row else Plan()


def asked(unit: Unit, person: int) -> None:
    """One more question without an answer so far."""
    unit.run(
        """INSERT INTO prompt_plans (person, unanswered) VALUES (:person, 1)
           ON CONFLICT (person) DO UPDATE SET unanswered = unanswered + 1""",
        person=person,
    )


def answered(unit: Unit, person: int) -> None:
    unit.run("UPDATE prompt_plans SET unanswered = 0 WHERE person = :person", person=person)


def set_every(unit: Unit, person: int, every: int, *, asked: bool) -> None:
    """Ends days off. ``asked``: whether that is right was asked for."""
    unit.run(
        """INSERT INTO prompt_plans (person, every, asked_weekly) VALUES (:person, :every, :asked)
           ON CONFLICT (person) DO UPDATE SET every = :every, rest_until = '', asked_weekly = max(asked_weekly, :asked)""",
        person=person,
        every=every,
        asked=int(asked),
    )


def rest(unit: Unit, person: int, until: str) -> None:
    """``until``: the last local date (ISO) without a question."""
    unit.run(
        "INSERT INTO prompt_plans (person, rest_until) VALUES (:person, :until) ON CONFLICT (person) DO UPDATE SET rest_until = :until",
        person=person,
        until=until,
    )


def set_dark(unit: Unit, person: int, dark: bool) -> None:
    unit.run(
        "INSERT INTO prompt_plans (person, dark) VALUES (:person, :dark) ON CONFLICT (person) DO UPDATE SET dark = :dark",
        person=person,
        dark=int(dark),
    )
