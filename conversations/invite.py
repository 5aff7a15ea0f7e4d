"""/invite: coordinators make invitations, each good for one person: to be a counselor, to become a volunteer, or to belong to a class or team."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.effects.invites import MakeInvites
from conversations.kit import Choice, Command, End, Event, Facts, Keep, Next, Resumed, Say, Step, Text, Timeout, go, menu, say

NAME, VERSION = "invite", 1
PATIENCE = timedelta(hours=1)
LONGEST, MOST = 40, 40


@dataclass(frozen=True, slots=True)
class AskKind:
    pass


@dataclass(frozen=True, slots=True)
class AskTeam:
    pass


@dataclass(frozen=True, slots=True)
class AskName:
    pass


@dataclass(frozen=True, slots=True)
class AskSeats:
    team: str


STATES = (AskKind, AskTeam, AskName, AskSeats)
State = AskKind | AskTeam | AskName | AskSeats
SEATS = ("1", "10", "20", "30", "40")


def start(facts: Facts, **_: Any) -> Step:
    if "coordinator" not in facts.roles:
        return End(say("volunteers.not_yours", go("menu", "help")))
    return _to(AskKind())


def ask(state: State) -> Say:
    match state:
        case AskKind():
            return say("invite.kind", menu("invite", "volunteer", "counselor", "team", "cancel"))
        case AskTeam():
            return say("invite.team", menu("invite", "cancel"))
        case AskName():
            return say("invite.name", menu("invite", "cancel"))
        case AskSeats(team):  # pragma: no branch (mypy knows these are all)
            return say("invite.seats", menu("seats", *SEATS, columns=5), menu("invite", "cancel"), team=team, most=MOST)


def step(state: State, event: Event, facts: Facts) -> Step:
    if "coordinator" not in facts.roles:
        return End(say("volunteers.not_yours", go("menu", "help")))
    match state, event:
        case _, (Choice("invite", "cancel") | Command("end")):
            return End(say("invite.cancelled", go("invite", "board", "help")))
        case AskKind(), Choice("invite", "volunteer"):
            return End(MakeInvites("volunteer"))
        case AskKind(), Choice("invite", "team"):
            return _to(AskTeam())
        case AskKind(), Choice("invite", "counselor"):
            return _to(AskName())
        case AskName(), Text(words) if 0 < len(" ".join(words.split())) <= LONGEST:
            return End(MakeInvites("counselor", " ".join(words.split())))
        case AskTeam(), Text(words) if 0 < len(" ".join(words.split())) <= LONGEST:
            return _to(AskSeats(" ".join(words.split())))
        case AskSeats(team), Choice("seats", count) if count in SEATS:
            return End(MakeInvites("team", team, int(count)))
        case AskSeats(team), Text(words) if 0 < _number(words) <= MOST:
            return End(MakeInvites("team", team, _number(words)))
        case _, Resumed():
            return Keep(ask(state))
        case _, Timeout():
            return End()
    return Keep(say("common.please_choose"), ask(state))


def _to(state: State) -> Step:
    return Next(state, ask(state), expires=PATIENCE)


def _number(words: str) -> int:
    """A plain number; 0 for anything else."""
    return int(words) if words.isascii() and words.isdecimal() and len(words) <= 3 else 0
