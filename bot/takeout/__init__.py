"""The file for somebody who asks for their data: one zip with a page to read, the same as JSON for programs, and the pictures of their moods."""

from __future__ import annotations

import html
import io
import json
import zipfile
from datetime import UTC, datetime

from bot.store import datamap
from bot.takeout import pictures
from bot.takeout.values import Reader, Row, Rows, Words, is_time

NAME = "sebaya-data.zip"
FIRST = ("people", "consents", "moods", "scale_results")  # what people look for comes first
STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#223}h1{font-size:1.5rem}h2{margin-top:2.5rem;"
    "font-size:1.15rem}dl{margin:.6rem 0;padding:.6rem .9rem;background:#f4f6f8;border-radius:.6rem;display:grid;grid-template-columns:minmax(7rem,"
    "30%) 1fr;gap:.1rem .8rem}dt{color:#667}dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}svg{display:block;width:100%;max-width:40rem;"
    "margin:.6rem 0}@media(prefers-color-scheme:dark){body{background:#15181c;color:#dde}dl{background:#22272e}dt{color:#9ab}}"
)


def pack(tables: dict[str, Rows], words: Words, zone: str, language: str, now: int) -> bytes:
    """The zip. ``words(key, args)`` gives a text in the person's language, or an empty one where there is none; ``now`` in epoch ms."""
    made = datetime.fromtimestamp(now / 1000, UTC).isoformat(timespec="seconds")
    drawn = pictures.moods(tables.get("moods", []), words)
    inside = {
        "index.html": page(tables, words, zone, language, now),
        "data.json": json.dumps({"made": made, "tables": tables}, ensure_ascii=False, indent=1),
        **{f"mood-{month}.svg": picture for month, picture in drawn.items()},
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in inside.items():
            file.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def page(tables: dict[str, Rows], words: Words, zone: str, language: str, now: int) -> str:
    """A page that needs nothing but itself: no script, no address of anybody."""
    title, reader = words("takeout.title", {}), Reader(words, zone, tables)
    intro = words("takeout.intro" if tables else "takeout.nothing", {"time": reader.time(now)})
    parts = [
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
        f"<title>{title}</title><style>{STYLE}</style></head><body><h1>{title}</h1><p>{intro}</p>",
    ]
    for name in sorted(tables, key=lambda name: FIRST.index(name) if name in FIRST else len(FIRST)):
        parts.append(f"<h2>{words('takeout.table.' + name, {}) or words('takeout.other', {})}</h2>")
        parts += pictures.moods(tables[name], words).values() if name == "moods" else ()
        parts += [_row(name, row, reader) for row in tables[name]]
    return "".join([*parts, "</body></html>"])


def _row(table: str, row: Row, reader: Reader) -> str:
    """A row; where nothing in it says when, its number does (``ids.py``: the microsecond it was made in)."""
    if row.get("id") and not any(map(is_time, row)):
        row = {**row, "at": row["id"] // 1000}
    lines = [(reader.label(column), reader.value(table, column, value)) for column, value in row.items() if not _number(table, column)]
    return "<dl>" + "".join(f"<dt>{html.escape(label)}</dt><dd>{html.escape(value)}</dd>" for label, value in lines if value) + "</dl>"


def _number(table: str, column: str) -> bool:
    """Whether it is the number of a row, which tells a person nothing; which chat something belongs to is told by its names."""
    known = datamap.load().tables.get(table)
    return column in {"id", "case_id"} or (known is not None and column in known.goes_with and column != "link")
