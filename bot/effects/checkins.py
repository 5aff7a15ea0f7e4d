"""More about a check-in, and how often somebody wants to be asked."""

from __future__ import annotations

from datetime import date, timedelta

from bot.effects import handles
from bot.effects.person import moment, owner, plan_prompt
from bot.store import moods, plans
from bot.turn import Scene, Turn
from conversations.effects.checkins import AddPart, Asked, RestPrompts, SeenPrompt, SetDark, SetEvery
from conversations.schedule import local_day


@handles(AddPart)
def add_part(effect: AddPart, turn: Turn, scene: Scene) -> None:
    moods.set_part(turn.unit, owner(turn, scene).id, effect.part, effect.value)


@handles(SetEvery)
def set_every(effect: SetEvery, turn: Turn, scene: Scene) -> None:
    person = owner(turn, scene)
    plans.set_every(turn.unit, person.id, effect.days, asked=effect.asked)
    plan_prompt(turn, person.id)


@handles(RestPrompts)
def rest(effect: RestPrompts, turn: Turn, scene: Scene) -> None:
    person = owner(turn, scene)
    today = date.fromisoformat(local_day(moment(turn), person.zone))
    plans.rest(turn.unit, person.id, (today + timedelta(days=effect.days)).isoformat())
    plan_prompt(turn, person.id)


@handles(Asked)
def asked(effect: Asked, turn: Turn, scene: Scene) -> None:
    plans.asked(turn.unit, owner(turn, scene).id)


@handles(SeenPrompt)
def seen(effect: SeenPrompt, turn: Turn, scene: Scene) -> None:
    plans.answered(turn.unit, owner(turn, scene).id)


@handles(SetDark)
def set_dark(effect: SetDark, turn: Turn, scene: Scene) -> None:
    plans.set_dark(turn.unit, owner(turn, scene).id, effect.dark)
