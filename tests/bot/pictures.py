"""What the stored pictures show. ``python -m tests.bot.pictures`` draws them anew: look at each of them, in both themes, before they are kept."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bot import charts

FOLDER = Path(__file__).parent / "pictures"
WORDS = {"1": "berat banget", "2": "kurang baik", "3": "biasa saja", "4": "baik", "5": "baik banget"}
MONTHS = "Jan,Feb,Mar,Apr,Mei,Jun,Jul,Agu,Sep,Okt,Nov,Des"
LAST = date(2026, 11, 23)
WEEK = (3, 2, 4, None, 4, 5, 4)
LONG = tuple(None if n % 11 in (3, 4) or 40 < n < 50 else (3, 2, 4, 4, 5, 3, 1, 2, 3, 4)[n * 7 % 10] for n in range(90))


def moods(values: tuple[int | None, ...], *, dark: bool, span: int = 0) -> dict[str, Any]:
    """The last days, one value each."""
    first = LAST - timedelta(days=(span or len(values)) - 1)
    start = LAST - timedelta(days=len(values) - 1)
    days = [[(start + timedelta(days=n)).isoformat(), mood] for n, mood in enumerate(values) if mood]
    return {"first": first.isoformat(), "last": LAST.isoformat(), "days": days, "words": WORDS, "months": MONTHS, "dark": dark}


def scales(*, dark: bool) -> dict[str, Any]:
    who5 = {"title": "🌤️ Keseharianmu (WHO-5)", "best": 100, "down": False, "points": [["2026-09-28", 24], ["2026-10-26", 44], ["2026-11-23", 60]]}
    phq9 = {"title": "Sedih, kurang semangat (PHQ-9)", "best": 27, "down": True, "points": [["2026-10-26", 14], ["2026-11-23", 8]]}
    feet = {"title": "🌱 Berdiri di kaki sendiri", "best": 36, "down": False, "points": [["2026-11-01", 20]]}
    return {"panels": [who5, phq9, feet], "months": MONTHS, "better": "Makin ke atas, makin baik", "dark": dark}


def weeks(*, dark: bool) -> dict[str, Any]:
    titles = ("Obrolan dengan relawan", "Obrolan dengan konselor", "Panggilan bantuan")
    values = ((12, 18, 9, 25, 31, 28, 40, 7), (None, 5, 6, None, 8, 11, 9, None), (0, 0, None, 6, None, 5, 7, 0))
    panels = [{"title": title, "values": list(each)} for title, each in zip(titles, values, strict=True)]
    first = LAST - timedelta(weeks=7)
    return {"panels": panels, "weeks": [(first + timedelta(weeks=n)).isoformat() for n in range(8)], "few": "sedikit", "months": MONTHS, "dark": dark}


def pictures() -> dict[str, tuple[str, dict[str, Any]]]:
    """By file name: which picture, and what it shows."""
    return {
        "week_light": ("mood", moods(WEEK, dark=False)),
        "week_dark": ("mood", moods(WEEK, dark=True)),
        "nothing_light": ("mood", moods((), dark=False, span=7)),
        "one_dark": ("mood", moods((2,), dark=True, span=7)),
        "month_light": ("mood", moods(LONG[:30], dark=False)),
        "long_light": ("mood", moods(LONG, dark=False)),
        "long_dark": ("mood", moods(LONG, dark=True)),
        "scales_light": ("scales", scales(dark=False)),
        "scales_dark": ("scales", scales(dark=True)),
        "weeks_light": ("weeks", weeks(dark=False)),
        "weeks_dark": ("weeks", weeks(dark=True)),
    }


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, (picture, of) in pictures().items():
        (FOLDER / f"{name}.png").write_bytes(charts.drawn(picture, of))
