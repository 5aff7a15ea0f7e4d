"""A counselor and a person talk through the bot about something that is no alarm: a request for guidance, or an appointment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from conversations.effects import EndChat, RaiseAlert, WriteTo
from conversations.kit import ChatEnded, Choice, Command, End, Event, Facts, Keep, Next, Resumed, StartFlow, Step, Undelivered, go, say
from conversations.relaying import passed_on

NAME, VERSION, EXCLUSIVE, SUBJECT = "guidance_chat", 1, True, "link"


@dataclass(frozen=True, slots=True)
class Talking:
    link: int
    side: str  # person or counselor
    alias: str


STATES = (Talking,)
HEARS_CRISIS = (Talking,)


def start(facts: Facts, link: int = 0, side: str = "person", alias: str = "", **_: Any) -> Step:
    hello = say(f"guidance.chat.{side}", keyboard=f"case_{side}", lane="relay", alias=alias)
    return Next(Talking(link, side, alias), hello)


def step(state: Talking, event: Event, facts: Facts) -> Step:
    passed = passed_on(event, facts, "counsel")
    if passed:
        return Keep(*passed)
    match event:
        case Choice("chat", "here"):
            return Keep(WriteTo(state.link))
        case Command("chats"):
            return Keep(StartFlow("chats"))
        case Command("end"):
            return End(EndChat(), *_over(state, "ended"))
        case ChatEnded(why):
            return End(*_over(state, "left" if why == "left" else "other_ended"))
        case Undelivered():
            return Keep(say("chat.not_delivered"))
        case Command("counselor") if state.side == "person":
            return Keep(RaiseAlert("concern", "asked"), say("sos.asked_in_chat", lane="crisis", alias=state.alias))
        case Resumed():
            return Keep(say("chat.go_on", keyboard=f"case_{state.side}", alias=state.alias))
    return Keep(say("guidance.chat.busy", alias=state.alias))


def _over(state: Talking, key: str) -> tuple[Any, ...]:
    ways = go("solve", "appointments", "menu") if state.side == "person" else go("appointments", "help")
    return say(f"guidance.chat.{key}", ways, lane="relay", alias=state.alias), say("menu.back", keyboard="main")
