"""A simulated week of matching: 2,000 people, 60 volunteers on shifts; our decision against first come, first served and against chance.

Nothing of Telegram and no database: only ``conversations/matching.py`` among people made up from a seed. All three ways meet the same people at
the same moments, the same volunteers with the same shifts, and the same hard rules; only who is asked for whom differs.
"""

from __future__ import annotations

import heapq
import random
import statistics
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from benchmarks.tables import Table
from bot.store.matching import ASK_AGAIN, load
from conversations.matching import Candidate, Match, Rules, Seeker, assign, experience, free, may

SECOND, MINUTE, HOUR, DAY = 1000, 60_000, 3_600_000, 86_400_000
TOPICS = ("anxiety", "low_mood", "grief", "loneliness", "study", "career", "family", "relationships", "bullying", "work_stress", "identity", "money")
OFTEN = (14, 12, 5, 9, 14, 6, 12, 12, 5, 4, 4, 3)  # how often people want to talk about them, and volunteers lived through them
# How much is asked for in each hour of the day, from midnight: little in the morning, most in the evening.
DEMAND = (1, 0, 0, 0, 0, 0, 1, 2, 2, 3, 4, 4, 5, 5, 5, 6, 7, 7, 8, 10, 11, 11, 8, 4)
ROTA = ((8, 2), (11, 2), (14, 3), (17, 4), (20, 5))  # shifts: the hour they begin, and their share of the volunteers
ASKS, GIVES_UP = 0.1, 30 * MINUTE  # the share of people who ask for a peer on a day; when they stop waiting
YES, NO = 0.85, 0.07  # of all answers to an offer; the rest is silence, for 60 s
SILENCE, REST = 60 * SECOND, 3 * MINUTE  # after a chat a volunteer is left in peace for a moment
RULES = Rules(patience=120 * SECOND)

Decide = Callable[[list[Seeker], list[Candidate], int, random.Random], list[Match]]


def ours(line: list[Seeker], crowd: list[Candidate], now: int, chance: random.Random) -> list[Match]:
    return assign(line, crowd, RULES, now)


def first_come(line: list[Seeker], crowd: list[Candidate], now: int, chance: random.Random) -> list[Match]:
    """The longest waiting gets whoever has been free the longest."""
    return _one_by_one(line, sorted(crowd, key=lambda c: (c.last_chat, c.person)))


def at_random(line: list[Seeker], crowd: list[Candidate], now: int, chance: random.Random) -> list[Match]:
    return _one_by_one(line, chance.sample(crowd, len(crowd)))


def _one_by_one(line: list[Seeker], crowd: list[Candidate]) -> list[Match]:
    found, taken = [], set()
    for s in sorted(line, key=lambda s: (-s.urgent, s.since)):
        c = next((c for c in crowd if c.person not in taken and may(s, c, Rules())), None)
        if c is not None:
            taken.add(c.person)
            found.append(Match(s, c, (), False))
    return found


@dataclass
class Volunteer:
    """Somebody with a shift (start, end in ms of the week) on most days."""

    person: int
    languages: frozenset[str]
    topics: frozenset[str]
    youth: bool
    capacity: int
    shifts: list[tuple[int, int]]
    on_duty: bool = False
    since: int = 0
    duty: int = 0
    open: int = 0
    done: int = 0
    asked: bool = False
    rests_until: int = 0
    last: int = 0
    refused: dict[int, int] = field(default_factory=dict)  # by person: until when they are not asked for them again

    def seen(self, now: int) -> Candidate:
        return Candidate(
            self.person,
            self.languages,
            self.topics,
            on_duty=self.on_duty,
            chats=self.open,
            capacity=self.capacity,
            asked=self.asked,
            cooling=now < self.rests_until,
            youth=self.youth,
            refused=frozenset(person for person, until in self.refused.items() if now < until),
            load=load(self.done, self.duty + (now - self.since if self.on_duty else 0)),
            last_chat=self.last,
        )


@dataclass(frozen=True, slots=True)
class Result:
    """Waits in ms of those who asked while somebody was on duty (who gave up: until then); ``shared``: of those paired."""

    waits: list[int]
    paired: int
    shared: int
    gave_up: int
    loads: list[float]


class Week:
    """One way of deciding, played through."""

    def __init__(self, decide: Decide, seed: int, people: int, volunteers: int, days: int) -> None:
        self.decide, self.chance, self.seed = decide, random.Random(seed), seed
        self.volunteers = {v.person: v for v in made_volunteers(random.Random(seed), volunteers, days)}
        self.waiting: dict[int, Seeker] = {}
        self.events: list[tuple[int, int, str, Any]] = []
        self.count = 0
        self.result = Result([], 0, 0, 0, [])
        self.paired = self.shared = self.gave_up = 0
        self.waits: list[int] = []
        for v in self.volunteers.values():
            for start, end in v.shifts:
                self.later(start, "on", v)
                self.later(end, "off", v)
        for s in made_seekers(random.Random(seed + 1), people, days):
            self.later(s.since, "asks", s)

    def later(self, at: int, what: str, who: Any) -> None:
        self.count += 1
        heapq.heappush(self.events, (at, self.count, what, who))

    def play(self) -> Result:
        while self.events:
            now, _, what, who = heapq.heappop(self.events)
            getattr(self, what)(now, who)
            self.match(now)
        loads = [v.done / (v.duty / HOUR) for v in self.volunteers.values()]
        return Result(self.waits, self.paired, self.shared, self.gave_up, loads)

    def on(self, now: int, v: Volunteer) -> None:
        v.on_duty, v.since = True, now

    def off(self, now: int, v: Volunteer) -> None:
        v.on_duty = False
        v.duty += now - v.since

    def asks(self, now: int, s: Seeker) -> None:
        """Only those count who find somebody on duty whom they could be given: the goal is for while it is staffed."""
        if any(v.on_duty and s.language in v.languages and (v.youth or not s.minor) for v in self.volunteers.values()):
            self.waiting[s.person] = s
            self.later(now + RULES.patience, "look", None)
            self.later(now + GIVES_UP, "leaves", s)

    def look(self, now: int, nobody: None) -> None:
        pass

    def leaves(self, now: int, s: Seeker) -> None:
        if self.waiting.get(s.person) is s:
            del self.waiting[s.person]
            self.gave_up += 1
            self.waits.append(GIVES_UP)

    def match(self, now: int) -> None:
        if not self.waiting:
            return
        crowd = [v.seen(now) for v in self.volunteers.values() if v.on_duty]
        if not any(free(c) for c in crowd):
            return
        for match in self.decide(list(self.waiting.values()), crowd, now, self.chance):
            v, s = self.volunteers[match.candidate.person], self.waiting.pop(match.seeker.person)
            v.asked = True
            fate = random.Random(f"{self.seed} {s.since} {v.person}")  # the same two answer the same in every way of deciding
            kind, wait = fate.random(), int(fate.lognormvariate(2.5, 0.6) * SECOND)
            answer = "yes" if kind < YES else "no" if kind < YES + NO else "silent"
            self.later(now + (SILENCE if answer == "silent" else min(wait, SILENCE - 1)), answer, (s, v))

    def yes(self, now: int, both: tuple[Seeker, Volunteer]) -> None:
        s, v = both
        v.asked, v.last = False, now
        v.open, v.done = v.open + 1, v.done + 1
        self.waits.append(now - s.since)
        self.paired += 1
        self.shared += experience(s, v.seen(now)) == 2
        length = random.Random(f"{self.seed} {s.since}").lognormvariate(3.0, 0.5)
        self.later(now + int(min(length, 75) * MINUTE), "ends", v)

    def no(self, now: int, both: tuple[Seeker, Volunteer]) -> None:
        self.silent(now, both)
        both[1].refused[both[0].person] = 1 << 62

    def silent(self, now: int, both: tuple[Seeker, Volunteer]) -> None:
        s, v = both
        v.asked = False
        v.refused[s.person] = now + ASK_AGAIN
        if now - s.since < GIVES_UP:
            self.waiting[s.person] = s
        else:
            self.gave_up += 1
            self.waits.append(GIVES_UP)

    def ends(self, now: int, v: Volunteer) -> None:
        v.open -= 1
        v.rests_until = now + REST
        self.later(now + REST, "look", None)


def made_volunteers(chance: random.Random, number: int, days: int) -> list[Volunteer]:
    """A rota as a coordinator makes it: three-hour shifts filled in turn, as many as the demand of these hours asks for, so that languages and
    clearances are spread over the day; everybody has their usual hours, and two days of seven off."""
    turns = [start for round_ in range(5) for start, places in ROTA for _ in [0] if places > round_]
    found = []
    for n in range(number):
        topics = frozenset(chance.choices(TOPICS, OFTEN, k=8))
        start = turns[n % len(turns)]
        shifts = []
        for day in range(days):
            if days == 1 or (day + n // len(turns)) % 7 < 5:
                begins = day * DAY + start * HOUR + chance.randrange(-10, 10) * MINUTE
                shifts.append((begins, begins + 3 * HOUR + chance.randrange(0, 30) * MINUTE))
        languages = frozenset({"id", "en"} if chance.random() < 0.4 else {"id"})
        found.append(Volunteer(n + 1, languages, topics, chance.random() < 0.8, chance.choice((1, 1, 1, 2, 2, 3)), shifts))
    return found


def made_seekers(chance: random.Random, number: int, days: int) -> list[Seeker]:
    found = []
    for day in range(days):
        for n in range(number):
            if chance.random() < ASKS:
                at = day * DAY + chance.choices(range(24), DEMAND)[0] * HOUR + chance.randrange(HOUR)
                wanted = chance.choices(TOPICS, OFTEN)[0]
                cares = frozenset({wanted, *chance.choices(TOPICS, OFTEN, k=2)})
                found.append(
                    Seeker(
                        10_000 + day * number + n,
                        "en" if n % 7 == 0 else "id",
                        (wanted,),
                        cares,
                        minor=n % 5 < 2,
                        since=at,
                        urgent=int(chance.random() < 0.03),
                    )
                )
    return found


def gini(values: list[float]) -> float:
    """0: everybody the same; 1: one has everything."""
    ordered = sorted(values)
    total = sum(ordered)
    return sum((2 * n - len(ordered) + 1) * value for n, value in enumerate(ordered)) / (len(ordered) * total) if total else 0.0


WAYS: tuple[tuple[str, Decide], ...] = (("Sebaya", ours), ("first come, first served", first_come), ("chance", at_random))


def measure(people: int = 2000, volunteers: int = 60, days: int = 7, seeds: tuple[int, ...] = (1, 2, 3, 4, 5)) -> Table:
    """Goals: 95 of 100 within five minutes while it is staffed, 9 of 10 with the experience they asked for, Gini at most 0.2.

    A week for each seed, other people and other volunteers in each; the figures are medians, in brackets the lowest and the highest.
    """
    title = f"Weeks of matching: {people:,} people, {volunteers} volunteers, {days} days, {len(seeds)} seeds"
    table = Table(title, ("", "asked", "paired", "wait p50", "wait p95", "wanted experience", "Gini of chats per hour on duty"))
    for name, decide in WAYS:
        weeks = [Week(decide, seed, people, volunteers, days).play() for seed in seeds]
        cuts = [statistics.quantiles(week.waits, n=100) for week in weeks]
        table.add(
            name,
            f"{sum(len(week.waits) for week in weeks):,}",
            f"{statistics.median(week.paired / len(week.waits) for week in weeks):.1%}",
            _middle([cut[49] / SECOND for cut in cuts], "{:.0f} s"),
            _middle([cut[94] / SECOND for cut in cuts], "{:.0f} s"),
            _middle([week.shared / max(1, week.paired) for week in weeks], "{:.1%}"),
            _middle([gini(week.loads) for week in weeks], "{:.2f}"),
        )
    return table


def _middle(values: list[float], form: str) -> str:
    """Median, lowest and highest."""
    return f"{form.format(statistics.median(values))} ({form.format(min(values))}–{form.format(max(values))})"
