"""Questionnaires over time, a panel for each. Up is better in all of them: where fewer points are better the axis is turned round."""

from __future__ import annotations

from datetime import date, timedelta

from bot.charts._look import COLOURS, Data, date_axis, paper, png, readable


def draw(of: Data) -> bytes:
    """``panels``: ``title``, ``best`` (the highest score), ``down`` (fewer is better), ``points``: pairs of date and score, in order."""
    panels = of["panels"]
    figure, axes, theme = paper(of["dark"], max(1, len(panels)))
    every = [date.fromisoformat(day) for panel in panels for day, _ in panel["points"]]
    first, last = (min(every), max(every)) if every else (date(2000, 1, 1), date(2000, 1, 1))
    if (last - first).days < 7:
        first = last - timedelta(days=7)
    for axis, panel in zip(axes, panels, strict=False):
        x = [date.fromisoformat(day).toordinal() for day, _ in panel["points"]]
        y = [score for _, score in panel["points"]]
        axis.plot(x, y, color=COLOURS[4], linewidth=2.5, marker="o", markersize=9, zorder=3, clip_on=False)
        axis.annotate(
            str(y[-1]), (x[-1], y[-1]), textcoords="offset points", xytext=(0, 10), ha="center", color=theme["ink"], fontsize=13, weight="bold"
        )
        axis.set_ylim((panel["best"], 0) if panel["down"] else (0, panel["best"]))
        axis.set_yticks([0, panel["best"]], ["0", str(panel["best"])])
        axis.set_yticks([panel["best"] / 2], minor=True)
        axis.grid(True, axis="y", which="minor", color=theme["grid"], linewidth=1)
        axis.set_title(readable(panel["title"]), color=theme["ink"], fontsize=13, loc="left")
        date_axis(axis, first, last, of["months"])
        axis.tick_params(axis="x", pad=12, labelbottom=axis is axes[-1])
        axis.tick_params(which="minor", length=0)
    figure.suptitle(readable(of["better"]), color=theme["soft"], fontsize=12)
    return png(figure)
