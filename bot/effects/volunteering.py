"""What somebody who wants to volunteer has said and learned so far, and duty."""

from __future__ import annotations

from bot.effects import handles
from bot.effects.care import plan_first_check
from bot.effects.pairing import match_waiting
from bot.effects.peers import free_offers
from bot.store import applications, care, serving, timers, training, volunteers
from bot.turn import Scene, Turn
from conversations.effects import FinishModule, SaveDraft, SavePage, SetDuty


@handles(SaveDraft)
def save_draft(effect: SaveDraft, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    applications.save_draft(turn.unit, scene.owner, effect.draft)


@handles(SavePage)
def save_page(effect: SavePage, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    training.save_page(turn.unit, scene.owner, effect.module, effect.page)


@handles(FinishModule)
def finish_module(effect: FinishModule, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    retry_at = turn.unit.now + turn.world.place.training.retry_minutes * 60_000
    training.finish(turn.unit, scene.owner, effect.module, effect.score, enough=effect.enough, retry_at=retry_at)


@handles(SetDuty)
def set_duty(effect: SetDuty, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    go_on_duty(turn, scene.owner, effect.on)


def go_on_duty(turn: Turn, volunteer: int, on: bool) -> None:
    """Nobody goes on duty during a break of days; a chat that runs is never touched."""
    if on and care.resting(turn.unit, volunteer)[1] in {"own", "low"}:
        return
    volunteers.set_duty(turn.unit, volunteer, on)
    turn.changed(volunteer)
    if on:
        plan_first_check(turn, volunteer)
        if serving.shifts(turn.unit, volunteer) and not care.has_timer(turn.unit, "shift", volunteer):
            timers.put(turn.unit, "shift", volunteer, turn.unit.now)  # after /stop: works out what comes next
    else:
        free_offers(turn, volunteer)
    match_waiting(turn)
