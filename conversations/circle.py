"""A group talks through the bot, each under a pseudonym: what one writes, everybody else who is in gets. The leader holds the round.

Words of somebody in danger are not passed on to the group: a counselor is called (as everywhere), and the leader is told. Whoever needs to can go
to a counselor with one tap; the others see only that they went.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from conversations.circling import Member
from conversations.effects import RaiseAlert
from conversations.effects.circles import Lead, LeaveCircle, ToCircle, WarnLeader
from conversations.kit import (
    Button,
    Choice,
    CircleChanged,
    Command,
    Edited,
    Effect,
    End,
    Event,
    Facts,
    Keep,
    Media,
    Menu,
    Next,
    Resumed,
    Say,
    StartFlow,
    Step,
    Text,
    go,
    menu,
    say,
)
from conversations.relaying import passed_on

NAME, VERSION, EXCLUSIVE, SUBJECT = "circle", 1, True, "circle"
NEEDS = frozenset({"circles"})
GROUP_ACTIONS = frozenset({"pause", "go_on", "round", "next", "free"})
MEMBER_ACTIONS = ("word", "mute", "unmute", "remove", "help")


@dataclass(frozen=True, slots=True)
class Inside:
    circle: int
    side: str  # member or leader
    alias: str
    band: str = "minor"


STATES = (Inside,)
HEARS_CRISIS = STEADY = (Inside,)


def start(facts: Facts, circle: int = 0, side: str = "member", alias: str = "", band: str = "minor", **_: Any) -> Step:
    return Next(Inside(circle, side, alias, band), say(f"circle.{side}.start", keyboard="chat_person", lane="relay", alias=alias))


def step(state: Inside, event: Event, facts: Facts) -> Step:
    match event:
        case Text() | Media() | Edited() if event.crisis and state.side == "member":
            return Keep(WarnLeader(state.circle))
        case Text() | Media() if (silence := _silence(state, facts)) is not None:
            return Keep(silence)
        case CircleChanged(what):
            return _changed(state, what)
        case Command("end") if state.side == "leader":
            return Keep(say("circle.close_sure", menu("circle", "close", "stay", columns=2)))
        case Command("end") | Choice("circle", "leave"):
            return End(LeaveCircle(state.circle), say("circle.you_left", keyboard="main", alias=state.alias))
        case Command("counselor") | Choice("circle", "help"):
            return _to_counselor(state)
        case Command("more") | Choice("circle", "stay"):
            return Keep(_panel(state, facts))
        case Choice("circle", "members") if state.side == "leader":
            return Keep(_members(facts))
        case Choice("circle", "close") if state.side == "leader":
            return Keep(Lead(state.circle, "close"))
        case Choice("circle", action) if state.side == "leader" and action in GROUP_ACTIONS:
            return Keep(Lead(state.circle, action))
        case Choice("member", value) if state.side == "leader":
            return _one(value, facts)
        case Choice("lead", value) if state.side == "leader":
            action, _, number = value.partition("-")
            if action in MEMBER_ACTIONS and number in {str(member.id) for member in facts.circles.running.members}:
                return Keep(Lead(state.circle, action, int(number)))
            return Keep(_members(facts))
        case Resumed():
            return Keep(say("circle.go_on", keyboard="chat_person", alias=state.alias))
    return _relayed(state, event, facts)


def _relayed(state: Inside, event: Event, facts: Facts) -> Step:
    passed = passed_on(event, facts, "circle_adults" if state.band == "adult" else "circle_minors")
    if not passed:
        return Keep(say("circle.busy", menu("circle", "help", "leave") if state.side == "member" else menu("circle", "members"), alias=state.alias))
    return Keep(*(one if isinstance(one, Say) else ToCircle(state.circle, one) for one in passed))


def _silence(state: Inside, facts: Facts) -> Effect | None:
    """Why a member's words do not go out now; they are told, so that nobody speaks into the void."""
    running = facts.circles.running
    if state.side == "leader":
        return None
    if running.muted:
        return say("circle.muted", menu("circle", "help", "leave", columns=2))
    if running.phase == "paused":
        return say("circle.paused_now", menu("circle", "help", "leave", columns=2))
    if running.phase == "round" and not running.speaks:
        return say("circle.not_your_turn", menu("circle", "help", "leave", columns=2))
    return None


def _to_counselor(state: Inside) -> Step:
    """One tap. The group sees the same line as when somebody just has to go."""
    if state.side == "leader":
        return Keep(RaiseAlert("concern", "asked"), say("sos.asked_in_chat", lane="crisis", alias=state.alias))
    called = say("sos.asked", lane="crisis")
    return End(RaiseAlert("high", "asked"), LeaveCircle(state.circle), called, say("menu.back", keyboard="main"))


def _changed(state: Inside, what: str) -> Step:
    if what == "removed":
        return End(say("circle.removed", go("peer", "counselor", "menu"), lane="relay"), say("menu.back", keyboard="main"))
    words = StartFlow("circle_words", {"circle": state.circle})
    return End(say("circle.closed", keyboard="main", lane="relay", alias=state.alias), *((words,) if state.side == "member" else ()))


def _panel(state: Inside, facts: Facts) -> Say:
    running = facts.circles.running
    if state.side == "member":
        return say("circle.more", menu("circle", "help", "leave"), alias=state.alias)
    pause = "go_on" if running.phase == "paused" else "pause"
    rounds = ("next", "free") if running.phase == "round" else ("round",)
    return say("circle.panel", menu("circle", pause, *rounds, "members", "close", columns=2), count=len(running.members))


def _members(facts: Facts) -> Say:
    found = facts.circles.running.members
    buttons = tuple(Button(str(member.id), "pick.plain", {"label": member.alias}) for member in found)
    return say("circle.members" if found else "circle.nobody", Menu("member", buttons))


def _one(value: str, facts: Facts) -> Step:
    found: Member | None = next((member for member in facts.circles.running.members if str(member.id) == value), None)
    if found is None:
        return Keep(_members(facts))
    actions = ("word", "unmute" if found.muted else "mute", "help", "remove")
    buttons = tuple(Button(f"{action}-{found.id}", f"button.lead.{action}") for action in actions)
    return Keep(say("circle.one", Menu("lead", buttons, columns=2), alias=found.alias))
