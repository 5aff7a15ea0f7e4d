"""Who of the counselors is there: on duty now, and when the next ones are."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.effects import handles
from bot.staff import counselors
from bot.store import people, staffing, updates
from bot.turn import Scene, Turn
from conversations.effects.staffing import SetOnCall, SetWeek
from conversations.staffing import Week, is_open, next_open, parse_week

BY_HAND = 12 * 3_600_000  # ms that a duty switched by hand lasts: nobody stays on, or off, because they forgot


def place_now(turn: Turn) -> datetime:
    """The moment of this transaction in the place's own zone."""
    config = turn.world.config
    return datetime.fromtimestamp(turn.unit.now / 1000, UTC).astimezone(ZoneInfo(config.zones[config.default_language][0]))


def week_of(turn: Turn, telegram_id: int) -> Week:
    """A counselor's weekly hours; the place's where they set none."""
    known = people.by_telegram_id(turn.unit, telegram_id)
    own = staffing.week(turn.unit, known.id) if known else ()
    return own or parse_week(turn.world.config.escalation.hours) or ()


def on_duty(turn: Turn, telegram_id: int) -> bool:
    """Nobody is whom the bot cannot write to: who blocked it, or has not opened it yet."""
    known = people.by_telegram_id(turn.unit, telegram_id)
    if known is None or not known.reachable:
        return False
    mode = staffing.mode(turn.unit, known.id)
    return mode == "on" or (mode == "hours" and is_open(week_of(turn, telegram_id), place_now(turn)))


def counselors_on_duty(turn: Turn, but: int = 0) -> list[int]:
    """The Telegram ids of the counselors on duty now, in the order of the config. ``but``: nobody counts as there for their own call."""
    return [member.id for member in counselors(turn) if member.id != but and on_duty(turn, member.id)]


def next_on_duty(turn: Turn, but: int = 0) -> datetime | None:
    """When the next counselor is there, aware; None where that cannot be said. ``but``: as in ``counselors_on_duty``."""
    found = (_back(turn, member.id) for member in counselors(turn) if member.id != but)
    return min((one for one in found if one is not None), default=None)


def _back(turn: Turn, telegram_id: int) -> datetime | None:
    """When one who is off duty now will be on: what they switched off by hand ends first, then their hours count."""
    known = people.by_telegram_id(turn.unit, telegram_id)
    if known is None or not known.reachable:
        return None
    week, now = week_of(turn, telegram_id), place_now(turn)
    until = datetime.fromtimestamp(staffing.switched(turn.unit, known.id)[1] / 1000, now.tzinfo)
    return until if until > now and is_open(week, until) else next_open(week, max(now, until))


@handles(SetOnCall)
def set_on_call(effect: SetOnCall, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    until = None if effect.mode == "hours" else turn.unit.now + BY_HAND
    staffing.set_mode(turn.unit, scene.owner, effect.mode, until)
    updates.audit(turn.unit, scene.owner, "oncall.mode", scene.owner, effect.mode)


@handles(SetWeek)
def set_week(effect: SetWeek, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    staffing.set_week(turn.unit, scene.owner, effect.week)
    staffing.set_mode(turn.unit, scene.owner, "hours", None)
    updates.audit(turn.unit, scene.owner, "oncall.hours", scene.owner)
