"""Numbers for coordinators: the last weeks as a picture, and a table of conversations."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot import stats
from bot.effects import handles
from bot.effects.staffing import place_now
from bot.store import figures, updates
from bot.turn import Scene, Turn
from conversations.effects.figures import SendFigures, ShowFigures
from conversations.kit import Picture, Ref, Say, go, menu

WEEKS = 8
TABLE_DAYS = 365
COLUMNS = ("week", "kind", "wait", "minutes", "messages")


@handles(ShowFigures)
def show(effect: ShowFigures, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    reader = turn.person(scene.owner)
    if not turn.world.access.allowed(reader, "board"):
        return
    mondays = _mondays(turn)
    found = figures.weeks(turn.unit, [int(monday.timestamp() * 1000) for monday in mondays], stats.FEWEST)
    updates.audit(turn.unit, reader.id, "stats.read", 0)
    panels = [{"title": Ref(f"stats.{name}"), "values": values} for name, values in found.items()]
    days = [monday.date().isoformat() for monday in mondays]
    of = {"panels": panels, "weeks": days, "few": Ref("stats.few_mark"), "months": Ref("date.month_names"), "dark": effect.dark}
    args = {name: _said(values[-1]) for name, values in found.items()} | {"answer": _answer(turn), "weeks": WEEKS}
    ways = (menu("stats", "table"), menu("look", "light" if effect.dark else "dark"), go("board", "rota", "help", columns=3))
    turn.say(reader, Say("stats.picture", args, ways, picture=Picture("weeks", of)), scene.conversation)


def _mondays(turn: Turn) -> list[datetime]:
    """When the last weeks began in the place's zone, this one last."""
    today = place_now(turn)
    first = today.date() - timedelta(days=today.weekday())
    return [datetime.combine(first - timedelta(weeks=n), time(), today.tzinfo) for n in reversed(range(WEEKS))]


def _said(value: int | None) -> Ref:
    return Ref("stats.few", {"fewest": stats.FEWEST}) if value is None else Ref("stats.number", {"count": value})


def _answer(turn: Turn) -> Ref:
    """How long calls of the last seven days waited for a human, if enough people called."""
    seconds = stats.report(turn.unit, 7)["average_answer_seconds"]
    return Ref("common.nothing") if seconds is None else Ref("stats.answer", {"minutes": seconds // 60, "seconds": seconds % 60})


@handles(SendFigures)
def send(effect: SendFigures, turn: Turn, scene: Scene) -> None:
    """Excel and LibreOffice know by the mark at the beginning that the file is UTF-8."""
    assert scene.owner is not None
    reader, renderer = turn.person(scene.owner), turn.world.renderer
    if not turn.world.access.allowed(reader, "board"):
        return
    zone = place_now(turn).tzinfo
    talks = figures.talks(turn.unit, turn.unit.now - TABLE_DAYS * stats.DAY)
    rows = figures.table(talks, {talk.at: _week_name(talk.at, zone) for talk in talks}, stats.FEWEST)
    updates.audit(turn.unit, reader.id, "stats.exported", len(rows))
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(renderer.texts.render(reader.language, f"stats.column.{name}", plain=True) for name in COLUMNS)
    kinds = {kind: renderer.texts.render(reader.language, f"stats.kind.{kind}", plain=True) for kind in figures.KINDS}
    table.writerows([kinds.get(row[name], row[name]) if name == "kind" else row[name] for name in COLUMNS] for row in rows)
    params = renderer.text(reader.language, "stats.table" if rows else "stats.table_empty", {"count": len(rows), "fewest": stats.FEWEST})
    ways = renderer.inline(reader.language, (go("stats", "board", "help", columns=3),), "", "")
    turn.send_file(reader.telegram_id, "reply", "sebaya.csv", out.getvalue().encode("utf-8-sig"), params, ways)


def _week_name(at: int, zone: object) -> str:
    """``2026-W48`` (ISO 8601)."""
    assert isinstance(zone, ZoneInfo)
    year, week, _ = datetime.fromtimestamp(at / 1000, UTC).astimezone(zone).isocalendar()
    return f"{year}-W{week:02d}"
