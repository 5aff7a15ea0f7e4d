"""Saying something, changing what was said, answering a tap, starting another conversation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.effects import handles
from bot.store import conversations, people
from bot.turn import Scene, Turn
from conversations.effects import LeaveForm, LeaveForms
from conversations.flows import FLOWS
from conversations.kit import Change, Ref, Say, StartFlow, Toast, trait

NUMBERS = "services.card"  # the text with the numbers to call
NO_FORMS = frozenset({"onboarding", "peer_request", "case_note", "case_form"})  # what somebody else waits for, or nothing is kept without


@handles(Say)
def say(effect: Say, turn: Turn, scene: Scene) -> None:
    if scene.owner is not None:
        turn.say(turn.person(scene.owner), effect, scene.conversation)
        if _holds(effect.args, NUMBERS):
            people.note_numbers(turn.unit, scene.owner)


def _holds(args: Mapping[str, Any], key: str) -> bool:
    """Whether a text is put into what is said, however deep."""
    return any(isinstance(part, Ref) and (part.key.startswith(key) or _holds(part.args, key)) for part in args.values())


@handles(Change)
def change(effect: Change, turn: Turn, scene: Scene) -> None:
    if scene.owner is not None:
        turn.change(turn.person(scene.owner).language, effect.key, effect.args, effect.menus, scene.conversation)


@handles(Toast)
def toast(effect: Toast, turn: Turn, scene: Scene) -> None:
    who = scene.actor if scene.actor is not None else scene.owner
    if who is not None:
        turn.toast(turn.person(who).language, effect.key, effect.args, alert=effect.alert)


@handles(LeaveForm)
def leave_form(effect: LeaveForm, turn: Turn, scene: Scene) -> None:
    if scene.conversation is not None and scene.owner is not None:
        conversations.remove(turn.unit, scene.conversation.id)
        turn.uncovered.append(scene.owner)


@handles(LeaveForms)
def leave_forms(effect: LeaveForms, turn: Turn, scene: Scene) -> None:
    for open_one in conversations.fronts_of(turn.unit, scene.owner) if scene.owner is not None else ():
        chat = open_one.flow in FLOWS and trait(FLOWS[open_one.flow], "EXCLUSIVE")
        if open_one.flow == effect.only or not (effect.only or chat or open_one.flow in NO_FORMS):
            conversations.remove(turn.unit, open_one.id)


@handles(StartFlow)
def start(effect: StartFlow, turn: Turn, scene: Scene) -> None:
    subject = trait(FLOWS[effect.flow], "SUBJECT")
    turn.start(effect.flow, scene.owner, int(effect.args.get(subject, 0)) if subject else 0, **effect.args)
