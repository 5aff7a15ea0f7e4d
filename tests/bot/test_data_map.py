"""What an engineer reads who adds a table or a column and does not say what it is for. (That all is declared: test_content.py.)"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from bot.store import datamap

SQL = """CREATE TABLE people (id INTEGER PRIMARY KEY);
CREATE TABLE diary (id INTEGER PRIMARY KEY, person INTEGER NOT NULL REFERENCES people (id), reader INTEGER NOT NULL
  REFERENCES people (id), text_x BLOB);
"""
PEOPLE = "people:\n  what: x\n  why: x\n  keep: erased\n  whose: id\n  columns: {id: the number}\n"


def complaints(folder: Path, yaml: str) -> str:
    (folder / "a.yaml").write_text(PEOPLE + yaml)
    db = sqlite3.connect(":memory:")
    db.executescript(SQL)
    datamap.load.cache_clear()
    found = datamap.load(folder)
    said = "\n".join([*found.problems, *datamap.missing(found.tables, datamap.schema(db))])
    db.close()
    datamap.load.cache_clear()
    return said


def test_a_table_that_is_missing_comes_as_an_entry_to_fill_in(tmp_path: Path) -> None:
    said = complaints(tmp_path, "")
    assert "diary:\n  what: what a row is" in said and "  whose: person\n  goes_with: [reader]\n  columns:\n    id: what it holds" in said
    stub = said.partition("in words:\n")[2]
    assert "points to" not in complaints(tmp_path, stub) and complaints(tmp_path, stub) == ""


def test_a_column_that_is_missing_comes_as_a_line(tmp_path: Path) -> None:
    said = complaints(tmp_path, "diary: {what: x, why: x, keep: erased, whose: person, mentions: reader, age: at, columns: {id: x, old: x}}\n")
    assert "diary.text_x: add this line under `columns:` of `diary`" in said
    assert "diary.reader cannot be emptied" in said
    assert "diary.old is in the data map and not in the database" in said and "diary.at is" in said
    said = complaints(
        tmp_path, "diary: {what: x, why: x, keep: erased, columns: {id: x, person: x, reader: x, text_x: x}}\ngone: {what: x, why: x, keep: x}\n"
    )
    assert "a.yaml:8: gone.keep" in said
    said = complaints(tmp_path, "diary: {what: x, why: x, keep: erased, columns: {id: x, person: x, reader: x, text_x: x}}\n")
    assert "diary.person points to people: add it to `whose:`" in said
    assert "gone is in the data map" in complaints(tmp_path, "gone: {what: x, why: x, keep: erased, columns: {}}\n")


def test_a_table_stands_in_one_file_only(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text(PEOPLE)
    assert "people stands in another file too" in complaints(tmp_path, "")


def test_the_page_tells_whose_and_how_long() -> None:
    page = datamap.page(datamap.load().tables)
    assert "| note_x | a note in their own words | yes |" in page
    assert "30 days" not in page and "`retention.relayed_days` after the end of the chat, counted from `link.closed_at`" in page
    assert "*(written by staff)*" in page and "nobody's" in page
