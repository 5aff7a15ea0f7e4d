"""/broadcast: a coordinator writes to many at once. Whom, what, a look at it as it will arrive, then it goes out slowly, behind everything urgent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.effects.steering import SendBroadcast
from conversations.kit import Choice, Command, End, Event, Facts, Keep, Next, Resumed, Say, Step, Text, Timeout, go, menu, say

NAME, VERSION = "broadcast", 1
NEEDS = frozenset({"audiences"})
AUDIENCES = ("everyone", "people", "volunteers")
LENGTH = 3000
PATIENCE = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class AskAudience:
    pass


@dataclass(frozen=True, slots=True)
class AskWords:
    audience: str


@dataclass(frozen=True, slots=True)
class Preview:
    audience: str
    words: str


STATES = (AskAudience, AskWords, Preview)
State = AskAudience | AskWords | Preview


def start(facts: Facts, **_: Any) -> Step:
    if "coordinator" not in facts.roles:
        return End(say("volunteers.not_yours", go("menu", "help")))
    return _to(AskAudience(), facts)


def ask(state: State, facts: Facts) -> Say:
    match state:
        case AskAudience():
            counts = {audience: _count(audience, facts) for audience in AUDIENCES}
            return Say("broadcast.audience", counts, (menu("audience", *AUDIENCES), menu("broadcast", "cancel")))
        case AskWords(audience):
            return say("broadcast.words", menu("broadcast", "cancel"), count=_count(audience, facts))
        case Preview(audience, words):  # pragma: no branch (mypy knows these are all)
            ways = menu("broadcast", "send", "change", "cancel")
            return say("broadcast.preview", ways, place=facts.place.name, words=words, count=_count(audience, facts))


def _count(audience: str, facts: Facts) -> int:
    return facts.audiences.get(audience, 0)


def step(state: State, event: Event, facts: Facts) -> Step:
    if "coordinator" not in facts.roles:
        return End(say("volunteers.not_yours", go("menu", "help")))
    match state, event:
        case _, (Choice("broadcast", "cancel") | Command("end")):
            return End(say("broadcast.cancelled", go("board", "broadcast", "help")))
        case AskAudience(), Choice("audience", audience) if audience in AUDIENCES:
            return _to(AskWords(audience), facts)
        case AskWords(audience), Text(words) if 0 < len(words.strip()) <= LENGTH:
            return _to(Preview(audience, words.strip()), facts)
        case AskWords(), Text():
            return Keep(say("broadcast.too_long", longest=LENGTH), ask(state, facts))
        case Preview(audience), Choice("broadcast", "change"):
            return _to(AskWords(audience), facts)
        case Preview(audience, words), Choice("broadcast", "send"):
            return End(SendBroadcast(audience, words))
        case _, Resumed():
            return Keep(ask(state, facts))
        case _, Timeout():
            return End()
    return Keep(say("common.please_choose"), ask(state, facts))


def _to(state: State, facts: Facts) -> Step:
    return Next(state, ask(state, facts), expires=PATIENCE)
