"""/duty: a volunteer says whether they can be asked now, how many chats they take at once, and takes a break of some days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.effects import SetCapacity, SetDuty
from conversations.effects.care import EndBreak, TakeBreak
from conversations.kit import Button, Choice, End, Event, Facts, Keep, Menu, Next, Ref, Resumed, Say, Step, Timeout, go, menu, say
from conversations.moments import moment

NAME, VERSION = "duty", 1
NEEDS = frozenset({"queue", "rest", "room"})
MOST = 3  # chats at once: more than that, and nobody is listened to
BREAKS = ("1", "3", "7", "14")  # days
PATIENCE = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Asked:
    on: bool


@dataclass(frozen=True, slots=True)
class AskDays:
    """For how many days they want a break."""


STATES = (Asked, AskDays)
State = Asked | AskDays


def start(facts: Facts, **_: Any) -> Step:
    if "volunteer" not in facts.roles:
        waits = facts.volunteer == "applied"
        return End(say("volunteer.applied" if waits else "duty.not_volunteer", go("menu") if waits else go("volunteer", "menu")))
    return Next(Asked(facts.on_duty), ask(Asked(facts.on_duty), facts), expires=PATIENCE)


def on_break(facts: Facts) -> bool:
    """A break of days, unlike the hour after a heavy chat."""
    return facts.rest.why in {"own", "low"}


def ask(state: State, facts: Facts) -> Say:
    until = moment(facts.rest.until, facts.now)
    if isinstance(state, AskDays):
        return say("duty.break_days", Menu("break", tuple(Button(days) for days in BREAKS), columns=2), menu("duty", "keep"))
    if on_break(facts):
        can_end = ("return",) if facts.rest.why == "own" else ()
        return say("duty.break", menu("duty", *can_end, "keep"), until=until)
    return say(
        "duty.on" if state.on else "duty.off",
        menu("duty", "off" if state.on else "on", "break", "keep"),
        _capacity(facts),
        waiting=facts.queue.waiting,
        rest=Ref("duty.resting", {"until": until}) if facts.rest.until else Ref("common.nothing"),
    )


def _capacity(facts: Facts) -> Menu:
    """How many at once; the one chosen is marked."""
    numbers = range(1, MOST + 1)
    return Menu("capacity", tuple(Button(str(n), f"button.capacity.{'now_' if n == facts.capacity else ''}{n}") for n in numbers), columns=MOST)


def step(state: State, event: Event, facts: Facts) -> Step:
    match event:
        case Choice("duty", "on") if not on_break(facts):
            return End(say("duty.now_on", go("duty", "help")), SetDuty(True))
        case Choice("duty", "off"):
            return End(SetDuty(False), say("duty.now_off", go("duty", "menu")))
        case Choice("duty", "break"):
            return Next(AskDays(), ask(AskDays(), facts), expires=PATIENCE)
        case Choice("break", days) if days in BREAKS and isinstance(state, AskDays):
            return End(TakeBreak(int(days)), say("duty.break_begun", go("duty", "menu"), days=int(days)))
        case Choice("duty", "return") if facts.rest.why == "own":
            return End(EndBreak(), say("duty.now_on", go("duty", "help")), SetDuty(True))
        case Choice("duty", "keep"):
            return End(say("duty.kept", go("duty", "menu")))
        case Choice("capacity", "1" | "2" | "3" as number):
            return End(SetCapacity(int(number)), say(f"duty.capacity.{number}", go("duty", "menu")))
        case Resumed():
            return Keep(ask(state, facts))
        case Timeout():
            return End()
    return Keep(say("common.please_choose"), ask(state, facts))
