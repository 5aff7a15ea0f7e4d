"""The exhaustive walk: breadth first from every way of starting a flow, through every state, with every event, in every situation.

A walk is done once for each flow; the tests ask it questions and the diagrams are drawn from it. What would make it endless is abstracted:
ids are always the same, and an alert's rung is not followed above the last one that differs.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any

from conversations import escalation, interrupts, menu
from conversations.flows import FLOWS
from conversations.kit import Change, Choice, Effect, Event, Facts, Flow, Keep, Menu, Next, Say, Step, dump, load
from tests.conversations.situations import CARDS, FORGED_VALUES, LADDER, SITUATIONS, STARTS, TEXTS, events

TOP_RUNG = max(len(LADDER), escalation.TOLD_RUNGS) + 1


@dataclass(frozen=True, slots=True)
class Turn:
    """One step of the walk; ``state`` and ``event`` are None where the flow began."""

    flow: str
    situation: str
    state: Any
    event: Event | None
    step: Step
    args: dict[str, Any] = field(default_factory=dict)

    @property
    def facts(self) -> Facts:
        return SITUATIONS[self.situation]

    @property
    def after(self) -> Any:
        """The state this leads to, or the one that stands for it; None at the end."""
        return standing_for(self.step.state) if isinstance(self.step, Next) else self.state if isinstance(self.step, Keep) else None

    def __str__(self) -> str:
        return f"{self.flow}: {self.state!r} × {self.event!r} ({self.situation}) → {self.step!r}"


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
        found = [_turn(flow, situation, state, event) for state, event in pairs for situation in SITUATIONS]
        turns += found
        states = {state: None for state in _states(found) if state not in known[0]}
        happens = {event: None for event in _taps(found) if event not in known[1]}
    return turns


def _begin(flow: Flow) -> Iterator[Turn]:
    for situation, facts in SITUATIONS.items():
        for args in STARTS.get(flow.NAME, ({},)):
            yield Turn(flow.NAME, situation, None, None, flow.start(facts, **args), args)


def _turn(flow: Flow, situation: str, state: Any, event: Event) -> Turn:
    return Turn(flow.NAME, situation, state, event, flow.step(state, event, SITUATIONS[situation]))


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
