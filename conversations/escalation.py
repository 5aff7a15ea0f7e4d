"""One alert, from the call for help until a human has closed it. It climbs the ladder until somebody acknowledges; it never just expires.

Shared by all counselors and coordinators: whoever taps first has it. What the person is told at each step is what is true at that step.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.effects import AlertStaff, AskNote, CloseAlert, OpenCase, ReleaseAlert, TakeAlert, TellPerson, TellStaff
from conversations.kit import CaseClosed, Choice, Effect, End, Event, Facts, Joined, Keep, Next, Step, Timeout, Toast, Undelivered, go
from conversations.ladder import rung_at

NAME, VERSION, FRONT, SHARED, ACCESS = "escalation", 1, False, True, "alerts"


@dataclass(frozen=True, slots=True)
class Climbing:
    rung: int


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
REMIND = timedelta(hours=1)  # a case that is being talked about but not closed is brought to mind this often
TOLD_RUNGS = 3  # after that the person is not told again and again that nobody came; the staff still is


def start(facts: Facts, **_: Any) -> Step:
    rung = rung_at(facts.place, 0)
    return Next(Climbing(0), AlertStaff(rung.to), expires=rung.wait)


def step(state: State, event: Event, facts: Facts) -> Step:
    match state, event:
        case Climbing(rung), Timeout():
            return _climb(rung + 1, facts)
        case Climbing(0), Undelivered("group"):
            return _climb(1, facts)  # the group cannot be reached: nobody waits a minute for that
        case Climbing(), Choice("alert", "ack"):
            taken = (TakeAlert(), Toast("alert.yours"), TellPerson("sos.seen", facts.actor_name, menus=(go("sos", "help"),)))
            return Next(Seen(facts.actor, facts.actor_name), *taken, expires=facts.place.take_over)
        case ((Seen(by, name) | Talking(by, name)), Choice("alert", _)) if by != facts.actor:
            return Keep(Toast("alert.taken_by", {"name": name}, alert=True))
        case _, Choice("alert", "talk" | "close") if not facts.actor_reachable:
            return Keep(Toast("alert.open_private_chat", alert=True))
        case Seen(), Choice("alert", "talk") if facts.actor_in_chat:
            return Keep(Toast("alert.finish_first", alert=True))  # two people in one chat: an answer would reach the wrong one
        case ((Seen(by, name) | Talking(by, name)), Choice("alert", "talk")):
            return Next(Talking(by, name), OpenCase(), expires=REMIND)
        case ((Seen() | Talking()), Choice("alert", "close")):
            return Keep(AskNote(), Toast("alert.note_in_private"))
        case Seen(_, name), Timeout():
            return _let_go(name, facts)
        case ((Seen(_, name) | Talking(_, name)), Undelivered("handler")):
            return _let_go(name, facts)
        case Talking(), Timeout():
            again = (TellStaff("alert.still_open"), TellStaff("alert.still_open", to="handler"))
            return Next(state, *again, expires=REMIND)
        case Climbing(), Joined():
            return Keep(AlertStaff(rung_at(facts.place, 0).to, again=True))
        case ((Seen() | Talking()), Joined(_, reason)):
            return Keep(TellStaff("alert.joined", reason=reason), TellStaff("alert.joined", to="handler", reason=reason))
        case _, CaseClosed(note):
            return End(CloseAlert(note), TellPerson("case.closed", menus=(go("checkin", "peer", "counselor"),)))
        case _, Undelivered("person", _):
            return Keep(TellStaff("alert.person_unreachable"), TellStaff("alert.person_unreachable", to="handler"))
    return Keep(*((Toast("alert.unchanged"),) if isinstance(event, Choice) else ()))


def _let_go(name: str, facts: Facts) -> Step:
    """Whoever had it does not go on: it counts as unseen, and everybody but the first rung hears of it at once."""
    rung = rung_at(facts.place, 1)
    released = (ReleaseAlert(), TellStaff("alert.not_taken_over", name=name), AlertStaff(rung.to, again=True))
    return Next(Climbing(1), *released, expires=rung.wait)


def _climb(rung: int, facts: Facts) -> Step:
    here = rung_at(facts.place, rung)
    told: tuple[Effect, ...] = (TellPerson("sos.not_yet", menus=(go("sos", "help"),)),) if rung <= TOLD_RUNGS else ()
    return Next(Climbing(rung), AlertStaff(here.to, again=True), *told, expires=here.wait)
