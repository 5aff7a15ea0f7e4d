"""Counselors by invitation: how they come, and how they go with everything that hangs on the role."""

from __future__ import annotations

from collections import deque

from bot.effects import circles as groups
from bot.effects import handles
from bot.effects.alerts import staff as readers_of
from bot.effects.appointments import cancel as cancel_appointment
from bot.effects.guidance import give_back
from bot.effects.linking import flow_of
from bot.effects.peers import close_link
from bot.store import alerts, appointments, circles, conversations, invites, links, outbox, staff, updates
from bot.store.invites import Invite
from bot.store.people import Person
from bot.turn import Begin, Scene, Turn
from conversations.effects.appointments import CancelAppointment
from conversations.effects.circles import CancelCircle, Lead
from conversations.effects.staff import RemoveCounselor, RevokeInvite
from conversations.kit import ChatEnded, Undelivered, go, say

# What only counselors have open; it goes with the role.
THEIRS = frozenset(
    {"alerts", "case_chat", "case_form", "case_note", "case_room", "directory", "guidance_chat", "hours", "interject", "oncall", "rota"}
)


def welcome(turn: Turn, person: Person, invite: Invite) -> None:
    """From this moment on they are a counselor. Nobody asks them for the consent of somebody who looks for help: they can give it later."""
    staff.add(turn.unit, person.id, invite.team, invite.by)
    updates.audit(turn.unit, person.id, "staff.added", person.id)
    turn.changed(person.id)
    turn.queue = deque(one for one in turn.queue if not (isinstance(one, Begin) and one.flow == "onboarding" and one.owner == person.id))
    onboarding = conversations.find(turn.unit, "onboarding", person.id)
    if onboarding is not None:
        conversations.remove(turn.unit, onboarding.id)
    ways = go("oncall", "alerts", "help", columns=3)
    turn.say(turn.person(person.id), say("crew.welcome", keyboard="main", name=invite.team, place=turn.world.config.organisation), None)
    turn.say(turn.person(person.id), say("crew.first", ways), None)
    tell_coordinators(turn, "crew.came", invite.team, but=person.id)


def tell_coordinators(turn: Turn, key: str, name: str, but: int = 0, by: str = "") -> None:
    """Nobody changes who the staff is without the others knowing."""
    skip = turn.person(but).telegram_id if but else 0
    renderer = turn.world.renderer
    for reader in readers_of(turn, ("coordinators",)):
        if reader.chat != skip:
            markup = renderer.inline(reader.language, (go("staff", "audit"),), "", "")
            turn.send(reader.chat, "reply", renderer.text(reader.language, key, {"name": name, "by": by}), markup)


@handles(RevokeInvite)
def revoke(effect: RevokeInvite, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    by = turn.person(scene.owner)
    name = dict(invites.waiting(turn.unit, "counselor")).get(effect.invite, "")
    if not turn.world.access.allowed(by, "board") or not invites.revoke(turn.unit, effect.invite):
        turn.change(by.language, "crew.too_late", {}, (go("staff"),), None)
        return
    updates.audit(turn.unit, by.id, "invite.revoked", effect.invite)
    turn.change(by.language, "crew.revoked", {"name": name}, (go("staff", "board"),), None)
    tell_coordinators(turn, "crew.revoked_by", name, by.id, turn.staff_name(by))


@handles(RemoveCounselor)
def remove(effect: RemoveCounselor, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    by = turn.person(scene.owner)
    name = next((name for person, _, name in staff.everybody(turn.unit) if person == effect.person), "")
    if not turn.world.access.allowed(by, "board") or not staff.remove(turn.unit, effect.person):
        turn.change(by.language, "crew.too_late", {}, (go("staff"),), None)
        return
    updates.audit(turn.unit, by.id, "staff.removed", effect.person)
    turn.changed(effect.person)
    turn.change(by.language, "crew.removed", {"name": name}, (go("staff", "board"),), None)
    tell_coordinators(turn, "crew.removed_by", name, by.id, turn.staff_name(by))
    person = turn.person(effect.person)
    if not turn.world.access.allowed(person, "guidance"):
        _out(turn, person)


def left(turn: Turn) -> list[int]:
    """At start: who is not in the config any more, and no counselor by an invitation, has nothing of the staff's left. Their rows."""
    allowed, found = turn.world.access.allowed, list[int]()
    for number, counsels in staff.holding(turn.unit):
        person = turn.person(number)
        if not allowed(person, "guidance" if counsels else "alerts"):
            found.append(number)
            updates.audit(turn.unit, None, "staff.removed", number)
            turn.changed(number)
            tell_coordinators(turn, "crew.left_config", "")
            _hold_back(turn, person)
            _out(turn, person)
    return found


def _hold_back(turn: Turn, person: Person) -> None:
    """What was still on its way to them stays here; whoever wrote it is told that it did not arrive."""
    for row in outbox.unsent_to(turn.unit, person.telegram_id):
        outbox.mark_failed(turn.unit, row.id, "no staff any more")
        conversation = conversations.get(turn.unit, row.conversation) if row.conversation else None
        if conversation is not None and conversation.owner not in {None, person.id}:
            turn.post(conversation, Undelivered("staff", "refused"))


def _out(turn: Turn, person: Person) -> None:
    let_go(turn, person)
    if not turn.world.access.allowed(person, "alerts"):
        take_cards(turn, person)
    turn.say(person, say("crew.you_are_out", go("menu", "help"), keyboard="main"), None)


def let_go(turn: Turn, person: Person) -> None:
    """Whom they had goes to others at once; nobody is left with somebody who is not there any more."""
    unit = turn.unit
    for link in links.open_of(unit, person.id):
        if link.helper == person.id and link.kind != "peer" and close_link(turn, link):
            turn.post_to(flow_of(link, link.person), link.person, link.id, ChatEnded("left"))
    for one in (*conversations.fronts_of(unit, person.id), *conversations.backgrounds_of(unit, person.id)):
        if one.flow in THEIRS and not (one.flow in {"case_chat", "guidance_chat"} and links.get(unit, one.subject).person == person.id):
            conversations.remove(unit, one.id)
    for alert in alerts.all_open(unit):
        if alert.handler == person.id:
            turn.post_to("escalation", None, alert.id, Undelivered("handler", "blocked"))
    give_back(turn, person.id)
    scene = Scene(person.id, person.id, None)
    for appointment in appointments.coming(unit, person.id):
        if appointment.counselor == person.id:
            cancel_appointment(CancelAppointment(appointment.id), turn, scene)
    for number in circles.led_by(unit, person.id):
        groups.lead(Lead(number, "close"), turn, scene)  # one that runs; the other effect is for one that is planned
        groups.cancel(CancelCircle(number), turn, scene)


def take_cards(turn: Turn, person: Person) -> None:
    """What still stands in their chat of calls and requests that go on says nothing of anybody any more, and will not change again."""
    gone = turn.world.renderer.text(person.language, "crew.card_gone", {})
    for message in alerts.take_cards(turn.unit, person.telegram_id):
        turn.call(person.telegram_id, "reply", "editMessageText", {"chat_id": person.telegram_id, "message_id": message, **gone})
