"""What conversations know of psychosocial care: what the place offers (from ``data/``), and what a person has written and done so far."""

from __future__ import annotations

from dataclasses import dataclass

# The steps of a safety plan, in the order in which they are used: from what one can do alone to other people's help.
SAFETY = ("signs", "alone", "places", "people", "help", "safer")


@dataclass(frozen=True, slots=True)
class SafetyPlan:
    """``words``: step and what stands in it, only steps that were filled in. ``shared``: counselors who take a call of theirs see it."""

    words: tuple[tuple[str, str], ...] = ()
    shared: bool = False

    def of(self, step: str) -> str:
        return dict(self.words).get(step, "")


# What somebody may need, in the order shown. Files in data/services/ use the same words.
NEEDS = ("crisis", "violence", "health", "counseling", "food", "housing", "money", "legal", "work", "study")
EMERGENCY = "emergency"  # also a need in the files: shown to everybody in danger, and under crisis


@dataclass(frozen=True, slots=True)
class Service:
    """An entry of the directory. Its words are texts: ``service.<id>.name``, ``.contact``, ``.note``, ``.hours``.

    ``where``: empty for the whole country, else a place. ``checked_on`` (ISO date) is good for ``good_days``. ``hours``: 24/7, unknown, or words
    (then there is a text). ``cost``: free, low, paid or unknown. ``languages``: spoken there, empty if nobody asked.
    """

    id: str
    needs: tuple[str, ...]
    where: str = ""
    checked_on: str = ""
    good_days: int = 180
    hours: str = "unknown"
    cost: str = "unknown"
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """How an entry stands today: good, old (past its date) or changed (a coordinator said so); ``checked_on``: the latest check there was."""

    id: str
    state: str = "good"
    checked_on: str = ""


@dataclass(frozen=True, slots=True)
class Referred:
    """What became of people who wanted to contact an entry: how many, how many reached it, whom it helped, what mostly stood in the way."""

    service: str
    wanted: int = 0
    reached: int = 0
    helped: int = 0
    barrier: str = ""


@dataclass(frozen=True, slots=True)
class Beat:
    """One screen of an exercise: its text is ``exercises.<id>.<text>``. ``seconds`` 0: until it is tapped on; ``ask``: own words are wanted.

    ``round`` of ``rounds``, where it is repeated.
    """

    text: int
    seconds: int = 0
    ask: bool = False
    round: int = 0
    rounds: int = 0


@dataclass(frozen=True, slots=True)
class Exercise:
    """``when``: the times of day it suits (morning, day, evening, night); ``low``: it suits a low mood. Title: ``exercises.<id>.title``."""

    id: str
    beats: tuple[Beat, ...]
    minutes: int = 3
    when: tuple[str, ...] = ()
    low: bool = False

    @property
    def writes(self) -> bool:
        return any(beat.ask for beat in self.beats)


@dataclass(frozen=True, slots=True)
class Tried:
    """What an exercise did for this person: ``gain`` is how many hundredths of a step lighter they felt on average, ``times`` how often."""

    exercise: str
    times: int
    gain: int


# Where somebody can be better or worse off: the three that care is for, then what they rest on.
AREAS = ("independence", "confidence", "quality", "work", "relations", "body", "basics")
CIRCLES = ("close", "around", "helpers")


@dataclass(frozen=True, slots=True)
class CarePlan:
    """How a person's plan stands. ``ratings``: area, the first one ever, the latest (0 to 10); ``step``: the one that is planned or was last;
    ``undated``: a newer one that has no day yet.

    ``strengths`` newest first; ``people``: circle and name.
    """

    ratings: tuple[tuple[str, int, int], ...] = ()
    area: str = ""
    goal: str = ""
    step: str = ""
    planned: bool = False
    undated: str = ""
    done: int = 0
    strengths: tuple[str, ...] = ()
    people: tuple[tuple[str, str], ...] = ()
    history: tuple[tuple[str, str, int], ...] = ()  # every rating: area, local date (ISO), value, in order
    shared: bool = False  # a counselor who takes a call of theirs sees it, to work on it with them


@dataclass(frozen=True, slots=True)
class Article:
    """A short explanation: ``article.<id>.title``, ``.1`` …, ``.sources``; ``checked_on``: when somebody compared them last (ISO), empty: not yet."""

    id: str
    pages: int
    checked_on: str = ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the place offers beside people, read from ``data/`` at start."""

    services: tuple[Service, ...] = ()
    exercises: tuple[Exercise, ...] = ()
    activities: tuple[str, ...] = ()  # texts: activity.<id>
    articles: tuple[Article, ...] = ()

    def exercise(self, name: str) -> Exercise | None:
        return next((one for one in self.exercises if one.id == name), None)

    def service(self, name: str) -> Service | None:
        return next((one for one in self.services if one.id == name), None)

    @property
    def places(self) -> tuple[str, ...]:
        return tuple(sorted({one.where for one in self.services if one.where}))
