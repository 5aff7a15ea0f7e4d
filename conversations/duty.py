"""/duty: a volunteer says whether they can be asked now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.effects import SetCapacity, SetDuty
from conversations.kit import Button, Choice, End, Event, Facts, Keep, Menu, Next, Resumed, Say, Step, Timeout, go, menu, say

NAME, VERSION = "duty", 1
NEEDS = frozenset({"queue", "room"})
MOST = 3  # chats at once: more than that, and nobody is listened to


@dataclass(frozen=True, slots=True)
class Asked:
    on: bool


STATES = (Asked,)


def start(facts: Facts, **_: Any) -> Step:
    if "volunteer" not in facts.roles:
        waits = facts.volunteer == "applied"
        return End(say("volunteer.applied" if waits else "duty.not_volunteer", go("menu") if waits else go("volunteer", "menu")))
    return Next(Asked(facts.on_duty), ask(Asked(facts.on_duty), facts), expires=timedelta(hours=12))


def ask(state: Asked, facts: Facts) -> Say:
    return say(
        "duty.on" if state.on else "duty.off", menu("duty", "off" if state.on else "on", "keep"), _capacity(facts), waiting=facts.queue.waiting
    )


def _capacity(facts: Facts) -> Menu:
    """How many at once; the one chosen is marked."""
    numbers = range(1, MOST + 1)
    return Menu("capacity", tuple(Button(str(n), f"button.capacity.{'now_' if n == facts.capacity else ''}{n}") for n in numbers), columns=MOST)


def step(state: Asked, event: Event, facts: Facts) -> Step:
    match event:
        case Choice("duty", "on"):
            return End(say("duty.now_on", go("duty", "help")), SetDuty(True))
        case Choice("duty", "off"):
            return End(SetDuty(False), say("duty.now_off", go("duty", "menu")))
        case Choice("duty", "keep"):
            return End(say("duty.kept", go("duty", "menu")))
        case Choice("capacity", "1" | "2" | "3" as number):
            return End(SetCapacity(int(number)), say(f"duty.capacity.{number}", go("duty", "menu")))
        case Resumed():
            return Keep(ask(state, facts))
        case Timeout():
            return End()
    return Keep(say("common.please_choose"), ask(state, facts))
