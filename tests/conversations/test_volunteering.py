"""Corners of the volunteers' flows that no way through the walk leads to."""

from __future__ import annotations

from dataclasses import replace

from conversations import kit, training, volunteer
from conversations.flows import FLOWS
from conversations.kit import Choice, Next
from conversations.volunteering import Learned
from tests.conversations.situations import SITUATIONS

FACTS = next(facts for facts in SITUATIONS.values() if facts.place.training.modules and not facts.place.training.required)


def test_an_application_of_the_first_version_goes_on() -> None:
    state = kit.load(FLOWS["volunteer"], 1, {"is": "AskTopics", "chosen": ["grief"]})
    assert state == volunteer.AskTopics(("grief",))


def test_who_has_read_every_page_is_asked_at_once() -> None:
    facts = replace(FACTS, learned=(Learned("limits", 2),))
    step = training.step(training.Choosing(), Choice("module", "limits"), facts)
    assert isinstance(step, Next)
    assert step.state == training.Asked("limits", 1, 0)
