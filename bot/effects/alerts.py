"""Alerts: raised, put before the staff, changed in place as they go on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.effects import handles, rooms
from bot.effects.call_words import SHOWN, answers_of, given, shortened, words_of
from bot.effects.case_card import about_case
from bot.effects.staffing import counselors_on_duty
from bot.staff import counselors, may_read
from bot.store import alerts, cases, conversations, links, people, reports, updates
from bot.store.alerts import Alert
from bot.store.conversations import Conversation
from bot.turn import Scene, Turn
from conversations.effects import AlertStaff, RaiseAlert, ReleaseAlert, TakeAlert, TellPerson, TellStaff
from conversations.kit import Joined, Listing, Menu, Ref, Say, go, menu, say

TOPIC_WAIT = 60_000  # ms after which a topic that was asked for and never came is asked for again


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a staff message goes to: a chat and its language."""

    chat: int
    language: str


@handles(RaiseAlert)
def raise_alert(effect: RaiseAlert, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    about = scene.owner
    if effect.about == "other":
        about = links.get(turn.unit, scene.subject).other(scene.owner)
    before = alerts.open_of(turn.unit, about)
    number = before.id if before else alerts.add(turn.unit, about, effect.severity)
    case, again = cases.open_with(turn.unit, about, number)
    if again and case.thread is not None:
        turn.call(case.chat, "crisis", "reopenForumTopic", {"chat_id": case.chat, "message_thread_id": case.thread})
    alerts.add_reason(
        turn.unit, number, effect.severity, effect.reason, words_of(turn, about, effect.words, number), answers_of(turn, about, effect.answers)
    )
    updates.audit(turn.unit, scene.owner, "alert.joined" if before else "alert.raised", number, effect.reason)
    if before:
        turn.post_to("escalation", None, number, Joined(effect.severity, effect.reason))
        refresh(turn, number)
    else:
        turn.start("escalation", None, number)


def staff(turn: Turn, audiences: tuple[str, ...], but: int = 0) -> list[Reader]:
    """The chats of these audiences, each once, the group first. ``but``: somebody of the staff whom it is about hears nothing of it."""
    config = turn.world.config
    found: dict[int, Reader] = {}
    for audience in audiences:
        room = rooms.current(turn) if audience == "group" else None
        if room is not None:
            found[room.chat] = Reader(room.chat, room.language)
        for number in _members(turn, audience, but):
            known = people.by_telegram_id(turn.unit, number)
            found[number] = Reader(number, known.language if known else config.default_language)
    return list(found.values())


def _members(turn: Turn, audience: str, but: int) -> list[int]:
    """Telegram ids. Where nobody is on duty, on_duty is all counselors: a call is never for nobody."""
    everybody = [member.id for member in counselors(turn) if member.id != but]
    if audience == "on_duty":
        return counselors_on_duty(turn, but) or everybody
    coordinators = [member.id for member in turn.world.config.coordinators if member.id != but]
    return {"counselors": everybody, "coordinators": coordinators}.get(audience, [])


@handles(AlertStaff)
def alert_staff(effect: AlertStaff, turn: Turn, scene: Scene) -> None:
    assert scene.conversation is not None
    alert = alerts.get(turn.unit, scene.subject)
    case, room = cases.of_alert(turn.unit, alert.id), rooms.current(turn)
    readers = staff(turn, effect.to, but=turn.person(alert.person).telegram_id)
    before = cases.last_handler(turn.unit, case.id) if case and not effect.again else None
    if before is not None and before != alert.person and turn.world.access.allowed(turn.person(before), "alerts"):
        known = turn.person(before)  # whoever had the case the last time knows the person: they hear of it too, on duty or not
        readers = list(dict.fromkeys([*readers, Reader(known.telegram_id, known.language)]))
    for reader in readers:
        if case is not None and room is not None and reader.chat == room.chat and room.forum and case.thread is None:
            if case.asked_at is None or case.asked_at < turn.unit.now - TOPIC_WAIT:
                rooms.open_topic(turn, case, scene.conversation.id)
        else:
            put_card(turn, alert, scene.conversation, reader, again=effect.again)


def put_card(turn: Turn, alert: Alert, conversation: Conversation, reader: Reader, *, again: bool = False) -> None:
    params = _card(turn, alert, conversation, reader.language, again=again) | _topic(turn, alert, reader.chat)
    hook = f"card:{conversation.id}:{reader.language}:{alert.state}"
    turn.send(reader.chat, "crisis", params, conversation=conversation.id, hook=hook)


def _topic(turn: Turn, alert: Alert, chat: int) -> dict[str, Any]:
    """What puts a message for the group into the topic of the case."""
    case = cases.of_alert(turn.unit, alert.id)
    return {"message_thread_id": {"case": case.id}} if case is not None and case.thread is not None and case.chat == chat else {}


def _card(turn: Turn, alert: Alert, conversation: Conversation, language: str, *, again: bool = False) -> dict[str, Any]:
    """Text and buttons of an alert's card as it stands now."""
    reasons = alerts.reasons(turn.unit, alert.id)
    person = turn.person(alert.person)
    renderer = turn.world.renderer
    args: dict[str, Any] = {
        "again": Ref("alert.again" if again else "common.nothing"),
        "severity": Ref(f"alert.severity.{alert.severity}"),
        "who": person.name or Ref("alert.somebody"),
        "age": Ref(f"age.{person.age_band or 'unknown'}"),
        "reasons": Listing(tuple(Ref(f"alert.reason.{r}") for r in dict.fromkeys(reason.reason for reason in reasons))),
        "words": Ref("alert.no_words"),
        "answers": given(reasons),
        "since": clock(turn, alert.opened_at),
        "status": _status(turn, alert),
        "more": about_case(turn, alert),
    }
    words = shortened("\n".join(one.words for one in reasons if one.words), min(SHOWN, renderer.room(language, "alert.card", args)))
    if words:
        args["words"] = Ref("alert.words", {"words": words})
    markup = renderer.inline(language, _buttons(turn, alert), conversation.flow, conversation.token)
    return renderer.text(language, "alert.card", args) | ({"reply_markup": markup} if markup else {})


def _buttons(turn: Turn, alert: Alert) -> tuple[Menu, ...]:
    if alert.state == "open":
        return (menu("alert", "ack"),)
    if alert.state == "closed":
        return ()
    peer = any(link.kind == "peer" for link in links.open_of(turn.unit, alert.person))
    more = menu("alert", *(("join",) if peer and alert.state == "seen" else ()), "note", "refer", "follow", "hand", "who", columns=2)
    return menu("alert", "talk", "close"), more


def _status(turn: Turn, alert: Alert) -> Ref:
    if alert.handler is None or alert.state == "open":
        return Ref("alert.status.open" if alert.state == "open" else f"alert.status.{alert.state}", {"name": "–", "time": "–"})
    at = alert.closed_at if alert.state == "closed" and alert.closed_at else alert.seen_at or alert.opened_at
    return Ref(f"alert.status.{alert.state}", {"name": handler_name(turn, alert), "time": clock(turn, at)})


def handler_name(turn: Turn, alert: Alert) -> str:
    if alert.handler is None:
        return "–"
    person = turn.person(alert.handler)
    return turn.staff_name(person) or person.name or "–"


def clock(turn: Turn, at: int) -> str:
    """A time of day for the staff, in the zone of the organisation."""
    config = turn.world.config
    return datetime.fromtimestamp(at / 1000, UTC).astimezone(ZoneInfo(config.zones[config.default_language][0])).strftime("%H:%M")


def refresh(turn: Turn, number: int) -> None:
    """The newest card of the alert in every chat says what is true now. Older ones are left: a night of repetitions is not changed card by card."""
    conversation = conversations.find(turn.unit, "escalation", None, number)
    if conversation is None:
        return
    alert = alerts.get(turn.unit, number)
    shown = [(card.chat, card.message, card.language) for card in alerts.newest_cards(turn.unit, conversation.id) if may_read(turn, card.chat)]
    case, room = cases.of_alert(turn.unit, number), rooms.current(turn)
    if case is not None and room is not None and case.header is not None and case.chat == room.chat:
        shown.append((case.chat, case.header, room.language))
    for chat, message, language in dict.fromkeys(shown):
        params = {"chat_id": chat, "message_id": message, **_card(turn, alert, conversation, language)}
        turn.call(chat, "crisis", "editMessageText", params)


@handles(TakeAlert)
def take(effect: TakeAlert, turn: Turn, scene: Scene) -> None:
    assert scene.actor is not None
    alert = alerts.get(turn.unit, scene.subject)
    before = alert.handler
    if alert.seen_at is None:
        turn.unit.measure("sebaya_answer_seconds", (turn.unit.now - alert.opened_at) / 1000)
    alerts.take(turn.unit, scene.subject, scene.actor)
    if before is not None and before != scene.actor:
        _take_note_from(turn, scene.subject, before)
    updates.audit(turn.unit, scene.actor, "alert.acknowledged", scene.subject)
    refresh(turn, scene.subject)


def _take_note_from(turn: Turn, number: int, before: int) -> None:
    """Whoever had the alert first may still be asked for a note that would close nothing any more: they hear why it is not wanted."""
    note = conversations.find(turn.unit, "case_note", before, number)
    if note is not None:
        conversations.remove(turn.unit, note.id)
        name = handler_name(turn, alerts.get(turn.unit, number))
        turn.say(turn.person(before), say("note.taken", go("alerts", "help"), name=name), None)


@handles(ReleaseAlert)
def release(effect: ReleaseAlert, turn: Turn, scene: Scene) -> None:
    alerts.set_state(turn.unit, scene.subject, "open")
    updates.audit(turn.unit, None, "alert.released", scene.subject)
    refresh(turn, scene.subject)


@handles(TellStaff)
def tell_staff(effect: TellStaff, turn: Turn, scene: Scene) -> None:
    alert = alerts.get(turn.unit, scene.subject)
    readers = staff(turn, ("group",))
    if effect.to == "handler":
        handler = turn.person(alert.handler) if alert.handler is not None else None
        readers = [Reader(handler.telegram_id, handler.language)] if handler else []
    for reader in readers:
        args = {
            "who": turn.person(alert.person).name or Ref("alert.somebody"),
            "name": effect.name,
            "reason": Ref(f"alert.reason.{effect.reason}") if effect.reason else "",
        }
        turn.send(reader.chat, "crisis", turn.world.renderer.text(reader.language, effect.key, args) | _topic(turn, alert, reader.chat))


@handles(TellPerson)
def tell_person(effect: TellPerson, turn: Turn, scene: Scene) -> None:
    """The person this shared conversation is about: the alert's, the reporter, or the applicant."""
    assert scene.conversation is not None
    about = scene.subject
    if scene.conversation.flow == "escalation":
        about = alerts.get(turn.unit, scene.subject).person
    elif scene.conversation.flow == "report":
        about = reports.get(turn.unit, scene.subject).reporter
    turn.changed(about)
    turn.say(turn.person(about), Say(effect.key, {"name": effect.name, **effect.args}, effect.menus, "", effect.lane), scene.conversation)
