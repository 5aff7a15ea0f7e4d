"""The data map: for every table and column what it holds, whose it is, why, and how long it is kept (``data_map/*.yaml``, beside the migrations).

Erasure, export and retention are carried out from it, and ``docs/data.md`` is written from it (``python -m bot.store.datamap``), so none of them
can forget a table. A table's entry says

``what``, ``why``, ``keep``   in plain words; ``keep`` is one of ``KEEPS``
``whose``                     columns with the id of the person whose row it is: exported to them, erased with them
``goes_with``                 columns with the id of a row (of any table; ids are unique in the whole database): this row goes when that one goes
``mentions``                  columns with the id of a person or a row that is only named in it: emptied when that one goes
``chats``                     columns with a Telegram chat id: the row goes with that chat's person
``age``                       the column that says when its time begins (epoch ms), or ``link.closed_at``: the one of the row that ``link`` points to
``export``                    false: machinery that tells a person nothing
``columns``                   what each holds; ``{what: …, hidden: true}``: never exported, ``{what: …, staff: true}``: written by staff (see config),
                              ``{what: …, only: person}``: exported only to whom that column names

What a person reads of a column in their export: ``says: "topic.*"`` the text of that key, with the value in place of the star; ``says: yes_no``;
``says: plain`` as it stands; ``one_of: […]``: its values, each a text under ``takeout.value``.

Columns that end in ``_x`` are sealed; that is not said again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, RootModel

from bot.yamlfile import YamlFile

Keep = Literal["erased", "relayed", "signs", "cases", "messages", "updates", "parked", "audit", "served", "program"]
KEEPS: dict[str, str] = {
    "erased": "until the person erases it",
    "relayed": "`retention.relayed_days` after the end of the chat",
    "signs": "`retention.signs_days`",
    "cases": "`retention.cases_days` after it was closed",
    "messages": "`retention.messages_hours` after it was sent",
    "updates": "`retention.updates_hours`",
    "parked": "`retention.parked_hours`",
    "audit": "`retention.audit_days` (the law asks for it; it holds no texts)",
    "served": "until it has served its purpose, minutes to days; at the latest until the person erases it",
    "program": "as long as the program is used; it is about nobody",
}
FOLDER = resources.files("bot.store") / "data_map"


def _many(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(lambda value: tuple(_many(value)))]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(_Strict):
    what: str
    hidden: bool = False
    staff: bool = False
    only: str = ""
    says: str = ""
    one_of: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """What a row holds, with the values there are."""
        return self.what + (f": {', '.join(self.one_of)}" if self.one_of else "")


class Table(_Strict):
    what: str
    why: str
    keep: Keep
    whose: Names = ()
    goes_with: Names = ()
    mentions: Names = ()
    chats: Names = ()
    age: str = ""
    export: bool = True
    columns: dict[str, Annotated[Column, BeforeValidator(lambda value: {"what": value} if isinstance(value, str) else value)]]


class _File(RootModel[dict[str, Table]]):
    pass


@dataclass(frozen=True, slots=True)
class DataMap:
    """All tables by name, in the order of the files; ``problems`` as ``file:line: text``."""

    tables: dict[str, Table]
    problems: tuple[str, ...]


@cache
def load(folder: Path | None = None) -> DataMap:
    tables: dict[str, Table] = {}
    problems: list[str] = []
    for path in sorted(Path(str(folder or FOLDER)).glob("*.yaml")):
        file = YamlFile(path)
        read = file.check(_File)
        problems += file.problems
        for name, table in (read.root if read else {}).items():
            problems += [f"{path}: {name} stands in another file too"] if name in tables else []
            tables[name] = table
    return DataMap(tables, tuple(problems))


# ------------------------------------------------------------------------------------------------------------------------- the schema


@dataclass(frozen=True, slots=True)
class Field_:
    """A column as the database has it. ``points_to``: the table of its foreign key, or empty."""

    name: str
    type: str
    required: bool
    points_to: str
    key: int = 0  # its place in the primary key, from 1


def schema(db: sqlite3.Connection) -> dict[str, list[Field_]]:
    """Every table with its columns; but not what a tool that follows the database put into it (``_litestream_seq``): nobody's data."""
    names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    names = [name for name in names if not name.startswith(("sqlite_", "_"))]
    found = {}
    for name in names:
        keys = {row[3]: row[2] for row in db.execute(f"PRAGMA foreign_key_list({name})")}
        found[name] = [Field_(c[1], c[2], bool(c[3]) and not c[5], keys.get(c[1], ""), c[5]) for c in db.execute(f"PRAGMA table_info({name})")]
    return found


def key_of(fields: list[Field_]) -> list[str]:
    """The columns of the primary key, in its order. A sealed value's place is ``table.column:`` and their values, with colons between them."""
    return [field.name for field in sorted(fields, key=lambda field: field.key) if field.key]


def missing(tables: dict[str, Table], real: dict[str, list[Field_]]) -> list[str]:
    """What an engineer has to add (or take away) so that the map is the schema, said so that it can be copied."""
    found: list[str] = []
    for name, fields in real.items():
        found += _of_table(name, tables[name], fields) if name in tables else [_stub(name, fields)]
    found += [f"{name} is in the data map and not in the database: take it out of bot/store/data_map/" for name in tables if name not in real]
    return found


def _of_table(name: str, table: Table, fields: list[Field_]) -> Iterator[str]:
    known = {field.name for field in fields}
    for field in fields:
        if field.name not in table.columns:
            yield f"{name}.{field.name}: add this line under `columns:` of `{name}` in bot/store/data_map/:\n    {field.name}: what it holds"
        if field.points_to and field.name not in (*table.whose, *table.goes_with, *table.mentions):
            yield (
                f"{name}.{field.name} points to {field.points_to}: add it to `whose:` (the row is this person's), "
                f"`goes_with:` (the row goes when that one goes) or `mentions:` (it is emptied then) of `{name}` in bot/store/data_map/"
            )
        if field.name in table.mentions and field.required:
            yield f"{name}.{field.name} cannot be emptied (NOT NULL): put it under `goes_with:` instead of `mentions:`"
    named = {*table.columns, *table.whose, *table.goes_with, *table.mentions, *table.chats, *([table.age.split(".")[0]] if table.age else [])}
    yield from (f"{name}.{column} is in the data map and not in the database: take it out" for column in sorted(named - known))


def _stub(name: str, fields: list[Field_]) -> str:
    """A whole entry to be filled in."""
    whose = [field.name for field in fields if field.points_to == "people"][:1]
    goes = [field.name for field in fields if field.points_to and field.name not in whose]
    lines = [
        f"{name}: add this to a file in bot/store/data_map/ (a new one for a new subject) and put it in words:",
        f"{name}:",
        "  what: what a row is",
        "  why: what it is needed for",
        f"  keep: erased   # one of {', '.join(KEEPS)}",
        *([f"  whose: {whose[0]}"] if whose else []),
        *([f"  goes_with: [{', '.join(goes)}]"] if goes else []),
        "  columns:",
        *(f"    {field.name}: what it holds" for field in fields),
    ]
    return "\n".join(lines)


# --------------------------------------------------------------------------------------------------------------------------- the page

PAGE = Path(__file__).resolve().parents[2] / "docs" / "data.md"


def page(tables: dict[str, Table]) -> str:
    """``docs/data.md``."""
    out = [
        "# What is stored",
        "",
        "Written from `bot/store/data_map/` by `python -m bot.store.datamap`; a test compares it with the database. Erasure, export and retention",
        "work from the same map. *Sealed* columns are AES-256-GCM encrypted: the database file alone tells nothing of them. What is erased stays in",
        "backups for `backups.keep_days`, and in a [copy on a second machine](operator.md#a-second-machine) for as long as that is set to remember.",
        "",
    ]
    for name, table in sorted(tables.items()):
        out += [
            f"## {name}",
            "",
            f"{table.what}",
            "",
            f"- **why**: {table.why}",
            f"- **whose**: {_whose(table)}",
            f"- **how long**: {_how_long(table)}",
        ]
        out += ["", "| column | what | sealed |", "|---|---|---|"]
        for column, told in table.columns.items():
            out.append(f"| {column} | {told.told}{_aside(told)} | {'yes' if column.endswith('_x') else ''} |")
        out.append("")
    return "\n".join(out)


def _aside(column: Column) -> str:
    if column.only:
        return f" *(exported to the {column.only} only)*"
    return " *(written by staff)*" if column.staff else " *(not exported)*" if column.hidden else ""


def _whose(table: Table) -> str:
    parts = [f"of the person in {_list(table.whose)}"] if table.whose else []
    parts += [f"of the person with the chat in {_list(table.chats)}"] if table.chats else []
    parts += [f"goes with what {_list(table.goes_with)} points to"] if table.goes_with else []
    parts += [f"{_list(table.mentions)} is emptied when whom it names is erased"] if table.mentions else []
    return "; ".join(parts) or "nobody's"


def _list(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _how_long(table: Table) -> str:
    return KEEPS[table.keep] + (f", counted from `{table.age}`" if table.age else "")


if __name__ == "__main__":
    PAGE.write_text(page(load().tables), encoding="utf-8")
