"""A counselor's work on a case besides talking: notes, referrals, following up, handing over, and knowing who somebody is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.effects import fires, handles
from bot.effects.alerts import Reader, put_card, refresh, staff
from bot.effects.case_card import staff_name
from bot.effects.peers import close_link
from bot.staff import counselors
from bot.store import alerts, cases, conversations, links, people, timers, updates
from bot.store.alerts import Alert
from bot.store.cases import Case
from bot.store.links import Link
from bot.store.people import Person
from bot.turn import Scene, Turn
from conversations.effects.cases import AddNote, HandOver, OpenForm, SetFollowUp, SetOutcome, ShowIdentity
from conversations.kit import ChatEnded, HandedOver, Introduced, Ref, go, say
from conversations.later import by_day

DAY = 86_400_000  # ms
VIEW = 10 * 60_000  # ms after which the view of who somebody is disappears


@handles(OpenForm)
def open_form(effect: OpenForm, turn: Turn, scene: Scene) -> None:
    assert scene.actor is not None
    turn.start("case_form", scene.actor, scene.subject, alert=scene.subject, what=effect.what)


def of_staff(turn: Turn, scene: Scene, alert: int) -> tuple[Alert, Case] | None:
    """The alert and its case, if whoever acts may still work with alerts, and it is not their own: asked now, not when the button was drawn."""
    assert scene.owner is not None
    case = cases.of_alert(turn.unit, alert)
    if case is None or case.person == scene.owner or not turn.world.access.allowed(turn.person(scene.owner), "alerts"):
        return None
    return alerts.get(turn.unit, alert), case


@handles(AddNote)
def add_note(effect: AddNote, turn: Turn, scene: Scene) -> None:
    found = of_staff(turn, scene, effect.alert)
    if found is not None and scene.owner is not None:
        cases.add_note(turn.unit, found[1].id, scene.owner, effect.kind, effect.words)
        updates.audit(turn.unit, scene.owner, f"case.{effect.kind}", found[1].id)
        refresh(turn, effect.alert)


@handles(SetOutcome)
def set_outcome(effect: SetOutcome, turn: Turn, scene: Scene) -> None:
    found = of_staff(turn, scene, effect.alert)
    if found is not None and found[0].handler == scene.owner:
        cases.set_outcome(turn.unit, found[1].id, effect.outcome)
        updates.audit(turn.unit, scene.owner, "case.outcome", found[1].id, effect.outcome)


# ---------------------------------------------------------------------------------------------------------------------- following up


@handles(SetFollowUp)
def set_follow_up(effect: SetFollowUp, turn: Turn, scene: Scene) -> None:
    found = of_staff(turn, scene, effect.alert)
    if found is None:
        return
    at = turn.unit.now + effect.days * DAY if effect.days else None
    if at is not None:  # at the hour at which it is set, by day where the person lives
        zone = ZoneInfo(turn.person(found[1].person).zone)
        at = int(by_day(datetime.fromtimestamp(at / 1000, UTC).astimezone(zone)).timestamp() * 1000)
    cases.set_follow_up(turn.unit, found[1].id, at)
    if at is None:
        timers.drop(turn.unit, "follow_up", found[1].id)
    else:
        timers.put(turn.unit, "follow_up", found[1].id, at)
    updates.audit(turn.unit, scene.owner, "case.follow_up", found[1].id, str(effect.days))
    refresh(turn, effect.alert)


@fires("follow_up")
def follow_up_due(turn: Turn, number: int, due_at: int) -> None:
    """The counselor is reminded; the person is asked in plain words, and can answer with one tap. Closed or not: that was the promise. Where the
    counselor is one no more, or cannot be reached, the others are."""
    case, handler = cases.find(turn.unit, number), cases.last_handler(turn.unit, number)
    if case is None or handler is None:
        return
    cases.set_follow_up(turn.unit, number, None)
    counselor, person = turn.person(handler), turn.person(case.person)
    there = counselor.reachable and turn.world.access.allowed(counselor, "alerts")
    who = person.name or Ref("alert.somebody")
    if there:
        turn.say(counselor, say("case.follow.staff", go("alerts", "help"), who=who), None)
    else:
        _remind_others(turn, person, {"who": who})
    asks = {"name": staff_name(turn, handler)} if there else {}
    turn.say(person, say("case.follow.person" if there else "case.follow.from_all", go("counselor", "checkin", columns=2), **asks), None)
    updates.audit(turn.unit, None, "case.followed_up", number)


def _remind_others(turn: Turn, person: Person, args: dict[str, Any]) -> None:
    renderer = turn.world.renderer
    for reader in staff(turn, ("counselors",), but=person.telegram_id):
        markup = renderer.inline(reader.language, (go("alerts", "help"),), "", "")
        turn.send(reader.chat, "reply", renderer.text(reader.language, "case.follow.others", args), markup)


# ----------------------------------------------------------------------------------------------------------------------- handing over


@handles(HandOver)
def hand_over(effect: HandOver, turn: Turn, scene: Scene) -> None:
    found = of_staff(turn, scene, effect.alert)
    known = next((one for member in counselors(turn) if (one := people.by_telegram_id(turn.unit, member.id)) and one.id == effect.to), None)
    if found is None or known is None or found[0].handler != scene.owner or found[0].closed_at is not None or scene.owner is None:
        return
    cases.add_note(turn.unit, found[1].id, scene.owner, "hand", effect.summary)
    give_to(turn, found[0], known.id, scene.owner)
    before = staff_name(turn, scene.owner)
    turn.say(known, say("case.handed_to_you", lane="crisis", name=before, who=_who(turn, found[1]), summary=effect.summary), None)
    conversation = conversations.find(turn.unit, "escalation", None, effect.alert)
    if conversation is not None:
        put_card(turn, alerts.get(turn.unit, effect.alert), conversation, Reader(known.telegram_id, known.language))


def give_to(turn: Turn, alert: Alert, to: int, by: int) -> None:
    """Another counselor has the case: a talk in its topic goes on with them, one in private ends and they begin their own."""
    alerts.hand(turn.unit, alert.id, to)
    updates.audit(turn.unit, by, "case.handed", alert.id, str(to))
    link = links.open_case(turn.unit, alert.id)
    name = staff_name(turn, to)
    if link is not None and link.room:
        _move_talk(turn, link, to, name)
    elif link is not None and close_link(turn, link):
        alerts.set_state(turn.unit, alert.id, "seen")
        before = conversations.find(turn.unit, "case_chat", link.helper, link.id)
        if before is not None:
            conversations.remove(turn.unit, before.id)
            turn.say(turn.person(link.helper), say("case.counselor.handed", keyboard="main", alias=link.person_alias, name=name), None)
        turn.post_to("case_chat", link.person, link.id, Introduced(name, silent=True))
        turn.post_to("case_chat", link.person, link.id, ChatEnded("handed"))
    elif link is None:
        turn.say(turn.person(alert.person), say("case.person.handed_later", go("sos", "help"), lane="crisis", alias=name), None)
    turn.post_to("escalation", None, alert.id, HandedOver(to, name, link is not None and bool(link.room)))
    refresh(turn, alert.id)


def _move_talk(turn: Turn, link: Link, to: int, name: str) -> None:
    before = conversations.find(turn.unit, "case_room", link.helper, link.id)
    if before is not None:
        conversations.remove(turn.unit, before.id)
    links.set_helper(turn.unit, link.id, to, name)
    turn.start("case_room", to, link.id, link=link.id, alias=link.person_alias)
    turn.post_to("case_chat", link.person, link.id, Introduced(name))


# ------------------------------------------------------------------------------------------------------------------ breaking the glass


@handles(ShowIdentity)
def show_identity(effect: ShowIdentity, turn: Turn, scene: Scene) -> None:
    """Logged with its reason, and a second person is told at once, before anything is shown."""
    found = of_staff(turn, scene, effect.alert)
    if found is None or scene.owner is None:
        return
    number = cases.add_note(turn.unit, found[1].id, scene.owner, "glass", effect.reason)
    updates.audit(turn.unit, scene.owner, "glass.broken", found[1].id, str(number))
    own = turn.person(scene.owner).telegram_id
    args = {"name": staff_name(turn, scene.owner), "who": _who(turn, found[1]), "reason": effect.reason}
    person = turn.person(found[1].person).telegram_id
    for reader in _seconds(turn, {own, person}):
        turn.send(reader.chat, "crisis", turn.world.renderer.text(reader.language, "case.glass.told", args))
    turn.call(own, "crisis", "getChat", {"chat_id": person}, hook=f"who:{scene.owner}:{found[1].person}")


def _seconds(turn: Turn, but: set[int]) -> list[Reader]:
    """Who reads along: coordinators, else counselors, who can be reached and are neither who looks nor who is looked at; else the group."""
    for audience in ("coordinators", "counselors"):
        there = [one for one in staff(turn, (audience,)) if one.chat not in but]
        if reached := [one for one in there if (known := people.by_telegram_id(turn.unit, one.chat)) is not None and known.reachable]:
            return reached
    return staff(turn, ("group",))


def show_who(turn: Turn, reader: int, person: int, found: Any) -> None:
    """What Telegram says of them, to the one who asked, for a few minutes."""
    to = turn.person(reader)
    name = " ".join(str(found[part]) for part in ("first_name", "last_name") if found.get(part)) or "–"
    args = {"name": name, "username": f"@{found['username']}" if found.get("username") else "–", "id": str(found["id"]), "minutes": VIEW // 60_000}
    text = turn.world.renderer.text(to.language, "case.glass.view", args)
    turn.send(to.telegram_id, "crisis", text | {"protect_content": True}, hook=f"passing:{VIEW}")
    updates.audit(turn.unit, reader, "glass.seen", person)


@fires("passing")
def pass_away(turn: Turn, number: int, due_at: int) -> None:
    """The time of a message is over."""
    found = cases.take_passing(turn.unit, number)
    if found is not None:
        turn.call(found[0], "crisis", "deleteMessage", {"chat_id": found[0], "message_id": found[1]})


def _who(turn: Turn, case: Case) -> str | Ref:
    return turn.person(case.person).name or Ref("alert.somebody")
