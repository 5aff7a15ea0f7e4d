"""After somebody wanted to contact a service: did you reach them, what stood in the way, would it help if …; never pressed for.

A list of numbers alone is used by almost nobody; a question about what stood in the way is what helps people to go.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.effects.services import NoteReferral
from conversations.kit import Choice, End, Event, Facts, Keep, Next, Ref, Say, Step, Timeout, go, menu, say
from conversations.later import in_days

NAME, VERSION, FRONT, SUBJECT = "referral", 1, False, "referral"
BY_DAY = True
DAYS = 3  # after which it is asked
TIMES = 3  # at most
HOLD = timedelta(hours=2)
ANSWER_WITHIN = timedelta(days=7)
BARRIERS = ("no_answer", "afraid", "words", "cost", "far", "time", "other")
# What may help against each: ways that can be tapped.
WAYS = {"no_answer": ("services", "counselor"), "afraid": ("peer", "counselor"), "words": ("counselor", "peer"), "other": ("counselor", "peer")}


@dataclass(frozen=True, slots=True)
class Waiting:
    """``times`` it was asked already; ``held``: it was due in the middle of a chat; once it waits, then it is asked all the same."""

    referral: int
    service: str
    times: int = 0
    held: bool = False


@dataclass(frozen=True, slots=True)
class AskReached:
    referral: int
    service: str
    times: int


@dataclass(frozen=True, slots=True)
class AskBarrier:
    referral: int
    service: str
    times: int


@dataclass(frozen=True, slots=True)
class AskAgain:
    referral: int
    service: str
    times: int


@dataclass(frozen=True, slots=True)
class AskHelped:
    referral: int
    service: str


STATES = (Waiting, AskReached, AskBarrier, AskAgain, AskHelped)
State = Waiting | AskReached | AskBarrier | AskAgain | AskHelped


def start(facts: Facts, referral: int = 0, service: str = "", **_: Any) -> Step:
    return Next(Waiting(referral, service), expires=in_days(facts, DAYS))


def step(state: State, event: Event, facts: Facts) -> Step:
    match state, event:
        case Waiting(), Timeout():
            return _due(state, facts)
        case _, Timeout():
            return End()
        case AskReached(referral, service, _), Choice("reached", "yes"):
            asked = say("referral.helped", menu("helped", "yes", "partly", "no", columns=3))
            return Next(AskHelped(referral, service), NoteReferral(referral, service, "reached"), asked, expires=ANSWER_WITHIN)
        case AskReached(referral, service, times), Choice("reached", "no"):
            noted = NoteReferral(referral, service, "not_reached")
            return Next(AskBarrier(referral, service, times), noted, say("referral.barrier", menu("barrier", *BARRIERS)), expires=ANSWER_WITHIN)
        case AskReached(referral, service, _), Choice("reached", "not_needed"):
            return End(NoteReferral(referral, service, "not_needed"), say("referral.not_needed", go("checkin", "menu")))
        case AskBarrier(referral, service, times), Choice("barrier", barrier) if barrier in BARRIERS:
            return _would_help(referral, service, times, barrier)
        case AskAgain(referral, service, times), Choice("ask_again", "yes"):
            return Next(Waiting(referral, service, times), say("referral.will_ask", go("services", "menu")), expires=in_days(facts, DAYS))
        case AskAgain(), Choice("ask_again", "no"):
            return End(say("referral.enough", go("services", "peer", "menu")))
        case AskHelped(referral, service), Choice("helped", "yes" | "partly" | "no" as helped):
            ways = go("services", "counselor", "peer") if helped == "no" else go("checkin", "menu")
            return End(NoteReferral(referral, service, helped=helped), say(f"referral.after.{helped}", ways))
    return Keep()


def _due(state: Waiting, facts: Facts) -> Step:
    """If it can be not in the middle of a chat."""
    if facts.in_chat and not state.held:
        return Next(Waiting(state.referral, state.service, state.times, True), expires=HOLD)
    named = {"name": Ref(f"service.{state.service}.name") if facts.place.shelf.service(state.service) else Ref("referral.them")}
    asked = Say("referral.ask", named, (menu("reached", "yes", "no", "not_needed"),), lane="prompt")
    return Next(AskReached(state.referral, state.service, state.times + 1), asked, expires=ANSWER_WITHIN)


def _would_help(referral: int, service: str, times: int, barrier: str) -> Step:
    """Something against what stood in the way; then, not too often, whether to ask again."""
    noted = NoteReferral(referral, service, barrier=barrier)
    idea = say(f"referral.would_help.{barrier}", go(*WAYS.get(barrier, ("services", "counselor")), columns=2))
    if times >= TIMES:
        return End(noted, idea)
    return Next(AskAgain(referral, service, times), noted, idea, say("referral.again", menu("ask_again", "yes", "no")), expires=ANSWER_WITHIN)
