"""A message to many that is going out: how far it is, in one message, with a way to stop it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.effects.steering import PutBoard, PutOut, StopBroadcast
from conversations.kit import Choice, Effect, End, Event, Facts, Keep, Next, Ref, Say, Step, Timeout, go, menu, say

NAME, VERSION, FRONT, SUBJECT = "broadcasting", 1, False, "broadcast"
NEEDS = frozenset({"broadcasts"})
EVERY = timedelta(seconds=5)
GONE = (0, 0, True)
WIDE = 10  # blocks of the progress bar


@dataclass(frozen=True, slots=True)
class Going:
    broadcast: int
    shown: int = -1


STATES = STEADY = (Going,)


def start(facts: Facts, broadcast: int = 0, **_: Any) -> Step:
    return Next(Going(broadcast, 0), PutBoard(_card(facts, broadcast, "going", menu("broadcast", "stop"))), PutOut(broadcast), expires=EVERY)


def step(state: Going, event: Event, facts: Facts) -> Step:
    done, _, over = facts.broadcasts.get(state.broadcast, GONE)
    match event:
        case Choice("broadcast", "stop"):
            return End(StopBroadcast(state.broadcast), _end(facts, state, "stopped"))
        case Timeout() if over:
            return End(_end(facts, state, "done"))
        case Timeout():
            news: tuple[Effect, ...] = ()
            if done != state.shown:
                news = (PutBoard(_card(facts, state.broadcast, "going", menu("broadcast", "stop")), change=True),)
            return Next(Going(state.broadcast, done), PutOut(state.broadcast), *news, expires=EVERY)
    return Keep()


def _end(facts: Facts, state: Going, how: str) -> Effect:
    ways = go("board", "broadcast", "help") if "coordinator" in facts.roles else go("help")
    return PutBoard(_card(facts, state.broadcast, how, ways), change=True)


def _card(facts: Facts, broadcast: int, how: str, *menus: Any) -> Say:
    done, total, _ = facts.broadcasts.get(broadcast, GONE)
    full = done * WIDE // total if total else WIDE
    return say("broadcast.progress", *menus, how=Ref(f"broadcast.{how}"), bar="▰" * full + "▱" * (WIDE - full), done=done, total=total)
