"""Asking for a peer: topics and wishes, an honest word on how it stands, and a wait that can be left at any time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from conversations.effects import JoinQueue, LeaveQueue, LookAgain, RaiseAlert
from conversations.effects.stories import ReadLine
from conversations.effects.wishes import SetTeam, SetWishes
from conversations.kit import (
    Button,
    Change,
    Choice,
    Command,
    Effect,
    End,
    Event,
    Facts,
    Keep,
    Listing,
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
from conversations.wishing import AGES, GENDERS, WISHES, Wishes, clean_team

NAME, VERSION, LASTING, HURRIES, BENEATH = "peer_request", 3, True, True, "waiting"
NEEDS = frozenset({"queue", "topics", "wishes", "about"})
PATIENCE = timedelta(hours=2)
WAIT = menu("wait", "counselor", "leave", columns=2)
TOLD_EVERY = 6  # rounds of waiting; each looks again, not each says so


@dataclass(frozen=True, slots=True)
class AskTopic:
    pass


@dataclass(frozen=True, slots=True)
class AskMore:
    """Several topics at once."""

    chosen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AskWishes:
    """What they wish of a peer is kept (``facts.wishes``), and holds the next time too. ``several``: on the way to several topics."""

    chosen: tuple[str, ...] = ()
    several: bool = False


@dataclass(frozen=True, slots=True)
class AskTeam:
    """Nobody of their own class or team: which one is that?"""

    chosen: tuple[str, ...] = ()
    several: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    topics: tuple[str, ...] = ()
    silent: int = 0  # rounds since the person was last told that nobody is there yet
    quiet: bool = False  # they want to hear of it only when somebody is there


STATES = (AskTopic, AskMore, AskWishes, AskTeam, Waiting)
STEADY = (AskMore, AskWishes)
State = AskTopic | AskMore | AskWishes | AskTeam | Waiting


def start(facts: Facts, waiting: bool = False, topics: tuple[str, ...] = (), **_: Any) -> Step:
    """``waiting``: they are in the queue already (again), because their volunteer could not go on. In a chat they read of it afterwards."""
    if waiting:
        state = Waiting(tuple(topics))
        return Next(state, *(() if facts.in_chat else (ask(state, facts),)), expires=facts.place.queue_wait)
    return Next(AskTopic(), ask(AskTopic(), facts), expires=PATIENCE)


def upgrade(version: int, data: dict[str, Any]) -> dict[str, Any]:
    """Version 1 knew one topic only, version 2 kept the wishes here."""
    topic = data.get("topic", "")
    rest = {name: value for name, value in data.items() if name not in {"topic", "wishes"}}
    return {**rest, "topics": [topic] if topic else []} if version == 1 and data.get("is") == "Waiting" else rest


def ask(state: State, facts: Facts) -> Say:
    wished = _wished(facts.wishes)
    match state:
        case AskTopic():
            ways = menu("topics", "any", "several", "wishes", "back", columns=2)
            return say("peer.topic", _topics(facts, ()), ways, status=standing(facts), wishes=wished)
        case AskMore(chosen):
            return say("peer.several", _topics(facts, chosen), menu("topics", "look", "wishes", "back", columns=2), wishes=wished)
        case AskWishes():
            return ask_wishes(facts.wishes)
        case AskTeam():
            return say("peer.which_team", menu("topics", "no_team"))
        case Waiting(topics):  # pragma: no branch (mypy knows these are all)
            placed = Ref("peer.placed", {"place": max(1, facts.queue.place), "status": standing(facts)})
            return say("peer.waiting", WAIT, go("exercise"), topic=about_topics(topics), status=placed, wishes=wished)


def _wished(wishes: Wishes) -> Ref:
    """The wishes that hold, said every time: none is to be forgotten about."""
    named = Listing(tuple(Ref(f"peer.wish.{wish}") for wish in wishes.ids))
    return Ref("peer.wished", {"wishes": named}) if wishes.ids else Ref("common.nothing")


def ask_wishes(wishes: Wishes) -> Say:
    def ticks(*names: str, columns: int = 1) -> Menu:
        labels = {name: {"label": Ref(f"peer.wish.{name}")} for name in names}
        return Menu("wish", tuple(Button(n, "pick.ticked" if n in wishes.ids else "pick.plain", labels[n]) for n in names), columns)

    rows = (ticks("again"), ticks(*GENDERS, columns=2), ticks(*AGES, columns=3), ticks("apart"))
    return say("peer.wishes", *rows, menu("topics", "wished"))


def _topics(facts: Facts, chosen: tuple[str, ...]) -> Menu:
    """All topics, their own first."""
    own_first = sorted(facts.place.topics, key=lambda topic: topic not in facts.topics)
    buttons = (Button(t, "pick.ticked" if t in chosen else "pick.plain", {"label": Ref(f"topic.{t}")}) for t in own_first)
    return Menu("topic", tuple(buttons), columns=2)


def standing(facts: Facts) -> Ref:
    """The truth about the queue: is anybody there, are they free, how long does it usually take."""
    queue = facts.queue
    if not queue.on_duty:
        return Ref("peer.nobody_fits" if facts.wishes.hard else "peer.nobody_on_duty")
    if queue.usual_minutes is None:
        return Ref("peer.status_unknown", {"on_duty": queue.on_duty, "free": queue.free, "waiting": queue.waiting})
    minutes = max(1, queue.usual_minutes)
    return Ref("peer.status", {"on_duty": queue.on_duty, "free": queue.free, "waiting": queue.waiting, "minutes": minutes})


def step(state: State, event: Event, facts: Facts) -> Step:
    match state, event:
        case AskTopic(), Choice("topic", topic) if topic in facts.place.topics:
            return _join((topic,), facts)
        case AskTopic(), Choice("topics", "any"):
            return _join((), facts)
        case AskTopic(), Choice("topics", "several"):
            return _to(AskMore(), facts)
        case AskMore(chosen), Choice("topic", topic) if topic in facts.place.topics:
            return _ticked(AskMore(toggled(chosen, topic)), ask(AskMore(toggled(chosen, topic)), facts))
        case AskMore(chosen), Choice("topics", "look"):
            return _join(chosen, facts)
        case AskTopic(), Choice("topics", "wishes"):
            return _to(AskWishes(), facts)
        case AskMore(chosen), Choice("topics", "wishes"):
            return _to(AskWishes(chosen, several=True), facts)
        case ((AskTopic() | AskMore()), Choice("topics", "back")) | ((AskTopic() | AskMore() | AskWishes() | AskTeam()), Command("end" | "cancel")):
            return End(say("peer.left", go("peer", "counselor", "exercise")))
        case ((AskWishes() | AskTeam()), _):
            return _wishing(state, event, facts)
        case ((AskTopic() | AskMore()), Timeout()):
            return End()
        case Waiting(), _ if (waited := _waiting(state, event, facts)) is not None:
            return waited
        case _, Command("peer"):
            return Keep(ask(state, facts))
        case _, Resumed():
            return Keep(ask(state, facts), *((LookAgain(),) if isinstance(state, Waiting) else ()))
    return Keep(say("common.please_choose"), ask(state, facts))


def _wishing(state: AskWishes | AskTeam, event: Event, facts: Facts) -> Step:
    back = AskMore(state.chosen) if state.several else AskTopic()
    wishes = AskWishes(state.chosen, state.several)
    match state, event:
        case _, Timeout():
            return End()
        case AskWishes(), Choice("wish", "apart") if not facts.wishes.apart and not facts.about.team:
            return _to(AskTeam(state.chosen, state.several), facts)
        case AskWishes(), Choice("wish", wish) if wish in WISHES:
            new = facts.wishes.toggled(wish)
            return _ticked(state, ask_wishes(new), SetWishes(new))
        case AskWishes(), Choice("topics", "wished"):
            return _to(back, facts)
        case AskTeam(), Text(text) if team := clean_team(text):
            new = replace(facts.wishes, apart=True)
            return Next(wishes, SetTeam(team), SetWishes(new), ask_wishes(new), expires=PATIENCE)
        case AskTeam(), Choice("topics", "no_team"):
            return _to(wishes, facts)
        case _, (Command("peer") | Resumed()):
            return Keep(ask(state, facts))
    return Keep(say("pick.not_understood" if isinstance(state, AskTeam) else "common.please_choose"), ask(state, facts))


def _waiting(state: Waiting, event: Event, facts: Facts) -> Step | None:
    wait = facts.place.queue_wait
    match event:
        case Paired(link, alias, shared, young, again):
            paired = {"link": link, "side": "person", "alias": alias, "shared": shared, "young": young, "again": again}
            return End(StartFlow("peer_chat", paired))
        case Choice("wait", "leave") | Command("end" | "cancel"):
            return End(LeaveQueue(), say("peer.left", go("peer", "counselor", "exercise"), keyboard=""))
        case Choice("wait", "counselor"):
            return Keep(RaiseAlert("concern", "asked"), say("sos.asked", lane="crisis"))
        case Choice("wait", "stay"):
            stays = Waiting(state.topics, 1)
            return Next(stays, ask(stays, facts), ReadLine(), LookAgain(), expires=wait)
        case Choice("wait", "call"):
            return Next(Waiting(state.topics, quiet=True), say("peer.will_call", menu("wait", "leave"), go("exercise")), LookAgain(), expires=wait)
        case Choice("wait", "anyone"):
            return Next(Waiting(state.topics, 1), SetWishes(Wishes()), say("peer.plainly", WAIT), expires=wait)
        case Timeout() if facts.in_chat:
            return Next(state, expires=wait)  # a volunteer's own wait: not a word of it in the middle of a chat
        case Timeout() if state.quiet:
            return Next(state, LookAgain(), expires=wait)
        case Timeout():
            told = say("peer.nobody_yet", *_anyone(facts), menu("wait", "stay", "call", "counselor", "leave", columns=2), status=standing(facts))
            after = Waiting(state.topics, (state.silent + 1) % TOLD_EVERY)
            return Next(after, *((told,) if state.silent == 0 else ()), LookAgain(), expires=wait)
        case Text() | Media():
            return Keep(say("peer.still_waiting", WAIT, status=standing(facts)))
    return None


def _anyone(facts: Facts) -> tuple[Menu, ...]:
    """A wish that may be why nobody comes can be let go with one tap."""
    return (menu("wait", "anyone"),) if facts.wishes.hard else ()


def _to(state: State, facts: Facts) -> Step:
    return Next(state, ask(state, facts), expires=PATIENCE)


def _ticked(state: State, shown: Say, *first: Effect) -> Step:
    return Next(state, *first, Change(shown.key, shown.args, shown.menus), expires=PATIENCE)


def _join(topics: tuple[str, ...], facts: Facts) -> Step:
    """The wait is said first, so that it stands above the news of a pairing that may follow at once."""
    state = Waiting(topics)
    return Next(state, ask(state, facts), JoinQueue(topics), expires=facts.place.queue_wait)
