"""A request for guidance, from being asked for until it is done: shared by the counselors of its field, whoever takes it first has it.

Nobody is in danger here (that is an alert, which climbs within minutes); still it never just lies there: it is shown again and again, after a
while to all counselors and the coordinators, and the person is told the truth and what else they can do.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.effects import TellPerson
from conversations.effects.guidance import CloseWish, OpenTalk, ShowWish, TakeWish
from conversations.kit import Choice, End, Event, Facts, Keep, Next, RequestClosed, Step, Timeout, Toast, Undelivered, go

NAME, VERSION, FRONT, SHARED, ACCESS = "guidance", 1, False, True, "guidance"
NEEDS = frozenset({"asker"})
AGAIN = {"week": timedelta(hours=6), "whenever": timedelta(hours=24)}
REMIND = timedelta(days=2)
TOLD_ROUNDS = 2  # the person is told so often that nobody came; the staff goes on being told
WIDE_FROM = 2


@dataclass(frozen=True, slots=True)
class Open:
    soon: str = "whenever"
    round: int = 0


@dataclass(frozen=True, slots=True)
class Taken:
    by: int
    name: str
    soon: str = "whenever"


STATES = (Open, Taken)
State = Open | Taken
WAYS_ON = go("book", "counselor", "appointments")


def start(facts: Facts, soon: str = "whenever", **_: Any) -> Step:
    return Next(Open(soon), ShowWish(), expires=_again(soon))


def _again(soon: str) -> timedelta:
    return AGAIN.get(soon, AGAIN["whenever"])


def step(state: State, event: Event, facts: Facts) -> Step:
    match state, event:
        case _, RequestClosed():
            return End()
        case _, Choice("wish", _) if facts.actor == facts.asker:
            return Keep(Toast("guidance.own", alert=True))
        case Open(soon), Choice("wish", "take"):
            told = TellPerson("guidance.taken", facts.actor_name, menus=(WAYS_ON,), lane="reply")
            return Next(Taken(facts.actor, facts.actor_name, soon), TakeWish(), Toast("guidance.yours"), told, expires=REMIND)
        case Open(soon, number), Timeout():
            return _nobody_yet(soon, min(number + 1, WIDE_FROM + 1))
        case Taken(by, name), Choice("wish", _) if by != facts.actor:
            return Keep(Toast("alert.taken_by", {"name": name}, alert=True))
        case Taken(), Choice("wish", "talk") if not facts.actor_reachable:
            return Keep(Toast("alert.open_private_chat", alert=True))
        case Taken(), Choice("wish", "talk") if facts.actor_in_chat:
            return Keep(Toast("alert.finish_first", alert=True))
        case Taken(), Choice("wish", "talk"):
            return Keep(OpenTalk())
        case Taken(_, name), Choice("wish", "times"):
            told = TellPerson("guidance.pick_time", name, menus=(WAYS_ON,), lane="reply")
            return Next(state, told, Toast("guidance.told"), expires=REMIND)
        case Taken(_, name, soon), Choice("wish", "back"):
            told = TellPerson("guidance.with_others", name, menus=(WAYS_ON, go("sos")), lane="reply")
            return Next(Open(soon), TakeWish(back=True), ShowWish(again=True), told, Toast("guidance.given_back"), expires=_again(soon))
        case Taken(_, name), Choice("wish", "done"):
            return End(CloseWish(), TellPerson("guidance.done", name, menus=(go("counselor", "solve", "menu"),), lane="reply"))
        case Taken(_, name, soon), Undelivered("handler"):
            told = TellPerson("guidance.with_others", name, menus=(WAYS_ON, go("sos")), lane="reply")
            return Next(Open(soon), ShowWish(again=True), told, expires=_again(soon))
        case Taken(), Timeout():
            return Next(state, ShowWish(again=True), expires=REMIND)
    return Keep(*((Toast("guidance.unchanged"),) if isinstance(event, Choice) else ()))


def _nobody_yet(soon: str, number: int) -> Step:
    told = (TellPerson("guidance.nobody_yet", menus=(WAYS_ON, go("sos")), lane="reply"),) if number <= TOLD_ROUNDS else ()
    return Next(Open(soon, number), ShowWish(again=True, wide=number >= WIDE_FROM), *told, expires=_again(soon))
