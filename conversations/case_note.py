"""The counselor's note that closes an alert. Nothing is closed without words: what was done is what the next counselor will read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.effects import CloseCase
from conversations.effects.cases import SetOutcome
from conversations.kit import Choice, End, Event, Facts, Keep, Next, Resumed, Say, Step, Text, Timeout, go, menu, say

NAME, VERSION, SUBJECT = "case_note", 1, "alert"


@dataclass(frozen=True, slots=True)
class AskNote:
    alert: int


@dataclass(frozen=True, slots=True)
class AskOutcome:
    """The case is closed with its note; how it ended is asked for the statistics, and may be left open."""

    alert: int


STATES = (AskNote, AskOutcome)
HEARS_CRISIS = STATES
State = AskNote | AskOutcome
VALUES = ("resolved", "referred", "guided", "emergency", "no_contact", "other")
OUTCOMES = menu("outcome", *VALUES, columns=2)
PATIENCE = timedelta(hours=12)


def start(facts: Facts, alert: int = 0, **_: Any) -> Step:
    return Next(AskNote(alert), ask())


def ask() -> Say:
    return say("note.ask", menu("note", "later"))


def step(state: State, event: Event, facts: Facts) -> Step:
    match event:
        case Text(text) if isinstance(state, AskNote) and text.strip():
            return Next(AskOutcome(state.alert), CloseCase(state.alert, text.strip()), say("note.saved", OUTCOMES), expires=PATIENCE)
        case Choice("outcome", value) if isinstance(state, AskOutcome) and value in VALUES:
            return End(SetOutcome(state.alert, value), say("note.thanks", go("alerts", "help")))
        case _ if isinstance(state, AskOutcome):
            return _outcome_left_open(event)
        case Choice("note", "later"):
            return End(say("note.later", go("alerts", "help")))
        case Resumed():
            return Keep(ask())
    return Keep(say("note.words"), ask())


def _outcome_left_open(event: Event) -> Step:
    """Nobody has to tap: whatever comes next ends the question."""
    if isinstance(event, Timeout):
        return End()
    if isinstance(event, Resumed):
        return Keep(say("note.outcome", OUTCOMES))
    return End(say("note.thanks", go("alerts", "help")))
