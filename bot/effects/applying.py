"""Applications of volunteers: put before the coordinators, asked about, decided."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from bot.effects import handles
from bot.effects.alerts import Reader, staff
from bot.store import alerts, applications, conversations, training, updates, volunteers
from bot.store.conversations import Conversation
from bot.store.people import Person
from bot.turn import Scene, Turn
from conversations.effects import AnswerQuestion, Apply, AskApplicant, Decide, SendQuestion, ShowApplication
from conversations.kit import Button, Listing, Menu, Ref, menu, say
from conversations.volunteering import Progress

SHOWN, ROOM = 700, 3000  # characters of a motivation, question or answer on a card, and of all of them: a message holds 4096


@handles(Apply)
def apply(effect: Apply, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    volunteers.apply(turn.unit, scene.owner, effect.topics)
    applications.save(turn.unit, scene.owner, effect.languages, effect.motivation)
    turn.changed(scene.owner)
    updates.audit(turn.unit, scene.owner, "volunteer.applied", scene.owner)
    turn.start("application", None, scene.owner)


@handles(ShowApplication)
def show_application(effect: ShowApplication, turn: Turn, scene: Scene) -> None:
    assert scene.conversation is not None
    _put_cards(turn, scene.conversation, staff(turn, ("coordinators",)), again=effect.again)


def show_waiting(turn: Turn, coordinator: Person) -> None:
    """To a coordinator whom the bot could not write to before: all that nobody has decided yet."""
    if turn.world.access.allowed(coordinator, "volunteers"):
        for waiting in conversations.of_flow(turn.unit, "application"):
            _put_cards(turn, waiting, [Reader(coordinator.telegram_id, coordinator.language)], again=True)


def _put_cards(turn: Turn, conversation: Conversation, readers: list[Reader], *, again: bool = False) -> None:
    """The card, before coordinators in private: what an applicant writes is nobody else's to read."""
    renderer = turn.world.renderer
    buttons = menu("decide", "approve", "approve_youth", "ask", "reject")
    about, cut = _about(turn, conversation.subject)
    about |= {"again": Ref("application.again" if again else "common.nothing")}
    for reader in readers:
        for words in cut:  # above the card, so that its buttons are the last
            turn.send(reader.chat, "reply", renderer.text(reader.language, "application.whole", {"name": about["name"], "words": words}))
        params = renderer.text(reader.language, "application.card", about)
        markup = renderer.inline(reader.language, (buttons,), conversation.flow, conversation.token)
        hook = f"card:{conversation.id}:{reader.language}:open"
        turn.send(reader.chat, "reply", params, markup, conversation=conversation.id, hook=hook)


def _about(turn: Turn, applicant: int) -> tuple[dict[str, object], list[str]]:
    """Everything on one card, and which words do not fit on it whole."""
    topics = volunteers.topics(turn.unit, applicant)
    said, asked = applications.get(turn.unit, applicant), applications.questions(turn.unit, applicant)
    most = min(SHOWN, ROOM // (1 + 2 * len(asked)))
    about: dict[str, object] = {
        "name": turn.person(applicant).name or Ref("alert.somebody"),
        "topics": Listing(tuple(Ref(f"topic.{t}") for t in topics)),
        "languages": Listing(tuple(Ref(f"button.language.{lang}") for lang in said.languages)),
        "why": _short(said.motivation, most) or Ref("volunteer.no_motivation"),
        "training": _trained(turn, applicant),
        "questions": _asked(asked, most),
    }
    return about, [words for words in (said.motivation, *chain.from_iterable(asked)) if len(words) > most]


def _asked(found: Sequence[tuple[str, str]], most: int) -> Ref:
    """The questions and answers below each other: each carries the next one."""
    if not found:
        return Ref("common.nothing")
    question, answer = found[0]
    reply = _short(answer, most) or Ref("application.no_answer")
    return Ref("application.asked", {"question": _short(question, most), "answer": reply, "more": _asked(found[1:], most)})


def _trained(turn: Turn, applicant: int) -> Ref:
    progress = Progress(turn.world.place.training, training.learned(turn.unit, applicant))
    test = next((m for m in progress.training.modules if m.test), None)
    tried = test is not None and progress.of(test.id)
    score = Ref("application.test", {"score": tried.score}) if tried and tried.done else Ref("common.nothing")
    return Ref("application.training", {"done": progress.done, "all": len(progress.training.modules), "test": score})


def _short(words: str, most: int) -> str:
    return words if len(words) <= most else words[:most] + "…"


@handles(AskApplicant)
def ask_applicant(effect: AskApplicant, turn: Turn, scene: Scene) -> None:
    assert scene.actor is not None
    turn.start("applicant_question", scene.actor, scene.subject, applicant=scene.subject)


@handles(SendQuestion)
def send_question(effect: SendQuestion, turn: Turn, scene: Scene) -> None:
    """Nothing is asked of somebody about whom was decided meanwhile."""
    assert scene.owner is not None
    coordinator = turn.person(scene.owner)
    open_still = conversations.find(turn.unit, "application", None, effect.applicant)
    if open_still is None or not turn.world.access.allowed(coordinator, "volunteers"):
        return
    applications.add_question(turn.unit, effect.applicant, coordinator.id, effect.words)
    updates.audit(turn.unit, coordinator.id, "volunteer.asked", effect.applicant)
    answer = Menu("go", (Button("volunteer", "volunteer.answer"),))
    before = conversations.find(turn.unit, "volunteer", effect.applicant)
    if before is not None:  # an earlier question still open with them: the new one takes its place
        conversations.remove(turn.unit, before.id)
    turn.say(turn.person(effect.applicant), say("volunteer.asked", answer, question=effect.words), None)


@handles(AnswerQuestion)
def answer_question(effect: AnswerQuestion, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    if applications.answer(turn.unit, effect.question, scene.owner, effect.words):
        conversation = conversations.find(turn.unit, "application", None, scene.owner)
        if conversation is not None:
            _put_cards(turn, conversation, staff(turn, ("coordinators",)))


@handles(Decide)
def decide(effect: Decide, turn: Turn, scene: Scene) -> None:
    assert scene.actor is not None and scene.conversation is not None
    state = "approved" if effect.approved else "rejected"
    volunteers.decide(turn.unit, scene.subject, state, scene.actor, youth=effect.youth)
    turn.changed(scene.subject)
    updates.audit(turn.unit, scene.actor, f"volunteer.{state}", scene.subject, "youth" if effect.youth else "")
    decider = turn.staff_name(turn.person(scene.actor))
    for card in alerts.cards(turn.unit, scene.conversation.id):
        args = {"name": turn.person(scene.subject).name or Ref("alert.somebody"), "decision": Ref(f"application.decision.{state}", {"by": decider})}
        text = turn.world.renderer.text(card.language, "application.card_done", args)
        turn.call(card.chat, "reply", "editMessageText", {"chat_id": card.chat, "message_id": card.message, **text})
