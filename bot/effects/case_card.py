"""What a card says of the case behind an alert: the mood of two weeks, notes, referrals, the day to look again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.store import cases, moods
from bot.store.alerts import Alert
from bot.turn import Turn
from conversations.kit import Ref

BARS = ("", "▁", "▂", "▄", "▆", "█")  # by mood, 1 to 5
DAYS = 14
SHOWN = 300  # characters of the last note or referral


def about_case(turn: Turn, alert: Alert) -> Ref:
    """Lines below each other, only those there is something to say in."""
    case = cases.of_alert(turn.unit, alert.id)
    if case is None:
        return Ref("common.nothing")
    lines: list[Ref] = []
    bars = _bars(turn, case.person)
    if bars:
        lines.append(Ref("case.card.moods", {"bars": bars}))
    written = cases.notes(turn.unit, case.id)
    for kind in ("note", "hand", "refer"):
        last = next((note for note in reversed(written) if note.kind == kind), None)
        if last is not None:
            lines.append(Ref(f"case.card.{kind}", {"name": staff_name(turn, last.author), "words": _short(last.words)}))
    if case.follow_up_at is not None:
        day = datetime.fromtimestamp(case.follow_up_at / 1000, UTC).astimezone(_zone(turn)).date().isoformat()
        lines.append(Ref("case.card.follow", {"day": Ref("date.day", {"day": day})}))
    shown = Ref("common.nothing")
    for line in reversed(lines):
        shown = Ref("case.card.line", {"line": line, "more": shown})
    return shown


def _bars(turn: Turn, person: int) -> str:
    """One sign a day, the last one today; · where there was no check-in."""
    known = {mood.day: mood.mood for mood in moods.recent(turn.unit, person)}
    zone = ZoneInfo(turn.person(person).zone)
    today: date = datetime.fromtimestamp(turn.unit.now / 1000, UTC).astimezone(zone).date()
    days = [(today - timedelta(days=back)).isoformat() for back in reversed(range(DAYS))]
    return "".join(BARS[known[day]] if day in known else "·" for day in days) if any(day in known for day in days) else ""


def _zone(turn: Turn) -> ZoneInfo:
    config = turn.world.config
    return ZoneInfo(config.zones[config.default_language][0])


def staff_name(turn: Turn, number: int | None) -> str:
    if number is None:
        return "–"
    person = turn.person(number)
    return turn.staff_name(person) or person.name or "–"


def _short(words: str) -> str:
    return words if len(words) <= SHOWN else words[:SHOWN] + "…"
