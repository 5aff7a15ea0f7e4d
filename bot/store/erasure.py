"""Erasure by the data map: every row that is a person's, and every row that hangs on one of those, however far down.

Row ids are unique in the whole database (``ids.py``), so what goes is one set of ids: it begins with the person, and a row joins it when a column
under ``whose`` or ``goes_with`` holds an id of the set. Then tables are emptied of it, those that point to others first. ``secure_delete``
overwrites what is deleted with zeros; ``unit.scrub`` has the write-ahead log emptied too, right after COMMIT.
"""

from __future__ import annotations

import contextlib
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from bot.crypt import Unsealable
from bot.store import datamap
from bot.store.database import Unit
from bot.store.datamap import Field_, Table

CHOSEN = "SELECT id FROM erasing"


def erase(unit: Unit, person: int, telegram_id: int) -> Counter[str]:
    """Removes every trace of a person, in the open transaction; returns how many rows went from which table."""
    tables, real = datamap.load().tables, datamap.schema(unit.db)
    _gather(unit, person, telegram_id, tables, real)
    gone: Counter[str] = Counter()
    gone["parked"] = _parked(unit, telegram_id)
    unit.run(f"UPDATE audit SET detail = '' WHERE actor IN ({CHOSEN}) OR subject IN ({CHOSEN})")
    # of what never reached its chat nobody can tell any more whose words it holds
    unit.run("UPDATE outbox SET payload_x = NULL WHERE state = 'failed'")
    for name, table in tables.items():
        for column in table.mentions:
            unit.run(f"UPDATE {name} SET {column} = NULL WHERE {column} IN ({CHOSEN})")
    for name in children_first(real):
        gone[name] += _delete(unit, name, tables[name], telegram_id)
    unit.run("DELETE FROM erasing")
    unit.scrub = True
    return gone


def _gather(unit: Unit, person: int, telegram_id: int, tables: dict[str, Table], real: dict[str, list[Field_]]) -> None:
    """Fills the table ``erasing`` with the ids of all rows that go."""
    unit.run("CREATE TEMP TABLE IF NOT EXISTS erasing (id INTEGER PRIMARY KEY)")
    unit.run("INSERT INTO erasing (id) VALUES (:person) ON CONFLICT DO NOTHING", person=person)
    numbered = [name for name, fields in real.items() if any(field.name == "id" for field in fields)]
    before = 0
    while (now := unit.value("SELECT count(*) FROM erasing")) != before:
        before = now
        for name in numbered:
            where = _where(tables[name])
            if where:
                unit.run(f"INSERT INTO erasing (id) SELECT id FROM {name} WHERE {where} ON CONFLICT DO NOTHING", chat=telegram_id)
        _forms(unit)


def _forms(unit: Unit) -> None:
    """Somebody else's open form about a row that goes (a rating, a report) goes with it. What belongs to the staff as a whole stays."""
    going = {row[0] for row in unit.all(CHOSEN)}
    for number, state in unit.all(f"SELECT id, state_x FROM conversations WHERE owner IS NOT NULL AND id NOT IN ({CHOSEN})"):
        with contextlib.suppress(ValueError):  # one that cannot be read ends by itself when it is next needed
            if going & set(_numbers(json.loads(unit.crypt.open(state, f"conversations.state:{number}")))):
                unit.run("INSERT INTO erasing (id) VALUES (:id)", id=number)


def _numbers(value: Any) -> Iterator[int]:
    """All whole numbers somewhere in plain JSON data."""
    if isinstance(value, int):
        yield value
    elif isinstance(value, (list, dict)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _numbers(part)


def _where(table: Table) -> str:
    """Which rows of a table go."""
    return " OR ".join([*(f"{c} IN ({CHOSEN})" for c in (*table.whose, *table.goes_with)), *(f"{c} = :chat" for c in table.chats)])


def _delete(unit: Unit, name: str, table: Table, telegram_id: int) -> int:
    where = _where(table)
    return unit.run(f"DELETE FROM {name} WHERE {where}", chat=telegram_id).rowcount if where else 0


def children_first(real: dict[str, list[Field_]]) -> list[str]:
    """The tables in an order in which nothing is removed while something still points to it."""
    order: list[str] = []

    def visit(name: str) -> None:
        if name in order:
            return
        for other, fields in real.items():
            if other != name and any(field.points_to == name for field in fields):
                visit(other)
        order.append(name)

    for name in real:
        visit(name)
    return order


def _parked(unit: Unit, telegram_id: int) -> int:
    """Updates that could not be handled are kept whole: those of this account go, and those that cannot be looked into."""
    gone = 0
    for number, raw in unit.all("SELECT update_id, raw_x FROM parked"):
        try:
            theirs = str(telegram_id) in unit.crypt.open(raw, f"parked.raw:{number}")
        except Unsealable:
            theirs = True
        if theirs:
            gone += unit.run("DELETE FROM parked WHERE update_id = :id", id=number).rowcount
    return gone
