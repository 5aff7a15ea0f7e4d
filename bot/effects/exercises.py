"""Exercises: how it was before and after, own words, and the screen that changes by itself."""

from __future__ import annotations

from bot.effects import handles
from bot.store import exercises
from bot.turn import Scene, Turn
from conversations.effects.exercises import BeginExercise, FinishExercise, Follow, JotDown, Repaint
from conversations.kit import Say


@handles(BeginExercise)
def begin(effect: BeginExercise, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    exercises.begin(turn.unit, scene.owner, effect.exercise, effect.before)


@handles(FinishExercise)
def finish(effect: FinishExercise, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    exercises.finish(turn.unit, scene.owner, effect.exercise, effect.after)


@handles(JotDown)
def jot_down(effect: JotDown, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    exercises.jot(turn.unit, scene.owner, effect.exercise, effect.words)


@handles(Follow)
def follow(effect: Follow, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    if turn.tap is not None and turn.tap.message:
        exercises.follow(turn.unit, scene.owner, turn.tap.message)


@handles(Repaint)
def repaint(effect: Repaint, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None and scene.conversation is not None
    person, message = turn.person(scene.owner), exercises.screen(turn.unit, scene.owner)
    if message is None:
        turn.say(person, Say(effect.key, effect.args, effect.menus), scene.conversation)
        return
    renderer = turn.world.renderer
    params = {"chat_id": person.telegram_id, "message_id": message, **renderer.text(person.language, effect.key, effect.args)}
    markup = renderer.inline(person.language, effect.menus, scene.conversation.flow, scene.conversation.token)
    turn.call(person.telegram_id, "reply", "editMessageText", params | ({"reply_markup": markup} if markup else {}))
