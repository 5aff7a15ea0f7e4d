"""What a module must offer to be a conversation, and how its states are kept: plain JSON data that outlives a deploy."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Protocol

from conversations.kit.events import Event
from conversations.kit.facts import Facts
from conversations.kit.steps import Step


class Flow(Protocol):
    """What a module of ``conversations`` offers to be a conversation. Optional traits have their default in ``trait``."""

    NAME: str
    VERSION: int
    STATES: tuple[type, ...]

    def start(self, facts: Facts, **args: Any) -> Step: ...

    def step(self, state: Any, event: Event, facts: Facts) -> Step: ...


_TRAITS: dict[str, Any] = {
    "FRONT": True,  # words the owner writes go to it; otherwise only its buttons and timers reach it
    "EXCLUSIVE": False,  # nothing else may be started on top of it
    "LASTING": False,  # begun again while it is open, it goes on where it was: somebody else has a part in it
    "NEEDS": frozenset(),  # facts on request
    "HEARS_CRISIS": (),  # states in which words of crisis are also content (a note, a relayed message)
    "HURRIES": False,  # somebody waits for what its timers bring: where the clock is set back, they come earlier by as much
    "BY_DAY": False,  # what its timers bring can wait: one that comes due at night in the life of its owner, comes in the morning
    "READS": False,  # in the background: words are an answer to it where nothing else is open and it makes something of them
    "STEADY": (),  # states whose buttons stay good while they change (a list being ticked): two quick taps are both meant
    "SHARED": False,  # belongs to no one person: taps of others are allowed, roles are checked by ACCESS
    "ACCESS": "",  # the permission a tap needs (see bot/access.py)
    "permission": None,  # of a state, where a tap does not need ACCESS in all of them
    "ASIDE": "",  # the flow that is begun instead while its owner is in a chat; without one nothing is
    "BENEATH": "",  # the start argument with which it is begun all the same, without a word: its owner comes to it when the chat is over
    "SUBJECT": "",  # the start argument that tells two of its conversations with one owner apart
}


def trait(flow: Flow, name: str) -> Any:
    """An optional constant of a flow, e.g. ``trait(checkin, "NEEDS")``."""
    return getattr(flow, name, _TRAITS[name])


def dump(state: Any) -> dict[str, Any]:
    """A state as plain JSON data: its fields and, under ``is``, the name of its class."""
    return {"is": type(state).__name__, **{f.name: getattr(state, f.name) for f in fields(state)}}


def load(flow: Flow, version: int, data: dict[str, Any]) -> Any:
    """The state stored as ``data`` by ``version`` of the flow. Raises ValueError when it can no longer be understood.

    A flow that changed its states offers ``upgrade(version, data) -> data``; without it, only its own version is understood.
    """
    if version != flow.VERSION:
        upgrade = getattr(flow, "upgrade", None)
        if upgrade is None or version > flow.VERSION:
            raise ValueError(f"{flow.NAME}: no upgrade from version {version} to {flow.VERSION}")
        data = upgrade(version, data)
    values = dict(data)
    name = values.pop("is", None)
    for kind in flow.STATES:
        if kind.__name__ == name:
            try:
                return kind(**{key: _frozen(value) for key, value in values.items()})
            except TypeError as error:
                raise ValueError(f"{flow.NAME}: {error}") from error
    raise ValueError(f"{flow.NAME}: unknown state {name!r}")


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value
