"""A counselor writes in the topic of a case that another one has: nothing is passed on before they have been asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.effects.cases import SendAnyway, TakeFrom
from conversations.kit import Change, Choice, End, Event, Facts, Keep, Next, Step, Text, Timeout, menu, say

NAME, VERSION, FRONT, HURRIES, SUBJECT = "interject", 1, False, True, "link"
PATIENCE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Asked:
    link: int
    text: str
    entities: str
    message: int


STATES = (Asked,)


def start(facts: Facts, link: int = 0, name: str = "", text: str = "", entities: str = "", message: int = 0, **_: Any) -> Step:
    """``text`` is empty for a picture or sound: that can only be sent by whoever has the case."""
    ways = menu("interject", *(("send",) if text else ()), "take", "no")
    asked = say("case.room.not_yours", ways, lane="relay", name=name)
    return Next(Asked(link, text, entities, message), asked, expires=PATIENCE)


def step(state: Asked, event: Event, facts: Facts) -> Step:
    match event:
        case Choice("interject", "send") if state.text:
            return End(SendAnyway(state.link, Text(state.text, state.entities, state.message)), Change("case.room.sent_anyway"))
        case Choice("interject", "take"):
            return End(TakeFrom(state.link), Change("case.room.taken"))
        case Choice("interject", "no"):
            return End(Change("case.room.not_sent"))
        case Timeout():
            return End()
    return Keep()
