"""Never again with somebody whose chat is over: in a chat that is a button of the chat itself (``peer_chat``)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.effects import BlockPeer
from conversations.kit import Choice, Command, End, Event, Facts, Keep, Media, Next, Resumed, Say, Step, Text, Timeout, go, menu, say

NAME, VERSION = "block", 1
NEEDS = frozenset({"last_chat"})
PATIENCE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Sure:
    link: int
    alias: str


STATES = (Sure,)


def start(facts: Facts, **_: Any) -> Step:
    link, alias = facts.last_chat
    if not link:
        return End(say("chat.block_nobody", go("peer", "counselor", "menu")))
    return Next(Sure(link, alias), ask(Sure(link, alias)), expires=PATIENCE)


def ask(state: Sure) -> Say:
    return say("chat.block_after", menu("chat", "block_yes", "stay"), alias=state.alias)


def step(state: Sure, event: Event, facts: Facts) -> Step:
    match event:
        case Choice("chat", "block_yes"):
            return End(BlockPeer(state.link), say("chat.blocked", go("peer", "report", "counselor", "menu"), alias=state.alias))
        case Choice("chat", "stay") | Command("end") | Timeout():
            return End(say("chat.block_kept", go("peer", "checkin", "menu")))
        case Text() | Media() | Command() | Choice():
            return Keep(say("common.please_choose"), ask(state))
        case Resumed():
            return Keep(ask(state))
    return Keep()
