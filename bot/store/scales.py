"""Questionnaires: answers on the way, and results, both sealed."""

from __future__ import annotations

import json

from bot.store.database import Unit
from conversations.scales import Begun, Scored

KEPT = 7 * 86_400_000  # ms; most ask about the last two weeks: older answers do not go together with new ones


def keep(unit: Unit, person: int, scale: str, given: tuple[int, ...]) -> None:
    """The answers so far; none: it is begun anew."""
    if not given:
        drop(unit, person, scale)
        return
    unit.run(
        """INSERT INTO scale_drafts (person, scale, answers_x, at) VALUES (:person, :scale, :answers, :now)
           ON CONFLICT (person, scale) DO UPDATE SET answers_x = :answers, at = :now""",
        person=person,
        scale=scale,
        answers=unit.crypt.seal(json.dumps(given), f"scale_drafts.answers:{person}:{scale}"),
        now=unit.now,
    )


def drop(unit: Unit, person: int, scale: str) -> None:
    unit.run("DELETE FROM scale_drafts WHERE person = :person AND scale = :scale", person=person, scale=scale)


def begun(unit: Unit, person: int) -> tuple[Begun, ...]:
    """What can still be gone on with."""
    rows = unit.all(
        "SELECT scale, answers_x FROM scale_drafts WHERE person = :person AND at > :since ORDER BY scale", person=person, since=unit.now - KEPT
    )
    return tuple(Begun(scale, tuple(json.loads(unit.crypt.open(answers, f"scale_drafts.answers:{person}:{scale}")))) for scale, answers in rows)


def save(unit: Unit, person: int, scale: str, day: str, score: int, given: tuple[int, ...]) -> None:
    """``day``: the person's local date (ISO)."""
    number = unit.ids.next()
    unit.run(
        "INSERT INTO scale_results (id, person, scale, day, result_x, at) VALUES (:id, :person, :scale, :day, :result, :now)",
        id=number,
        person=person,
        scale=scale,
        day=day,
        result=unit.crypt.seal(json.dumps({"score": score, "given": given}), f"scale_results.result:{number}"),
        now=unit.now,
    )
    drop(unit, person, scale)


def scored(unit: Unit, person: int, limit: int = 60) -> tuple[Scored, ...]:
    """The last results of a person, oldest first."""
    rows = unit.all(
        "SELECT id, scale, day, result_x FROM scale_results WHERE person = :person ORDER BY id DESC LIMIT :limit", person=person, limit=limit
    )
    return tuple(
        Scored(scale, day, json.loads(unit.crypt.open(x, f"scale_results.result:{number}"))["score"]) for number, scale, day, x in reversed(rows)
    )
