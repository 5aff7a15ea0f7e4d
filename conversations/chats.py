"""Somebody with several chats is asked whom they are writing to, whenever that is no longer plain: nothing is sent to the wrong one meanwhile.

It lies on top of the chats when the current one has ended or a new one has begun. Answers to a message find their chat by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from conversations.effects import WriteTo
from conversations.kit import Button, Choice, End, Event, Facts, Keep, Media, Menu, Next, Reacted, Say, Step, Text, go, say

NAME, VERSION, EXCLUSIVE = "chats", 1, True
NEEDS = frozenset({"chats"})


@dataclass(frozen=True, slots=True)
class Choosing:
    pass


STATES = HEARS_CRISIS = (Choosing,)


def start(facts: Facts, **_: Any) -> Step:
    return Next(Choosing(), _ask("chats.which", facts)) if facts.chats else End(say("chats.none", go("menu")))


def step(state: Choosing, event: Event, facts: Facts) -> Step:
    if not facts.chats:
        return End(say("chats.none", keyboard="main"))
    match event:
        case Choice("chats", value) if value in {str(link) for link, _ in facts.chats}:
            return End(WriteTo(int(value)))
        case Text() | Media():
            return Keep(_ask("chats.not_sent", facts))
        case Reacted():
            return Keep()
    return Keep(_ask("chats.which", facts))


def _ask(key: str, facts: Facts) -> Say:
    buttons = tuple(Button(str(link), "button.chat.here", {"alias": alias}) for link, alias in facts.chats)
    return say(key, Menu("chats", buttons), lane="relay")
