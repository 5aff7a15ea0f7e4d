"""/alerts: what is open, how old it is, and for coordinators how quickly calls were answered."""

from __future__ import annotations

from datetime import timedelta

from bot.effects import handles
from bot.effects.alerts import Reader, put_card
from bot.effects.staffing import place_now
from bot.store import alerts, conversations
from bot.store.alerts import Alert
from bot.store.people import Person
from bot.turn import Scene, Turn
from conversations.effects import ShowAlerts
from conversations.kit import Ref, say

WEEKS = 4
DAY = 86_400_000  # ms


@handles(ShowAlerts)
def show(effect: ShowAlerts, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    person = turn.person(scene.owner)
    if not turn.world.access.allowed(person, "alerts"):
        turn.say(person, say("tap.not_allowed"), None)
        return
    found = [alert for alert in alerts.all_open(turn.unit) if alert.person != person.id]  # one's own call is for the others
    turn.say(person, say("alert.list_head", lane="crisis", count=len(found), lines=_lines(turn, found)) if found else say("alert.none"), None)
    for alert in found:
        conversation = conversations.find(turn.unit, "escalation", None, alert.id)
        if conversation is not None:
            put_card(turn, alert, conversation, Reader(person.telegram_id, person.language))
    if turn.world.access.allowed(person, "response_times"):
        _say_times(turn, person)


def _lines(turn: Turn, found: list[Alert]) -> Ref:
    """One line an alert, below each other: each carries the next one."""
    if not found:
        return Ref("common.nothing")
    first, *rest = found
    args = {
        "who": turn.person(first.person).name or Ref("alert.somebody"),
        "severity": Ref(f"alert.severity.{first.severity}"),
        "age": age(turn.unit.now - first.opened_at),
        "state": Ref(f"alert.short.{first.state}"),
        "more": _lines(turn, rest),
    }
    return Ref("alert.line", args)


def age(ms: int) -> Ref:
    """How long something took or has been waiting, in the biggest unit that says enough."""
    minutes = max(0, ms) // 60_000
    if minutes < 1:
        return Ref("alert.age.seconds", {"n": max(0, ms) // 1000})
    if minutes < 120:
        return Ref("alert.age.minutes", {"n": minutes})
    return Ref("alert.age.hours", {"n": minutes // 60}) if minutes < 2880 else Ref("alert.age.days", {"n": minutes // 1440})


def _say_times(turn: Turn, person: Person) -> None:
    """Weeks from Monday to Sunday in the place's zone, the newest first. (The median, and what nine of ten were below.)"""
    now = place_now(turn)
    monday = (now - timedelta(days=now.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)
    start = int(monday.timestamp() * 1000)
    times = alerts.answer_times(turn.unit, start - (WEEKS - 1) * 7 * DAY)
    lines = Ref("common.nothing")
    for week in reversed(range(WEEKS)):
        begin = start - week * 7 * DAY
        took = sorted(ms for opened, ms in times if begin <= opened < begin + 7 * DAY)
        if took:
            day = (monday - timedelta(days=7 * week)).date().isoformat()
            spread = {"median": age(_rank(took, 50)), "most": age(_rank(took, 90)), "count": len(took)}
            lines = Ref("alert.times_line", {"day": Ref("date.day", {"day": day}), **spread, "more": lines})
    turn.say(person, say("alert.times", lines=lines) if times else say("alert.no_times"), None)


def _rank(values: list[int], per_cent: int) -> int:
    """The smallest value that ``per_cent`` of all are not above (nearest rank)."""
    return values[max(0, -(-len(values) * per_cent // 100) - 1)]
