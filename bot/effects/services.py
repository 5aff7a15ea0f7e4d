"""The services directory: referrals, what came of them, and whether entries are still right."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot.effects import fires, handles
from bot.effects.alerts import staff
from bot.store import alerts, services, timers, updates
from bot.turn import Scene, Turn
from conversations.effects.services import AskAboutService, CheckService, NoteReferral, Refer
from conversations.kit import Ref, menu

DAY = 86_400_000  # ms
UNANSWERED = 2  # people within UNANSWERED_DAYS whom nobody answered: a coordinator is asked about the entry
UNANSWERED_DAYS = 60


def _today(turn: Turn) -> datetime:
    return datetime.fromtimestamp(turn.unit.now / 1000, UTC)


@handles(Refer)
def refer(effect: Refer, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    number = services.refer(turn.unit, scene.owner, effect.service)
    turn.start("referral", scene.owner, number, referral=number, service=effect.service)


@handles(NoteReferral)
def note(effect: NoteReferral, turn: Turn, scene: Scene) -> None:
    services.answer(turn.unit, effect.referral, effect.outcome, effect.barrier, effect.helped)
    since = turn.unit.now - UNANSWERED_DAYS * DAY
    if effect.barrier == "no_answer" and services.unanswered(turn.unit, effect.service, since) >= UNANSWERED:
        _ask(turn, effect.service)


@fires("services")
def look(turn: Turn, subject: int, due_at: int) -> None:
    """Once a day: whatever is past its date is asked about, once until it is answered."""
    timers.put(turn.unit, "services", 0, turn.unit.now + DAY)
    for stands in services.standing(turn.unit, turn.world.place.shelf.services, _today(turn).date()):
        if stands.state == "old":
            _ask(turn, stands.id)


def _ask(turn: Turn, service: str) -> None:
    known = turn.unit.value("SELECT id FROM service_checks WHERE service = :service", service=service)
    if known and turn.conversation("service_check", None, known):
        return
    number = services.note(turn.unit, service, "asked", "", None)
    turn.start("service_check", None, number, service=service)


@handles(AskAboutService)
def ask_about(effect: AskAboutService, turn: Turn, scene: Scene) -> None:
    assert scene.conversation is not None
    if turn.world.place.shelf.service(effect.service) is None:
        return  # somebody took the entry out of the file meanwhile
    conversation, renderer = scene.conversation, turn.world.renderer
    for reader in staff(turn, ("coordinators",)):
        params = renderer.text(reader.language, "services.check", _about(effect.service, again=effect.again))
        markup = renderer.inline(reader.language, (menu("checked", "good", "changed"),), conversation.flow, conversation.token)
        hook = f"card:{conversation.id}:{reader.language}:open"
        turn.send(reader.chat, "reply", params, markup, conversation=conversation.id, hook=hook)


def _about(service: str, *, again: bool = False) -> dict[str, Any]:
    again_ = Ref("services.check_again" if again else "common.nothing")
    return {"name": Ref(f"service.{service}.name"), "contact": Ref(f"service.{service}.contact"), "id": service, "again": again_}


@handles(CheckService)
def check(effect: CheckService, turn: Turn, scene: Scene) -> None:
    assert scene.actor is not None and scene.conversation is not None
    number = services.note(turn.unit, effect.service, effect.state, _today(turn).date().isoformat(), scene.actor)
    updates.audit(turn.unit, scene.actor, "service.checked", number, effect.state)
    by = turn.staff_name(turn.person(scene.actor))
    for card in alerts.cards(turn.unit, scene.conversation.id):
        args = {"name": Ref(f"service.{effect.service}.name"), "by": by, "answer": Ref(f"services.answer.{effect.state}")}
        text = turn.world.renderer.text(card.language, "services.check_done", args)
        turn.call(card.chat, "reply", "editMessageText", {"chat_id": card.chat, "message_id": card.message, **text})
