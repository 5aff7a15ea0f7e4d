"""Two people talk through the bot, each under a pseudonym. The same flow runs on both sides; ``side`` says which one this is.

What else can be done stands behind the key "more": end, block (never again with this one; the other side is not told why), call a counselor.

Each side looks now and then how long it has been its turn: it is nudged; a person who stays away is let go warmly, a volunteer is replaced.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from conversations.effects import BlockPeer, EndChat, LookAtSilence, RaiseAlert, ReplaceVolunteer, SayFirst, WriteTo
from conversations.helping import MORE as HELPER_MORE
from conversations.helping import WHYS, helped
from conversations.kit import (
    Change,
    ChatEnded,
    Choice,
    Command,
    End,
    Event,
    Facts,
    Keep,
    Listing,
    Next,
    Quiet,
    Ref,
    Resumed,
    StartFlow,
    Step,
    Timeout,
    Undelivered,
    go,
    menu,
    say,
)
from conversations.relaying import passed_on

NAME, VERSION, EXCLUSIVE, SUBJECT = "peer_chat", 2, True, "link"


@dataclass(frozen=True, slots=True)
class Chatting:
    link: int
    side: str  # person or volunteer
    alias: str  # what the other side is called
    young: bool = True  # one of the two is, or may be, under 18
    nudged: int = 0  # the message after which this side was last nudged


STATES = (Chatting,)
HEARS_CRISIS = STEADY = (Chatting,)
MORE = menu("chat", "block", "report", "counselor", "end")
SURE = menu("chat", "block_yes", "stay")


def start(
    facts: Facts,
    link: int = 0,
    side: str = "person",
    alias: str = "",
    shared: tuple[str, ...] = (),
    young: bool = True,
    again: bool = False,
    **_: Any,
) -> Step:
    """``shared``: topics both lived through; ``again``: they talked before. Both are told why they are a pair."""
    known = Listing(tuple(Ref(f"topic.{t}") for t in shared))
    key = f"chat.{side}.start_shared" if shared else f"chat.{side}.start"
    why = Ref("chat.why.again" if again else "common.nothing" if shared else "chat.why.free")
    hello = say(key, keyboard=f"chat_{side}", lane="relay", alias=alias, shared=known, why=why)
    return Next(Chatting(link, side, alias, young), hello, SayFirst(f"chat.{side}.first"), expires=facts.place.nudge_after)


def upgrade(version: int, data: dict[str, Any]) -> dict[str, Any]:
    """Version 1 did not know the age of the two: the stricter reading."""
    return {"young": True, **data}


def step(state: Chatting, event: Event, facts: Facts) -> Step:
    passed = passed_on(event, facts, "minors" if state.young else "adults")
    if passed:
        return Keep(*passed)
    if state.side == "volunteer" and (own := helped(event, facts, state.link, state.alias)):
        return Keep(*own)
    match event:
        case Choice("chat", "here"):
            return Keep(WriteTo(state.link))
        case Command("chats"):
            return Keep(StartFlow("chats"))
        case Command("end") | Choice("chat", "end"):
            return End(EndChat(), *_after(state, "chat.you_ended"))
        case ChatEnded(why):
            return End(*_ended(state, why))
        case Command("counselor") | Choice("chat", "counselor"):
            return Keep(*_call(state))
        case Command("more"):
            return Keep(say("chat.more", HELPER_MORE if state.side == "volunteer" else MORE, alias=state.alias))
        case Command("report") | Choice("chat", "report"):
            return Keep(StartFlow("report_form", {"link": state.link, "alias": state.alias}))
        case Command("block"):
            return Keep(say("chat.block_sure", SURE, alias=state.alias))
        case Choice("chat", "block"):
            return Keep(Change("chat.block_sure", {"alias": state.alias}, (SURE,)))
        case Choice("chat", "stay"):
            return Keep(Change("chat.stay", {"alias": state.alias}))
        case Choice("chat", "block_yes"):
            ways = go("peer", "report", "counselor", "menu")
            return End(BlockPeer(), EndChat(), say("chat.blocked", ways, lane="relay", alias=state.alias), say("menu.back", keyboard="main"))
        case Timeout():
            return Keep(LookAtSilence())
        case Quiet():
            return _quiet(state, event, facts)
        case Undelivered():
            return Keep(say("chat.not_delivered"))
        case Resumed():
            return Keep(say("chat.go_on", keyboard=f"chat_{state.side}", alias=state.alias))
        case Command():
            return Keep(say("chat.busy", menu("chat", "counselor"), alias=state.alias))
    return Keep(say("chat.busy", menu("chat", "counselor"), alias=state.alias))


def _ended(state: Chatting, why: str) -> tuple[Any, ...]:
    """What is said to whoever did not end it, and mostly what is asked afterwards."""
    match why:
        case "counselor":
            return _after(state, f"chat.{state.side}.counselor_came")
        case "replaced" | "erased" if state.side == "person":
            return (say(f"chat.person.{why}", keyboard="main", lane="relay", alias=state.alias),)
        case "suspended" | "adults_only" | "erased":
            return (say(f"chat.volunteer.{why}", keyboard="main", lane="relay", alias=state.alias),)
        case "quiet" | "left":
            return _after(state, "chat.quiet" if why == "quiet" else "chat.other_left")
    return _after(state, "chat.other_ended")


def _call(state: Chatting) -> tuple[RaiseAlert, Any]:
    """One tap brings a counselor: for the person themselves, or, from the volunteer, for the person they are with."""
    if state.side == "volunteer":
        called = say("chat.volunteer.called", menu("why", *WHYS), lane="crisis", alias=state.alias)
        return RaiseAlert("high", "volunteer", about="other"), called
    return RaiseAlert("concern", "asked"), say("sos.asked_in_chat", lane="crisis", alias=state.alias)


def _after(state: Chatting, key: str) -> tuple[Any, ...]:
    asked = {"link": state.link, "side": state.side, "alias": state.alias}
    return say(key, keyboard="main", lane="relay", alias=state.alias), StartFlow("feedback", asked)


def _quiet(state: Chatting, quiet: Quiet, facts: Facts) -> Step:
    """Nothing is said while it is the other one's turn; and nobody is let go who was not nudged in this very silence."""
    place = facts.place
    limit = place.replace_after if state.side == "volunteer" else place.close_after
    if not quiet.mine:
        return Next(state, expires=place.nudge_after)
    if quiet.since < place.nudge_after:
        return Next(state, expires=place.nudge_after - quiet.since)
    if state.nudged != quiet.last:
        nudge = say(f"chat.{state.side}.nudge", lane="relay", alias=state.alias)
        return Next(replace(state, nudged=quiet.last), nudge, expires=min(place.nudge_after, limit - place.nudge_after))
    if quiet.since < limit:
        return Next(state, expires=min(place.nudge_after, limit - quiet.since))
    if state.side == "volunteer":
        told = say("chat.volunteer.replaced", go("duty", "help"), lane="relay", alias=state.alias)
        return End(ReplaceVolunteer(), told, say("menu.back", keyboard="main"))
    if quiet.alarmed:
        return Next(state, expires=place.nudge_after)  # somebody may be in danger: the line stays open until a counselor has closed the call
    return End(EndChat("quiet"), *_after(state, "chat.quiet"))
