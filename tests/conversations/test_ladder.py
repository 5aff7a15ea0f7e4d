"""An alert has no silent end."""

from __future__ import annotations

from dataclasses import replace

from conversations.ladder import rung_at
from tests.conversations.situations import LADDER, PLACE


def test_the_ladder_is_climbed_rung_by_rung_and_then_repeats_for_ever() -> None:
    assert [rung_at(PLACE, n) for n in range(3)] == list(LADDER)
    assert rung_at(PLACE, 3) == rung_at(PLACE, 1_000_000) == PLACE.repeat


def test_without_a_ladder_everybody_is_told_from_the_start() -> None:
    assert rung_at(replace(PLACE, ladder=()), 0) == PLACE.repeat
