"""Never again with whom one talked last."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conversations import blocking
from conversations.effects import BlockPeer
from conversations.kit import Choice, Command, End, Event, Keep, Next, Reacted, Resumed, Say, Text, Timeout
from tests.conversations.situations import SITUATIONS

STATE = blocking.Sure(7, "Kerang")


def test_only_who_talked_this_week_can_be_blocked() -> None:
    facts = replace(SITUATIONS["a person"], last_chat=(7, "Kerang"))
    begun = blocking.start(facts)
    assert isinstance(begun, Next) and begun.state == STATE
    assert isinstance(blocking.start(replace(facts, last_chat=(0, ""))), End)


def test_a_yes_blocks_and_nothing_else_does() -> None:
    facts = SITUATIONS["a person"]
    assert BlockPeer(7) in blocking.step(STATE, Choice("chat", "block_yes"), facts).effects
    for event in (Choice("chat", "stay"), Command("end"), Timeout()):
        step = blocking.step(STATE, event, facts)
        assert isinstance(step, End) and [type(effect) for effect in step.effects] == [Say]


@pytest.mark.parametrize(("event", "said"), [(Text("hm"), 2), (Resumed(), 1), (Reacted(1, "x"), 0)])
def test_all_else_waits_for_the_answer(event: Event, said: int) -> None:
    step = blocking.step(STATE, event, SITUATIONS["a person"])
    assert isinstance(step, Keep) and len(step.effects) == said
