"""Groups: planned, joined, held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from conversations.circling import Draft
from conversations.kit import Effect


@dataclass(frozen=True, slots=True)
class DraftCircle(Effect):
    """Keep what was chosen so far for a new group."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class PlanCircle(Effect):
    """A new group that the owner leads; ``at`` in epoch ms, ``band``: minor or adult. Refused when the owner may not lead such a one."""

    topic: str
    seats: int
    band: str
    at: int


@dataclass(frozen=True, slots=True)
class TakeSeat(Effect):
    """The owner agreed and wants to take part: a seat, or a place on the waiting list. Only in a group of their age."""

    circle: int


@dataclass(frozen=True, slots=True)
class GiveSeat(Effect):
    """The owner does not come: the first of the waiting list gets the seat."""

    circle: int


@dataclass(frozen=True, slots=True)
class OpenCircle(Effect):
    """The leader begins; everybody with a seat is asked to come in. Ages are checked once more."""

    ANSWERS: ClassVar[bool] = True
    circle: int


@dataclass(frozen=True, slots=True)
class CancelCircle(Effect):
    """The group does not take place; everybody is told."""

    ANSWERS: ClassVar[bool] = True
    circle: int


@dataclass(frozen=True, slots=True)
class EnterCircle(Effect):
    """The owner comes in, if the group is running and the seat is theirs."""

    ANSWERS: ClassVar[bool] = True
    circle: int


@dataclass(frozen=True, slots=True)
class LeaveCircle(Effect):
    """The owner goes out. The others hear only that they went; never why."""

    circle: int


@dataclass(frozen=True, slots=True)
class ToCircle(Effect):
    """Pass something on to everybody else who is in: ``what`` is an effect of the relay."""

    ANSWERS: ClassVar[bool] = True
    circle: int
    what: Effect


@dataclass(frozen=True, slots=True)
class Lead(Effect):
    """What only the leader can do: pause, go_on, round, next, free, close; and to a ``member``: word, mute, unmute, remove, help."""

    ANSWERS: ClassVar[bool] = True
    circle: int
    action: str
    member: int = 0


@dataclass(frozen=True, slots=True)
class WarnLeader(Effect):
    """Words of somebody in danger were not passed on to the group; the leader is told, and that a counselor was called."""

    ANSWERS: ClassVar[bool] = True
    circle: int


@dataclass(frozen=True, slots=True)
class KeepWords(Effect):
    """A closing word, which the leader reads under the pseudonym."""

    circle: int
    words: str
