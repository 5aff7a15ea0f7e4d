"""The assignment, against trying out everything."""

from __future__ import annotations

from itertools import combinations, permutations

from hypothesis import given
from hypothesis import strategies as st

from conversations.assignment import Costs, cheapest, largest


@st.composite
def tables(draw: st.DrawFn) -> list[list[int | None]]:
    columns = draw(st.integers(0, 5))
    row = st.lists(st.one_of(st.none(), st.integers(0, 6), st.integers(0, 10**25)), min_size=columns, max_size=columns)
    return draw(st.lists(row, max_size=5))


def servable(costs: Costs, rows: tuple[int, ...]) -> list[int]:
    """The sum of every way to give each of the rows a column of its own."""
    found = []
    for columns in permutations(range(len(costs[0]) if costs else 0), len(rows)):
        cells = [costs[row][column] for row, column in zip(rows, columns, strict=True)]
        if None not in cells:
            found.append(sum(cell for cell in cells if cell is not None))
    return found


@given(tables())
def test_as_many_rows_as_can_be_and_the_earlier_ones_first(costs: list[list[int | None]]) -> None:
    for size in range(len(costs), -1, -1):
        best = next((rows for rows in combinations(range(len(costs)), size) if servable(costs, rows)), None)
        if best is not None:
            assert tuple(largest(costs)) == best  # combinations come in order: the first is the one with the earliest rows
            return


@given(tables())
def test_nothing_is_cheaper(costs: list[list[int | None]]) -> None:
    rows = largest(costs)
    table = [costs[row] for row in rows]
    columns = cheapest(table)
    assert len(set(columns)) == len(rows)
    cells = [row[column] for row, column in zip(table, columns, strict=True)]
    assert None not in cells
    assert sum(cell for cell in cells if cell is not None) == min(servable(costs, tuple(rows)))


def test_a_greedy_choice_would_be_wrong() -> None:
    assert cheapest([[1, 2], [1, 9]]) == [1, 0]
    assert largest([[1, 1], [1, None], [None, None], [None, 1]]) == [0, 1]


def test_nobody_there() -> None:
    assert largest([]) == cheapest([]) == []
    assert largest([[], []]) == []
