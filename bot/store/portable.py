"""What is exported to a person, by the data map: their rows, and what hangs on those; opened, without what names others.

Of a chat they get their own words and the pseudonym of the other side: the other side's words are the other side's. Columns with the id of a
person are left out altogether, so nothing tells who the others are.
"""

from __future__ import annotations

from typing import Any

from bot.crypt import Unsealable
from bot.store import datamap
from bot.store.database import Unit
from bot.store.datamap import Field_, Table

Rows = list[dict[str, Any]]


def collect(unit: Unit, person: int, *, staff_notes: bool) -> dict[str, Rows]:
    """By table. ``staff_notes``: with what the staff wrote about them."""
    tables, real = datamap.load().tables, datamap.schema(unit.db)
    mine: set[int] = set()
    found: dict[str, Rows] = {}
    for _ in range(2):  # what hangs on a row may stand before it
        for name, table in tables.items():
            if table.export:
                found[name] = _rows(unit, name, table, real[name], person, mine, staff_notes)
                mine |= {row["id"] for row in found[name] if "id" in row}
    return {name: rows for name, rows in found.items() if rows}


def _rows(unit: Unit, name: str, table: Table, fields: list[Field_], person: int, mine: set[int], staff_notes: bool) -> Rows:
    shown = [field for field in fields if _shown(table, field, staff_notes)]
    key = datamap.key_of(fields)
    columns = [field.name for field in shown] + [column for column in key if column not in {field.name for field in shown}]
    found = unit.all(f"SELECT {', '.join([*columns, *table.whose, *table.goes_with])} FROM {name} ORDER BY {', '.join(key)}")
    rows = []
    for values in found:
        row, links = dict(zip(columns, values[: len(columns)], strict=True)), values[len(columns) :]
        whose, goes = links[: len(table.whose)], links[len(table.whose) :]
        if person in whose or (not table.whose and set(goes) & mine):
            place = ":".join(str(row[column]) for column in key)
            rows.append({field.name.removesuffix("_x"): _value(unit, name, field.name, row[field.name], place) for field in shown})
    return rows


def _shown(table: Table, field: Field_, staff_notes: bool) -> bool:
    column = table.columns[field.name]
    return not column.hidden and (staff_notes or not column.staff) and field.points_to != "people"


def _value(unit: Unit, table: str, column: str, value: Any, place: str) -> Any:
    if not column.endswith("_x") or value is None:
        return value
    try:
        return unit.crypt.open(value, f"{table}.{column.removesuffix('_x')}:{place}")
    except Unsealable:
        return None
