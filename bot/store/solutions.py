"""Plans of people's own: sealed as a whole, one being worked on at a time."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

from bot.store.database import Unit
from conversations.solving import Option, Plan

KEPT = 8  # earlier ones that are offered to look at


def _open(unit: Unit, number: int, sealed: bytes, shared: str) -> Plan:
    data = json.loads(unit.crypt.open(sealed, f"plans.plan:{number}"))
    return replace(Plan(**{**data, "options": tuple(Option(**one) for one in data["options"])}), id=number, shared=shared)


def get(unit: Unit, person: int, number: int) -> Plan | None:
    """A plan of this very person."""
    row = unit.one("SELECT plan_x, shared FROM plans WHERE id = :id AND person = :person", id=number, person=person)
    return _open(unit, number, row[0], row[1]) if row else None


def current(unit: Unit, person: int) -> Plan:
    """What is being worked on; id 0: nothing."""
    row = unit.one("SELECT id, plan_x, shared FROM plans WHERE person = :person AND state = 'open' ORDER BY id DESC LIMIT 1", person=person)
    return _open(unit, *row) if row else Plan()


def earlier(unit: Unit, person: int) -> tuple[Plan, ...]:
    """What was worked out, the newest first."""
    sql = "SELECT id, plan_x, shared FROM plans WHERE person = :person AND state = 'set' ORDER BY changed_at DESC, id DESC LIMIT :most"
    return tuple(_open(unit, *row) for row in unit.all(sql, person=person, most=KEPT))


def save(unit: Unit, person: int, plan: Plan) -> int:
    """Returns its id: a new one for a plan without."""
    number = plan.id or unit.ids.next()
    sealed = unit.crypt.seal(json.dumps(asdict(plan), ensure_ascii=False, separators=(",", ":")), f"plans.plan:{number}")
    unit.run(
        """INSERT INTO plans (id, person, plan_x, state, shared, made_at, changed_at) VALUES (:id, :person, :plan, :state, :shared, :now, :now)
           ON CONFLICT (id) DO UPDATE SET plan_x = :plan, state = :state, changed_at = :now""",
        id=number,
        person=person,
        plan=sealed,
        state="set" if plan.at == "set" else "open",
        shared=plan.shared,
        now=unit.now,
    )
    return number


def share(unit: Unit, number: int, shared: str) -> None:
    """``shared``: wanted or given."""
    unit.run("UPDATE plans SET shared = :shared WHERE id = :id", shared=shared, id=number)


def wanted(unit: Unit, person: int) -> list[Plan]:
    """What a counselor may read and none has yet."""
    return [_open(unit, *row) for row in unit.all("SELECT id, plan_x, shared FROM plans WHERE person = :person AND shared = 'wanted'", person=person)]


def forget(unit: Unit, person: int, number: int) -> None:
    unit.run("DELETE FROM plans WHERE id = :id AND person = :person", id=number, person=person)
