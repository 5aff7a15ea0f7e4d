"""Volunteers are looked after: the debrief after a heavy chat, breaks, their own monthly check.

What a chat's end means stands in ``resting.py``; the rest comes by timers, so that nothing of it is lost while the program is down.
"""

from __future__ import annotations

from datetime import timedelta

from bot.effects import fires, handles
from bot.effects.alerts import staff
from bot.effects.pairing import match_waiting
from bot.effects.peers import free_offers
from bot.effects.person import moment
from bot.effects.resting import begin_rest, rest
from bot.store import care, links, timers, updates, volunteers
from bot.turn import Scene, Turn
from conversations.effects.care import EndBreak, LiftBreak, MarkHeavy, NoteDebrief, PutOffOwnCheck, SaveOwnCheck, TakeBreak
from conversations.kit import Ref, go, say
from conversations.schedule import next_prompt

LATER = 2 * 60_000  # ms: somebody in the middle of something is asked when it is calm
CHECK_HOUR = 10  # local


@handles(MarkHeavy)
def mark_heavy(effect: MarkHeavy, turn: Turn, scene: Scene) -> None:
    """While the chat runs it is only noted; after it, the rest begins at once."""
    link = links.get(turn.unit, effect.link)
    if link.helper != scene.owner:
        return
    if not link.closed:
        care.note_heavy(turn.unit, link.id, link.helper, "marked")
    elif not care.is_heavy(turn.unit, link.id):
        begin_rest(turn, link, "marked")
        free_offers(turn, link.helper)
        match_waiting(turn)


@fires("debrief")
def debrief_due(turn: Turn, volunteer: int, due_at: int) -> None:
    if care.busy(turn.unit, volunteer):
        timers.put(turn.unit, "debrief", volunteer, turn.unit.now + LATER)
    elif turn.person(volunteer).reachable and (link := care.to_debrief(turn.unit, volunteer)):
        turn.start("debrief", volunteer, link, link=link)


@handles(NoteDebrief)
def note_debrief(effect: NoteDebrief, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    care.note_debrief(turn.unit, effect.link, scene.owner, effect.answer)


@fires("rested")
def rested(turn: Turn, volunteer: int, due_at: int) -> None:
    """A rest is over. Who is on duty can be asked again; who took a break decides when."""
    why = care.last_rest(turn.unit, volunteer)
    person = turn.person(volunteer)
    if person.volunteer == "approved" and person.reachable and (person.on_duty or why != "heavy"):
        key = "care.rested" if person.on_duty else "care.break_over"
        turn.say(person, say(key, go("duty", "menu")), None)
    match_waiting(turn)


@fires("day_limit")
def day_is_over(turn: Turn, volunteer: int, due_at: int) -> None:
    match_waiting(turn)


@handles(TakeBreak)
def take_break(effect: TakeBreak, turn: Turn, scene: Scene) -> None:
    """Running chats go on; nobody new is asked."""
    assert scene.owner is not None
    care.end_rest(turn.unit, scene.owner, "own")
    rest(turn, scene.owner, turn.unit.now + effect.days * care.DAY, effect.why)
    volunteers.set_duty(turn.unit, scene.owner, False)
    turn.changed(scene.owner)
    updates.audit(turn.unit, scene.owner, f"volunteer.break_{effect.why}", scene.owner)
    free_offers(turn, scene.owner)
    match_waiting(turn)


@handles(EndBreak)
def end_break(effect: EndBreak, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    if care.end_rest(turn.unit, scene.owner, "own"):
        timers.drop(turn.unit, "rested", scene.owner)


@handles(LiftBreak)
def lift_break(effect: LiftBreak, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    if turn.world.access.allowed(turn.person(scene.owner), "volunteers") and care.end_rest(turn.unit, effect.volunteer):
        timers.drop(turn.unit, "rested", effect.volunteer)
        updates.audit(turn.unit, scene.owner, "volunteer.break_lifted", effect.volunteer)
        turn.say(turn.person(effect.volunteer), say("care.lifted", go("duty", "menu")), None)


# --------------------------------------------------------------------------------------------------------------------- their own check


def plan_check(turn: Turn, volunteer: int, days: int) -> None:
    """The next one, at a calm hour of the volunteer's day."""
    due = next_prompt(moment(turn) + timedelta(days=days), CHECK_HOUR, turn.person(volunteer).zone)
    timers.put(turn.unit, "own_check", volunteer, int(due.timestamp() * 1000))


def plan_first_check(turn: Turn, volunteer: int) -> None:
    if not care.has_timer(turn.unit, "own_check", volunteer):
        plan_check(turn, volunteer, turn.world.config.care.check_days)


@fires("own_check")
def check_due(turn: Turn, volunteer: int, due_at: int) -> None:
    """Somebody who does not serve (now) is not asked; when they come back on duty it is planned anew."""
    person = turn.person(volunteer)
    if person.volunteer != "approved" or not person.reachable:
        return
    if care.busy(turn.unit, volunteer):
        timers.put(turn.unit, "own_check", volunteer, turn.unit.now + LATER)
    else:
        turn.start("own_check", volunteer)


@handles(SaveOwnCheck)
def save_check(effect: SaveOwnCheck, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    care.save_check(turn.unit, scene.owner, effect.percent)
    plan_check(turn, scene.owner, turn.world.config.care.check_days)
    if not effect.low:
        return
    name = turn.person(scene.owner).name or Ref("alert.somebody")
    args = {"name": name, "days": turn.world.place.care.break_days}
    for reader in staff(turn, ("coordinators",)):
        turn.send(reader.chat, "reply", turn.world.renderer.text(reader.language, "care.low_told", args))


@handles(PutOffOwnCheck)
def put_off_check(effect: PutOffOwnCheck, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    plan_check(turn, scene.owner, effect.days)
