"""Applications of volunteers, the coordinators' decision, and duty."""

from __future__ import annotations

from bot.effects import handles
from bot.effects.alerts import staff
from bot.effects.pairing import match_waiting
from bot.effects.peers import free_offers
from bot.store import alerts, updates, volunteers
from bot.turn import Scene, Turn
from conversations.effects import Apply, Decide, SetDuty, ShowApplication
from conversations.kit import Listing, Ref, menu


@handles(Apply)
def apply(effect: Apply, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    volunteers.apply(turn.unit, scene.owner, effect.topics)
    turn.changed(scene.owner)
    updates.audit(turn.unit, scene.owner, "volunteer.applied", scene.owner)
    turn.start("application", None, scene.owner)


@handles(ShowApplication)
def show_application(effect: ShowApplication, turn: Turn, scene: Scene) -> None:
    assert scene.conversation is not None
    renderer, conversation = turn.world.renderer, scene.conversation
    for reader in staff(turn, ("coordinators",)):
        params = renderer.text(reader.language, "application.card", _about(turn, scene.subject))
        markup = renderer.inline(reader.language, (menu("decide", "approve", "approve_youth", "reject"),), conversation.flow, conversation.token)
        hook = f"card:{conversation.id}:{reader.language}:open"
        turn.send(reader.chat, "reply", params, markup, conversation=conversation.id, hook=hook)


def _about(turn: Turn, applicant: int) -> dict[str, object]:
    topics = volunteers.topics(turn.unit, applicant)
    return {"name": turn.person(applicant).name or Ref("alert.somebody"), "topics": Listing(tuple(Ref(f"topic.{t}") for t in topics))}


@handles(Decide)
def decide(effect: Decide, turn: Turn, scene: Scene) -> None:
    assert scene.actor is not None and scene.conversation is not None
    state = "approved" if effect.approved else "rejected"
    volunteers.decide(turn.unit, scene.subject, state, scene.actor, youth=effect.youth)
    turn.changed(scene.subject)
    updates.audit(turn.unit, scene.actor, f"volunteer.{state}", scene.subject)
    decider = turn.world.config.staff_name(turn.person(scene.actor).telegram_id)
    for card in alerts.cards(turn.unit, scene.conversation.id):
        args = {**_about(turn, scene.subject), "decision": Ref(f"application.decision.{state}"), "by": decider}
        text = turn.world.renderer.text(card.language, "application.card_done", args)
        turn.call(card.chat, "reply", "editMessageText", {"chat_id": card.chat, "message_id": card.message, **text})


@handles(SetDuty)
def set_duty(effect: SetDuty, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    volunteers.set_duty(turn.unit, scene.owner, effect.on)
    turn.changed(scene.owner)
    if not effect.on:
        free_offers(turn, scene.owner)
    match_waiting(turn)
