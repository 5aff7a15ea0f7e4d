"""The moods of a person as pictures, a month each: made of nothing but text (SVG), so that they stand in the page and beside it, and cost no time."""

from __future__ import annotations

import html
from datetime import date
from itertools import groupby

from bot.takeout.values import Rows, Words

WIDTH, LEFT, TOP, STEP, DAY = 640, 120, 34, 32, 16.2  # units of the picture; STEP from mood to mood, DAY from day to day
COLOURS = {1: "#c0504d", 2: "#d98b4a", 3: "#c9b458", 4: "#7fae6b", 5: "#4a8f7b"}


def moods(rows: Rows, words: Words) -> dict[str, str]:
    """By month (``2026-11``). Of a day with several check-ins all are shown."""
    days = sorted((str(row["day"]), int(row["mood"])) for row in rows if _is_day(row.get("day")))
    return {month: _month(month, list(some), words) for month, some in groupby(days, key=lambda one: one[0][:7])}


def _is_day(day: object) -> bool:
    try:
        return bool(date.fromisoformat(str(day)))
    except ValueError:
        return False


def _month(month: str, days: list[tuple[str, int]], words: Words) -> str:
    number = str(int(month[5:]))
    title = f"{words(f'date.month.{number}', {}) or month[5:]} {month[:4]}"
    parts = [_text(LEFT, 20, title, size=15)]
    for mood in range(1, 6):
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - 10}" y1="{_y(mood)}" y2="{_y(mood)}" stroke="#8884" stroke-width="1"/>')
        parts.append(_text(LEFT - 12, _y(mood) + 4, words(f"mood.word.{mood}", {}) or str(mood), anchor="end"))
    parts += [_text(_x(day), _y(1) + 26, str(day), anchor="middle") for day in (1, 5, 10, 15, 20, 25, 30)]
    parts += [f'<circle cx="{_x(int(day[8:])):.1f}" cy="{_y(mood)}" r="6" fill="{COLOURS[mood]}"/>' for day, mood in days]
    inside = "".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {_y(1) + 36}" role="img" aria-label="{html.escape(title)}" '
        f'font-family="system-ui,sans-serif" font-size="13" fill="#789">{inside}</svg>'
    )


def _x(day: int) -> float:
    return LEFT + 14 + (day - 1) * DAY


def _y(mood: int) -> int:
    return TOP + 10 + (5 - mood) * STEP


def _text(x: float, y: float, words: str, *, anchor: str = "start", size: int = 13) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}">{html.escape(html.unescape(words))}</text>'
