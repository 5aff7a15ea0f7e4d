"""Every state × every event × every situation of every flow. What is asked here holds for a new flow as soon as it is registered."""

from __future__ import annotations

import importlib
import pkgutil
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any

import pytest

from conversations import effects, interrupts, kit, screen
from conversations.effects import RaiseAlert, Relay, RelayEdit, RelayMedia, TellPerson, TellStaff, Unsend
from conversations.effects.serving import SendReady, ShowReady
from conversations.flows import FLOWS
from conversations.kit import (
    Change,
    Choice,
    Command,
    Effect,
    End,
    Keep,
    Media,
    Menu,
    Next,
    Ref,
    Say,
    StartFlow,
    Text,
    Timeout,
    Toast,
    dump,
    trait,
)
from tests.conversations.situations import CRISIS, SITUATIONS, STARTS, events
from tests.conversations.texts import LANGUAGES, plain, render, shape
from tests.conversations.walk import Turn, in_all_situations, menus, play, shown, states, stored, walk

FILES = [importlib.import_module(f"{effects.__name__}.{found.name}") for found in pkgutil.iter_modules(effects.__path__)]
EFFECTS = {kind for module in (*FILES, kit) for kind in vars(module).values() if isinstance(kind, type) and issubclass(kind, Effect)}
LANES = {"crisis", "relay", "reply", "prompt"}
# Answers to something that was not understood: no button may lead there.
LOST = {
    *("common.please_choose", "common.stale", "pick.not_understood", "onboarding.name_unfit"),
    *(
        "menu.not_understood",
        "note.words",
        "feedback.tap",
        "feedback.write",
        "alert.unchanged",
        "chat.busy",
        "case.person.busy",
        "case.counselor.busy",
    ),
}
ANSWERS = (Say, Change, Toast, StartFlow, Relay, RelayEdit, RelayMedia, Unsend, effects.WriteTo, SendReady, ShowReady)
STAFF_ONLY = {"alerts", "case_note", "case_form", "applicant_question", "volunteers", "oncall"}  # nobody else ever gets into these
NOTES = {"case_note", "case_form"}  # what counselors write of somebody else
FRONT = tuple(name for name, flow in FLOWS.items() if trait(flow, "FRONT"))
every_flow = pytest.mark.parametrize("name", FLOWS)
front_flow = pytest.mark.parametrize("name", FRONT)


def test_every_kind_of_event_is_tried() -> None:
    assert {type(event) for event in events()} == set(kit.EVENTS)


def test_every_way_of_starting_belongs_to_a_flow() -> None:
    assert set(STARTS) <= set(FLOWS)


@every_flow
def test_a_step_is_an_answer_of_known_effects(name: str) -> None:
    for turn in walk(name):
        assert isinstance(turn.step, (Next, Keep, End)), turn
        assert all(type(effect) in EFFECTS for effect in turn.step.effects), turn
        assert all(said.lane in LANES for said in turn.step.effects if isinstance(said, Say)), turn
        if isinstance(turn.step, Next):
            assert isinstance(turn.step.state, FLOWS[name].STATES), turn
            assert turn.step.expires is None or turn.step.expires > timedelta(0), turn


@every_flow
def test_the_start_takes_arguments_it_does_not_know(name: str) -> None:
    """A newer version may have stored more."""
    for facts in SITUATIONS.values():
        assert isinstance(FLOWS[name].start(facts, of_a_newer_version=1), (Next, End))


@every_flow
def test_states_survive_the_database(name: str) -> None:
    flow = FLOWS[name]
    found = states(name)
    for state in found:
        assert stored(flow, state) == state
        assert dump(state)["is"] == type(state).__name__
    assert {type(state) for state in found} == set(flow.STATES), "a state that nothing leads to"


@every_flow
def test_no_dead_end(name: str) -> None:
    """From every state, whoever it is, an end can be reached; in a conversation that takes words, without waiting for a timeout.

    What belongs to several people may need one of them for the way out.
    """
    shared = trait(FLOWS[name], "SHARED")
    steps: dict[tuple[Any, Any], set[str]] = defaultdict(set)
    for turn in walk(name):
        if turn.state is not None and _may_lead(turn):
            steps[turn.state, turn.after] |= {"anybody"} if shared else turn.situations
    for situation in ("anybody",) if shared else SITUATIONS:
        ways: dict[Any, set[Any]] = defaultdict(set)
        for (before, after), situations in steps.items():
            if situation in situations:
                ways[after].add(before)
        can_end, todo = {None}, [None]
        while todo:
            fresh = ways[todo.pop()] - can_end
            can_end |= fresh
            todo += fresh
        assert not set(states(name)) - can_end, f"{name}, {situation}: no way out"


def _may_lead(turn: Turn) -> bool:
    if not trait(FLOWS[turn.flow], "FRONT"):
        return True
    return isinstance(turn.event, (Text, Choice, Command))


@front_flow
def test_never_silent(name: str) -> None:
    """Words, files, commands and taps always get an answer."""
    flow = FLOWS[name]
    for turn in walk(name):
        if not isinstance(turn.event, (Text, Media, Command, Choice)) or _answered(turn.step.effects):
            continue
        for facts in turn.facts:
            found, _ = play(turn.event, facts, flow, turn.state)
            assert _answered(found), turn


def _answered(found: Iterable[Effect]) -> bool:
    return any(isinstance(effect, ANSWERS) or effect.ANSWERS for effect in found)


@every_flow
def test_every_text_can_be_read(name: str) -> None:
    """Every key exists in both languages, and the flow hands it all that it needs. Lengths are Telegram's limits."""
    seen = set()
    for turn in walk(name):
        for effect in turn.step.effects:
            for key, args, limit in _readings(effect):
                form = (key, shape(args))
                if form not in seen:
                    seen.add(form)
                    for language in LANGUAGES:
                        text = plain(render(language, key, args))
                        assert text.strip(), f"{key} is empty ({turn})"
                        assert len(text) <= limit, key


def _readings(effect: Effect) -> Iterator[tuple[str, dict[str, Any], int]]:
    match effect:
        case Say() | Change():
            yield effect.key, dict(effect.args), 4096
        case Toast():
            yield effect.key, dict(effect.args), 200
        case TellPerson():
            yield effect.key, {"name": effect.name, **effect.args}, 4096
        case TellStaff():
            reason = Ref(f"alert.reason.{effect.reason}") if effect.reason else ""
            yield effect.key, {"name": effect.name, "reason": reason, "who": "Awan"}, 4096


@every_flow
def test_every_button_can_be_read_and_tapped(name: str) -> None:
    """A label in both languages; distinct values; the data that Telegram hands back within its 64 bytes."""
    seen = set()
    for turn in walk(name):
        for menu in _all_menus(turn):
            form = (menu.name, menu.columns, tuple((button.value, button.key) for button in menu.buttons))
            if form in seen:
                continue
            seen.add(form)
            assert 1 <= menu.columns <= 8
            assert len({button.value for button in menu.buttons}) == len(menu.buttons), menu
            for button in menu.buttons:
                assert len(f"{name}.{'t' * 10}.{menu.name}.{button.value}".encode()) <= 64, button
                for language in LANGUAGES:
                    label = render(language, button.key or f"button.{menu.name}.{button.value}", button.args)
                    assert 0 < len(label) <= (22 if menu.columns > 1 else 40), label
                    assert plain(label) == label


def _all_menus(turn: Turn) -> Iterator[Menu]:
    yield from menus(turn.step)
    for effect in turn.step.effects:
        if isinstance(effect, TellPerson):
            yield from effect.menus


@every_flow
def test_every_button_leads_somewhere(name: str) -> None:
    """Tapped where it is shown, a button is understood; an ended conversation shows only buttons that start something."""
    flow = FLOWS[name]
    steps: dict[Any, list[Turn]] = defaultdict(list)
    for turn in walk(name):
        if isinstance(turn.event, Choice):
            steps[turn.state, turn.event].append(turn)
    seen = set()
    for turn in walk(name):
        for menu in menus(turn.step):
            form = (turn.after, turn.situations, menu.name, tuple(button.value for button in menu.buttons))
            if form in seen:
                continue
            seen.add(form)
            for value in form[3]:
                if menu.name == "go":
                    _starts_something(value, turn)
                    continue
                assert turn.after is not None, f"{menu.name}.{value} is shown although the conversation ends: {turn}"
                for tapped in steps[turn.after, Choice(menu.name, value)]:  # none on a rung above the highest one walked
                    if tapped.situations & turn.situations:
                        assert _answered(tapped.step.effects) or isinstance(tapped.step, (Next, End)), tapped
                        assert not _keys(tapped.step.effects) & LOST, tapped
    assert seen or not trait(flow, "FRONT") or name == "alerts"


def _keys(found: tuple[Effect, ...]) -> set[str]:
    """The keys of all texts that appear, also of those inside others."""
    return {key for effect in (*shown(found), *(e for e in found if isinstance(e, Toast))) for key in _nested(effect.key, effect.args)}


def _nested(key: str, args: Any) -> Iterator[str]:
    yield key
    for value in args.values():
        if isinstance(value, Ref):
            yield from _nested(value.key, value.args)


def _starts_something(value: str, turn: Turn) -> None:
    flow = FLOWS[turn.flow] if turn.after is not None else None
    for facts in turn.facts:
        if _possible(facts, turn.flow):
            found, _ = play(Choice("go", value), facts, flow, turn.after)
            assert _answered(found), f"go.{value} does nothing: {turn}"
            assert not _keys(found) & LOST, f"go.{value} is not understood: {turn}"


@every_flow
def test_what_is_told_to_others_leads_somewhere(name: str) -> None:
    """Buttons under a line to the person of an alert or application work for anybody, in a chat or not."""
    buttons = {button.value for turn in walk(name) for e in turn.step.effects if isinstance(e, TellPerson) for m in e.menus for button in m.buttons}
    for value in buttons:
        for facts in SITUATIONS.values():
            found, _ = play(Choice("go", value), facts, None, None)
            assert _answered(found), value
            assert not _keys(found) & LOST, value


@every_flow
def test_every_flow_that_is_started_exists(name: str) -> None:
    seen = set()
    for turn in walk(name):
        for effect in turn.step.effects:
            if isinstance(effect, StartFlow) and (effect.flow, repr(effect.args), turn.situations) not in seen:
                seen.add((effect.flow, repr(effect.args), turn.situations))
                for facts in turn.facts:
                    assert isinstance(FLOWS[effect.flow].start(facts, **effect.args), (Next, End)), turn


@every_flow
def test_a_message_has_one_kind_of_buttons(name: str) -> None:
    """Telegram takes either inline buttons or a reply keyboard with a message."""
    for turn in walk(name):
        for said in shown(turn.step.effects):
            assert not (isinstance(said, Say) and said.keyboard and any(menu.buttons for menu in said.menus)), turn


@front_flow
def test_an_end_leaves_a_way_on(name: str) -> None:
    """The last words of a conversation come with buttons, keys, a command to type, or another conversation."""
    for turn in walk(name):
        if not isinstance(turn.step, End) or isinstance(turn.event, Timeout):
            continue
        for facts in turn.facts:
            if not _possible(facts, name):
                continue
            found = turn.step.effects
            if isinstance(turn.event, (Text, Media)) and turn.event.crisis:
                if facts.in_chat:
                    continue  # the chat itself is the way on: nothing is started on top of it
                found = play(turn.event, facts, FLOWS[name], turn.state)[0]
            assert _way_on(found), turn
            if found is turn.step.effects:
                break


def _way_on(found: tuple[Effect, ...]) -> bool:
    said = list(shown(found))
    leads = any(isinstance(effect, (StartFlow, effects.ShowAlerts, effects.WriteTo)) or effect.ANSWERS for effect in found)
    return leads or any(one.menus or (isinstance(one, Say) and one.keyboard) or "/" in plain(render("id", one.key, one.args)) for one in said)


# ------------------------------------------------------------------------------------------------------------------------ interrupts

HELP = {"sos.card", "services.card", "sos.told"}


@cache
def anywhere() -> list[tuple[str | None, Any]]:
    """Every state of every flow, and nothing open. Found when it is first asked for: whoever only collects the tests walks nowhere."""
    return [(None, None), *((name, state) for name in FLOWS for state in states(name))]


def _open(name: str | None) -> Any:
    return FLOWS[name] if name else None


@pytest.mark.parametrize("situation", SITUATIONS)
def test_sos_and_words_of_crisis_work_everywhere(situation: str) -> None:
    facts = SITUATIONS[situation]
    helped = HELP - {"sos.told"} | {"sos.told_again" if facts.own_call.state == "seen" else "sos.told"}
    for name, state in anywhere():
        found, _ = play(Command("sos"), facts, _open(name), state)
        assert RaiseAlert("imminent", "sos") in found, (name, state)
        assert _keys(found) >= helped, (name, state)
        for event in (Text("aku mau bunuh diri", crisis=CRISIS), Media("photo", "aku mau bunuh diri", crisis=CRISIS)):
            found, _ = play(event, facts, _open(name), state)
            at_work = name in NOTES or (name == "chats" and facts.roles & {"counselor", "coordinator"})
            if getattr(state, "side", "") == "counselor" or at_work:
                continue  # a counselor at work writes of somebody they already look after
            assert RaiseAlert("high", "words", "aku mau bunuh diri") in found, (name, state, event)
            assert {"sos.heard", *helped} <= _keys(found), (name, state, event)


def test_a_counselor_at_work_raises_no_alarm_with_words_of_crisis() -> None:
    told = Text("tadi bilang mau bunuh diri", crisis=CRISIS)
    for name, state in anywhere():
        if name in NOTES or (name == "case_chat" and state.side == "counselor"):
            found, step = play(told, SITUATIONS["a counselor, not joined"], _open(name), state)
            assert step is not None
            assert not any(isinstance(effect, RaiseAlert) for effect in found)
            assert found, "but the words are not swallowed"


def test_words_of_crisis_in_a_chat_still_reach_the_other_side() -> None:
    said = Text("aku mau bunuh diri", crisis=CRISIS)
    for name in ("peer_chat", "case_chat", "guidance_chat"):
        for state in states(name):
            assert Relay(said) in play(said, SITUATIONS["in a chat"], FLOWS[name], state)[0]


def test_after_words_of_crisis_nobody_is_told_to_press_a_button() -> None:
    """No "I did not understand" and no next question below the card: the conversation waits, or has ended."""
    for name, state in anywhere():
        for said in (event for event in events() if getattr(event, "crisis", ())):
            found, _ = play(said, SITUATIONS["a person"], _open(name), state)
            allowed = (
                {"sos.now_heard", "relay.refused.young", "relay.refused.kind", "relay.masked", "relay.asked"}
                if name in {"peer_chat", "case_chat", "guidance_chat", "circle"}
                else {"sos.now_heard"}
            )
            allowed |= {"screen.friend", "screen.in_chat", "screen.in_counsel", "screen.in_circle", "screen.in_report", "screen.volunteer"}
            if name == "screen":
                allowed |= {"screen.more", *(f"screen.ask.{question}" for question in screen.QUESTIONS)}  # they may go on, but are not told off
            if name == "report_form":
                allowed |= {"report.sent"}  # the words are what is reported
            if name == "chats":
                allowed |= {"chats.none", "chats.not_sent"}  # that nobody got them is the truth, and must be said
            if name not in NOTES:
                assert {effect.key for effect in found if isinstance(effect, (Say, Change, Toast))} <= allowed, (name, state, said)


def test_a_check_in_keeps_the_words_of_crisis_as_its_note() -> None:
    for state in states("checkin"):
        if type(state).__name__ != "AskMood":
            for said in (Text("aku mau bunuh diri", crisis=CRISIS), Media("photo", "aku mau bunuh diri", crisis=CRISIS)):
                assert effects.AddToMood(note="aku mau bunuh diri") in play(said, SITUATIONS["a person"], FLOWS["checkin"], state)[0]


def test_words_of_crisis_are_never_taken_for_a_name() -> None:
    for name, state in anywhere():
        if type(state).__name__ == "AskName":
            found, step = play(Text("bunuh diri", crisis=CRISIS), SITUATIONS["new"], _open(name), state)
            assert step is None
            assert not any(isinstance(effect, effects.SetName) for effect in found)


@pytest.mark.parametrize("name", ["", *FRONT])
def test_every_command_is_answered_everywhere(name: str) -> None:
    """In every state, or with nothing open (""): an answer, readable in both languages, whose buttons lead somewhere."""
    flow = _open(name)
    known = [event for event in events() if isinstance(event, (Command, Text, Media))]
    read: dict[Any, set[str]] = defaultdict(set)
    for state in states(name) if name else (None,):
        for event in known:
            for (found, step), situations in in_all_situations(lambda facts, state=state, event=event: play(event, facts, flow, state)):  # type: ignore[misc]
                assert _answered(found), (name, state, event)
                over = isinstance(step, End) or effects.StopEverything() in found
                for effect in found:
                    form = (type(effect), getattr(effect, "key", ""), shape(dict(getattr(effect, "args", {}))))
                    fresh = situations - read[form]
                    read[form] |= fresh
                    for facts in map(SITUATIONS.__getitem__, fresh):
                        _read(effect, facts)
                        if _possible(facts, name):
                            after = (replace(facts, in_chat=False), None, None) if over else (facts, flow, state)
                            _tap_all(effect, *after)


def _read(effect: Effect, facts: kit.Facts) -> None:
    if isinstance(effect, StartFlow):
        assert isinstance(FLOWS[effect.flow].start(facts, **effect.args), (Next, End))
    for key, args, limit in _readings(effect):
        for language in LANGUAGES:
            assert 0 < len(plain(render(language, key, args))) <= limit
    for menu in getattr(effect, "menus", ()):
        for button in menu.buttons:
            for language in LANGUAGES:
                assert render(language, button.key or f"button.{menu.name}.{button.value}", button.args)


def _tap_all(effect: Effect, facts: kit.Facts, flow: Any, state: Any) -> None:
    for menu in getattr(effect, "menus", ()):
        for button in menu.buttons:
            if menu.name == "go":
                found, _ = play(Choice("go", button.value), facts, flow, state)
                assert _answered(found), (state, button)
                assert not _keys(found) & LOST, (state, button)


def _possible(facts: kit.Facts, name: str) -> bool:
    """Somebody is in a chat exactly if a chat has the word, and only staff are asked for notes. (The steps are tried all the same.)"""
    chats = bool(name) and trait(_open(name), "EXCLUSIVE")
    return facts.in_chat == chats and (name not in STAFF_ONLY or bool(facts.roles & interrupts.STAFF))


@pytest.mark.parametrize("situation", SITUATIONS)
def test_stop_and_help_are_taken_before_any_flow(situation: str) -> None:
    for name, state in anywhere():
        found, step = play(Command("stop"), SITUATIONS[situation], _open(name), state)
        assert step is None
        assert effects.StopEverything() in found
        found, step = play(Command("help"), SITUATIONS[situation], _open(name), state)
        assert step is None
        assert len(found) == 1


def test_with_nothing_open_every_event_is_harmless() -> None:
    for event in events():
        for facts in SITUATIONS.values():
            found, step = play(event, facts, None, None)
            assert step is None or isinstance(step, Keep)
            if isinstance(event, (Text, Media, Command, Choice)):
                assert _answered(found), event
    assert not play(kit.Edited("lama"), SITUATIONS["a person"], None, None)[0]


def test_every_command_of_the_menu_is_described() -> None:
    for name in {*interrupts.MENU, "end", "duty", "volunteer", "volunteers", "training", "alerts", "menu", "start"}:
        for language in LANGUAGES:
            assert 0 < len(render(language, f"command.{name}", {})) <= 60
