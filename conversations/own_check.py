"""Once a month, for volunteers: how are you yourself? Four short questions of our own, one tap each; only what follows from them is told on.

If it is low, a break begins by itself and the coordinators hear that a kind word would be good: never the answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.effects.care import PutOffOwnCheck, SaveOwnCheck, TakeBreak
from conversations.kit import Choice, End, Event, Facts, Keep, Next, Resumed, Say, Step, Timeout, go, menu, say

NAME, VERSION = "own_check", 1
QUESTIONS = 4
ANSWERS = ("0", "1", "2", "3")  # hardly ever … nearly always
PATIENCE = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Invited:
    pass


@dataclass(frozen=True, slots=True)
class Asked:
    number: int  # counted from 1
    points: int


STATES = (Invited, Asked)
State = Invited | Asked


def start(facts: Facts, **_: Any) -> Step:
    return Next(Invited(), ask(Invited(), facts), expires=PATIENCE)


def ask(state: State, facts: Facts) -> Say:
    if isinstance(state, Invited):
        return say("own_check.invite", menu("own_check", "start", "later", columns=2), days=facts.place.care.break_days)
    return say(f"own_check.q.{state.number}", menu("often", *ANSWERS), n=state.number, of=QUESTIONS)


def step(state: State, event: Event, facts: Facts) -> Step:
    match state, event:
        case Invited(), Choice("own_check", "start"):
            return _next(Asked(1, 0), facts)
        case Invited(), Choice("own_check", "later"):
            return End(PutOffOwnCheck(3), say("own_check.later", go("duty", "menu")))
        case Asked(number, points), Choice("often", value) if value in ANSWERS:
            points += int(value)
            return _next(Asked(number + 1, points), facts) if number < QUESTIONS else _done(points, facts)
        case _, Timeout():
            return End(PutOffOwnCheck(7))
        case _, Resumed():
            return Keep(ask(state, facts))
    return Keep(say("common.please_choose"), ask(state, facts))


def _next(state: State, facts: Facts) -> Step:
    return Next(state, ask(state, facts), expires=PATIENCE)


def _done(points: int, facts: Facts) -> Step:
    percent = round(100 * points / (QUESTIONS * (len(ANSWERS) - 1)))
    care = facts.place.care
    if percent < care.low_percent:
        told = say("own_check.low", go("counselor", "exercise", "menu"), days=care.break_days)
        return End(SaveOwnCheck(percent, True), TakeBreak(care.break_days, "low"), told)
    return End(SaveOwnCheck(percent, False), say("own_check.fine", go("me", "duty", "menu")))
