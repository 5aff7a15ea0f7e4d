"""The safety plan at hand: one message, from /sos and in the middle of a chat too. Shown and done."""

from __future__ import annotations

from typing import Any

from conversations.care import SAFETY, SafetyPlan
from conversations.kit import End, Event, Facts, Keep, Ref, Step, go, say

NAME, VERSION, FRONT = "safety_card", 1, False
NEEDS = frozenset({"safety"})
STATES: tuple[type, ...] = ()


def whole(plan: SafetyPlan) -> Ref:
    """The plan as it is read: the steps that were filled in, one below the other."""
    sections = {step: section(number, step, plan.of(step)) for number, step in enumerate(SAFETY, 1)}
    return Ref("safety.whole", sections)


def section(number: int, step: str, words: str) -> Ref:
    if not words:
        return Ref("common.nothing")
    return Ref("safety.section", {"number": number, "title": Ref(f"safety.title.{step}"), "words": words})


def start(facts: Facts, **_: Any) -> Step:
    """In a chat the way on is the chat itself."""
    if facts.safety.words:
        ways = () if facts.in_chat else (go("sos", "exercise", "peer", "safety", columns=2),)
        return End(say("safety.card", *ways, lane="crisis", plan=whole(facts.safety), services=Ref("services.card")))
    ways = () if facts.in_chat else (go("sos", "exercise", "safety"),)
    return End(say("safety.none", *ways, lane="crisis", services=Ref("services.card")))


def step(state: object, event: Event, facts: Facts) -> Step:
    return Keep()
