"""Who gets what, as one decision for all: the classical assignment problem, in whole numbers, with nothing but the standard library.

``largest`` finds which rows can be served at all, the earlier row always before the later; ``cheapest`` then serves exactly these at the lowest
sum (the Hungarian method with potentials: Kuhn 1955, Munkres 1957; O(rows² × columns)). Whole numbers of any size, so sums are exact and the
same input always gives the same answer.
"""

from __future__ import annotations

from collections.abc import Sequence

Costs = Sequence[Sequence[int | None]]  # one row for each who wants something, one column for each thing; None: not possible


def largest(costs: Costs) -> list[int]:
    """The rows that can all be served at once, in order. A row is left out only if those before it could not all be served with it."""
    taker: dict[int, int] = {}
    return [row for row in range(len(costs)) if _squeeze_in(row, costs, taker, set())]


def _squeeze_in(row: int, costs: Costs, taker: dict[int, int], tried: set[int]) -> bool:
    """Finds a column for ``row``; those who had one keep one, though maybe another."""
    for column, cost in enumerate(costs[row]):
        if cost is None or column in tried:
            continue
        tried.add(column)
        if column not in taker or _squeeze_in(taker[column], costs, taker, tried):
            taker[column] = row
            return True
    return False


def cheapest(costs: Costs) -> list[int]:
    """For each row its column, no column twice, at the lowest possible sum. Every row must be servable (see ``largest``)."""
    if not costs:
        return []
    dearest = max((cost for row in costs for cost in row if cost is not None), default=0)
    never = (dearest + 1) * (len(costs) + 1)  # dearer than any way without it
    table = [[never if cost is None else cost for cost in row] for row in costs]
    row_price, column_price, taker = [0] * (len(table) + 1), [0] * (len(table[0]) + 1), [0] * (len(table[0]) + 1)
    for row in range(1, len(table) + 1):
        _place(row, table, row_price, column_price, taker)
    found = [0] * len(table)
    for column, row in enumerate(taker[1:]):
        if row:
            found[row - 1] = column
    return found


def _place(row: int, table: list[list[int]], row_price: list[int], column_price: list[int], taker: list[int]) -> None:
    """Takes one more row in along the cheapest chain of exchanges. Rows and columns count from 1; column 0 stands for "not placed yet"."""
    columns = range(1, len(column_price))
    least: dict[int, int] = {}  # by column still out of reach: what it would cost more to reach it
    before = [0] * len(column_price)
    reached = [0]
    taker[0], column = row, 0
    while True:
        mine = taker[column]
        for other in columns:
            if other in reached:
                continue
            more = table[mine - 1][other - 1] - row_price[mine] - column_price[other]
            if other not in least or more < least[other]:
                least[other], before[other] = more, column
        nearest = min(least, key=lambda one: (least[one], one))
        step = least.pop(nearest)
        for one in reached:
            row_price[taker[one]] += step
            column_price[one] -= step
        least = {one: more - step for one, more in least.items()}
        reached.append(nearest)
        column = nearest
        if not taker[column]:
            break
    while column:
        taker[column] = taker[before[column]]
        column = before[column]
