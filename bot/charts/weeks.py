"""Numbers of the last weeks, a panel for each: a bar a week with its number above. Where few people are behind one, it is not drawn but marked."""

from __future__ import annotations

from datetime import date

from bot.charts._look import COLOURS, Data, day_label, paper, png, readable

BARS = (COLOURS[5], COLOURS[4], COLOURS[1])


def draw(of: Data) -> bytes:
    """``weeks``: the Mondays (ISO), oldest first; ``panels``: ``title`` and ``values``, one a week, None for one that is not told; ``few``: the
    mark of those."""
    figure, axes, theme = paper(of["dark"], len(of["panels"]))
    for axis, panel, colour in zip(axes, of["panels"], BARS, strict=False):
        told = [value or 0 for value in panel["values"]]
        axis.bar(range(len(told)), told, color=colour, width=0.7, zorder=2)
        for x, value in enumerate(panel["values"]):
            mark = of["few"] if value is None else str(value)
            colour_of_mark = theme["soft"] if value is None else theme["ink"]
            axis.annotate(mark, (x, value or 0), textcoords="offset points", xytext=(0, 3), ha="center", color=colour_of_mark, fontsize=12)
        axis.set_ylim(0, max(5, *told) * 1.3)
        axis.set_yticks([])
        axis.set_title(readable(panel["title"]), color=theme["ink"], fontsize=13, loc="left")
        axis.set_xlim(-0.6, len(told) - 0.4)
        axis.set_xticks(range(len(told)), [day_label(date.fromisoformat(day), of["months"]) for day in of["weeks"]], fontsize=10)
        axis.tick_params(axis="x", labelbottom=axis is axes[-1])
    return png(figure)
