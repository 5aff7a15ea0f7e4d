"""Duty by the week: a timer per volunteer for what comes next, a reminder, a begin or an end. What it does depends only on the moment it fires."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.effects import fires, handles
from bot.effects.person import moment
from bot.effects.volunteering import go_on_duty
from bot.store import care, serving, timers
from bot.turn import Scene, Turn
from conversations.effects.serving import AddShifts, DropShift
from conversations.kit import go, say
from conversations.shift_times import REMIND, begun, ended, next_begin, next_change, on_shift


@handles(AddShifts)
def add_shifts(effect: AddShifts, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    for weekday in effect.weekdays:
        serving.add_shift(turn.unit, scene.owner, weekday, effect.hour, effect.hours)
    plan_shifts(turn, scene.owner)


@handles(DropShift)
def drop_shift(effect: DropShift, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    serving.drop_shift(turn.unit, scene.owner, effect.shift)
    plan_shifts(turn, scene.owner)


def plan_shifts(turn: Turn, volunteer: int) -> None:
    """Sets the timer of what comes next, or takes it away where nothing does."""
    due = next_change(serving.shifts(turn.unit, volunteer), turn.person(volunteer).zone, moment(turn))
    if due is None:
        timers.drop(turn.unit, "shift", volunteer)
    else:
        timers.put(turn.unit, "shift", volunteer, int(due.timestamp() * 1000))


@fires("shift")
def shift_due(turn: Turn, volunteer: int, due_at: int) -> None:
    """After a down time only what is true now is done: on if a shift runs, off if one came to its end meanwhile."""
    person, now = turn.person(volunteer), moment(turn)
    shifts = serving.shifts(turn.unit, volunteer)
    if person.volunteer == "approved" and person.reachable and care.resting(turn.unit, volunteer)[1] not in {"own", "low"}:
        due = datetime.fromtimestamp(due_at / 1000, UTC)
        begins = next_begin(shifts, person.zone, now)
        # whoever went off duty in the middle of a shift stays off: only a begin puts them on
        if on_shift(shifts, person.zone, now) and begun(shifts, person.zone, due, now):
            _begin(turn, volunteer)
        elif person.on_duty and ended(shifts, person.zone, due, now):
            go_on_duty(turn, volunteer, False)
            turn.say(person, say("shifts.over", go("duty", "menu")), None)
        elif begins is not None and begins - now <= REMIND and not person.on_duty:
            minutes = max(1, round((begins - now).total_seconds() / 60))
            turn.say(person, say("shifts.soon", go("duty", "shifts"), minutes=minutes), None)
    plan_shifts(turn, volunteer)


def _begin(turn: Turn, volunteer: int) -> None:
    if not turn.person(volunteer).on_duty:
        go_on_duty(turn, volunteer, True)
        turn.say(turn.person(volunteer), say("shifts.begun", go("duty", "menu")), None)
