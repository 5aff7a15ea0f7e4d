"""The counselor's side of a talk in the case's topic: what they write there reaches the person, what begins with // stays a note.

It belongs to the counselor who has the case; what others write in the topic comes to ``interject``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from conversations.effects import EndChat
from conversations.kit import ChatEnded, Command, End, Event, Facts, Introduced, Keep, Next, Step, Undelivered, say
from conversations.relaying import passed_on

NAME, VERSION, FRONT, SUBJECT = "case_room", 1, False, "link"


@dataclass(frozen=True, slots=True)
class Talking:
    link: int
    alias: str


STATES = (Talking,)


def start(facts: Facts, link: int = 0, alias: str = "", **_: Any) -> Step:
    return Next(Talking(link, alias), say("case.room.start", lane="relay", alias=alias, name=facts.actor_name))


def step(state: Talking, event: Event, facts: Facts) -> Step:
    passed = passed_on(event, facts, "counsel")
    if passed:
        return Keep(*passed)
    match event:
        case Command("end"):
            return End(EndChat(), say("case.room.ended", lane="relay", alias=state.alias))
        case ChatEnded("left"):
            return End(say("case.room.person_left", lane="relay", alias=state.alias))
        case ChatEnded():
            return End(say("case.room.person_ended", lane="relay", alias=state.alias))
        case Introduced(alias, _):
            return Next(Talking(state.link, alias))
        case Undelivered():
            return Keep(say("chat.not_delivered"))
        case Command():
            return Keep(say("case.room.commands", alias=state.alias))
    return Keep()
