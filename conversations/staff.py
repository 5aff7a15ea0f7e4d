"""/staff: who the counselors are. Whoever came by an invitation can be taken out again; invitations that wait can be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations import paging
from conversations.effects.staff import RemoveCounselor, RevokeInvite
from conversations.kit import Button, Change, Choice, End, Event, Facts, Keep, Listing, Menu, Next, Ref, Say, Step, Timeout, go, menu, say

NAME, VERSION, FRONT = "staff", 1, False
NEEDS = frozenset({"staff_list"})
PATIENCE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Listed:
    page: int = 0


@dataclass(frozen=True, slots=True)
class Sure:
    person: int


STATES = (Listed, Sure)
State = Listed | Sure


def start(facts: Facts, **_: Any) -> Step:
    if "coordinator" not in facts.roles:
        return End(say("volunteers.not_yours", go("menu", "help")))
    return Next(Listed(), _list(0, facts), expires=PATIENCE)


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
        case Listed(page), Choice("page", "earlier" | "later" as to):
            return _turned(Listed(paging.turned(page, to, _count(facts))), facts)
        case Sure(), Choice("staff", "no"):
            return _turned(Listed(), facts)
        case _, Timeout():
            return End()
    return Keep()


def _turned(state: Listed, facts: Facts) -> Step:
    shown = _list(state.page, facts)
    return Next(state, Change(shown.key, shown.args, shown.menus), expires=PATIENCE)


def _count(facts: Facts) -> int:
    """Counselors and invitations stand side by side: the longer list says how many pages there are."""
    return max(len(facts.staff_list.members), len(facts.staff_list.invites))


def _list(page: int, facts: Facts) -> Say:
    crew, count = facts.staff_list, _count(facts)
    members = paging.page(crew.members, page)
    lines = tuple(Ref("crew.on_duty" if one.on_duty else "crew.off_duty", {"name": one.name}) for one in members)
    remove = Menu("remove", tuple(Button(str(one.person), "crew.remove", {"name": one.name}) for one in members if one.invited))
    revoke = Menu("revoke", tuple(Button(str(number), "crew.revoke", {"name": name}) for number, name in paging.page(crew.invites, page)))
    waiting = Ref("crew.waiting", {"count": len(crew.invites)}) if crew.invites else Ref("common.nothing")
    ways = (*paging.ways(page, count), go("invite", "rota", "help", columns=3))
    return say("crew.list", remove, revoke, *ways, lines=Listing(lines, "\n"), waiting=waiting, page=paging.where(page, count))
