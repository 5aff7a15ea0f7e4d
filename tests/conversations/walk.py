"""The exhaustive walk: breadth first from every way of starting a flow, through every state, with every event, in every situation.

A walk is done once for each flow; the tests ask it questions and the diagrams are drawn from it. What would make it endless is abstracted:
ids are always the same, and an alert's rung is not followed above the last one that differs.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any, TypeVar

from conversations import escalation, interrupts, menu
from conversations.flows import FLOWS
from conversations.kit import Change, Choice, Effect, Event, Facts, Flow, Keep, Menu, Next, Say, Step, dump, load
from tests.conversations.situations import CARDS, FORGED_VALUES, LADDER, SITUATIONS, STARTS, TEXTS, events

TOP_RUNG = max(len(LADDER), escalation.TOLD_RUNGS) + 1


@dataclass(frozen=True, slots=True)
class Turn:
    """One step of the walk and all ``situations`` in which it is the same; ``state`` and ``event`` are None where the flow began."""

    flow: str
    situations: frozenset[str]
    state: Any
    event: Event | None
    step: Step
    args: dict[str, Any] = field(default_factory=dict)

    @property
    def facts(self) -> Iterator[Facts]:
        """What was known, in each of the situations."""
        return (SITUATIONS[name] for name in SITUATIONS if name in self.situations)

    @property
    def after(self) -> Any:
        """The state this leads to, or the one that stands for it; None at the end."""
        return standing_for(self.step.state) if isinstance(self.step, Next) else self.state if isinstance(self.step, Keep) else None

    def __str__(self) -> str:
        return f"{self.flow}: {self.state!r} × {self.event!r} ({', '.join(sorted(self.situations))}) → {self.step!r}"


@cache
def walk(name: str) -> tuple[Turn, ...]:
    """Every turn of a flow. They are many small objects that live on: looking for garbage among them would double all times."""
    gc.disable()
    try:
        return tuple(_rounds(name))
    finally:
        gc.freeze()
        gc.enable()


def _rounds(name: str) -> list[Turn]:
    """In rounds: what a round finds, states and buttons, is tried with everything in the next, until nothing is new."""
    flow = FLOWS[name]
    turns = list(_begin(flow))
    known: tuple[dict[Any, None], dict[Event, None]] = {}, {}
    states, happens = _states(turns), dict.fromkeys([*events(), *(Choice(menu, value) for menu, value in CARDS.get(name, ()))])
    happens |= _taps(turns)
    while states or happens:
        new_states, new_events = states, happens
        pairs = [(state, event) for state in new_states for event in (*known[1], *new_events)]
        pairs += [(state, event) for state in known[0] for event in new_events]
        known = known[0] | new_states, known[1] | new_events
        found = [turn for state, event in pairs for turn in _turns(flow, state, event)]
        turns += found
        states = {state: None for state in _states(found) if state not in known[0]}
        happens = {event: None for event in _taps(found) if event not in known[1]}
    return turns


def _begin(flow: Flow) -> Iterator[Turn]:
    for args in STARTS.get(flow.NAME, ({},)):
        for step, situations in _together(in_all_situations(lambda facts, args=args: flow.start(facts, **args))):  # type: ignore[misc]
            yield Turn(flow.NAME, situations, None, None, step, args)


def _turns(flow: Flow, state: Any, event: Event) -> Iterator[Turn]:
    for step, situations in _together(in_all_situations(lambda facts: flow.step(state, event, facts))):
        yield Turn(flow.NAME, situations, state, event, step)


T = TypeVar("T")


class Watched(Facts):
    """Facts that note which of them are asked for."""

    def __init__(self, facts: Facts, asked: set[str]) -> None:
        object.__setattr__(self, "_facts", facts)
        object.__setattr__(self, "_asked", asked)

    def __getattribute__(self, name: str) -> Any:
        if name == "__class__":
            return Facts  # so that dataclasses.replace makes real ones (it asks for everything)
        if name not in FACTS:
            return object.__getattribute__(self, name)
        object.__getattribute__(self, "_asked").add(name)
        return getattr(object.__getattribute__(self, "_facts"), name)


FACTS = frozenset(field.name for field in fields(Facts))


NAMES = tuple(SITUATIONS)
ALL = (1 << len(NAMES)) - 1


def _alike_in() -> tuple[dict[str, int], ...]:
    """For each situation (a bit is one): in which the same fact is the same."""
    values = {name: [getattr(facts, name) for facts in SITUATIONS.values()] for name in FACTS}
    return tuple(
        {name: sum(1 << n for n, other in enumerate(found) if other == found[place]) for name, found in values.items()} for place in range(len(NAMES))
    )


ALIKE_IN = _alike_in()


@cache
def _named(bits: int) -> frozenset[str]:
    return frozenset(name for n, name in enumerate(NAMES) if bits >> n & 1)


def in_all_situations(run: Callable[[Facts], T]) -> Iterator[tuple[T, frozenset[str]]]:
    """What comes of it, and in which situations. Conversations are pure: where all that was asked for is the same, so is the outcome."""
    left = ALL
    while left:
        place = (left & -left).bit_length() - 1
        asked: set[str] = set()
        outcome = run(Watched(SITUATIONS[NAMES[place]], asked))
        same = left
        for name in asked:
            same &= ALIKE_IN[place][name]
        yield outcome, _named(same)
        left &= ~same


def _together(steps: Iterable[tuple[Step, frozenset[str]]]) -> Iterator[tuple[Step, frozenset[str]]]:
    """Steps that are equal although something else was asked for are looked at once."""
    different: list[tuple[Step, Any, frozenset[str]]] = []
    for step, situations in steps:
        whole = (type(step), getattr(step, "state", None), getattr(step, "expires", None), step.effects)
        same = next((n for n, (_, known, _) in enumerate(different) if known == whole), None)
        if same is None:
            different.append((step, whole, situations))
        else:
            different[same] = (different[same][0], whole, different[same][2] | situations)
    return ((step, situations) for step, _, situations in different)


def _states(turns: Iterable[Turn]) -> dict[Any, None]:
    """The states they lead to. A dict, because it keeps the order: the walk is the same every time."""
    return dict.fromkeys(standing_for(turn.step.state) for turn in turns if isinstance(turn.step, Next) and not _endless(turn.step.state))


_STANDING: dict[Any, Any] = {}


def standing_for(state: Any) -> Any:
    """The first state met that is the same but for what was ticked and what was written: one stands for all of them, the walk stays short."""
    return _STANDING.setdefault((type(state), *(_alike(getattr(state, field.name)) for field in fields(state))), state)


def _alike(value: Any) -> Any:
    if isinstance(value, tuple) and value and all(isinstance(item, str) for item in value):
        return "ticked", min(len(value), 3)
    if isinstance(value, tuple) and value and all(isinstance(item, tuple) for item in value):
        return "answered"  # what was said to one question after the other: the way there is walked, its every history is not
    if isinstance(value, str) and len(value) > 3 and any(value in text for text in TEXTS):
        return "written"
    return value


def _endless(state: Any) -> bool:
    return isinstance(state, escalation.Climbing) and state.rung > TOP_RUNG


def _taps(turns: Iterable[Turn]) -> dict[Event, None]:
    """Every button they show, and for its menu values that were never offered. (The menu ``go`` is no flow's own.)"""
    offered: dict[Event, None] = {
        Choice(menu.name, button.value): None for turn in turns for menu in menus(turn.step) if menu.name != "go" for button in menu.buttons
    }
    forged: dict[Event, None] = {
        Choice(menu, value): None for menu in dict.fromkeys(tap.menu for tap in offered if isinstance(tap, Choice)) for value in FORGED_VALUES
    }
    return {**offered, **forged}


def shown(effects: tuple[Effect, ...]) -> Iterator[Say | Change]:
    """What appears on the owner's screen; some effects carry what they ``said``, to put it in a place of its own."""
    for effect in effects:
        if isinstance(effect, (Say, Change)):
            yield effect
        elif isinstance(said := getattr(effect, "said", None), Say):
            yield said


def menus(step: Step) -> Iterator[Menu]:
    for said in shown(step.effects):
        yield from said.menus


def stored(flow: Flow, state: Any) -> Any:
    """The state after it was written to the database and read again."""
    return load(flow, flow.VERSION, json.loads(json.dumps(dump(state))))


def play(event: Event, facts: Facts, flow: Flow | None, state: Any) -> tuple[tuple[Effect, ...], Step | None]:
    """What an event brings about with everything in place: interrupts first, then the flow, or the menu where none is open."""
    event = interrupts.as_command(event)
    taken = interrupts.step(event, facts, flow, state)
    if taken.handled:
        return taken.effects, None
    step = flow.step(state, event, facts) if flow else menu.step(event, facts)
    return (*taken.effects, *step.effects), step


@cache
def states(name: str) -> tuple[Any, ...]:
    """All states of a flow that can be reached."""
    return tuple(dict.fromkeys(turn.state for turn in walk(name) if turn.state is not None))
