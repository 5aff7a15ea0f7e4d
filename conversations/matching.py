"""Who is asked for whom. A pure decision over everybody who waits and everybody on duty: it can be explained, and repeated with the same result.

::

    seekers ── urgent first, then the longest waiting ──┐
                                                        ├─▶ who can be served at all ─▶ the best sum of fits ─▶ matches, each with its reasons
    candidates ── hard rules: ``may`` ──────────────────┘      (assignment.largest)       (assignment.cheapest)

Nobody is served first come, first greedy: of all ways to give a volunteer to as many as possible (in the order of the line) the one is taken
whose fits are best in sum, level by level: shared lived experience, the wished age, the same peer again, fair load, rating, recency.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from conversations.assignment import cheapest, largest

MOST_SHARED = 3  # topics named to both, at most
BEST_RATING = 500
MOST_LOAD = 99
SLICE = 64  # people weighed against each other at once; what is beyond them in the line comes after
NEUTRAL_RATING = 400  # of somebody nobody has rated yet: good, so that the new ones are asked too


@dataclass(frozen=True, slots=True)
class Seeker:
    """Somebody who waits. ``wanted``: topics of this request (none: anything); ``topics``: what they care about in general.

    ``since`` is when they began to wait (epoch ms); ``urgent`` a higher number goes before a lower. ``again``, ``gender``, ``age`` and ``apart``
    are wishes: somebody they talked with before, a woman or a man, an age group, nobody of their own team. ``team`` is a keyed hash, or empty.
    """

    person: int
    language: str
    wanted: tuple[str, ...] = ()
    topics: frozenset[str] = frozenset()
    minor: bool = False
    since: int = 0
    urgent: int = 0
    again: bool = False
    gender: str = ""
    age: str = ""
    apart: bool = False
    team: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A volunteer. ``chats`` are open ones; ``asked``: an offer is open with them; ``cooling``: they rest after a heavy chat.

    By people's ids: ``refused`` (they said no, or nothing, to this person's request lately), ``blocked`` (in either direction), ``met`` (they
    talked before), ``again`` (both said they would like to), ``unwanted`` (one of the two said rather not: the last choice, but no block).
    ``load`` is how much of the work they had lately, in any unit that is the same for all; ``rating`` 0–500 (hundredths of a point);
    ``last_chat`` epoch ms, 0: never.
    """

    person: int
    languages: frozenset[str]
    topics: frozenset[str] = frozenset()
    on_duty: bool = True
    reachable: bool = True
    chats: int = 0
    capacity: int = 1
    asked: bool = False
    cooling: bool = False
    youth: bool = False
    refused: frozenset[int] = frozenset()
    blocked: frozenset[int] = frozenset()
    met: frozenset[int] = frozenset()
    again: frozenset[int] = frozenset()
    unwanted: frozenset[int] = frozenset()
    load: int = 0
    rating: int = NEUTRAL_RATING
    last_chat: int = 0
    gender: str = ""
    age: str = ""
    team: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """The community's own. ``apart``: nobody is paired within their own team; ``shared_only``: only with a shared experience.

    ``patience``: so long (ms) a person waits for somebody who lived through what they want to talk about; then anybody is asked. ``at_once``:
    how many volunteers are asked for one person at the same time.
    """

    apart: bool = False
    shared_only: bool = False
    patience: int = 0
    at_once: int = 1


@dataclass(frozen=True, slots=True)
class Match:
    """Ask ``candidate`` for ``seeker``. ``shared``: what both lived through, the wanted topics first; ``again``: they talked before, by wish."""

    seeker: Seeker
    candidate: Candidate
    shared: tuple[str, ...]
    again: bool


def assign(seekers: Iterable[Seeker], candidates: Iterable[Candidate], rules: Rules, moment: int) -> list[Match]:
    """Whom to ask for whom now (``moment``: epoch ms); the front of the line first. Nobody is asked for two people at once.

    The order in which people are handed in does not matter: ties go to the lower id.
    """
    everybody = sorted(candidates, key=lambda c: c.person)
    line = [(s, picky(s, everybody, rules, moment)) for s in sorted(seekers, key=lambda s: (-s.urgent, s.since, s.person))]
    left = [c for c in everybody if free(c)]
    found: list[Match] = []
    for _ in range(rules.at_once):
        for start in range(0, len(line), SLICE):
            chosen = _round(line[start : start + SLICE], left, rules)
            taken = {match.candidate.person for match in chosen}
            found += chosen
            left = [c for c in left if c.person not in taken]
    return found


def _round(line: list[tuple[Seeker, bool]], crowd: list[Candidate], rules: Rules) -> list[Match]:
    """One volunteer at most for each seeker; the picky ones get only whoever lived through what they want to talk about."""
    calm = {c.person: n for n, c in enumerate(sorted(crowd, key=lambda c: (c.last_chat, c.person)))}
    some = len(crowd) + 1  # no more pairs than candidates: a level's sum never reaches into the level above

    def cost(s: Seeker, c: Candidate, choosy: bool) -> int | None:
        possible = may(s, c, rules) and (experience(s, c) == 2 or not choosy)
        return _cost(s, c, calm[c.person], some) if possible else None

    costs = [[cost(s, c, choosy) for c in crowd] for s, choosy in line]
    served = largest(costs)
    columns = cheapest([costs[row] for row in served])
    return [_match(line[row][0], crowd[column]) for row, column in zip(served, columns, strict=True)]


def free(c: Candidate) -> bool:
    """Whether they may be asked for anybody at all, now."""
    return c.on_duty and c.reachable and not c.cooling and not c.asked and c.chats < c.capacity


def may(s: Seeker, c: Candidate, rules: Rules) -> bool:
    """The hard rules. None of them is ever weighed against anything."""
    return free(c) and _suited(s, c, rules)


def _suited(s: Seeker, c: Candidate, rules: Rules) -> bool:
    """The hard rules between two people, whether the volunteer is free or not."""
    strangers = c.person != s.person and s.person not in c.blocked and s.person not in c.refused
    fits = s.language in c.languages and (c.youth or not s.minor) and s.gender in {"", c.gender}
    same_team = (s.apart or rules.apart) and s.team != "" and s.team == c.team
    return strangers and fits and not same_team and (not rules.shared_only or experience(s, c) > 0)


def picky(s: Seeker, everybody: Iterable[Candidate], rules: Rules, moment: int) -> bool:
    """Whether only somebody with the wanted experience will do: not for ever, never in a hurry, and only if there is somebody to wait for."""
    if s.urgent or not s.wanted or moment - s.since >= rules.patience:
        return False
    return any(c.on_duty and c.reachable and not c.cooling and experience(s, c) == 2 and _suited(s, c, rules) for c in everybody)


def experience(s: Seeker, c: Candidate) -> int:
    """2: lived through what the person wants to talk about (or cares about, where they want anything); 1: something else of theirs; 0: nothing."""
    if c.topics & (frozenset(s.wanted) or s.topics):
        return 2
    return int(bool(c.topics & s.topics))


def _again(s: Seeker, c: Candidate) -> bool:
    return s.person not in c.unwanted and (s.person in c.again or (s.again and s.person in c.met))


def _cost(s: Seeker, c: Candidate, calm: int, some: int) -> int:
    """All levels in one whole number: a step on one level outweighs any sum of the levels below over all pairs of a round."""
    levels = (
        (2 - experience(s, c), 2),
        (int(s.age not in {"", c.age}), 1),
        (2 if s.person in c.unwanted else int(not _again(s, c)), 2),
        (min(c.load, MOST_LOAD), MOST_LOAD),
        (BEST_RATING - min(c.rating, BEST_RATING), BEST_RATING),
        (calm, some),
    )
    cost = 0
    for level, most in levels:
        cost = cost * (most + 1) * some + level
    return cost


def _match(s: Seeker, c: Candidate) -> Match:
    wanted = tuple(topic for topic in s.wanted if topic in c.topics)
    others = sorted((s.topics & c.topics) - set(wanted))
    return Match(s, c, (*wanted, *others)[:MOST_SHARED], _again(s, c))
