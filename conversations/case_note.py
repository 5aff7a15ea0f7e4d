"""The counselor's note that closes an alert. Nothing is closed without words: what was done is what the next counselor will read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from conversations.effects import CloseCase
from conversations.kit import Choice, End, Event, Facts, Keep, Next, Resumed, Say, Step, Text, go, menu, say

NAME, VERSION, SUBJECT = "case_note", 1, "alert"


@dataclass(frozen=True, slots=True)
class AskNote:
    alert: int


STATES = (AskNote,)
HEARS_CRISIS = STATES


def start(facts: Facts, alert: int = 0, **_: Any) -> Step:
    return Next(AskNote(alert), ask())


def ask() -> Say:
    return say("note.ask", menu("note", "later"))


def step(state: AskNote, event: Event, facts: Facts) -> Step:
    match event:
        case Text(text) if text.strip():
            return End(CloseCase(state.alert, text.strip()), say("note.saved", go("alerts", "help")))
        case Choice("note", "later"):
            return End(say("note.later", go("alerts", "help")))
        case Resumed():
            return Keep(ask())
    return Keep(say("note.words"), ask())
