"""Numbers about a database that may be in use: read without writing, and never about somebody in particular."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from bot import metrics
from bot.clock import system_clock
from bot.crypt import Crypt
from bot.store import migrating, resealing
from bot.store.database import Unit
from bot.store.failures import problem_of
from bot.store.ids import Ids

T = TypeVar("T")
PATIENCE = 5.0  # s for another program to end what it holds
FEWEST = 5
DAY = 86_400_000
STANDING = {
    "people": "SELECT count(*) FROM people WHERE consent <> ''",
    "volunteers_on_duty": "SELECT count(*) FROM volunteers WHERE on_duty = 1",
    "people_waiting": "SELECT count(*) FROM requests WHERE state IN ('waiting', 'offered')",
    "longest_wait_seconds": "SELECT coalesce((:now - min(created_at)) / 1000, 0) FROM requests WHERE state IN ('waiting', 'offered')",
    "chats": "SELECT count(*) FROM links WHERE closed_at IS NULL",
    "calls_open": "SELECT count(*) FROM alerts WHERE state = 'open'",
    "oldest_open_call_seconds": "SELECT coalesce((:now - min(opened_at)) / 1000, 0) FROM alerts WHERE state = 'open'",
    "calls_in_hand": "SELECT count(*) FROM alerts WHERE state IN ('seen', 'talking')",
    "messages_to_send": "SELECT count(*) FROM outbox WHERE state IN ('new', 'sending')",
    "oldest_message_seconds": "SELECT coalesce((:now - min(created_at)) / 1000, 0) FROM outbox WHERE state IN ('new', 'sending')",
    "messages_failed": "SELECT count(*) FROM outbox WHERE state = 'failed'",
    "timers_overdue": "SELECT count(*) FROM timers WHERE due_at < :now - 5000",
    "updates_parked": "SELECT count(*) FROM parked",
}


def _having(column: str) -> str:
    """The different people of the rows that have something there."""
    return f"count(DISTINCT CASE WHEN {column} IS NOT NULL THEN person END)"


# Each with the number of different people behind it: fewer than FEWEST, and it is not told.
REPORT = {
    "people_who_checked_in": ("count(DISTINCT person)", "count(DISTINCT person)", "moods", "at"),
    "check_ins": ("count(*)", "count(DISTINCT person)", "moods", "at"),
    "average_mood": ("round(avg(mood), 2)", "count(DISTINCT person)", "moods", "at"),
    "wishes_to_talk": ("count(*)", "count(DISTINCT person)", "requests", "created_at"),
    "wishes_met": ("count(paired_at)", _having("paired_at"), "requests", "created_at"),
    "average_wait_seconds": ("cast(avg(paired_at - created_at) / 1000 AS INTEGER)", _having("paired_at"), "requests", "created_at"),
    "chats": ("count(*)", "count(DISTINCT person)", "links", "opened_at"),
    "calls_for_help": ("count(*)", "count(DISTINCT person)", "alerts", "opened_at"),
    "calls_answered": ("count(answered_at)", _having("answered_at"), "alerts", "opened_at"),
    "average_answer_seconds": ("cast(avg(answered_at - opened_at) / 1000 AS INTEGER)", _having("answered_at"), "alerts", "opened_at"),
}


def read(path: Path, work: Callable[[Unit], T], crypt: Crypt) -> T:
    """What ``work`` finds in the database as it is now. It can change nothing. Raises StoreProblem."""
    with opened(path) as db:
        db.execute("BEGIN")
        return work(Unit(db, system_clock(), Ids(system_clock), crypt))


def steps(path: Path) -> list[str]:
    """The steps of the schema that it has. Raises StoreProblem."""
    with opened(path) as db:
        return migrating.done(db)


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """To read only."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", PATIENCE, uri=True, isolation_level=None)) as db:
            yield db
    except sqlite3.Error as error:
        raise problem_of(error, path) from error


def standing(unit: Unit) -> dict[str, Any]:
    """How things stand right now."""
    return {name: unit.value(sql, now=unit.now) for name, sql in STANDING.items()}


def by_lane(unit: Unit) -> dict[str, dict[str, float]]:
    """What is to be sent: how many and how old, by lane."""
    sql = "SELECT lane, count(*), (:now - min(created_at)) / 1000 FROM outbox WHERE state IN ('new', 'sending') GROUP BY lane"
    found = {lane: (count, age) for lane, count, age in unit.all(sql, now=unit.now)}
    names = list(enumerate(metrics.LANES))
    return {
        "lane_messages": {name: found.get(lane, (0, 0))[0] for lane, name in names},
        "lane_oldest_seconds": {name: max(0, found.get(lane, (0, 0))[1]) for lane, name in names},
    }


def report(unit: Unit, days: int) -> dict[str, Any]:
    """What happened in so many days; None where fewer than FEWEST people are behind a number."""
    found: dict[str, Any] = {"days": days}
    for name, (what, behind, table, at) in REPORT.items():
        value, people = unit.one(f"SELECT {what}, {behind} FROM {table} WHERE {at} >= :since", since=unit.now - days * DAY)
        found[name] = value if people >= FEWEST else None
    return found


def sealed_with_older(unit: Unit) -> int:
    return resealing.left(unit)
