"""Applications of volunteers: put before the coordinators, asked about, decided."""

from __future__ import annotations

from bot.effects import fires, handles
from bot.effects.alerts import Reader, staff
from bot.facts import in_chat
from bot.store import alerts, applications, conversations, timers, training, updates, volunteers
from bot.store.conversations import Conversation
from bot.store.people import Person
from bot.turn import Scene, Turn
from conversations.effects import AnswerQuestion, Apply, AskApplicant, Decide, SendQuestion, ShowApplication
from conversations.kit import Button, Listing, Menu, Ref, go, menu, say
from conversations.volunteering import Progress

LATER = 5 * 60_000  # ms until it is looked again whether somebody's chat is over


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
    about = _about(turn, conversation.subject) | {"again": Ref("application.again" if again else "common.nothing")}
    for reader in readers:
        shown = about
        if renderer.room(reader.language, "application.card", about) < 0:  # what was asked goes before it: nobody's words are cut
            _put_questions(turn, conversation.subject, reader)
            shown = about | {"questions": Ref("common.nothing")}
        params = renderer.text(reader.language, "application.card", shown)
        markup = renderer.inline(reader.language, (buttons,), conversation.flow, conversation.token)
        hook = f"card:{conversation.id}:{reader.language}:open"
        turn.send(reader.chat, "reply", params, markup, conversation=conversation.id, hook=hook)


def _put_questions(turn: Turn, applicant: int, reader: Reader) -> None:
    """Each question and each answer as a message of its own."""
    for question, answer in applications.questions(turn.unit, applicant):
        for key, words in (("application.one_question", question), ("application.one_answer", answer)):
            if words:
                turn.send(reader.chat, "reply", turn.world.renderer.text(reader.language, key, {"words": words}))


def _about(turn: Turn, applicant: int) -> dict[str, object]:
    """Everything on one card."""
    topics = volunteers.topics(turn.unit, applicant)
    said = applications.get(turn.unit, applicant)
    return {
        "name": turn.person(applicant).name or Ref("alert.somebody"),
        "topics": Listing(tuple(Ref(f"topic.{t}") for t in topics)),
        "languages": Listing(tuple(Ref(f"button.language.{lang}") for lang in said.languages)),
        "why": said.motivation or Ref("volunteer.no_motivation"),
        "training": _trained(turn, applicant),
        "questions": _asked(turn, applicant, 0),
    }


def _asked(turn: Turn, applicant: int, number: int) -> Ref:
    """The questions and answers below each other: each carries the next one."""
    found = applications.questions(turn.unit, applicant)
    if number >= len(found):
        return Ref("common.nothing")
    question, answer = found[number]
    reply = answer or Ref("application.no_answer")
    return Ref("application.asked", {"question": question, "answer": reply, "more": _asked(turn, applicant, number + 1)})


def _trained(turn: Turn, applicant: int) -> Ref:
    progress = Progress(turn.world.place.training, training.learned(turn.unit, applicant))
    test = next((m for m in progress.training.modules if m.test), None)
    tried = test is not None and progress.of(test.id)
    score = Ref("application.test", {"score": tried.score}) if tried and tried.done else Ref("common.nothing")
    return Ref("application.training", {"done": progress.done, "all": len(progress.training.modules), "test": score})


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
        turn.say(coordinator, say("application.question_late", go("volunteers", "help")), None)
        return
    applications.add_question(turn.unit, effect.applicant, coordinator.id, effect.words)
    updates.audit(turn.unit, coordinator.id, "volunteer.asked", effect.applicant)
    turn.say(coordinator, say("application.question_sent", go("volunteers", "help")), None)
    _ask(turn, effect.applicant)


@fires("applicant_asked")
def _asked_later(turn: Turn, applicant: int, due_at: int) -> None:
    if conversations.find(turn.unit, "application", None, applicant) is not None:
        _ask(turn, applicant)


def _ask(turn: Turn, applicant: int) -> None:
    """The open question; not in the middle of a chat, where the answer would go to whoever they talk with."""
    if in_chat(turn, applicant):
        timers.put(turn.unit, "applicant_asked", applicant, turn.unit.now + LATER)
        return
    asked = applications.open_question(turn.unit, applicant)
    if not asked.id:
        return
    before = conversations.find(turn.unit, "volunteer", applicant)
    if before is not None:  # an earlier question still open with them: the new one takes its place
        conversations.remove(turn.unit, before.id)
    answer = Menu("go", (Button("volunteer", "volunteer.answer"),))
    turn.say(turn.person(applicant), say("volunteer.asked", answer, question=asked.text), None)


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
        args = {"name": _about(turn, scene.subject)["name"], "decision": Ref(f"application.decision.{state}", {"by": decider})}
        text = turn.world.renderer.text(card.language, "application.card_done", args)
        turn.call(card.chat, "reply", "editMessageText", {"chat_id": card.chat, "message_id": card.message, **text})
