"""What people write for themselves is kept whole, or they read that it is too long; after words of crisis, too. Never cut in silence."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from conversations import exercise, plan, safety
from conversations.care import SafetyPlan
from conversations.effects.exercises import JotDown
from conversations.effects.plan import AddStep, AddStrength, AddSupporter, SetGoal
from conversations.effects.safety import AddToSafety
from conversations.kit import Effect, Facts, Say, Text
from tests.conversations.situations import CRISIS, SITUATIONS

EMPTY = replace(SITUATIONS["a person"], safety=SafetyPlan())
HALF = replace(EMPTY, safety=SafetyPlan((("signs", "y" * 200),)))
PLACES: tuple[tuple[Any, Any, Facts, int, type[Effect], str], ...] = (
    (plan, plan.Writing("goal", "work"), EMPTY, 300, SetGoal, "common.too_long"),
    (plan, plan.Writing("step"), EMPTY, 300, AddStep, "common.too_long"),
    (plan, plan.Writing("strength"), EMPTY, 300, AddStrength, "common.too_long"),
    (plan, plan.Writing("person", "close"), EMPTY, 60, AddSupporter, "common.too_long"),
    (exercise, exercise.Writing("thoughts", 1, False), EMPTY, 1000, JotDown, "common.too_long"),
    (safety, safety.Writing("signs"), EMPTY, 400, AddToSafety, "common.too_long"),
    (safety, safety.Writing("signs"), HALF, 199, AddToSafety, "safety.full"),
)


@pytest.mark.parametrize("crisis", [(), CRISIS])
@pytest.mark.parametrize(("flow", "state", "facts", "most", "kept", "told"), PLACES)
def test_kept_whole_or_told(flow: Any, state: Any, facts: Facts, most: int, kept: type[Effect], told: str, crisis: tuple[str, ...]) -> None:
    as_long = flow.step(state, Text("x" * most, crisis=crisis), facts)
    assert isinstance(as_long.effects[0], kept)
    assert not crisis or len(as_long.effects) == 1, "the answer to words of crisis is the last word"
    (said,) = flow.step(state, Text("x" * (most + 1), crisis=crisis), facts).effects
    assert isinstance(said, Say) and said.key == told and said.menus
