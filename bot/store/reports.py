"""Reports about the other side of a chat, and the last messages before them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.store.database import Unit

SHOWN = 10  # messages


@dataclass(frozen=True, slots=True)
class Report:
    """``show``: the reporter agreed that coordinators see the last messages. ``outcome`` is empty while it is open. Times in epoch ms."""

    id: int
    link: int
    reporter: int
    reported: int
    kind: str
    words: str
    show: bool
    outcome: str
    opened_at: int


def add(unit: Unit, link: int, reporter: int, reported: int, kind: str, words: str, *, show: bool) -> int:
    number = unit.ids.next()
    unit.run(
        """INSERT INTO reports (id, link, reporter, reported, kind, words_x, show, opened_at)
           VALUES (:id, :link, :reporter, :reported, :kind, :words, :show, :now)""",
        id=number,
        link=link,
        reporter=reporter,
        reported=reported,
        kind=kind,
        words=unit.crypt.seal(words, f"reports.words:{number}") if words else None,
        show=int(show),
        now=unit.now,
    )
    return number


def get(unit: Unit, report: int) -> Report:
    sql = "SELECT id, link, reporter, reported, kind, words_x, show, outcome, opened_at FROM reports WHERE id = :report"
    row = unit.one(sql, report=report)
    if row is None:
        raise LookupError("no such report")
    number, link, reporter, reported, kind, words, show, outcome, at = row
    return Report(number, link, reporter, reported, kind, unit.crypt.open(words, f"reports.words:{number}") if words else "", bool(show), outcome, at)


def open_of(unit: Unit, person: int) -> list[Report]:
    """Those that are not decided yet and that somebody filed, or that are about them."""
    rows = unit.all("SELECT id FROM reports WHERE closed_at IS NULL AND (reporter = :person OR reported = :person) ORDER BY id", person=person)
    return [get(unit, row[0]) for row in rows]


def close(unit: Unit, report: int, outcome: str, by: int) -> None:
    unit.run(
        "UPDATE reports SET outcome = :outcome, decided_by = :by, closed_at = :now WHERE id = :report",
        outcome=outcome,
        by=by,
        now=unit.now,
        report=report,
    )


def messages(unit: Unit, report: Report) -> list[tuple[int, str, str]]:
    """The last messages before the report, oldest first: sender, kind, words. Nothing that was written later."""
    rows = unit.all(
        "SELECT id, sender, kind, body_x FROM relayed WHERE link = :link AND id < :before ORDER BY id DESC LIMIT :shown",
        link=report.link,
        before=report.id,
        shown=SHOWN,
    )
    return [(sender, kind, unit.crypt.open(body, f"relayed.body:{number}")) for number, sender, kind, body in reversed(rows)]
