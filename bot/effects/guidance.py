"""Requests for guidance: put before the counselors of their field, taken, talked about, closed; every card says what is true now."""

from __future__ import annotations

from typing import Any

from bot.counselors import for_field
from bot.effects import handles, plans, safety
from bot.effects.alerts import Reader, clock, staff
from bot.effects.solving import give_shared
from bot.facts import in_chat
from bot.lookups.guidance import name_of
from bot.staff import counselors, may_read
from bot.store import alerts, conversations, counsel, links, updates
from bot.store.conversations import Conversation
from bot.store.counsel import Asked
from bot.turn import Scene, Turn
from conversations.effects.guidance import AskGuidance, CloseWish, NoteWish, OpenTalk, ShowWish, TakeWish, WithdrawWish
from conversations.kit import Ref, RequestClosed, Undelivered, menu

WORDS_SHOWN = 1000


@handles(NoteWish)
def note(effect: NoteWish, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    _take_down(turn, scene.owner)
    counsel.draft(turn.unit, scene.owner, effect.field, effect.words)


@handles(AskGuidance)
def ask(effect: AskGuidance, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    if counsel.ask(turn.unit, scene.owner, effect.soon, effect.way):
        updates.audit(turn.unit, scene.owner, "guidance.asked", scene.owner)
        turn.start("guidance", None, scene.owner, soon=effect.soon)


@handles(WithdrawWish)
def withdraw(effect: WithdrawWish, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    _take_down(turn, scene.owner)


def _take_down(turn: Turn, person: int) -> None:
    """What was asked for is not needed any more: the cards say so."""
    conversation = conversations.find(turn.unit, "guidance", None, person)
    if counsel.end(turn.unit, person, "withdrawn") and conversation is not None:
        refresh(turn, conversation)
        turn.post(conversation, RequestClosed())


def _readers(turn: Turn, wish: Asked, *, wide: bool) -> list[Reader]:
    """Private chats only: what somebody writes is for those who look after its field. Taken: for the one who has it. A counselor's own request is for
    the others, and where there are none for the coordinators."""
    if wish.counselor is not None:
        known = turn.person(wish.counselor)
        return [Reader(known.telegram_id, known.language)]
    own = turn.person(wish.person).telegram_id
    others = {reader.chat: reader for reader in staff(turn, ("counselors",), but=own)}
    if wide or not others:
        return staff(turn, ("counselors", "coordinators"), but=own)
    return [others[one.id] for one in for_field(turn, wish.field, but=own)]


@handles(ShowWish)
def show(effect: ShowWish, turn: Turn, scene: Scene) -> None:
    assert scene.conversation is not None
    wish = counsel.of(turn.unit, scene.subject)
    if wish is None:
        return
    conversation = scene.conversation
    coordinators = {member.id for member in turn.world.config.coordinators} - {member.id for member in counselors(turn)}
    for reader in _readers(turn, wish, wide=effect.wide):
        params = _card(turn, wish, conversation, reader.language, again=effect.again, buttons=reader.chat not in coordinators)
        turn.send(reader.chat, "reply", params, conversation=conversation.id, hook=f"card:{conversation.id}:{reader.language}:{wish.state}")


def _card(turn: Turn, wish: Asked, conversation: Conversation, language: str, *, again: bool = False, buttons: bool = True) -> dict[str, Any]:
    person = turn.person(wish.person)
    name = name_of(turn, wish.counselor) if wish.counselor is not None else ""
    args = {
        "again": Ref("guidance.again" if again else "common.nothing"),
        "who": person.name or Ref("alert.somebody"),
        "age": Ref(f"age.{person.age_band or 'unknown'}"),
        "field": Ref(f"field.{wish.field}"),
        "soon": Ref(f"button.soon.{wish.soon}"),
        "way": Ref(f"way.{wish.way}"),
        "words": Ref("alert.words", {"words": wish.words[:WORDS_SHOWN]}) if wish.words else Ref("alert.no_words"),
        "since": clock(turn, wish.asked_at),
        "status": Ref(f"guidance.status.{wish.state}", {"name": name} if wish.state == "taken" else {}),
    }
    ways = {"open": ("take",), "taken": ("talk", "times", "back", "done")}.get(wish.state, ())
    renderer = turn.world.renderer
    shown = (menu("wish", *ways, columns=2),) if ways and buttons else ()
    markup = renderer.inline(language, shown, conversation.flow, conversation.token)
    return renderer.text(language, "guidance.card", args) | ({"reply_markup": markup} if markup else {})


def refresh(turn: Turn, conversation: Conversation) -> None:
    """Every card of the request says what is true now. What somebody has taken is for the others to read no more: their card only names who."""
    wish = counsel.last(turn.unit, conversation.subject)
    if wish is None:
        return
    taker = turn.person(wish.counselor).telegram_id if wish.counselor is not None else 0
    for card in alerts.cards(turn.unit, conversation.id):
        if not may_read(turn, card.chat):
            continue
        params = _card(turn, wish, conversation, card.language)
        if taker and card.chat != taker:
            params = turn.world.renderer.text(card.language, "guidance.card_taken", {"name": name_of(turn, wish.counselor or 0)})
        turn.call(card.chat, "reply", "editMessageText", {"chat_id": card.chat, "message_id": card.message, **params})


@handles(TakeWish)
def take(effect: TakeWish, turn: Turn, scene: Scene) -> None:
    assert scene.actor is not None and scene.conversation is not None
    counsel.take(turn.unit, scene.subject, None if effect.back else scene.actor)
    updates.audit(turn.unit, scene.actor, "guidance.given_back" if effect.back else "guidance.taken", scene.subject)
    if not effect.back:
        give_shared(turn, scene.subject, scene.actor)
    refresh(turn, scene.conversation)


@handles(CloseWish)
def close(effect: CloseWish, turn: Turn, scene: Scene) -> None:
    assert scene.conversation is not None
    counsel.end(turn.unit, scene.subject, "closed")
    updates.audit(turn.unit, scene.actor, "guidance.closed", scene.subject)
    refresh(turn, scene.conversation)


@handles(OpenTalk)
def open_talk(effect: OpenTalk, turn: Turn, scene: Scene) -> None:
    assert scene.actor is not None
    connect(turn, scene.subject, scene.actor, scene.subject)


def connect(turn: Turn, person: int, counselor: int, origin: int) -> bool:
    """A talk through the bot. False, and the counselor is told why, when one of them is in a chat or the bot cannot write to the person."""
    them, staff_member = turn.person(person), turn.person(counselor)
    if in_chat(turn, counselor):
        turn.toast(staff_member.language, "alert.finish_first", alert=True)
    elif not them.reachable or in_chat(turn, person):
        turn.toast(staff_member.language, "guidance.cannot_talk_now", alert=True)
    else:
        alias, name = them.name or name_of(turn, person), name_of(turn, counselor)
        link = links.add(turn.unit, "guidance", person, counselor, (alias, name), origin)
        turn.start("guidance_chat", counselor, link.id, link=link.id, side="counselor", alias=alias)
        turn.start("guidance_chat", person, link.id, link=link.id, side="person", alias=name)
        updates.audit(turn.unit, counselor, "guidance.talk", link.id)
        safety.show_to(turn, person, counselor)
        plans.show_to(turn, person, counselor)
        return True
    return False


def give_back(turn: Turn, counselor: int) -> None:
    """Whom this counselor looked after is shown to the others: they are gone, or cannot be written to any more."""
    for asked in counsel.taken_by(turn.unit, counselor):
        counsel.take(turn.unit, asked, None)
        turn.post_to("guidance", None, asked, Undelivered("handler", "blocked"))
