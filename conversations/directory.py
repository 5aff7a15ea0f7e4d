"""/directory: how the entries of the services directory stand, and what became of the people who were sent there. For coordinators."""

from __future__ import annotations

from typing import Any

from conversations.care import Referred
from conversations.kit import End, Event, Facts, Keep, Ref, Step, go, say

NAME, VERSION = "directory", 1
NEEDS = frozenset({"services", "referred"})
STATES: tuple[type, ...] = ()


def start(facts: Facts, **_: Any) -> Step:
    if "coordinator" not in facts.roles:
        return End(say("directory.not_yours", go("services", "menu")))
    counts = {one.service: one for one in facts.referred}
    rows = Ref("common.nothing")
    for one in reversed(facts.place.shelf.services):
        rows = _row(one.id, counts.get(one.id, Referred(one.id)), rows, facts)
    return End(say("directory.shown", go("directory", "help"), rows=rows))


def _row(name: str, counted: Referred, more: Ref, facts: Facts) -> Ref:
    stands = next((one for one in facts.services if one.id == name), None)
    state = stands.state if stands else "good"
    barrier = Ref("directory.barrier", {"barrier": Ref(f"button.barrier.{counted.barrier}")}) if counted.barrier else Ref("common.nothing")
    counts = {"wanted": counted.wanted, "reached": counted.reached, "helped": counted.helped}
    return Ref(
        "directory.row", {"name": Ref(f"service.{name}.name"), "state": Ref(f"directory.state.{state}"), **counts, "barrier": barrier, "more": more}
    )


def step(state: object, event: Event, facts: Facts) -> Step:
    return Keep()
