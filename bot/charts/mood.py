"""The moods of some days: a sign for each day, joined where days follow each other. Days without a check-in stay empty; nothing is made up."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from matplotlib.axes import Axes

from bot.charts._look import COLOURS, SHAPES, Data, date_axis, paper, png

MEAN_FROM = 31  # days from which a line of the seven days' mean is drawn instead of a line from day to day


def draw(of: Data) -> bytes:
    """``first``, ``last``: local dates (ISO); ``days``: pairs of date and mood 1 to 5, in order; ``words``: the names of the moods."""
    figure, (axis,), theme = paper(of["dark"])
    first, last = date.fromisoformat(of["first"]), date.fromisoformat(of["last"])
    points = [(date.fromisoformat(day).toordinal(), mood) for day, mood in of["days"]]
    long = (last - first).days >= MEAN_FROM
    if long:
        _mean(axis, points, theme["ink"])
    else:
        for (x, y), (x2, y2) in pairwise(points):
            if x2 - x == 1:
                axis.plot([x, x2], [y, y2], color=theme["soft"], linewidth=2.5, zorder=2)
    size = 45 if long else 130 if (last - first).days > 7 else 260
    for mood, colour in COLOURS.items():
        mine = [x for x, y in points if y == mood]
        axis.scatter(mine, [mood] * len(mine), s=size, marker=SHAPES[mood], color=colour, edgecolors=theme["back"], linewidths=1, zorder=3)
    axis.set_ylim(0.6, 5.4)
    axis.set_yticks(range(1, 6), [of["words"][str(mood)] for mood in range(1, 6)])
    date_axis(axis, first, last, of["months"])
    return png(figure)


def _mean(axis: Axes, points: list[tuple[int, int]], colour: str) -> None:
    """The mean of the week up to each day, only where at least three days of that week were written down; broken where they were not."""
    line: list[tuple[int, float]] = []
    for x, _ in points:
        week = [y for at, y in points if x - 7 < at <= x]
        if len(week) < 3 or (line and x - line[-1][0] > 7):
            axis.plot(*zip(*line, strict=True), color=colour, linewidth=2.5, zorder=2) if line else None
            line = []
        if len(week) >= 3:
            line.append((x, sum(week) / len(week)))
    if line:
        axis.plot(*zip(*line, strict=True), color=colour, linewidth=2.5, zorder=2)
