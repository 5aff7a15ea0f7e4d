"""Care plans: ratings, a goal, small steps, strengths and the people around, in the person's own words, sealed."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.store.database import Unit
from conversations.care import AREAS, CarePlan
from conversations.schedule import local_day

SHOWN = 7  # lines of the strengths diary
PEOPLE = 15
RATINGS = 200  # of all areas; a picture shows no more


def plan(unit: Unit, person: int, zone: str) -> CarePlan:
    """``zone``: the person's, in which a rating belongs to its day."""
    goal = unit.one("SELECT id, area, words_x FROM plan_goals WHERE person = :person ORDER BY id DESC LIMIT 1", person=person)
    step, state = _step(unit, person, "NOT IN ('new', 'left')")
    return CarePlan(
        ratings=_ratings(unit, person),
        history=_history(unit, person, zone),
        area=goal[1] if goal else "",
        goal=unit.crypt.open(goal[2], f"plan_goals.words:{goal[0]}") if goal else "",
        step=step,
        planned=state == "planned",
        undated=_step(unit, person, "= 'new'")[0],
        done=unit.value("SELECT count(*) FROM plan_steps WHERE person = :person AND state IN ('done', 'partly')", person=person),
        strengths=tuple(_words(unit, "strengths", "words", person, SHOWN)),
        people=_people(unit, person),
        shared=bool(unit.value("SELECT 1 FROM plan_shared WHERE person = :person", person=person)),
    )


def share(unit: Unit, person: int, shared: bool) -> None:
    unit.run("DELETE FROM plan_shared WHERE person = :person", person=person)
    if shared:
        unit.run("INSERT INTO plan_shared (person, at) VALUES (:person, :now)", person=person, now=unit.now)


def _ratings(unit: Unit, person: int) -> tuple[tuple[str, int, int], ...]:
    first: dict[str, int] = {}
    latest: dict[str, int] = {}
    for area, value in unit.all("SELECT area, value FROM plan_ratings WHERE person = :person ORDER BY id", person=person):
        first.setdefault(area, value)
        latest[area] = value
    return tuple((area, first[area], latest[area]) for area in AREAS if area in latest)


def _history(unit: Unit, person: int, zone: str) -> tuple[tuple[str, str, int], ...]:
    rows = unit.all("SELECT area, at, value FROM plan_ratings WHERE person = :person ORDER BY id DESC LIMIT :limit", person=person, limit=RATINGS)
    return tuple((area, local_day(datetime.fromtimestamp(at / 1000, UTC), zone), value) for area, at, value in reversed(rows))


def _step(unit: Unit, person: int, states: str) -> tuple[str, str]:
    """The words and the state of the newest step whose state is one of ``states``."""
    found = unit.one(f"SELECT id, words_x, state FROM plan_steps WHERE person = :person AND state {states} ORDER BY id DESC LIMIT 1", person=person)
    return (unit.crypt.open(found[1], f"plan_steps.words:{found[0]}"), found[2]) if found else ("", "")


def _words(unit: Unit, table: str, column: str, person: int, limit: int) -> list[str]:
    rows = unit.all(f"SELECT id, {column}_x FROM {table} WHERE person = :person ORDER BY id DESC LIMIT :limit", person=person, limit=limit)
    return [unit.crypt.open(sealed, f"{table}.{column}:{number}") for number, sealed in rows]


def _people(unit: Unit, person: int) -> tuple[tuple[str, str], ...]:
    rows = unit.all("SELECT id, circle, name_x FROM supporters WHERE person = :person ORDER BY id LIMIT :limit", person=person, limit=PEOPLE)
    return tuple((circle, unit.crypt.open(sealed, f"supporters.name:{number}")) for number, circle, sealed in rows)


def rate(unit: Unit, person: int, area: str, value: int) -> None:
    unit.run(
        "INSERT INTO plan_ratings (id, person, area, value, at) VALUES (:id, :person, :area, :value, :now)",
        id=unit.ids.next(),
        person=person,
        area=area,
        value=value,
        now=unit.now,
    )


def set_goal(unit: Unit, person: int, area: str, words: str) -> None:
    number = unit.ids.next()
    unit.run(
        "INSERT INTO plan_goals (id, person, area, words_x, at) VALUES (:id, :person, :area, :words, :now)",
        id=number,
        person=person,
        area=area,
        words=unit.crypt.seal(words, f"plan_goals.words:{number}"),
        now=unit.now,
    )


def add_step(unit: Unit, person: int, words: str) -> int:
    """A new step without a day. One that never got a day is left."""
    _leave(unit, person, "new")
    number = unit.ids.next()
    unit.run(
        "INSERT INTO plan_steps (id, person, words_x, state, at) VALUES (:id, :person, :words, 'new', :now)",
        id=number,
        person=person,
        words=unit.crypt.seal(words, f"plan_steps.words:{number}"),
        now=unit.now,
    )
    return number


def undated_step(unit: Unit, person: int) -> int | None:
    found: int | None = unit.value("SELECT max(id) FROM plan_steps WHERE person = :person AND state = 'new'", person=person)
    return found


def leave_planned(unit: Unit, person: int) -> None:
    _leave(unit, person, "planned")


def _leave(unit: Unit, person: int, state: str) -> None:
    unit.run("UPDATE plan_steps SET state = 'left' WHERE person = :person AND state = :state", person=person, state=state)


def mark_step(unit: Unit, step: int, state: str, hindered: str = "") -> None:
    unit.run("UPDATE plan_steps SET state = :state, hindered = :hindered WHERE id = :id", state=state, hindered=hindered, id=step)


def add_strength(unit: Unit, person: int, words: str) -> None:
    number = unit.ids.next()
    unit.run(
        "INSERT INTO strengths (id, person, words_x, at) VALUES (:id, :person, :words, :now)",
        id=number,
        person=person,
        words=unit.crypt.seal(words, f"strengths.words:{number}"),
        now=unit.now,
    )


def add_supporter(unit: Unit, person: int, circle: str, name: str) -> None:
    number = unit.ids.next()
    unit.run(
        "INSERT INTO supporters (id, person, circle, name_x, at) VALUES (:id, :person, :circle, :name, :now)",
        id=number,
        person=person,
        circle=circle,
        name=unit.crypt.seal(name, f"supporters.name:{number}"),
        now=unit.now,
    )
