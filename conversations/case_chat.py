"""A counselor and a person talk through the bot, about an alert. The counselor ends it with a note; the person can end it too."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from conversations.effects import EndChat, RaiseAlert, WriteTo
from conversations.kit import (
    ChatEnded,
    Choice,
    Command,
    End,
    Event,
    Facts,
    Introduced,
    Keep,
    Next,
    Resumed,
    StartFlow,
    Step,
    Undelivered,
    go,
    menu,
    say,
)
from conversations.relaying import passed_on

NAME, VERSION, EXCLUSIVE, SUBJECT = "case_chat", 1, True, "link"


@dataclass(frozen=True, slots=True)
class Talking:
    link: int
    alert: int
    side: str  # person or counselor
    alias: str


STATES = (Talking,)
HEARS_CRISIS = (Talking,)


def start(facts: Facts, link: int = 0, alert: int = 0, side: str = "person", alias: str = "", **_: Any) -> Step:
    hello = say(f"case.{side}.start", keyboard=f"case_{side}", lane="relay", alias=alias)
    return Next(Talking(link, alert, side, alias), hello)


def step(state: Talking, event: Event, facts: Facts) -> Step:
    passed = passed_on(event, facts, "counsel")
    if passed:
        return Keep(*passed)
    match event:
        case Choice("chat", "here"):
            return Keep(WriteTo(state.link))
        case Command("chats"):
            return Keep(StartFlow("chats"))
        case Command("end") | Choice("case", "end") if state.side == "counselor":
            note = StartFlow("case_note", {"alert": state.alert})
            return End(EndChat(), say("case.counselor.ended", keyboard="main", alias=state.alias), note)
        case Command("end"):
            return End(
                EndChat(),
                say("case.person.you_ended", go("sos", "checkin", "help"), keyboard="", lane="relay"),
                say("menu.back", keyboard="main"),
            )
        case ChatEnded("erased") if state.side == "counselor":
            return End(say("case.counselor.person_erased", keyboard="main", lane="relay", alias=state.alias))
        case ChatEnded(why) if state.side == "counselor":
            key = "case.counselor.person_left" if why == "left" else "case.counselor.person_ended"
            return End(say(key, keyboard="main", lane="relay", alias=state.alias), StartFlow("case_note", {"alert": state.alert}))
        case ChatEnded("handed"):
            return End(say("case.person.handed_later", keyboard="main", lane="relay", alias=state.alias))
        case ChatEnded():
            return End(say("case.person.ended", keyboard="main", lane="relay", alias=state.alias))
        case Undelivered():
            return Keep(say("chat.not_delivered"))
        case Introduced(alias, silent):
            told = (say("case.person.handed", lane="relay", alias=alias, before=state.alias),) if state.side == "person" and not silent else ()
            return Next(replace(state, alias=alias), *told)
        case Command("counselor") if state.side == "person":
            return Keep(RaiseAlert("high", "asked"), say("case.person.here", alias=state.alias))
        case Resumed():
            return Keep(say("chat.go_on", keyboard=f"case_{state.side}", alias=state.alias))
    ways = (menu("case", "end"),) if state.side == "counselor" else ()
    return Keep(say(f"case.{state.side}.busy", *ways, alias=state.alias))
