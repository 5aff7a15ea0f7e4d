"""How all pictures look: sizes that can be read on a phone, two themes, colours that people who see fewer colours tell apart (Okabe and Ito)."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

WIDTH, HEIGHT, DPI = 6.0, 4.5, 180  # inches, and pixels an inch: 1080 × 810
THEMES = {
    False: {"back": "#ffffff", "ink": "#1f2933", "soft": "#8a97a3", "grid": "#e3e8ec"},
    True: {"back": "#17212b", "ink": "#f0f4f7", "soft": "#8fa3b3", "grid": "#2b3a47"},
}
# From very bad to very good. Shapes differ too, so that nothing depends on colour alone.
COLOURS = {1: "#d55e00", 2: "#e69f00", 3: "#999999", 4: "#56b4e9", 5: "#009e73"}
SHAPES = {1: "v", 2: "s", 3: "o", 4: "D", 5: "^"}
FONT: Any = {"font.family": "DejaVu Sans", "font.size": 12, "svg.hashsalt": "sebaya"}
_NO_GLYPH = re.compile(r"[^\u0000-\u024f\u2010-\u2026\u2190-\u2193]+")


def paper(dark: bool, rows: int = 1) -> tuple[Figure, list[Axes], dict[str, str]]:
    theme = THEMES[dark]
    with rc_context(FONT):
        figure = Figure(figsize=(WIDTH, HEIGHT if rows == 1 else 1.2 + 1.9 * rows), dpi=DPI, facecolor=theme["back"], layout="constrained")
        axes = [figure.add_subplot(rows, 1, n + 1, facecolor=theme["back"]) for n in range(rows)]
    for axis in axes:
        for side in axis.spines.values():
            side.set_visible(False)
        axis.tick_params(colors=theme["ink"], length=0, labelsize=13)
        axis.grid(True, axis="y", color=theme["grid"], linewidth=1)
        axis.set_axisbelow(True)
    return figure, axes, theme


def png(figure: Figure) -> bytes:
    out = io.BytesIO()
    with rc_context(FONT):
        FigureCanvasAgg(figure).print_png(out, metadata={"Software": None})  # type: ignore[no-untyped-call]
    return out.getvalue()


def readable(text: str) -> str:
    """Without signs the font does not have (emoji)."""
    return _NO_GLYPH.sub("", text).strip()


def day_label(day: date, months: str) -> str:
    """``months``: twelve names with commas between them."""
    return f"{day.day} {months.split(',')[day.month - 1]}"


def date_axis(axis: Axes, first: date, last: date, months: str) -> None:
    """At most five dates, evenly apart, the last day always among them."""
    span = (last - first).days
    step = max(1, -(-span // 4))
    ticks = list(range(last.toordinal(), first.toordinal() - 1, -step))
    axis.set_xlim(first.toordinal() - max(0.5, span * 0.03), last.toordinal() + max(0.5, span * 0.03))
    axis.set_xticks(ticks, [day_label(date.fromordinal(tick), months) for tick in ticks])


Data = dict[str, Any]
