"""Answers to questionnaires: kept on the way, saved when all are given."""

from __future__ import annotations

from bot.effects import handles
from bot.effects.person import moment, owner
from bot.store import scales
from bot.turn import Scene, Turn
from conversations.effects.scales import KeepAnswers, SaveResult
from conversations.schedule import local_day


@handles(KeepAnswers)
def keep(effect: KeepAnswers, turn: Turn, scene: Scene) -> None:
    scales.keep(turn.unit, owner(turn, scene).id, effect.scale, effect.given)


@handles(SaveResult)
def save(effect: SaveResult, turn: Turn, scene: Scene) -> None:
    person = owner(turn, scene)
    scales.save(turn.unit, person.id, effect.scale, local_day(moment(turn), person.zone), effect.score, effect.given)
