"""Becoming a volunteer: what it is, what one has lived through, and then a coordinator decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.effects import Apply
from conversations.kit import Change, Choice, End, Event, Facts, Keep, Next, Resumed, Say, Step, Timeout, go, menu, say
from conversations.pick import toggled, topic_menu

NAME, VERSION = "volunteer", 1
PATIENCE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class AskPromise:
    pass


@dataclass(frozen=True, slots=True)
class AskTopics:
    chosen: tuple[str, ...] = ()


STATES = (AskPromise, AskTopics)
STEADY = (AskTopics,)
State = AskPromise | AskTopics


def start(facts: Facts, **_: Any) -> Step:
    """Volunteers are adults (18+); somebody who already applied or serves is told how that stands."""
    if facts.volunteer in {"applied", "approved", "suspended"}:
        return End(say(f"volunteer.{facts.volunteer}", go("duty", "menu") if facts.volunteer == "approved" else go("menu", "help")))
    if facts.age_band != "adult":
        return End(say("volunteer.too_young", go("settings", "peer", "menu")))
    return Next(AskPromise(), ask(AskPromise(), facts), expires=PATIENCE)


def ask(state: State, facts: Facts) -> Say:
    match state:
        case AskPromise():
            return say("volunteer.promise", menu("promise", "yes", "no", columns=2))
        case AskTopics(chosen):  # pragma: no branch (mypy knows these are all)
            return say("volunteer.topics", *topic_menu(facts.place.topics, chosen, "done", "back"))


def step(state: State, event: Event, facts: Facts) -> Step:
    match state, event:
        case AskPromise(), Choice("promise", "yes"):
            return Next(AskTopics(), ask(AskTopics(), facts), expires=PATIENCE)
        case (AskPromise(), Choice("promise", "no")) | (AskTopics(), Choice("topics", "back")):
            return End(say("volunteer.not_now", go("peer", "checkin", "menu")))
        case AskTopics(chosen), Choice("topic", topic) if topic in facts.place.topics:
            new = AskTopics(toggled(chosen, topic))
            shown = ask(new, facts)
            return Next(new, Change(shown.key, shown.args, shown.menus), expires=PATIENCE)
        case AskTopics(()), Choice("topics", "done"):
            return Keep(say("volunteer.one_topic"), ask(state, facts))
        case AskTopics(chosen), Choice("topics", "done"):
            return End(Apply(chosen), say("volunteer.applied", go("checkin", "menu")))
        case _, Resumed():
            return Keep(ask(state, facts))
        case _, Timeout():
            return End()
    return Keep(say("common.please_choose"), ask(state, facts))
