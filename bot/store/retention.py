"""What is kept only for a time goes when it is over, by the data map: ``keep`` says which limit counts, ``age`` where its time begins.

In small steps, each a transaction of its own: nobody waits for it, and a kill between two steps only means that the next one comes later.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from bot.store import datamap, erasure, files, meta
from bot.store.database import Unit
from bot.store.datamap import Table

STEP = 500  # rows of one table


def due(unit: Unit, limits: Mapping[str, int]) -> Counter[str]:
    """How many rows would go now, by table; what hangs on them is not counted. ``limits``: ms by what ``keep`` says."""
    found: Counter[str] = Counter()
    for name, table in _aging(limits).items():
        found[name] = unit.value(f"SELECT count(*) FROM {name} WHERE {_old(table)}", before=unit.now - limits[table.keep])
    found["cards"] += unit.value("SELECT count(*) FROM cards WHERE conversation NOT IN (SELECT id FROM conversations)")
    return +found


def step(unit: Unit, limits: Mapping[str, int]) -> Counter[str]:
    """Removes some of what is due, with all that hangs on it; empty when nothing is left to do."""
    gone: Counter[str] = Counter()
    real = datamap.schema(unit.db)
    for name, table in _aging(limits).items():
        before = unit.now - limits[table.keep]
        if name == "audit":  # its trigger lets nothing younger go
            meta.note(unit, "audit_may_go", str(before))
        if name == "files":  # one that a message still waits for stays
            gone[name] += files.forget(unit, before)
            continue
        key = datamap.key_of(real[name])[0]
        old = f"SELECT {key} FROM {name} WHERE {_old(table)} LIMIT {STEP}"
        if table.keep == "cases":  # much may hang on these, on the others nothing
            found = [row[0] for row in unit.all(old, before=before)]
            gone += erasure.remove(unit, found, whose=False) if found else Counter()
        else:
            gone[name] += unit.run(f"DELETE FROM {name} WHERE {key} IN ({old})", before=before).rowcount
    gone["cards"] += unit.run("DELETE FROM cards WHERE conversation NOT IN (SELECT id FROM conversations)").rowcount
    unit.scrub = unit.scrub or bool(+gone)
    return +gone


def _aging(limits: Mapping[str, int]) -> dict[str, Table]:
    return {name: table for name, table in datamap.load().tables.items() if table.age and table.keep in limits}


def _old(table: Table) -> str:
    """Which rows are due: those whose own time, or that of the row they hang on, is over."""
    column, _, theirs = table.age.partition(".")
    if not theirs:
        return f"{column} IS NOT NULL AND {column} < :before"
    return f"{column} IN (SELECT id FROM {column}s WHERE {theirs} IS NOT NULL AND {theirs} < :before)"
