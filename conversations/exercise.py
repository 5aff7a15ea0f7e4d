"""/exercise: a player for the exercises in ``data/exercises``. Screens change by a tap or by themselves; pause and stop at any point.

A screen that goes on by itself is one message that is edited when its time is up. The times are timers in the database, so a restart only makes
a step a little longer; after a longer gap the exercise waits and asks whether to go on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.care import Beat, Exercise, Tried
from conversations.effects.exercises import BeginExercise, FinishExercise, Follow, JotDown, Repaint
from conversations.kit import (
    Button,
    Change,
    Choice,
    Effect,
    End,
    Event,
    Facts,
    Keep,
    Media,
    Menu,
    Next,
    Ref,
    Resumed,
    Say,
    Step,
    Text,
    Timeout,
    go,
    menu,
    say,
)

NAME, VERSION = "exercise", 2
NEEDS = frozenset({"moods", "tried", "jotted"})
PATIENCE = timedelta(hours=2)
LATE = 30  # s; a step that ends later than this was interrupted: nobody is breathed on for an hour
LOADS = ("1", "2", "3", "4", "5")
LOW = 2  # a mood
LONGEST = 1000  # characters of one answer


@dataclass(frozen=True, slots=True)
class Choose:
    pass


@dataclass(frozen=True, slots=True)
class AskBefore:
    which: str


@dataclass(frozen=True, slots=True)
class Playing:
    which: str
    beat: int
    rated: bool
    due: int = 0  # epoch s; 0: it waits for a tap


@dataclass(frozen=True, slots=True)
class Paused:
    which: str
    beat: int
    rated: bool


@dataclass(frozen=True, slots=True)
class Writing:
    which: str
    beat: int
    rated: bool


@dataclass(frozen=True, slots=True)
class AskAfter:
    which: str


STATES = (Choose, AskBefore, Playing, Paused, Writing, AskAfter)
STEADY = (Playing,)
HEARS_CRISIS = (Writing,)
State = Choose | AskBefore | Playing | Paused | Writing | AskAfter
WAYS = {"pause": menu("exercise", "pause", "stop", columns=2), "next": menu("exercise", "next", "stop", columns=2)}
ON = menu("exercise", "go_on", "stop", columns=2)


def upgrade(version: int, data: dict[str, Any]) -> dict[str, Any]:
    """Version 1 had two exercises of its own; whoever was in one chooses anew."""
    return {"is": "Choose"}


def start(facts: Facts, **_: Any) -> Step:
    return Next(Choose(), ask(Choose(), facts), expires=PATIENCE)


def ask(state: State, facts: Facts) -> Say:
    match state:
        case Choose():
            helped = {one.exercise for one in facts.tried if one.gain > 0}
            keys = {one.id: "exercise.helped" if one.id in helped else "exercise.plain" for one in suggested(facts)}
            minutes = {one.id: one.minutes for one in facts.place.shelf.exercises}
            buttons = (Button(name, key, {"title": Ref(f"exercises.{name}.title"), "minutes": minutes[name]}) for name, key in keys.items())
            notes = ("notes",) if facts.jotted else ()
            return say("exercise.choose", Menu("which", tuple(buttons)), menu("exercise", *notes, "stop"))
        case AskBefore():
            return say("exercise.before", menu("load", *LOADS, columns=5), menu("skip", "skip"))
        case AskAfter():
            return say("exercise.after", menu("load", *LOADS, columns=5), menu("skip", "skip"))
        case Paused():
            return say("exercise.paused", ON)
        case Playing(which, beat) | Writing(which, beat):  # pragma: no branch (mypy knows these are all)
            return Say(*_screen(which, beat, facts))


def suggested(facts: Facts) -> list[Exercise]:
    """What helped this person before first, then what suits the hour and how they feel. Own words are only asked of whoever agreed to that."""
    tried = {one.exercise: one for one in facts.tried}
    low = bool(facts.moods) and facts.moods[-1].mood <= LOW
    found = [one for one in facts.place.shelf.exercises if facts.consented or not one.writes]
    return sorted(found, key=lambda one: (-max(tried.get(one.id, Tried(one.id, 0, 0)).gain, 0), not (low and one.low), part(facts) not in one.when))


def part(facts: Facts) -> str:
    """The time of day at the person's place."""
    hour = facts.now.hour if facts.now else 12
    return "night" if hour >= 21 or hour < 5 else "morning" if hour < 11 else "day" if hour < 17 else "evening"


def step(state: State, event: Event, facts: Facts) -> Step:
    match state, event:
        case _, Choice("exercise", "stop"):
            return End(say("exercise.stopped", go("checkin", "peer", "sos")))
        case Choose(), Choice("exercise", "notes"):
            notes = Ref("common.nothing")
            for words in facts.jotted:
                notes = Ref("exercise.note", {"words": words, "more": notes})
            return End(say("exercise.notes", go("exercise", "counselor", "menu"), notes=notes))
        case Choose(), Choice("which", which) if facts.place.shelf.exercise(which) and facts.consented:
            return Next(AskBefore(which), ask(AskBefore(which), facts), expires=PATIENCE)
        case Choose(), Choice("which", which) if any(one.id == which for one in suggested(facts)):
            return _play(which, 0, False, facts)
        case Choose() | AskBefore() | AskAfter() | Paused() | Writing(), Timeout():
            return End()
    if not isinstance(state, Choose) and not _still_there(state, facts):
        return Next(Choose(), say("exercise.changed"), ask(Choose(), facts), expires=PATIENCE)
    return _inside(state, event, facts) or Keep(say("common.please_choose"), ask(state, facts))


def _still_there(state: Any, facts: Facts) -> bool:
    """Somebody may have edited the files since."""
    exercise = facts.place.shelf.exercise(state.which)
    return exercise is not None and getattr(state, "beat", 0) < len(exercise.beats)


def _inside(state: State, event: Event, facts: Facts) -> Step | None:
    match state, event:
        case AskBefore(which), Choice("load", n) if n in LOADS:
            return _play(which, 0, True, facts, BeginExercise(which, int(n)))
        case AskBefore(which), Choice("skip", "skip"):
            return _play(which, 0, False, facts)
        case Playing(which, beat, rated, 0), Choice("exercise", "next"):
            return _play(which, beat + 1, rated, facts)
        case Playing(due=0), Timeout():
            return End()
        case Playing(which, beat, rated, due), Timeout() if _now(facts) > due + LATE:
            return Next(Paused(which, beat, rated), say("exercise.away", ON), expires=PATIENCE)
        case Playing(which, beat, rated, _), Timeout():
            return _play(which, beat + 1, rated, facts, tapped=False)
        case Playing(which, beat, rated, due), Choice("exercise", "pause") if due:
            return Next(Paused(which, beat, rated), Change("exercise.paused", {}, (ON,)), expires=PATIENCE)
        case Playing(which, beat, rated, due), (Text() | Media() | Resumed()) if due:
            return Next(Paused(which, beat, rated), ask(Paused(which, beat, rated), facts), expires=PATIENCE)
        case Paused(which, beat, rated), Choice("exercise", "go_on"):
            return _play(which, beat, rated, facts)
        case Writing(which, beat, rated), (Text(words) | Media(caption=words, crisis=(_, *_))) if words.strip():
            return _written(which, beat, rated, words.strip(), facts, told=bool(event.crisis))
        case Writing(which, beat, rated), Choice("exercise", "next"):
            return _play(which, beat + 1, rated, facts)
        case AskAfter(which), Choice("load", n) if n in LOADS:
            return End(FinishExercise(which, int(n)), _done())
        case AskAfter(), Choice("skip", "skip"):
            return End(_done())
        case _, Resumed():
            return Keep(ask(state, facts))
    return None


def _written(which: str, beat: int, rated: bool, words: str, facts: Facts, *, told: bool) -> Step:
    """After words of crisis the person has just been answered (see interrupts): kept, and no word more."""
    if len(words) > LONGEST:
        return Keep(say("common.too_long", WAYS["next"], most=LONGEST))
    if told:
        return Keep(JotDown(which, words))
    return _play(which, beat + 1, rated, facts, JotDown(which, words), said=True)


def _play(which: str, n: int, rated: bool, facts: Facts, *effects: Effect, tapped: bool = True, said: bool = False) -> Step:
    """The screen ``n``: as an answer to a tap in the tapped message, after own words as a new one, else in the screen that is followed."""
    exercise = facts.place.shelf.exercise(which)
    beats = exercise.beats if exercise else ()
    if n >= len(beats):
        if rated:
            return Next(AskAfter(which), *effects, ask(AskAfter(which), facts), expires=PATIENCE)
        return End(*effects, _done())
    key, args, menus = _screen(which, n, facts)
    shown: tuple[Effect, ...] = (Say(key, args, menus),) if said or beats[n].ask else (Change(key, args, menus), Follow())
    if not tapped and not beats[n].ask:
        shown = (Repaint(key, args, menus),)
    if beats[n].ask:
        return Next(Writing(which, n, rated), *effects, *shown, expires=PATIENCE)
    seconds = beats[n].seconds
    if not seconds:
        return Next(Playing(which, n, rated), *effects, *shown, expires=PATIENCE)
    return Next(Playing(which, n, rated, _now(facts) + seconds), *effects, *shown, expires=timedelta(seconds=seconds))


def _screen(which: str, n: int, facts: Facts) -> tuple[str, dict[str, Any], tuple[Menu, ...]]:
    exercise = facts.place.shelf.exercise(which) or Exercise(which, (Beat(1),))
    beat = exercise.beats[n]
    rounds = Ref("exercise.round", {"round": beat.round, "rounds": beat.rounds}) if beat.rounds else Ref("common.nothing")
    args = {"title": Ref(f"exercises.{which}.title"), "round": rounds, "text": Ref(f"exercises.{which}.{beat.text}")}
    return "exercise.screen", args, (WAYS["pause" if beat.seconds else "next"],)


def _done() -> Say:
    return say("exercise.done", go("checkin", "peer", "exercise"))


def _now(facts: Facts) -> int:
    return int(facts.now.timestamp()) if facts.now else 0
