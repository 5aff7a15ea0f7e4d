"""Key rotation: every sealed value that an older key sealed is sealed anew. Which ones are left is told by the key id in each value, so it can be
interrupted at any time, and goes on where it was."""

from __future__ import annotations

from typing import Any

from bot.crypt import Unsealable
from bot.store import datamap, wishes
from bot.store.database import Unit, note_key

STEP = 200
Broken = set[tuple[str, str, tuple[int | str, ...]]]


def left(unit: Unit) -> int:
    """How many values wait for the new key."""
    total = 0
    for name, column, _ in _sealed(unit):
        total += unit.value(f"SELECT count(*) FROM {name} WHERE {_old(column)}", current=unit.crypt.key_id)
    return total


def strange(unit: Unit) -> bool:
    """Whether something is sealed with a key that is not among those at hand."""
    kinds = (unit.all(f"SELECT DISTINCT substr({column}, 2, 4) FROM {name} WHERE {column} IS NOT NULL") for name, column, _ in _sealed(unit))
    return bool({row[0] for rows in kinds for row in rows} - unit.crypt.key_ids)


def begin(unit: Unit) -> int:
    """Before the first step: what has to change all at once. Returns how many values that were."""
    note_key(unit.db, unit.crypt)
    return wishes.seal_teams_anew(unit)


def step(unit: Unit, broken: Broken) -> int:
    """Seals some values anew; 0 when nothing is left. ``broken``: those that do not open any more, noted here and left alone."""
    for name, column, key in _sealed(unit):
        rows = unit.all(
            f"SELECT {column}, {', '.join(key)} FROM {name} WHERE {_old(column)} LIMIT :most", current=unit.crypt.key_id, most=STEP + len(broken)
        )
        done = sum(_reseal(unit, name, column, key, row, broken) for row in rows)
        if done:
            return done
    note_key(unit.db, unit.crypt, only=True)
    return 0


def _reseal(unit: Unit, name: str, column: str, key: list[str], row: tuple[Any, ...], broken: Broken) -> bool:
    sealed, numbers = row[0], tuple(row[1:])
    place = f"{name}.{column.removesuffix('_x')}:{':'.join(map(str, numbers))}"
    if (name, column, numbers) in broken:
        return False
    try:
        content = unit.crypt.open_bytes(sealed, place)
    except Unsealable:
        broken.add((name, column, numbers))
        return False
    where = " AND ".join(f"{part} = :k{n}" for n, part in enumerate(key))
    values = {f"k{n}": number for n, number in enumerate(numbers)}
    unit.run(f"UPDATE {name} SET {column} = :sealed WHERE {where}", sealed=unit.crypt.seal_bytes(content, place), **values)
    return True


def _sealed(unit: Unit) -> list[tuple[str, str, list[str]]]:
    """Every sealed column with the primary key of its table."""
    real = datamap.schema(unit.db)
    return [(name, field.name, datamap.key_of(fields)) for name, fields in real.items() for field in fields if field.name.endswith("_x")]


def _old(column: str) -> str:
    return f"{column} IS NOT NULL AND length({column}) > 5 AND substr({column}, 2, 4) <> :current"
