"""A practice chat with a scripted person, part of the training: they open up after open questions and empathy, and close after advice too early.

Nothing of it reaches a human; words of crisis still do, as everywhere. At the end there is feedback: what went well, and what to try.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.effects import FinishModule
from conversations.kit import Choice, Command, End, Event, Facts, Keep, Media, Next, Ref, Resumed, Say, Step, Text, Timeout, go, menu, say
from conversations.rehearsal import OPENING, SHUTTING, Scene

NAME, VERSION = "practice", 1
PATIENCE = timedelta(days=2)
GOOD = ("open", "empathy", "handover")
BAD = ("advice", "comfort", "diagnosis", "secrecy", "contact", "closed", "left_alone")
MARKS = frozenset({*GOOD, *BAD})
ENOUGH = 2  # kinds of trouble; with more it is worth another try


@dataclass(frozen=True, slots=True)
class Invited:
    scene: str


@dataclass(frozen=True, slots=True)
class Talking:
    scene: str
    depth: int = 0  # layers told so far
    turns: int = 0
    marks: tuple[str, ...] = ()  # the kinds of answers so far, each once, sorted


STATES = (Invited, Talking)
State = Invited | Talking
WAYS = menu("practice", "handover", "stop")


def start(facts: Facts, scene: str = "", **_: Any) -> Step:
    if facts.place.practice.scene(scene) is None:
        return End(say("practice.gone", go("training", "menu")))
    return Next(Invited(scene), ask(Invited(scene), facts), expires=PATIENCE)


def ask(state: State, facts: Facts) -> Say:
    if isinstance(state, Invited):
        return say("practice.intro", menu("practice", "begin", "later", columns=2), about=Ref(f"practice.{state.scene}.intro"))
    told = f"layer.{state.depth}" if state.depth else "opening"
    return _line(state.scene, told)


def _line(scene: str, what: str) -> Say:
    return say("practice.line", WAYS, name=Ref(f"practice.{scene}.name"), line=Ref(f"practice.{scene}.{what}"))


def step(state: State, event: Event, facts: Facts) -> Step:
    scene = facts.place.practice.scene(state.scene)
    if isinstance(event, Timeout):
        return End()
    if scene is None:
        return End(say("practice.gone", go("training", "menu")))
    match state, event:
        case Invited(), Choice("practice", "begin"):
            talking = Talking(scene.id)
            return Next(talking, ask(talking, facts), expires=PATIENCE)
        case _, Choice("practice", "later"):
            return End(say("training.later", go("training", "volunteer", "menu")))
        case Talking(), Choice("practice", "handover") | Command("handover"):
            return _answered(state, scene, "handover", facts)
        case Talking(), Choice("practice", "stop"):
            return _feedback(state, scene, finished=False)
        case Talking(), Text(text) if text.strip():
            return _answered(state, scene, facts.place.practice.kind(text, facts.language), facts)
        case Talking(), Text() | Media():
            return Keep(say("practice.words"), ask(state, facts))
        case _, Resumed():
            return Keep(ask(state, facts))
    return Keep(say("common.please_choose"), ask(state, facts))


def _answered(state: Talking, scene: Scene, kind: str, facts: Facts) -> Step:
    """Opening words bring the next layer; what shuts is answered shortly and brings nothing; after the last layer it is over."""
    needed = bool(scene.danger) and state.depth >= scene.danger
    last = state.depth >= scene.layers
    counts = needed if kind == "handover" else not (kind == "advice" and last)  # when the story is told, advice is no longer too early
    marks = tuple(sorted({*state.marks, kind})) if counts and kind in MARKS else state.marks
    depth = min(state.depth + (kind in OPENING), scene.layers)
    after = Talking(scene.id, depth, state.turns + 1, marks)
    if (kind == "handover" and needed) or last or after.turns >= facts.place.practice.turns:
        return _feedback(after, scene, finished=True)
    return Next(after, _reply(after, scene, kind), expires=PATIENCE)


def _reply(after: Talking, scene: Scene, kind: str) -> Say:
    if kind in OPENING:
        return _line(scene.id, f"layer.{after.depth}")
    if kind in SHUTTING or kind == "handover":
        return _line(scene.id, f"reaction.{kind}")
    return _line(scene.id, f"short.{after.turns % scene.short}")


def _feedback(state: Talking, scene: Scene, *, finished: bool) -> Step:
    """It counts as done when the story was told and not much stood in its way; where a counselor was needed, one must have been called."""
    left_alone = bool(scene.danger) and finished and state.depth >= scene.danger and "handover" not in state.marks
    marks = {*state.marks, *(("left_alone",) if left_alone else ())}
    good, bad = [m for m in GOOD if m in marks], [m for m in BAD if m in marks]
    told = state.depth >= (scene.danger or scene.layers)
    enough = finished and told and not left_alone and len(bad) <= ENOUGH
    score = round(100 * len(good) / max(1, len(good) + len(bad)))
    text = say(
        "practice.enough" if enough else "practice.again",
        go("training", "menu"),
        good=_points(good) if good else Ref("practice.nothing_yet"),
        bad=_points(bad) if bad else Ref("practice.nothing_wrong"),
    )
    return End(FinishModule(module_of(scene.id), score, enough), text)


def module_of(scene: str) -> str:
    """The name a practice has in the training."""
    return f"practice_{scene}"


def _points(kinds: list[str]) -> Ref:
    """Each on its line: each carries the next one."""
    more = _points(kinds[1:]) if kinds[1:] else Ref("common.nothing")
    return Ref("practice.points", {"point": Ref(f"practice.point.{kinds[0]}"), "more": more})
