"""Who is offered a waiting person next. A pure decision: the same candidates always give the same answer, and it can say why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seeker:
    """Somebody who waits. ``topic`` may be empty; ``topics`` are the ones they care about in general."""

    person: int
    language: str
    topic: str = ""
    topics: frozenset[str] = frozenset()
    minor: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A volunteer. ``chats`` are open ones, ``asked`` whether an offer is open with them or this request was offered to them before."""

    person: int
    language: str
    topics: frozenset[str]
    on_duty: bool = True
    reachable: bool = True
    chats: int = 0
    capacity: int = 1
    asked: bool = False
    last_chat: int = 0  # epoch milliseconds, 0: never
    youth: bool = False  # cleared for people under 18


@dataclass(frozen=True, slots=True)
class Match:
    """The volunteer to ask, and what both lived through: the wanted topic first."""

    candidate: Candidate
    shared: tuple[str, ...]


def best(seeker: Seeker, candidates: Iterable[Candidate]) -> Match | None:
    """The best volunteer who may be asked at all, or None.

    Must: on duty, reachable, same language, cleared for youth if the seeker is (or may be) under 18, a free place, not asked already, not the
    seeker. Then: the wanted topic lived through, more shared topics, fewer open chats, the longest since their last chat; at last the lower id,
    so that the answer is reproducible.
    """
    fit = [c for c in candidates if _may(seeker, c)]
    if not fit:
        return None
    chosen = min(fit, key=lambda c: (*_rank(seeker, c), c.person))
    return Match(chosen, shared(seeker, chosen))


def _may(seeker: Seeker, c: Candidate) -> bool:
    free = c.on_duty and c.reachable and c.chats < c.capacity and not c.asked
    return free and c.language == seeker.language and c.person != seeker.person and (c.youth or not seeker.minor)


def _rank(seeker: Seeker, c: Candidate) -> tuple[int, int, int, int]:
    return -int(seeker.topic in c.topics), -len(seeker.topics & c.topics), c.chats, c.last_chat


def shared(seeker: Seeker, c: Candidate) -> tuple[str, ...]:
    """Topics both know: the wanted one first, then the others by name, three at most."""
    first = (seeker.topic,) if seeker.topic in c.topics else ()
    return (*first, *sorted(seeker.topics & c.topics - {seeker.topic}))[:3]
