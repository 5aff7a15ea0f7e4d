"""Erasure by the data map: every row that is a person's, and every row that hangs on one of those, however far down.

Row ids are unique in the whole database (``ids.py``), so what goes is one set of ids: it begins with the person, and a row joins it when a column
under ``whose`` or ``goes_with`` holds an id of the set. Then tables are emptied of it, those that point to others first. ``secure_delete``
overwrites what is deleted with zeros; ``unit.scrub`` has the write-ahead log emptied too, right after COMMIT.
"""

from __future__ import annotations

import contextlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from bot.crypt import Unsealable
from bot.store import datamap
from bot.store.database import Unit
from bot.store.datamap import Field_, Table

CHOSEN = "SELECT id FROM erasing"


def erase(unit: Unit, person: int, telegram_id: int) -> Counter[str]:
    """Removes every trace of a person, in the open transaction; returns how many rows went from which table."""
    gone = remove(unit, [person], telegram_id=telegram_id)
    gone["parked"] = _parked(unit, telegram_id)
    # of what never reached its chat nobody can tell any more whose words it holds
    unit.run("UPDATE outbox SET payload_x = NULL WHERE state = 'failed'")
    return gone


def remove(unit: Unit, ids: Iterable[int], *, telegram_id: int = 0, whose: bool = True) -> Counter[str]:
    """Removes rows, by their ids, with all that hangs on them. Without ``whose``, what is a person's stays when that person goes (nobody does)."""
    tables, real = datamap.load().tables, datamap.schema(unit.db)
    where = {name: _where(tables[name], fields, whose) for name, fields in real.items()}
    _gather(unit, ids, telegram_id, [name for name, fields in real.items() if _numbered(fields)], where)
    gone: Counter[str] = Counter()
    unit.run(f"UPDATE audit SET detail = '' WHERE actor IN ({CHOSEN}) OR subject IN ({CHOSEN})")
    for name, table in tables.items():
        for column in table.mentions:
            unit.run(f"UPDATE {name} SET {column} = NULL WHERE {column} IN ({CHOSEN})")
    for name in children_first(real):
        if where[name]:
            gone[name] += unit.run(f"DELETE FROM {name} WHERE {where[name]}", chat=telegram_id).rowcount
    unit.run("DELETE FROM erasing")
    unit.scrub = True
    return gone


def _numbered(fields: list[Field_]) -> bool:
    return any(field.name == "id" for field in fields)


def _where(table: Table, fields: list[Field_], whose: bool) -> str:
    """Which rows of a table go."""
    if table.keep in {"audit", "program"}:
        return ""
    columns = [*(table.whose if whose else ()), *table.goes_with, *(["id"] if _numbered(fields) else [])]
    chats = [f"({column} = :chat AND :chat <> 0)" for column in table.chats]
    return " OR ".join([*(f"{column} IN ({CHOSEN})" for column in dict.fromkeys(columns)), *chats])


def _gather(unit: Unit, ids: Iterable[int], telegram_id: int, numbered: list[str], where: dict[str, str]) -> None:
    """Fills the table ``erasing`` with the ids of all rows that go."""
    unit.run("CREATE TEMP TABLE IF NOT EXISTS erasing (id INTEGER PRIMARY KEY)")
    unit.db.executemany("INSERT INTO erasing (id) VALUES (?) ON CONFLICT DO NOTHING", [(number,) for number in ids])
    tables = [name for name in numbered if where[name]]
    found = True
    while found:
        before = _count(unit)
        for name in tables:
            unit.run(f"INSERT INTO erasing (id) SELECT id FROM {name} WHERE {where[name]} ON CONFLICT DO NOTHING", chat=telegram_id)
        if _count(unit) == before:  # all that columns tell is found: now what open forms tell, which have to be read one by one
            _forms(unit)
            found = _count(unit) > before


def _count(unit: Unit) -> int:
    return int(unit.value("SELECT count(*) FROM erasing"))


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
