"""One alert, from the call for help until a human has closed it. It climbs the ladder until somebody acknowledges; it never just expires.

Shared by all counselors and coordinators: whoever taps first has it. What the person is told at each step is what is true at that step.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from conversations.effects import AlertStaff, AskNote, CloseAlert, OpenCase, ReleaseAlert, TakeAlert, TellPerson, TellStaff
from conversations.effects.cases import OpenForm
from conversations.kit import (
    CaseClosed,
    Choice,
    Effect,
    End,
    Event,
    Facts,
    HandedOver,
    Joined,
    Keep,
    Next,
    Ref,
    Rung,
    Step,
    Timeout,
    Toast,
    Undelivered,
    go,
)
from conversations.ladder import rung_at
from conversations.staffing import Back

NAME, VERSION, FRONT, SHARED, ACCESS, HURRIES = "escalation", 2, False, True, "alerts", True
NEEDS = frozenset({"call"})
RANK = ("concern", "high", "imminent")


@dataclass(frozen=True, slots=True)
class Climbing:
    rung: int
    severity: str = "high"  # the one this climb began with


@dataclass(frozen=True, slots=True)
class Seen:
    by: int
    name: str


@dataclass(frozen=True, slots=True)
class Talking:
    by: int
    name: str


STATES = (Climbing, Seen, Talking)
State = Climbing | Seen | Talking
FORMS = frozenset({"close", "note", "refer", "follow", "hand", "who"})  # what is asked in private
ANYBODYS = frozenset({"note", "who"})  # what other counselors may do with it as well
REMIND = timedelta(hours=1)  # a case that is being talked about but not closed is brought to mind this often
TOLD_RUNGS = 3  # after that the person is not told again and again that nobody came; the staff still is


def upgrade(version: int, data: dict[str, Any]) -> dict[str, Any]:
    """Version 1 had one ladder for all."""
    return data


def start(facts: Facts, **_: Any) -> Step:
    return _first(facts, *(() if facts.call.staffed or not facts.call.asked else (_nobody_on_duty(facts),)))


def step(state: State, event: Event, facts: Facts) -> Step:
    match state, event:
        case Climbing(), Timeout():
            return _climb(state, facts)
        case Climbing(0), Undelivered("group"):
            return _climb(state, facts)  # the group cannot be reached: nobody waits a minute for that
        case _, Choice("alert") if facts.call.person == facts.actor:
            return Keep(Toast("alert.own", alert=True))  # nobody answers themselves: the others go on being called
        case Climbing(), Choice("alert", "ack"):
            taken = (TakeAlert(), Toast("alert.yours"), _seen(facts))
            return Next(Seen(facts.actor, facts.actor_name), *taken, expires=facts.place.take_over)
        case Talking(by), Choice("alert", what) if by != facts.actor and what not in ANYBODYS and not facts.call.talking:
            taken = (TakeAlert(), Toast("alert.yours"), _seen(facts))  # the talk is over and nothing was written down: anybody may go on
            return Next(Seen(facts.actor, facts.actor_name), *taken, expires=facts.place.take_over)
        case ((Seen(by, name) | Talking(by, name)), Choice("alert", what)) if by != facts.actor and what not in ANYBODYS:
            return Keep(Toast("alert.taken_by", {"name": name}, alert=True))
        case _, Choice("alert", what) if what in FORMS and not facts.actor_reachable:
            return Keep(Toast("alert.open_private_chat", alert=True))
        case _, Choice("alert", "talk" | "join") if not facts.actor_reachable and not facts.call.topic:
            return Keep(Toast("alert.open_private_chat", alert=True))
        case Seen(), Choice("alert", "talk" | "join") if facts.actor_in_chat and not facts.call.topic:
            return Keep(Toast("alert.finish_first", alert=True))  # two people in one chat: an answer would reach the wrong one
        case ((Seen(by, name) | Talking(by, name)), Choice("alert", "talk" | "join" as how)):
            return Next(Talking(by, name), OpenCase(join=how == "join"), expires=REMIND)
        case ((Seen() | Talking()), Choice("alert", what)) if what in FORMS and what != "close":
            return Keep(OpenForm(what), Toast("case.in_private"))
        case ((Seen() | Talking()), HandedOver(by, name, talking)):
            return Next(Talking(by, name), expires=REMIND) if talking else Next(Seen(by, name), expires=facts.place.take_over)
        case ((Seen() | Talking()), Choice("alert", "close")):
            return Keep(AskNote(), Toast("alert.note_in_private"))
        case Seen(_, name), Timeout():
            return _let_go(name, facts, "alert.not_taken_over")
        case ((Seen(_, name) | Talking(_, name)), Undelivered("handler")):
            return _let_go(name, facts, "alert.handler_gone")
        case Talking(), Timeout():
            again = (TellStaff("alert.still_open"), TellStaff("alert.still_open", to="handler"))
            return Next(state, *again, expires=REMIND)
        case Climbing(severity=before), Joined() if RANK.index(facts.call.severity) > RANK.index(before):
            return _first(facts, again=True)  # more serious than it was: its own ladder, from the beginning
        case Climbing(), Joined(_, "added"):
            return Keep()  # its cards have changed, and come again with the next rung
        case Climbing(), Joined():
            return Keep(AlertStaff(_rung(0, facts).to, again=True))
        case Talking(), Joined(_, reason) if not facts.call.talking and reason != "added":
            return _first(facts, ReleaseAlert(), again=True)  # the talk before is over: this is a call of its own
        case ((Seen() | Talking()), Joined(_, reason)):
            return Keep(TellStaff("alert.joined", reason=reason), TellStaff("alert.joined", to="handler", reason=reason))
        case _, CaseClosed(note):
            return End(CloseAlert(note), TellPerson("case.closed", menus=(go("counselor", "checkin", "peer"),)))
        case _, Undelivered("person", _):
            return Keep(TellStaff("alert.person_unreachable"), TellStaff("alert.person_unreachable", to="handler"))
    return Keep(*((Toast("alert.unchanged"),) if isinstance(event, Choice) else ()))


def _rung(number: int, facts: Facts, severity: str = "") -> Rung:
    return rung_at(facts.place, number, severity or facts.call.severity, facts.call.hour)


def _first(facts: Facts, *told: Effect, again: bool = False) -> Step:
    rung = _rung(0, facts)
    return Next(Climbing(0, facts.call.severity), AlertStaff(rung.to, again=again), *told, expires=rung.wait)


def _let_go(name: str, facts: Facts, key: str) -> Step:
    """Whoever had it does not go on: it counts as unseen, and everybody but the first rung hears of it at once."""
    rung = _rung(1, facts)
    told = TellPerson("sos.passed_on", name, menus=(go("sos", "help"),))
    released = (ReleaseAlert(), TellStaff(key, name=name), AlertStaff(rung.to, again=True), told)
    return Next(Climbing(1, facts.call.severity), *released, expires=rung.wait)


def _climb(state: Climbing, facts: Facts) -> Step:
    number = state.rung + 1
    here = _rung(number, facts)
    told = (_not_yet(facts),) if number <= TOLD_RUNGS and facts.call.asked else ()
    return Next(replace(state, rung=number), AlertStaff(here.to, again=True), *told, expires=here.wait)


# --------------------------------------------------------------------------------------------------------------- told to the person


def _seen(facts: Facts) -> TellPerson:
    """Somebody who did not call themselves hears kindly why a counselor knows of them."""
    return TellPerson("sos.seen" if facts.call.asked else "sos.seen_unasked", facts.actor_name, menus=(go("sos", "help"),))


def _not_yet(facts: Facts) -> TellPerson:
    if facts.call.staffed or facts.call.back is None:
        return TellPerson("sos.not_yet", menus=(go("sos", "help"),))
    return TellPerson("sos.not_yet_off_hours", menus=(go("sos", "help"),), args={"when": when(facts.call.back)})


def _nobody_on_duty(facts: Facts) -> TellPerson:
    """Out of hours: the truth at once, and when people are there."""
    back = facts.call.back
    return TellPerson("sos.off_hours", menus=(go("sos", "help"),), args={"when": when(back) if back else Ref("staffed.unknown")})


def when(back: Back) -> Ref:
    """``today at 08.00``, ``tomorrow at 08.00``, ``on Monday at 08.00``: in the zone of whoever reads it."""
    key = {0: "staffed.today", 1: "staffed.tomorrow"}.get(back.days, "staffed.day")
    return Ref(key, {"day": Ref(f"moment.weekday.{back.weekday}"), "time": back.time} if key == "staffed.day" else {"time": back.time})
