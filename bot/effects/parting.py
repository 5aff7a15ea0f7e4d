"""Somebody can no longer be written to: what they had arranged is not called off, but whoever waits for it knows."""

from __future__ import annotations

from bot.effects import circles as groups
from bot.lookups.guidance import name_of
from bot.store import appointments, circles
from bot.store.people import Person
from bot.turn import Scene, Turn
from conversations.effects.circles import Lead
from conversations.kit import go, say
from conversations.slots import when


def tell(turn: Turn, person: Person) -> None:
    """The other side of each appointment, and the group they are in. A group is not left without whoever leads it: it is closed."""
    for one in appointments.coming(turn.unit, person.id):
        other = turn.person(one.other(person.id))
        key = "appointment.unreachable.counselor" if other.id == one.counselor else "appointment.unreachable.person"
        ways = go("appointments", "help") if other.id == one.counselor else go("appointments", "counselor", "sos")
        turn.say(other, say(key, ways, other=name_of(turn, person.id), when=when(one.starts_at, other.zone)), None)
    for number in circles.led_by(turn.unit, person.id):
        groups.lead(Lead(number, "close"), turn, Scene(person.id, person.id, None))
