"""What is exported to a person, by the data map: their rows, and what hangs on those; opened, without what names others.

Of a chat they get their own words and the pseudonym of the other side: the other side's words are the other side's. Columns with the id of a
person are left out altogether, so nothing tells who the others are. Of the audit log they get what they did themselves, and what the staff did
for them or looked at; not who blocked or reported them.
"""

from __future__ import annotations

from typing import Any

from bot.crypt import Unsealable
from bot.store import datamap
from bot.store.database import Unit
from bot.store.datamap import Field_, Table

Rows = list[dict[str, Any]]
FOR_THEM = ("alert", "appointment", "case", "glass", "guidance", "plan", "safety")  # kinds of actions of others that a person is told of
_THEIRS = " OR ".join(f"action LIKE '{kind}.%'" for kind in FOR_THEM)
ACTS = f"actor = :person OR (subject IN (SELECT id FROM exporting) AND ({_THEIRS}))"


def collect(unit: Unit, person: int, *, staff_notes: bool) -> dict[str, Rows]:
    """By table. ``staff_notes``: with what the staff wrote about them."""
    tables, real = datamap.load().tables, datamap.schema(unit.db)
    unit.run("CREATE TEMP TABLE IF NOT EXISTS exporting (id INTEGER PRIMARY KEY)")
    unit.run("INSERT INTO exporting (id) VALUES (:person)", person=person)
    found: dict[str, Rows] = {}
    for _ in range(2):  # what hangs on a row may stand before it
        for name, table in tables.items():
            if table.export:
                found[name] = _rows(unit, name, table, real[name], person, staff_notes)
                mine = [(row["id"],) for row in found[name] if "id" in row]
                unit.db.executemany("INSERT INTO exporting (id) VALUES (?) ON CONFLICT DO NOTHING", mine)
    unit.run("DELETE FROM exporting")
    return {name: rows for name, rows in found.items() if rows}


def _rows(unit: Unit, name: str, table: Table, fields: list[Field_], person: int, staff_notes: bool) -> Rows:
    shown = [field for field in fields if _shown(table, field, staff_notes)]
    key = datamap.key_of(fields)
    columns = list(dict.fromkeys([*(field.name for field in shown), *key, *(table.columns[field.name].only or key[0] for field in shown)]))
    theirs = " OR ".join(f"{column} = :person" for column in table.whose)
    theirs = theirs or " OR ".join(f"{column} IN (SELECT id FROM exporting)" for column in table.goes_with) or ACTS
    rows = []
    for values in unit.all(f"SELECT {', '.join(columns)} FROM {name} WHERE {theirs} ORDER BY {', '.join(key)}", person=person):
        row = dict(zip(columns, values, strict=True))
        place = ":".join(str(row[column]) for column in key)
        told = [field.name for field in shown if not (only := table.columns[field.name].only) or row[only] == person]
        rows.append({column.removesuffix("_x"): _value(unit, name, column, row[column], place) for column in told})
    return rows


def _shown(table: Table, field: Field_, staff_notes: bool) -> bool:
    """Nothing that names a person: the columns under ``whose`` (but for the number of the row) and those that point to people."""
    column = table.columns[field.name]
    names = field.points_to == "people" or (field.name in table.whose and field.name != "id")
    return not column.hidden and (staff_notes or not column.staff) and not names


def _value(unit: Unit, table: str, column: str, value: Any, place: str) -> Any:
    if not column.endswith("_x") or value is None:
        return value
    try:
        return unit.crypt.open(value, f"{table}.{column.removesuffix('_x')}:{place}")
    except Unsealable:
        return None
