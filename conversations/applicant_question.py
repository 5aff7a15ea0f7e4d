"""A coordinator writes a question to an applicant; it goes through the bot, and so does the answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.effects import SendQuestion
from conversations.kit import Choice, End, Event, Facts, Keep, Next, Resumed, Say, Step, Text, Timeout, go, menu, say

NAME, VERSION, SUBJECT = "applicant_question", 1, "applicant"
LENGTH = 1500


@dataclass(frozen=True, slots=True)
class Writing:
    applicant: int


STATES = (Writing,)


def start(facts: Facts, applicant: int = 0, **_: Any) -> Step:
    return Next(Writing(applicant), ask(), expires=timedelta(hours=12))


def ask() -> Say:
    return say("application.question", menu("later", "later"))


def step(state: Writing, event: Event, facts: Facts) -> Step:
    match event:
        case Text(text) if len(text.strip()) > LENGTH:
            return Keep(say("common.too_long", menu("later", "later"), most=LENGTH))
        case Text(text) if text.strip():
            return End(SendQuestion(state.applicant, text.strip()))
        case Choice("later", "later"):
            return End(say("application.question_later", go("volunteers", "help")))
        case Resumed():
            return Keep(ask())
        case Timeout():
            return End()
    return Keep(say("application.question_words"), ask())
