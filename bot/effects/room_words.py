"""What is written in the counselors' group: in the topic of a case it reaches the person, if whoever writes has the case; // stays a note."""

from __future__ import annotations

from dataclasses import replace

from bot.effects import handles, rooms
from bot.effects.alerts import refresh
from bot.effects.case_card import staff_name
from bot.effects.case_work import give_to
from bot.store import alerts, cases, links, updates
from bot.store.cases import Case
from bot.store.links import Link
from bot.store.people import Person
from bot.telegram.incoming import Grouped, RoomChanged
from bot.telegram.render import relayed
from bot.turn import Scene, Turn
from conversations.effects.cases import SendAnyway, TakeFrom
from conversations.kit import Edited, Media, Reacted, Text

NOTE = "//"


def heard(turn: Turn, person: Person, incoming: Grouped) -> None:
    case = _case(turn, incoming)
    if case is None:
        return
    if not turn.world.access.allowed(person, "alerts"):
        _answer(turn, case, incoming, "case.room.not_staff")
        return
    if case.person == person.id:
        _answer(turn, case, incoming, "case.room.own")
        return
    event = incoming.event
    if isinstance(event, Text | Edited) and event.text.startswith(NOTE):
        _note(turn, case, person, incoming)
        return
    link = links.of_room(turn.unit, case.id)
    if link is None:
        if isinstance(event, Text | Media):
            _answer(turn, case, incoming, "case.room.nobody_talks")
    elif link.helper == person.id:
        turn.post_to("case_room", person.id, link.id, event)
    elif isinstance(event, Text | Media):
        words = event if isinstance(event, Text) else Text("")
        args = {"text": words.text, "entities": words.entities, "message": event.message}
        turn.start("interject", person.id, link.id, link=link.id, name=staff_name(turn, link.helper), **args)


def _case(turn: Turn, incoming: Grouped) -> Case | None:
    """The case of the topic. A reaction does not say in which topic it was put: its message does."""
    if incoming.thread:
        return cases.of_thread(turn.unit, incoming.chat, incoming.thread)
    number = links.link_of(turn.unit, incoming.chat, incoming.event.message) if isinstance(incoming.event, Reacted) else None
    link = links.get(turn.unit, number) if number is not None else None
    return cases.get(turn.unit, link.room) if link is not None and link.room else None


def _note(turn: Turn, case: Case, person: Person, incoming: Grouped) -> None:
    """Kept, sealed, and seen to be kept by a sign on it; an edited note is kept again as it is now."""
    event = incoming.event
    assert isinstance(event, Text | Edited)
    words = event.text.removeprefix(NOTE).strip()
    if words:
        cases.add_note(turn.unit, case.id, person.id, "note", words)
        updates.audit(turn.unit, person.id, "case.note", case.id)
        sign = {"chat_id": incoming.chat, "message_id": event.message, "reaction": [{"type": "emoji", "emoji": "✍"}]}
        turn.call(incoming.chat, "reply", "setMessageReaction", sign)
        alert = cases.open_alert(turn.unit, case.id)
        if alert is not None:
            refresh(turn, alert)


def _answer(turn: Turn, case: Case, incoming: Grouped, key: str) -> None:
    room = rooms.current(turn)
    message = getattr(incoming.event, "message", 0)
    if room is not None and message:
        reply = {"message_thread_id": {"case": case.id}, "reply_parameters": {"message_id": message, "allow_sending_without_reply": True}}
        turn.send(room.chat, "reply", turn.world.renderer.text(room.language, key, {}) | reply)


def changed(turn: Turn, change: RoomChanged) -> None:
    """The group has another id now, or something about it or about the bot in it is different: asked anew; a closed topic is opened again."""
    if change.now:
        rooms.migrated(turn, change.chat, change.now)
        return
    case = cases.of_thread(turn.unit, change.chat, change.closed) if change.closed else None
    if case is not None and case.closed_at is None:
        turn.call(change.chat, "relay", "reopenForumTopic", {"chat_id": change.chat, "message_thread_id": change.closed})
        room = rooms.current(turn)
        assert room is not None
        turn.send(change.chat, "relay", turn.world.renderer.text(room.language, "case.room.reopened", {}) | {"message_thread_id": {"case": case.id}})
    elif not change.closed:
        rooms.ask_about(turn)


@handles(SendAnyway)
def send_anyway(effect: SendAnyway, turn: Turn, scene: Scene) -> None:
    """Under the writer's own name, so that nobody takes them for somebody else."""
    link = _open(turn, scene, effect.link)
    if link is None or scene.owner is None:
        return
    name = staff_name(turn, scene.owner)
    chat = turn.person(link.person).telegram_id
    words = replace(effect.content, text=f"{name}: {effect.content.text}", entities="")
    case = cases.get(turn.unit, link.room)
    number = links.add_relayed(turn.unit, link.id, scene.owner, (case.chat, words.message), chat, words.text)
    protect = {"protect_content": True} if turn.world.config.relay.protect else {}
    turn.send(chat, "relay", relayed(words.text, "") | protect, hook=f"relayed:{number}")
    updates.audit(turn.unit, scene.owner, "case.sent_anyway", link.origin)


@handles(TakeFrom)
def take_from(effect: TakeFrom, turn: Turn, scene: Scene) -> None:
    link = _open(turn, scene, effect.link)
    if link is not None and scene.owner is not None and link.helper != scene.owner:
        give_to(turn, alerts.get(turn.unit, link.origin), scene.owner, scene.owner)


def _open(turn: Turn, scene: Scene, number: int) -> Link | None:
    """The talk, if it is still open and whoever asks still belongs to the staff."""
    link = links.get(turn.unit, number)
    assert scene.owner is not None
    allowed = turn.world.access.allowed(turn.person(scene.owner), "alerts")
    return link if allowed and not link.closed and link.room else None
