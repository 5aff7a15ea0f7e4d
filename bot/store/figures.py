"""Conversations as numbers: how many in a week, how long people waited for them and how long they were. Nobody stands in what this hands out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.store.database import Unit

MINUTE = 60_000  # ms
KINDS = {"peer": "volunteers", "case": "counselors", "guidance": "counselors"}


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation that is over. ``person`` tells people apart while the rows are counted, and is never handed on. All times in minutes;
    ``wait`` None where nobody waited in a line."""

    person: int
    kind: str
    at: int
    wait: int | None
    minutes: int
    messages: int


def talks(unit: Unit, since: int) -> list[Talk]:
    """Those that began since then (epoch ms) and have ended, oldest first."""
    rows = unit.all(
        """SELECT l.person, l.kind, l.opened_at,
                  CASE l.kind WHEN 'peer' THEN (SELECT l.opened_at - r.created_at FROM requests r WHERE r.id = l.origin)
                              WHEN 'case' THEN (SELECT l.opened_at - a.opened_at FROM alerts a WHERE a.id = l.origin) END,
                  l.closed_at - l.opened_at, (SELECT count(*) FROM relayed m WHERE m.link = l.id)
           FROM links l WHERE l.opened_at >= :since AND l.closed_at IS NOT NULL ORDER BY l.opened_at, l.id""",
        since=since,
    )
    return [
        Talk(person, kind, at, None if wait is None else max(0, wait) // MINUTE, length // MINUTE, messages)
        for person, kind, at, wait, length, messages in rows
    ]


def weeks(unit: Unit, begins: Sequence[int], fewest: int) -> dict[str, list[int | None]]:
    """Conversations with volunteers and with counselors, and calls for help, in each week; ``begins``: when the weeks began, oldest first
    (epoch ms). None where some, but fewer than ``fewest`` people are behind the number."""
    found: dict[str, list[list[int]]] = {name: [[] for _ in begins] for name in ("volunteers", "counselors", "calls")}
    for person, kind, at in unit.all("SELECT person, kind, opened_at FROM links WHERE opened_at >= :since", since=begins[0]):
        found[KINDS[kind]][_week(begins, at)].append(person)
    for person, at in unit.all("SELECT person, opened_at FROM alerts WHERE opened_at >= :since", since=begins[0]):
        found["calls"][_week(begins, at)].append(person)
    return {name: [None if 0 < len(set(week)) < fewest else len(week) for week in each] for name, each in found.items()}


def _week(begins: Sequence[int], at: int) -> int:
    return max(n for n, begin in enumerate(begins) if begin <= at)


def table(talks: Sequence[Talk], week_of: dict[int, str], fewest: int) -> list[dict[str, str]]:
    """One row for each conversation: week, kind, wait, minutes, messages. Numbers are ranges. Weeks in which fewer than ``fewest`` different
    people had that kind of conversation stand as ``*``; so does every value that fewer of them share; and where even all such weeks
    together are of fewer people, they are left out. ``week_of``: the name of the week of each moment in ``talks``."""
    rows: list[tuple[int, dict[str, str]]] = []
    for talk in talks:
        wait = "" if talk.wait is None else _range(talk.wait, (1, 5, 15, 60, 1440))
        measures = {"wait": wait, "minutes": _range(talk.minutes, (5, 15, 30, 60, 120)), "messages": _range(talk.messages, (1, 10, 25, 50, 100))}
        rows.append((talk.person, {"week": week_of[talk.at], "kind": talk.kind, **measures}))
    behind = _behind(rows, ("week", "kind"))
    rows = [(who, row if len(behind[row["week"], row["kind"]]) >= fewest else {**row, "week": "*"}) for who, row in rows]
    behind = _behind(rows, ("week", "kind"))
    rows = [(who, row) for who, row in rows if len(behind[row["week"], row["kind"]]) >= fewest]
    for name in ("wait", "minutes", "messages"):
        behind = _behind(rows, ("week", "kind", name))
        rows = [(who, row if len(behind[row["week"], row["kind"], row[name]]) >= fewest else {**row, name: "*"}) for who, row in rows]
    return sorted((row for _, row in rows), key=lambda row: tuple(row.values()))


def _behind(rows: list[tuple[int, dict[str, str]]], names: tuple[str, ...]) -> dict[tuple[str, ...], set[int]]:
    """The different people behind each combination of values."""
    found: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for who, row in rows:
        found[tuple(row[name] for name in names)].add(who)
    return found


def _range(value: int, bounds: tuple[int, ...]) -> str:
    """``15–30``: from the first to less than the second; ``120+``. The dash is one that no spreadsheet takes for a date."""
    for low, high in zip((0, *bounds), bounds, strict=False):
        if value < high:
            return f"{low}–{high}"
    return f"{bounds[-1]}+"
