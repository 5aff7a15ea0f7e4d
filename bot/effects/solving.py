"""Somebody's own plan: kept, shared with the counselor who looks after them if they say so, and its step brought back."""

from __future__ import annotations

from dataclasses import replace

from bot.effects import handles
from bot.lookups.guidance import name_of
from bot.store import appointments, conversations, counsel, solutions, updates
from bot.turn import Scene, Turn
from conversations.effects.solving import ForgetPlan, NoteOutcome, SavePlan, SharePlan
from conversations.kit import go, say
from conversations.solve import about


@handles(SavePlan)
def save(effect: SavePlan, turn: Turn, scene: Scene) -> None:
    """A question answered twice at once changes the one plan that is being worked on, never makes a second."""
    assert scene.owner is not None
    now = solutions.current(turn.unit, scene.owner)
    number = solutions.save(turn.unit, scene.owner, replace(effect.plan, id=effect.plan.id or now.id))
    if effect.days:
        turn.start("follow", scene.owner, number, plan=number, step=effect.plan.step, days=effect.days)


@handles(SharePlan)
def share(effect: SharePlan, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    person = turn.person(scene.owner)
    plan = solutions.get(turn.unit, person.id, effect.plan)
    if plan is None:
        turn.say(person, say("solve.left", go("solve", "menu")), None)
        return
    solutions.share(turn.unit, plan.id, "wanted")
    updates.audit(turn.unit, person.id, "plan.shared", plan.id)
    counselor = _counselor_of(turn, person.id)
    if counselor is None:
        turn.say(person, say("solve.shared_later", go("counselor", "book", "menu")), None)
        return
    give_shared(turn, person.id, counselor)
    turn.say(person, say("solve.shared", go("appointments", "solve", "menu"), name=name_of(turn, counselor)), None)


def _counselor_of(turn: Turn, person: int) -> int | None:
    """Who looks after them: by a request, else by an appointment; only somebody who still is a counselor."""
    wish = counsel.of(turn.unit, person)
    mine = [one.counselor for one in appointments.coming(turn.unit, person) if one.person == person]
    known = [wish.counselor] if wish is not None and wish.counselor is not None else mine
    return next((one for one in known if turn.world.access.allowed(turn.person(one), "guidance")), None)


def give_shared(turn: Turn, person: int, counselor: int) -> None:
    """What somebody wanted their counselor to read, once there is one."""
    reader = turn.person(counselor)
    for plan in solutions.wanted(turn.unit, person):
        solutions.share(turn.unit, plan.id, "given")
        updates.audit(turn.unit, counselor, "plan.given", plan.id)
        turn.say(reader, say("solve.for_counselor", who=name_of(turn, person), **about(plan)), None)


@handles(ForgetPlan)
def forget(effect: ForgetPlan, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    solutions.forget(turn.unit, scene.owner, effect.plan)
    waiting = conversations.find(turn.unit, "follow", scene.owner, effect.plan)
    if waiting is not None:
        conversations.remove(turn.unit, waiting.id)


@handles(NoteOutcome)
def note_outcome(effect: NoteOutcome, turn: Turn, scene: Scene) -> None:
    """What is not done is worked on again, from what stood in the way; unless something new was begun meanwhile."""
    assert scene.owner is not None
    plan = solutions.get(turn.unit, scene.owner, effect.plan)
    if plan is None:
        return
    again = effect.outcome != "done" and not solutions.current(turn.unit, scene.owner).id
    solutions.save(turn.unit, scene.owner, replace(plan, outcome=effect.outcome, at="obstacle" if again else "set", number=0))
