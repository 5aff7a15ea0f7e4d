"""Somebody goes: what others wait for, or have a part in, is not left hanging.

Who can no longer be written to keeps what they had arranged, and whoever waits for it knows. Who takes their consent back gives it up.
"""

from __future__ import annotations

from bot.effects import circles as groups
from bot.effects.appointments import cancel as cancel_appointment
from bot.lookups.guidance import name_of
from bot.store import appointments, circles, conversations
from bot.store.people import Person
from bot.turn import Scene, Turn
from conversations.effects.appointments import CancelAppointment
from conversations.effects.circles import CancelCircle, GiveSeat, Lead, LeaveCircle
from conversations.kit import go, say
from conversations.slots import when


def leave_group(turn: Turn, person: int) -> None:
    """Out of the group they are in, as with /end: the others read the usual line. A group is not left without whoever leads it: it is closed."""
    scene = Scene(person, person, None)
    for led in circles.led_by(turn.unit, person):
        groups.lead(Lead(led, "close"), turn, scene)
    number = circles.running_of(turn.unit, person)
    if number is not None and circles.get(turn.unit, number).running:
        groups.leave(LeaveCircle(number), turn, scene)
        inside = conversations.find(turn.unit, "circle", person, number)
        if inside is not None:  # they are out: whatever stops next finds nobody to say goodbye for
            conversations.remove(turn.unit, inside.id)


def call_off(turn: Turn, person: int) -> None:
    """Everything they had arranged: appointments, seats, groups of their own. The other side hears of each."""
    scene = Scene(person, person, None)
    leave_group(turn, person)
    for one in appointments.coming(turn.unit, person):
        cancel_appointment(CancelAppointment(one.id), turn, scene)
    for number in circles.led_by(turn.unit, person):
        groups.cancel(CancelCircle(number), turn, scene)
    for number in circles.seats_of(turn.unit, person):
        groups.give_seat(GiveSeat(number), turn, scene)


def tell(turn: Turn, person: Person) -> None:
    """The other side of each appointment."""
    for one in appointments.coming(turn.unit, person.id):
        other = turn.person(one.other(person.id))
        key = "appointment.unreachable.counselor" if other.id == one.counselor else "appointment.unreachable.person"
        ways = go("appointments", "help") if other.id == one.counselor else go("appointments", "counselor", "sos")
        turn.say(other, say(key, ways, other=name_of(turn, person.id), when=when(one.starts_at, other.zone)), None)
