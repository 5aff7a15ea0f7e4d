"""/staff: who the counselors are. Whoever came by an invitation can be taken out again; invitations that wait can be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.effects.staff import RemoveCounselor, RevokeInvite
from conversations.kit import Button, Change, Choice, End, Event, Facts, Keep, Listing, Menu, Next, Ref, Say, Step, Timeout, go, menu, say

NAME, VERSION, FRONT = "staff", 1, False
NEEDS = frozenset({"staff_list"})
PATIENCE = timedelta(hours=1)
SHOWN = 40


@dataclass(frozen=True, slots=True)
class Listed:
    pass


@dataclass(frozen=True, slots=True)
class Sure:
    person: int


STATES = (Listed, Sure)
State = Listed | Sure


def start(facts: Facts, **_: Any) -> Step:
    if "coordinator" not in facts.roles:
        return End(say("volunteers.not_yours", go("menu", "help")))
    return Next(Listed(), _list(facts), expires=PATIENCE)


def step(state: State, event: Event, facts: Facts) -> Step:
    if "coordinator" not in facts.roles:
        return End(*((say("volunteers.not_yours", go("menu", "help")),) if isinstance(event, Choice) else ()))
    match state, event:
        case Listed(), Choice("remove", value) if (member := facts.staff_list.removable(value)) is not None:
            return Next(Sure(member.person), Change("crew.sure", {"name": member.name}, (menu("staff", "yes", "no"),)), expires=PATIENCE)
        case Listed(), Choice("revoke", value) if value in {str(number) for number, _ in facts.staff_list.invites}:
            return End(RevokeInvite(int(value)))
        case Sure(person), Choice("staff", "yes"):
            return End(RemoveCounselor(person))
        case Sure(), Choice("staff", "no"):
            shown = _list(facts)
            return Next(Listed(), Change(shown.key, shown.args, shown.menus), expires=PATIENCE)
        case _, Timeout():
            return End()
    return Keep()


def _list(facts: Facts) -> Say:
    crew = facts.staff_list
    rest = len(crew.members) - SHOWN
    lines = [Ref("crew.on_duty" if one.on_duty else "crew.off_duty", {"name": one.name}) for one in crew.members[:SHOWN]]
    lines += [Ref("crew.more", {"count": rest})] if rest > 0 else []
    remove = Menu("remove", tuple(Button(str(one.person), "crew.remove", {"name": one.name}) for one in crew.members if one.invited)[:SHOWN])
    revoke = Menu("revoke", tuple(Button(str(number), "crew.revoke", {"name": name}) for number, name in crew.invites)[:SHOWN])
    waiting = Ref("crew.waiting", {"count": len(crew.invites)}) if crew.invites else Ref("common.nothing")
    return say("crew.list", remove, revoke, go("invite", "rota", "help", columns=3), lines=Listing(tuple(lines), "\n"), waiting=waiting)
