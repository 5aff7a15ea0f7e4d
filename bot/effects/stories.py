"""Lines for others who feel the same: before the coordinators, shown, thanked for."""

from __future__ import annotations

from bot.effects import handles
from bot.effects.alerts import staff
from bot.store import alerts, stories, updates
from bot.turn import Scene, Turn
from conversations.effects.stories import DecideLine, ReadLine, ShowLine, TellLine, ThankWriter
from conversations.kit import Ref, go, menu, say

DAY = 86_400_000  # ms


@handles(TellLine)
def tell(effect: TellLine, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    number = stories.add(turn.unit, scene.owner, turn.person(scene.owner).language, effect.words)
    turn.start("story", None, number)


@handles(ReadLine)
def read(effect: ReadLine, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    person = turn.person(scene.owner)
    found = stories.unread(turn.unit, person.id, person.language) if person.consent else None
    if found is not None:
        stories.note_read(turn.unit, found.id, person.id)
        turn.start("story_card", person.id, found.id, story=found.id, words=found.words)
    elif effect.asked:
        turn.say(person, say("stories.none", go("stories", "menu")), None)


@handles(ThankWriter)
def thank(effect: ThankWriter, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    story = stories.get(turn.unit, effect.story)
    if story is None or not stories.thank(turn.unit, story.id, scene.owner) or turn.unit.now - story.told_at < DAY:
        return
    writer = turn.person(story.person)
    if writer.reachable and not writer.paused:
        stories.told(turn.unit, story.id)
        turn.say(writer, say("stories.helped_somebody", go("stories", "menu"), lane="prompt", words=story.words), None)


@handles(ShowLine)
def show(effect: ShowLine, turn: Turn, scene: Scene) -> None:
    assert scene.conversation is not None
    story, conversation, renderer = stories.get(turn.unit, scene.subject), scene.conversation, turn.world.renderer
    if story is None:
        return
    for reader in staff(turn, ("coordinators",)):
        args = {"words": story.words, "again": Ref("stories.again" if effect.again else "common.nothing")}
        markup = renderer.inline(reader.language, (menu("line_decide", "show", "not"),), conversation.flow, conversation.token)
        hook = f"card:{conversation.id}:{reader.language}:open"
        turn.send(
            reader.chat, "reply", renderer.text(reader.language, "stories.for_coordinator", args), markup, conversation=conversation.id, hook=hook
        )


@handles(DecideLine)
def decide(effect: DecideLine, turn: Turn, scene: Scene) -> None:
    assert scene.actor is not None and scene.conversation is not None
    story = stories.get(turn.unit, scene.subject)
    if story is None:
        return
    answer = "show" if effect.shown else "not"
    stories.decide(turn.unit, story.id, "shown" if effect.shown else "declined")
    updates.audit(turn.unit, scene.actor, "story.decided", story.id, answer)
    by = turn.staff_name(turn.person(scene.actor))
    for card in alerts.cards(turn.unit, scene.conversation.id):
        args = {"words": story.words, "by": by, "answer": Ref(f"stories.answer.{answer}")}
        text = turn.world.renderer.text(card.language, "stories.done", args)
        turn.call(card.chat, "reply", "editMessageText", {"chat_id": card.chat, "message_id": card.message, **text})
    turn.say(turn.person(story.person), say(f"stories.told.{answer}", go("stories", "menu")), None)
