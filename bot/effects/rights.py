"""Consent taken back, and erasure: first everything stops and the others are told, then, in a transaction of its own, every trace goes.

Erasure is two timers, so that a crash between any two steps is no more than a pause: ``erase`` (when the cooling-off is over) stops everything
and tells the others; ``wipe`` removes the rows and puts the receipt into the outbox, both in one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot import faults, takeout
from bot.effects import crew, fires, handles, parting, peers, reporting, rooms
from bot.effects.alerts import staff
from bot.effects.chatting import look_for_another
from bot.effects.person import owner
from bot.effects.person import stop as stop_everything
from bot.store import alerts, cases, conversations, erasure, links, people, portable, timers, updates
from bot.turn import Scene, Turn
from conversations.effects import StopEverything
from conversations.effects.rights import EraseMe, ExportMe, KeepMe, WithdrawConsent
from conversations.kit import Ref, go

RECEIPT = "erased"  # hook of the receipt: it leaves the outbox as soon as it is delivered


@handles(WithdrawConsent)
def withdraw(effect: WithdrawConsent, turn: Turn, scene: Scene) -> None:
    person = owner(turn, scene)
    people.give_consent(turn.unit, person.id, "")
    updates.audit(turn.unit, person.id, "consent.withdrawn", person.id)
    parting.call_off(turn, person.id)
    stop_everything(StopEverything(), turn, scene)
    crew.let_go(turn, turn.person(person.id))
    for conversation in conversations.backgrounds_of(turn.unit, person.id):
        if conversation.flow != "offer":  # that one says goodbye itself; the button of an old question would store an answer
            conversations.remove(turn.unit, conversation.id)


@handles(EraseMe)
def erase_me(effect: EraseMe, turn: Turn, scene: Scene) -> None:
    person = owner(turn, scene)
    people.give_consent(turn.unit, person.id, "")
    _leave(turn, person.id)
    wait = turn.world.place.keeping.cooling_off
    kind = "erase" if wait else "wipe"
    timers.put(turn.unit, kind, person.id, turn.unit.now + int(wait.total_seconds() * 1000))


@handles(ExportMe)
def export_me(effect: ExportMe, turn: Turn, scene: Scene) -> None:
    """Gathered in a transaction of its own, by a timer: whatever happens meanwhile, the file is made whole, or again at the next start."""
    timers.put(turn.unit, "export", owner(turn, scene).id, turn.unit.now)


@fires("export")
def export_due(turn: Turn, number: int, due_at: int) -> None:
    person, renderer = turn.person(number), turn.world.renderer
    tables = portable.collect(turn.unit, number, staff_notes=turn.world.config.privacy.export_counselor_notes)

    def words(key: str, args: Mapping[str, Any]) -> str:
        return renderer.texts.render(person.language, key, args) if renderer.texts.has(person.language, key) else ""

    packed = takeout.pack(tables, words, person.zone, person.language, turn.unit.now)
    turn.call(person.telegram_id, "reply", "sendChatAction", {"chat_id": person.telegram_id, "action": "upload_document"})
    markup = renderer.inline(person.language, (go("privacy", "menu"),), "", "")
    turn.send_file(person.telegram_id, "reply", takeout.NAME, packed, renderer.text(person.language, "privacy.exported", {}), markup)
    updates.audit(turn.unit, number, "person.exported", number)
    faults.at("packed")


@handles(KeepMe)
def keep_me(effect: KeepMe, turn: Turn, scene: Scene) -> None:
    timers.drop(turn.unit, "erase", owner(turn, scene).id)


def _leave(turn: Turn, number: int) -> None:
    """Out of everything that others have a part in; they hear it kindly, and whom this person was helping is not left alone."""
    for link in links.helped_by(turn.unit, number):
        look_for_another(turn, link, "erased")
    peers.withdraw(turn, number, "erased")
    parting.call_off(turn, number)
    stop_everything(StopEverything(), turn, Scene(number, number, None))
    crew.let_go(turn, turn.person(number))
    crew.take_cards(turn, turn.person(number))


@fires("erase")
def erase_due(turn: Turn, number: int, due_at: int) -> None:
    _leave(turn, number)
    timers.put(turn.unit, "wipe", number, turn.unit.now)


@fires("wipe")
def wipe(turn: Turn, number: int, due_at: int) -> None:
    """Somebody who took up a chat in the second between is led out of it first."""
    if links.open_of(turn.unit, number):
        erase_due(turn, number, due_at)
        return
    person = turn.person(number)
    _tell_staff(turn, number)
    reporting.let_go(turn, number)
    _take_topics(turn, number)
    gone = erasure.erase(turn.unit, person.id, person.telegram_id)
    updates.audit(turn.unit, None, "person.erased", number)  # so that a backup from before can be put right
    turn.changed(number)
    days = turn.world.place.keeping.backups_days
    backups = Ref("privacy.backups", {"days": days}) if days else Ref("common.nothing")
    messages = gone["relayed"] + gone["circle_messages"]
    counts = {"moods": gone["moods"], "messages": messages, "rows": gone.total(), "backups": backups}
    params = turn.world.renderer.text(person.language, "privacy.erased", counts)
    turn.send(person.telegram_id, "reply", params, turn.world.renderer.inline(person.language, (go("start", "sos"),), "", ""), hook=RECEIPT)
    faults.at("wiped")


def _tell_staff(turn: Turn, number: int) -> None:
    """A call for help whose person is gone cannot be answered any more: the staff hears it, and the cards no longer show their words."""
    alert = alerts.open_of(turn.unit, number)
    if alert is None:
        return
    renderer = turn.world.renderer
    card = conversations.find(turn.unit, "escalation", None, alert.id)
    for shown in alerts.cards(turn.unit, card.id) if card is not None else ():
        text = renderer.text(shown.language, "privacy.card_erased", {})
        turn.call(shown.chat, "crisis", "editMessageText", {"chat_id": shown.chat, "message_id": shown.message, **text})
    for reader in staff(turn, ("group", "counselors", "coordinators")):
        severity = Ref(f"alert.severity.{alert.severity}")
        turn.send(reader.chat, "crisis", renderer.text(reader.language, "privacy.staff_erased", {"severity": severity}))


def _take_topics(turn: Turn, number: int) -> None:
    """What somebody wrote to counselors stands in the topics of their cases: these go too. Where the bot may not, the counselors read that it is
    theirs to do."""
    for case in cases.topics_of(turn.unit, number):
        turn.call(case.chat, "crisis", "deleteForumTopic", {"chat_id": case.chat, "message_thread_id": case.thread})
        if room := rooms.current(turn):
            turn.send(room.chat, "crisis", turn.world.renderer.text(room.language, "privacy.topic_erased", {}))
