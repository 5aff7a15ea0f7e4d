"""After a heavy chat: how are you? A rest has begun already; here the volunteer can say more, get a counselor, or stop for today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.effects import RaiseAlert, SetDuty
from conversations.effects.care import NoteDebrief
from conversations.kit import Choice, End, Event, Facts, Keep, Media, Next, Resumed, Say, Step, Text, Timeout, go, menu, say
from conversations.moments import moment

NAME, VERSION, SUBJECT = "debrief", 1, "link"
NEEDS = frozenset({"rest"})
PATIENCE = timedelta(hours=20)


@dataclass(frozen=True, slots=True)
class AskHow:
    link: int


@dataclass(frozen=True, slots=True)
class Heavy:
    """They said it was heavy, or wrote something: what would help now?"""

    link: int


STATES = (AskHow, Heavy)
State = AskHow | Heavy


def start(facts: Facts, link: int = 0, **_: Any) -> Step:
    return Next(AskHow(link), ask(AskHow(link), facts), expires=PATIENCE)


def ask(state: State, facts: Facts) -> Say:
    if isinstance(state, Heavy):
        return say("debrief.heavy", menu("debrief", "counselor", "off", "enough"))
    answers = menu("debrief", "fine", "heavy", "counselor")
    if facts.rest.until is None:
        return say("debrief.how_later", answers)
    return say("debrief.how", answers, until=moment(facts.rest.until, facts.now))


def step(state: State, event: Event, facts: Facts) -> Step:
    match event:
        case Choice("debrief", "fine") if isinstance(state, AskHow):
            return End(NoteDebrief(state.link, "fine"), say("debrief.fine", go("me", "exercise", "menu")))
        case Choice("debrief", "heavy") if isinstance(state, AskHow):
            return Next(Heavy(state.link), NoteDebrief(state.link, "heavy"), ask(Heavy(state.link), facts), expires=PATIENCE)
        case Choice("debrief", "counselor"):
            called = say("debrief.called", go("exercise", "menu"), lane="crisis")
            return End(NoteDebrief(state.link, "counselor"), RaiseAlert("concern", "debrief"), called)
        case Choice("debrief", "off") if isinstance(state, Heavy):
            return End(SetDuty(False), say("debrief.off", go("exercise", "menu")))
        case Choice("debrief", "enough") if isinstance(state, Heavy):
            return End(say("debrief.enough", go("exercise", "menu")))
        case Text() | Media() if isinstance(state, AskHow):
            return Next(Heavy(state.link), NoteDebrief(state.link, "heavy"), say("debrief.heard"), ask(Heavy(state.link), facts), expires=PATIENCE)
        case Text() | Media():
            return Keep(say("debrief.heard"), ask(state, facts))
        case Resumed():
            return Keep(ask(state, facts))
        case Timeout():
            return End()
    return Keep(say("common.please_choose"), ask(state, facts))
