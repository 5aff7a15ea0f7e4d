"""Tables for the terminal."""

from __future__ import annotations

import math
import sys

from rich import box, table
from rich.console import Console

console = Console(highlight=False, width=None if sys.stdout.isatty() else 130)


def percentile(values: list[float], percent: float) -> float:
    """The smallest value that so many percent of the values do not exceed."""
    return sorted(values)[max(0, math.ceil(len(values) * percent / 100) - 1)]


class Table:
    """A title, columns, rows of text; the first column is left, the others right."""

    def __init__(self, title: str, columns: tuple[str, ...]) -> None:
        self._table = table.Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", title_style="bold")
        for n, column in enumerate(columns):
            self._table.add_column(column, justify="right" if n else "left")

    def add(self, *cells: str) -> None:
        self._table.add_row(*cells)

    def show(self) -> None:
        console.print(self._table)
