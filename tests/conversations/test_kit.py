"""The vocabulary: states that outlive a deploy, traits, and answers that can be read in a failing test."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from conversations import alerts, audit, checkin, mood, report, settings, training
from conversations.flows import FLOWS
from conversations.kit import (
    Choice,
    Command,
    Edited,
    End,
    Flow,
    Keep,
    Next,
    Resumed,
    StartFlow,
    Text,
    Timeout,
    Toast,
    dump,
    go,
    load,
    menu,
    say,
    trait,
)
from conversations.volunteering import Learned
from tests.conversations.situations import CRISIS, SITUATIONS
from tests.conversations.walk import play

CHECKIN = FLOWS["checkin"]
PERSON = SITUATIONS["a person"]


def test_a_state_is_its_fields_and_its_name() -> None:
    assert dump(settings.AskTopics(("grief", "study"))) == {"is": "AskTopics", "chosen": ("grief", "study")}
    assert load(FLOWS["settings"], 1, {"is": "AskTopics", "chosen": ["grief", "study"]}) == settings.AskTopics(("grief", "study"))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ({"is": "AskWeather"}, "unknown state 'AskWeather'"),
        ({}, "unknown state None"),
        ({"is": "More"}, "checkin: .*mood"),
        ({"is": "More", "mood": 1, "colour": "red"}, "checkin: .*colour"),
    ],
)
def test_a_state_that_is_not_understood_says_why(data: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        load(CHECKIN, checkin.VERSION, data)


def test_a_state_of_another_version_needs_an_upgrade() -> None:
    with pytest.raises(ValueError, match=r"alerts: no upgrade from version 0 to 1"):
        load(FLOWS["alerts"], 0, {"is": "AskMood"})


@dataclass(frozen=True, slots=True)
class AskColour:
    colour: str


def test_an_upgrade_turns_old_data_into_new() -> None:
    newer = SimpleNamespace(NAME="colour", VERSION=3, STATES=(AskColour,), upgrade=lambda version, data: {"is": "AskColour", "colour": data["color"]})
    flow = cast(Flow, newer)
    assert load(flow, 2, {"is": "AskColor", "color": "red"}) == AskColour("red")
    assert load(flow, 3, {"is": "AskColour", "colour": "red"}) == AskColour("red")


def test_traits_have_defaults() -> None:
    assert trait(CHECKIN, "FRONT") is True
    assert trait(FLOWS["alerts"], "NEEDS") == frozenset()
    assert trait(FLOWS["peer_chat"], "EXCLUSIVE") is True
    with pytest.raises(KeyError):
        trait(CHECKIN, "COLOUR")


def test_menus_and_answers_read_well() -> None:
    assert go("peer", columns=2) == menu("go", "peer", columns=2)
    assert repr(Next(checkin.AskMood(), say("x"))).startswith("Next(Say(key='x'")
    assert repr(Keep()) == "Keep()"
    assert End(say("x")).effects == (say("x"),)


def test_conversations_that_only_show_something_hear_nothing() -> None:
    for flow in (alerts, mood):
        for event in (Text("halo"), Timeout(), Resumed()):
            assert not flow.step(None, event, PERSON).effects


def test_an_edit_of_what_was_answered_is_not_a_new_answer_unless_it_says_something_grave() -> None:
    assert play(Edited("Awan"), PERSON, FLOWS["settings"], settings.AskName()) == ((), None)
    assert play(Edited("aku mau mati", crisis=CRISIS), PERSON, FLOWS["settings"], settings.AskName())[0]


@pytest.mark.parametrize("name", [name for name, flow in FLOWS.items() if not flow.STATES])
def test_what_opens_nothing_keeps_nothing(name: str) -> None:
    assert isinstance(FLOWS[name].step(None, Text("halo"), SITUATIONS["a person"]), Keep)


def test_steps_that_only_some_tables_or_people_lead_to() -> None:
    coordinator = replace(SITUATIONS["a coordinator who joined"], actor=9)
    older = audit.step(audit.Reading("x", 0), Choice("audit", "older"), coordinator)
    assert isinstance(older, Next)
    assert older.state == audit.Reading("x", 1)
    about_you = report.step(report.Open(9), Choice("report", "talked"), coordinator)
    assert isinstance(about_you, Keep)
    assert about_you.effects == (Toast("report.about_you", alert=True),)


def test_a_module_of_the_training_opens_after_the_ones_before() -> None:
    """Forged, or tapped on an old message: the test comes last."""
    nobody = replace(SITUATIONS["somebody half trained, after a steep fall"], learned=())
    step = training.step(training.Choosing(), Choice("module", "test"), nobody)
    assert isinstance(step, Keep)
    assert step.effects[0].key == "training.first_the_others"  # type: ignore[attr-defined]
    done = (Learned("limits", 2, done=True), Learned("practice_home", done=True), Learned("test", 1, wait=40))
    step = training.step(training.Choosing(), Choice("module", "test"), replace(nobody, learned=done))
    assert step.effects[0].key == "training.wait"  # type: ignore[attr-defined]


def test_a_volunteer_who_took_back_their_consent_serves_nobody() -> None:
    gone = replace(SITUATIONS["a volunteer off duty"], consented=False)
    for name in ("duty", "me", "shifts"):
        found, _ = play(Command(name), gone, None, None)
        assert StartFlow("onboarding") in found
