"""Wishes for a peer, and what people say about themselves. Whoever waits is looked at anew: they may fit somebody now."""

from __future__ import annotations

from bot.effects import handles
from bot.effects.pairing import match_waiting
from bot.store import wishes
from bot.turn import Scene, Turn
from conversations.effects.wishes import SetAbout, SetTeam, SetWishes


@handles(SetWishes)
def set_wishes(effect: SetWishes, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    wishes.set_wishes(turn.unit, scene.owner, effect.wishes)
    match_waiting(turn)


@handles(SetAbout)
def set_about(effect: SetAbout, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    wishes.set_about(turn.unit, scene.owner, effect.gender, effect.age)
    match_waiting(turn)


@handles(SetTeam)
def set_team(effect: SetTeam, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    wishes.set_team(turn.unit, scene.owner, effect.team)
    match_waiting(turn)
