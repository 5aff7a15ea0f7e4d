"""Asking for a peer: topics and wishes, an honest word on how it stands, and a wait that can be left at any time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.effects import JoinQueue, LeaveQueue, LookAgain, RaiseAlert
from conversations.effects.stories import ReadLine
from conversations.kit import (
    Button,
    Change,
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
from conversations.pick import about_topics, toggled

NAME, VERSION, LASTING = "peer_request", 2, True
NEEDS = frozenset({"queue", "topics"})
PATIENCE = timedelta(hours=2)
TOLD_EVERY = 6  # rounds of waiting; each looks again, not each says so
WISHES = {"again": "peer.wish.again"}


@dataclass(frozen=True, slots=True)
class AskTopic:
    pass


@dataclass(frozen=True, slots=True)
class AskMore:
    """Several topics at once, and wishes."""

    chosen: tuple[str, ...] = ()
    wishes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    topics: tuple[str, ...] = ()
    silent: int = 0  # rounds since the person was last told that nobody is there yet
    quiet: bool = False  # they want to hear of it only when somebody is there


STATES = (AskTopic, AskMore, Waiting)
STEADY = (AskMore,)
State = AskTopic | AskMore | Waiting


def start(facts: Facts, waiting: bool = False, topics: tuple[str, ...] = (), **_: Any) -> Step:
    """``waiting``: they are in the queue already (again), because their volunteer could not go on."""
    if waiting:
        return Next(Waiting(tuple(topics)), ask(Waiting(tuple(topics)), facts), expires=facts.place.queue_wait)
    return Next(AskTopic(), ask(AskTopic(), facts), expires=PATIENCE)


def upgrade(version: int, data: dict[str, Any]) -> dict[str, Any]:
    """Version 1 knew one topic only."""
    topic = data.get("topic", "")
    rest = {name: value for name, value in data.items() if name != "topic"}
    return {**rest, "topics": [topic] if topic else []} if data.get("is") == "Waiting" else data


def ask(state: State, facts: Facts) -> Say:
    match state:
        case AskTopic():
            return say("peer.topic", _topics(facts, ()), menu("topics", "any", "several", "back", columns=2), status=standing(facts))
        case AskMore(chosen, wishes):
            ticks = (Button(w, "pick.ticked" if w in wishes else "pick.plain", {"label": Ref(label)}) for w, label in WISHES.items())
            return say("peer.several", _topics(facts, chosen), Menu("wish", tuple(ticks)), menu("topics", "look", "back", columns=2))
        case Waiting(topics):  # pragma: no branch (mypy knows these are all)
            placed = Ref("peer.placed", {"place": max(1, facts.queue.place), "status": standing(facts)})
            return say("peer.waiting", menu("wait", "counselor", "leave", columns=2), go("exercise"), topic=about_topics(topics), status=placed)


def _topics(facts: Facts, chosen: tuple[str, ...]) -> Menu:
    """All topics, their own first."""
    own_first = sorted(facts.place.topics, key=lambda topic: topic not in facts.topics)
    buttons = (Button(t, "pick.ticked" if t in chosen else "pick.plain", {"label": Ref(f"topic.{t}")}) for t in own_first)
    return Menu("topic", tuple(buttons), columns=2)


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
            return _join((topic,), (), facts)
        case AskTopic(), Choice("topics", "any"):
            return _join((), (), facts)
        case AskTopic(), Choice("topics", "several"):
            return Next(AskMore(), ask(AskMore(), facts), expires=PATIENCE)
        case AskMore(chosen, wishes), Choice("topic", topic) if topic in facts.place.topics:
            return _ticked(AskMore(toggled(chosen, topic), wishes), facts)
        case AskMore(chosen, wishes), Choice("wish", wish) if wish in WISHES:
            return _ticked(AskMore(chosen, toggled(wishes, wish)), facts)
        case AskMore(chosen, wishes), Choice("topics", "look"):
            return _join(chosen, wishes, facts)
        case ((AskTopic() | AskMore()), Choice("topics", "back")):
            return End(say("peer.left", go("peer", "counselor", "exercise")))
        case ((AskTopic() | AskMore()), Timeout()):
            return End()
        case Waiting(), _ if (waited := _waiting(state, event, facts)) is not None:
            return waited
        case _, Command("peer"):
            return Keep(ask(state, facts))
        case _, Resumed():
            return Keep(ask(state, facts))
    return Keep(say("common.please_choose"), ask(state, facts))


def _waiting(state: Waiting, event: Event, facts: Facts) -> Step | None:
    wait = facts.place.queue_wait
    match event:
        case Paired(link, alias, shared, young, again):
            paired = {"link": link, "side": "person", "alias": alias, "shared": shared, "young": young, "again": again}
            return End(StartFlow("peer_chat", paired))
        case Choice("wait", "leave") | Command("end"):
            return End(LeaveQueue(), say("peer.left", go("peer", "counselor", "exercise"), keyboard=""))
        case Choice("wait", "counselor"):
            return Keep(RaiseAlert("concern", "asked"), say("sos.asked", lane="crisis"))
        case Choice("wait", "stay"):
            stays = Waiting(state.topics, 1)
            return Next(stays, ask(stays, facts), ReadLine(), LookAgain(), expires=wait)
        case Choice("wait", "call"):
            return Next(Waiting(state.topics, quiet=True), say("peer.will_call", menu("wait", "leave"), go("exercise")), LookAgain(), expires=wait)
        case Timeout() if facts.in_chat:
            return Next(state, expires=wait)  # a volunteer's own wait: not a word of it in the middle of a chat
        case Timeout() if state.quiet:
            return Next(state, LookAgain(), expires=wait)
        case Timeout():
            told = say("peer.nobody_yet", menu("wait", "stay", "call", "counselor", "leave", columns=2), status=standing(facts))
            after = Waiting(state.topics, (state.silent + 1) % TOLD_EVERY)
            return Next(after, *((told,) if state.silent == 0 else ()), LookAgain(), expires=wait)
        case Text() | Media():
            return Keep(say("peer.still_waiting", menu("wait", "counselor", "leave", columns=2), status=standing(facts)))
    return None


def _ticked(state: AskMore, facts: Facts) -> Step:
    shown = ask(state, facts)
    return Next(state, Change(shown.key, shown.args, shown.menus), expires=PATIENCE)


def _join(topics: tuple[str, ...], wishes: tuple[str, ...], facts: Facts) -> Step:
    """The wait is said first, so that it stands above the news of a pairing that may follow at once."""
    state = Waiting(topics)
    return Next(state, ask(state, facts), JoinQueue(topics, again="again" in wishes), expires=facts.place.queue_wait)
