"""An alert has no silent end."""

from __future__ import annotations

from dataclasses import replace

from conversations.kit import Ladder
from conversations.ladder import rung_at
from tests.conversations.situations import LADDER, NIGHT, PLACE


def test_the_ladder_is_climbed_rung_by_rung_and_then_repeats_for_ever() -> None:
    assert [rung_at(PLACE, n) for n in range(3)] == list(LADDER)
    assert rung_at(PLACE, 3) == rung_at(PLACE, 1_000_000) == PLACE.repeat


def test_without_a_ladder_everybody_is_told_from_the_start() -> None:
    assert rung_at(replace(PLACE, ladder=()), 0) == PLACE.repeat


def test_another_ladder_for_a_severity_and_for_hours_of_the_night() -> None:
    assert [rung_at(PLACE, 0, "concern", hour) for hour in (22, 0, 5)] == [NIGHT.rungs[0]] * 3
    assert rung_at(PLACE, 1, "concern", 23) == NIGHT.repeat
    assert rung_at(PLACE, 0, "concern", 6) == rung_at(PLACE, 0, "high", 23) == LADDER[0]
    noon = replace(PLACE, ladders=(Ladder(NIGHT.rungs, NIGHT.repeat, hours=(9, 12)), Ladder((), PLACE.repeat)))
    assert rung_at(noon, 0, "imminent", 9) == NIGHT.rungs[0]
    assert rung_at(noon, 0, "imminent", 12) == PLACE.repeat
