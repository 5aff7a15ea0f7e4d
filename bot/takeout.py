"""The file that somebody gets who asks for their data: one zip with a page to read and the same as JSON for programs."""

from __future__ import annotations

import html
import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

NAME = "sebaya-data.zip"
Rows = list[dict[str, Any]]
Words = Callable[[str, dict[str, Any]], str]
TIMES = ("at", "since", "until")
STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#223}h1{font-size:1.5rem}h2{margin-top:2.5rem;"
    "font-size:1.15rem}dl{margin:.6rem 0;padding:.6rem .9rem;background:#f4f6f8;border-radius:.6rem;display:grid;grid-template-columns:9rem 1fr;"
    "gap:.1rem .8rem}dt{color:#667}dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}svg{width:100%;height:9rem;background:#f4f6f8;"
    "border-radius:.6rem}@media(prefers-color-scheme:dark){body{background:#15181c;color:#dde}dl,svg{background:#22272e}dt{color:#9ab}}"
)


def pack(tables: dict[str, Rows], words: Words, zone: str, language: str, now: int) -> bytes:
    """The zip. ``words(key, args)`` gives a text in the person's language, or an empty one where there is none; ``now`` in epoch ms."""
    made = datetime.fromtimestamp(now / 1000, UTC).isoformat(timespec="seconds")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in (("index.html", page(tables, words, zone, language, now)), ("data.json", _json({"made": made, "tables": tables}))):
            file.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1)


def page(tables: dict[str, Rows], words: Words, zone: str, language: str, now: int) -> str:
    """A page that needs nothing but itself: no script, no address of anybody."""
    title = words("takeout.title", {})
    parts = [
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
        f"<title>{title}</title><style>{STYLE}</style></head><body><h1>{title}</h1><p>{words('takeout.intro', {'time': _time(now, zone)})}</p>",
    ]
    if not tables:
        parts.append(f"<p>{words('takeout.nothing', {})}</p>")
    for name, rows in tables.items():
        parts.append(f"<h2>{words('takeout.table.' + name, {}) or words('takeout.other', {})}</h2>")
        if name == "moods" and len(rows) > 1:
            parts.append(_picture([int(row["mood"]) for row in rows]))
        parts += [_row(row, words, zone) for row in rows]
    return "".join([*parts, "</body></html>"])


def _row(row: dict[str, Any], words: Words, zone: str) -> str:
    shown = [(column, value) for column, value in row.items() if value not in (None, "") and column not in {"id", "link", "alert"}]
    return "<dl>" + "".join(f"<dt>{words('takeout.column.' + c, {}) or '·'}</dt><dd>{_shown(c, v, zone)}</dd>" for c, v in shown) + "</dl>"


def _shown(column: str, value: Any, zone: str) -> str:
    if isinstance(value, int) and (column in TIMES or column.endswith("_at")):
        return _time(value, zone)
    return html.escape(str(value))


def _time(at: int, zone: str) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


def _picture(moods: list[int]) -> str:
    """The moods as a line, 1 at the bottom to 5 at the top."""
    step = 600 / (len(moods) - 1)
    points = " ".join(f"{20 + n * step:.1f},{130 - (mood - 1) * 27.5:.1f}" for n, mood in enumerate(moods))
    line = f'<polyline points="{points}" fill="none" stroke="#4a8f7b" stroke-width="3" stroke-linejoin="round"/>'
    return f'<svg viewBox="0 0 640 150" preserveAspectRatio="none" role="img">{line}</svg>'
