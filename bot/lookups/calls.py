"""What a flow about an alert knows of it, and a counselor of their own duty."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.effects.staffing import counselors_on_duty, next_on_duty, on_duty, place_now
from bot.lookups import looks_about, looks_up
from bot.staff import counselors
from bot.store import alerts, cases, links, people, staffing
from bot.store.people import Person
from bot.turn import Turn
from conversations.helping import WHYS
from conversations.staffing import Back, Call, OnCall, OwnCall

# Reasons that the person did not give themselves, and may know nothing of.
UNASKED = frozenset({"volunteer", *(f"handover_{why}" for why in WHYS), "mood", "silence", "after_silent"})


@looks_about("call")
def call(turn: Turn, subject: int) -> dict[str, Any]:
    alert = alerts.get(turn.unit, subject)
    asked = alerts.asked(turn.unit, alert.id, UNASKED)
    person = turn.person(alert.person)
    staffed = bool(counselors_on_duty(turn, but=person.telegram_id))
    back = None if staffed else _back(turn, person)
    case = cases.of_alert(turn.unit, alert.id)
    topic, talking = case is not None and case.thread is not None, links.open_case(turn.unit, alert.id) is not None
    return {"call": Call(alert.severity, place_now(turn).hour, staffed, back, asked, topic, alert.person, talking)}


def own_call(turn: Turn, person: int) -> OwnCall:
    """Of somebody who may have called for help."""
    alert = alerts.open_of(turn.unit, person)
    if alert is None:
        return OwnCall()
    over = alert.state == "talking" and links.open_case(turn.unit, alert.id) is None
    return OwnCall("over" if over else alert.state, alerts.asked(turn.unit, alert.id, UNASKED))


def _back(turn: Turn, reader: Person) -> Back | None:
    """When somebody is on duty again, in the zone of the person who waits."""
    opens = next_on_duty(turn, but=reader.telegram_id)
    if opens is None:
        return None
    here = opens.astimezone(ZoneInfo(reader.zone))
    today = datetime.fromtimestamp(turn.unit.now / 1000, UTC).astimezone(ZoneInfo(reader.zone)).date()
    return Back((here.date() - today).days, here.weekday(), here.strftime("%H.%M"))


@looks_up("on_call")
def on_call(turn: Turn, person: Person) -> dict[str, Any]:
    mode = staffing.mode(turn.unit, person.id)
    return {"on_call": OnCall(mode, on_duty(turn, person.telegram_id), staffing.week(turn.unit, person.id))}


@looks_up("colleagues")
def colleagues(turn: Turn, person: Person) -> dict[str, Any]:
    """Counselors beside this one whom the bot can write to, by their row."""
    found = []
    for member in counselors(turn):
        known = people.by_telegram_id(turn.unit, member.id)
        if known is not None and known.reachable and known.id != person.id:
            found.append((known.id, member.name))
    return {"colleagues": tuple(found)}
