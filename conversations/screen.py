"""A few short questions after worrying words. Each can be skipped, none stands between a person and a human.

For thoughts of suicide they follow the *structure* of the Columbia screener (wish, thoughts, method, intent, plan, behaviour) in words of our own.
A yes to one of ``SERIOUS`` calls a counselor, and so does a skip of one of them, or silence: no answer counts as the higher level.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from conversations.effects import RaiseAlert
from conversations.kit import Choice, Command, End, Event, Facts, Keep, Next, Ref, Resumed, Say, StartFlow, Step, Text, Timeout, go, menu, say
from conversations.signs import HURT, for_helpers, numbers

NAME, VERSION, HURRIES = "screen", 1, True
NEEDS = frozenset({"signs"})
FIRST = {"self_harm": "injury", "violence": "near", "abuse": "unsafe", "psychosis": "told", "emergency": "medical"}
SERIOUS = frozenset({"injury", "near", "unsafe", "told", "medical", "intent", "plan", "behaviour"})
AFTER_NO = {"wish": "thoughts", "thoughts": "behaviour", "method": "intent", "intent": "plan", "plan": "behaviour", "injury": "wish"}
AFTER_YES = {"wish": "thoughts", "thoughts": "method", "method": "intent"}
QUESTIONS = frozenset({*AFTER_NO, *AFTER_YES, *SERIOUS})
ANSWERS = ("yes", "no", "skip")
PATIENCE = timedelta(minutes=20)
WORDS = {
    "yes": frozenset(["ya", "iya", "iyaa", "y", "yes", "yeah", "yep", "udah", "sudah", "pernah", "iya,", "betul", "bener"]),
    "no": frozenset(["nggak", "enggak", "tidak", "gak", "ga", "no", "nope", "belum", "engga", "ngga", "nggak,", "n"]),
}
# said instead of a first answer: it was about somebody else
OTHER = re.compile(
    r"\W*(bukan (aku|saya|gue|gw)|(ini |tentang |soal )*(te?m[ae]n|sahabat|adik|kakak)ku|(it['’]?s |it is )?(not me|(about )?(my|a) friend))\b", re.I
)


@dataclass(frozen=True, slots=True)
class Asking:
    question: str
    thoughts: bool = False  # said yes to, or skipped, the question for thoughts of suicide
    later: str = ""  # the question that waits while one about something else is asked
    answers: tuple[tuple[str, str], ...] = ()  # what was asked and answered: the counselor reads it


STATES = (Asking,)
HEARS_CRISIS = (Asking,)


def start(facts: Facts, category: str = "suicide", **_: Any) -> Step:
    known = category if category in FIRST else "suicide"
    services = Ref("common.nothing") if facts.resources_shown else Ref("screen.resources", {"services": numbers(known)})
    state = Asking(FIRST.get(known, "wish"))
    return Next(state, say(f"screen.heard.{known}", lane="crisis", services=services), ask(state), expires=PATIENCE)


def ask(state: Asking) -> Say:
    return say(f"screen.ask.{state.question}", menu("screen", "yes", "no", "skip", columns=3), go("counselor", "sos", columns=2), lane="crisis")


def step(state: Asking, event: Event, facts: Facts) -> Step:
    match event:
        case Choice("screen", answer) if answer in ANSWERS:
            return _answered(state, answer)
        case Text(crisis=(_, *_), level="ask", category=category):
            return _told_more(state, category)
        case Text(crisis=(_, *_)):
            return End()  # a counselor has just been called: no more questions
        case Command("end" | "cancel"):
            return End(*called("screen_silent", _given(state, "silent")))
        case Text(words) if OTHER.match(words) and not state.answers:
            return End(for_helpers())
        case Text(words) if answer := _read(words):
            return _answered(state, answer)
        case Timeout() if facts.own_call.state:
            alert = RaiseAlert("high", "screen_silent", answers=_given(state, "silent"))
            return End(alert)  # somebody is called already, or talks with them: no card falls into that
        case Timeout():
            return End(*called("screen_silent", _given(state, "silent")))
        case Resumed():
            return Keep(ask(state))
    return Keep(ask(state))


def _told_more(state: Asking, category: str) -> Step:
    """More was told instead of an answer. If it is about something else, that is asked first, and what was asked stays for afterwards."""
    heard, first = say("screen.more", lane="crisis"), FIRST.get(category, "wish" if category == "suicide" else "")
    if not first or state.later or first == state.question or (first == "wish" and state.question in AFTER_NO):
        return Keep(heard, ask(state))
    state = replace(state, later=first) if first == "wish" else replace(state, question=first, later=state.question)  # first what cannot wait
    return Next(state, heard, ask(state), expires=PATIENCE)


def _read(words: str) -> str:
    plain = words.strip().strip(".!").casefold()
    return next((answer for answer, known in WORDS.items() if plain in known), "")


def _given(state: Asking, answer: str) -> tuple[tuple[str, str], ...]:
    return *state.answers, (state.question, answer)


def _answered(state: Asking, answer: str) -> Step:
    question, given = state.question, _given(state, answer)
    if question in SERIOUS and answer != "no":
        return End(*called("screen" if answer == "yes" else "screen_silent", given))
    thoughts = state.thoughts or (question == "thoughts" and answer != "no")
    onward = (AFTER_NO if answer == "no" else AFTER_YES).get(question)
    if onward or state.later:
        state = Asking(onward, thoughts, state.later, given) if onward else Asking(state.later, thoughts, answers=given)
        return Next(state, ask(state), expires=PATIENCE)
    if thoughts:
        told = say("screen.thoughts", go("peer", "safety", "sos", columns=2), lane="crisis")
        return End(RaiseAlert("concern", "screen", answers=given), told, StartFlow("aftercare"))
    return End(say("screen.low", go("peer", "counselor", "safety", "menu", columns=2)))


def called(reason: str, answers: tuple[tuple[str, str], ...]) -> tuple[Any, ...]:
    """A counselor is called, and the person told so; somebody asks again in some hours."""
    card = Ref("sos.card", {"services": numbers(HURT if answers[-1][0] == FIRST[HURT] else "")})
    told = say("sos.now", go("exercise", "peer", columns=2), lane="crisis", card=card, told=Ref("sos.told"))
    return RaiseAlert("high", reason, answers=answers), told, StartFlow("aftercare")
