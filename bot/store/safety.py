"""Safety plans: six steps in a person's own words, sealed."""

from __future__ import annotations

from bot.store.database import Unit
from conversations.care import SafetyPlan


def plan(unit: Unit, person: int) -> SafetyPlan:
    rows = unit.all("SELECT id, step, words_x FROM safety_steps WHERE person = :person ORDER BY id", person=person)
    words = tuple((step, unit.crypt.open(sealed, f"safety_steps.words:{number}")) for number, step, sealed in rows)
    shared = unit.value("SELECT 1 FROM safety_shared WHERE person = :person", person=person)
    return SafetyPlan(words, bool(shared))


def write(unit: Unit, person: int, step: str, words: str) -> None:
    """Puts ``words`` in the place of what stood there; empty words take the step out."""
    unit.run("DELETE FROM safety_steps WHERE person = :person AND step = :step", person=person, step=step)
    if not words:
        return
    number = unit.ids.next()
    unit.run(
        "INSERT INTO safety_steps (id, person, step, words_x, at) VALUES (:id, :person, :step, :words, :now)",
        id=number,
        person=person,
        step=step,
        words=unit.crypt.seal(words, f"safety_steps.words:{number}"),
        now=unit.now,
    )


def share(unit: Unit, person: int, shared: bool) -> None:
    unit.run("DELETE FROM safety_shared WHERE person = :person", person=person)
    if shared:
        unit.run("INSERT INTO safety_shared (person, at) VALUES (:person, :now)", person=person, now=unit.now)
