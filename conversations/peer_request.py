"""Asking for a peer: a topic, an honest word on how it stands, and a wait that can be left at any time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.effects import JoinQueue, LeaveQueue, LookAgain, RaiseAlert
from conversations.kit import (
    Button,
    Choice,
    Command,
    End,
    Event,
    Facts,
    Keep,
    Media,
    Menu,
    Next,
    Paired,
    Ref,
    Resumed,
    Say,
    StartFlow,
    Step,
    Text,
    Timeout,
    go,
    menu,
    say,
)

NAME, VERSION, LASTING = "peer_request", 1, True
NEEDS = frozenset({"queue", "topics"})
PATIENCE = timedelta(hours=2)
TOLD_EVERY = 6  # rounds of waiting; each looks again, not each says so


@dataclass(frozen=True, slots=True)
class AskTopic:
    pass


@dataclass(frozen=True, slots=True)
class Waiting:
    topic: str
    silent: int = 0  # rounds since the person was last told that nobody is there yet


STATES = (AskTopic, Waiting)
State = AskTopic | Waiting


def start(facts: Facts, waiting: bool = False, topics: tuple[str, ...] = (), **_: Any) -> Step:
    """``waiting``: they are in the queue already (again), because their volunteer could not go on."""
    if waiting:
        topic = topics[0] if topics else ""
        return Next(Waiting(topic), ask(Waiting(topic), facts), expires=facts.place.queue_wait)
    return Next(AskTopic(), ask(AskTopic(), facts), expires=PATIENCE)


def ask(state: State, facts: Facts) -> Say:
    match state:
        case AskTopic():
            own_first = sorted(facts.place.topics, key=lambda topic: topic not in facts.topics)
            topics = tuple(Button(t, "pick.plain", {"label": Ref(f"topic.{t}")}) for t in own_first)
            return say("peer.topic", Menu("topic", topics, columns=2), menu("topics", "any", "back", columns=2), status=standing(facts))
        case Waiting(topic):  # pragma: no branch (mypy knows these are all)
            waits = menu("wait", "counselor", "leave")
            return say("peer.waiting", waits, topic=topic_ref(topic), status=standing(facts))


def topic_ref(topic: str) -> Ref:
    return Ref(f"topic.{topic}" if topic else "peer.any_topic")


def standing(facts: Facts) -> Ref:
    """The truth about the queue: is anybody there, are they free, how long does it usually take."""
    queue = facts.queue
    if not queue.on_duty:
        return Ref("peer.nobody_on_duty")
    if queue.usual_minutes is None:
        return Ref("peer.status_unknown", {"on_duty": queue.on_duty, "free": queue.free, "waiting": queue.waiting})
    minutes = max(1, queue.usual_minutes)
    return Ref("peer.status", {"on_duty": queue.on_duty, "free": queue.free, "waiting": queue.waiting, "minutes": minutes})


def step(state: State, event: Event, facts: Facts) -> Step:
    match state, event:
        case AskTopic(), Choice("topic", topic) if topic in facts.place.topics:
            return _join(topic, facts)
        case AskTopic(), Choice("topics", "any"):
            return _join("", facts)
        case AskTopic(), Choice("topics", "back"):
            return End(say("peer.left", go("peer", "counselor", "exercise")))
        case AskTopic(), Timeout():
            return End()
        case Waiting(), Paired(link, alias, shared, young, again):
            paired = {"link": link, "side": "person", "alias": alias, "shared": shared, "young": young, "again": again}
            return End(StartFlow("peer_chat", paired))
        case Waiting(), (Choice("wait", "leave") | Command("end")):
            return End(LeaveQueue(), say("peer.left", go("peer", "counselor", "exercise"), keyboard=""))
        case Waiting(), Choice("wait", "counselor"):
            return Keep(RaiseAlert("concern", "asked"), say("sos.asked", lane="crisis"))
        case Waiting(topic), Choice("wait", "stay"):
            return Next(Waiting(topic, 1), ask(Waiting(topic), facts), LookAgain(), expires=facts.place.queue_wait)
        case Waiting(), Timeout() if facts.in_chat:
            return Next(state, expires=facts.place.queue_wait)  # a volunteer's own wait: not a word of it in the middle of a chat
        case Waiting(topic, silent), Timeout():
            told = say("peer.nobody_yet", menu("wait", "stay", "counselor", "leave"), status=standing(facts))
            return Next(Waiting(topic, (silent + 1) % TOLD_EVERY), *((told,) if silent == 0 else ()), LookAgain(), expires=facts.place.queue_wait)
        case Waiting(), (Text() | Media()):
            return Keep(say("peer.still_waiting", menu("wait", "counselor", "leave"), status=standing(facts)))
        case _, Command("peer"):
            return Keep(ask(state, facts))
        case _, Resumed():
            return Keep(ask(state, facts))
    return Keep(say("common.please_choose"), ask(state, facts))


def _join(topic: str, facts: Facts) -> Step:
    """The wait is said first, so that it stands above the news of a pairing that may follow at once."""
    return Next(Waiting(topic), ask(Waiting(topic), facts), JoinQueue((topic,) if topic else ()), expires=facts.place.queue_wait)
