"""/audit: what was done by whom, newest first, a page at a time; a word narrows it down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.effects.steering import ShowAudit
from conversations.kit import Choice, Command, End, Event, Facts, Keep, Next, Resumed, Step, Text, Timeout, go, say

NAME, VERSION = "audit", 1
LONGEST = 60
PATIENCE = timedelta(hours=1)
MOST = 500  # pages


@dataclass(frozen=True, slots=True)
class Reading:
    word: str = ""
    page: int = 0


STATES = (Reading,)


def start(facts: Facts, word: str = "", **_: Any) -> Step:
    if "coordinator" not in facts.roles:
        return End(say("volunteers.not_yours", go("menu", "help")))
    return _to(Reading(word))


def step(state: Reading, event: Event, facts: Facts) -> Step:
    if "coordinator" not in facts.roles:
        return End(say("volunteers.not_yours", go("menu", "help")))
    match event:
        case Choice("audit", "older") if state.page < MOST:
            return _to(Reading(state.word, state.page + 1))
        case Choice("audit", "newest"):
            return _to(Reading())
        case Choice("audit", "close") | Command("end"):
            return End(say("audit.closed", go("audit", "board", "help")))
        case Text(words) if words.strip():
            return _to(Reading(" ".join(words.split())[:LONGEST]))
        case Resumed():
            return Keep(ShowAudit(state.word, state.page))
        case Timeout():
            return End()
    return Keep(say("audit.how"))


def _to(state: Reading) -> Step:
    return Next(state, ShowAudit(state.word, state.page), expires=PATIENCE)
