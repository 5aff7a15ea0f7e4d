"""Appointments and the hours in which counselors have time for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from conversations.kit import Effect


@dataclass(frozen=True, slots=True)
class Book(Effect):
    """Book this time (epoch ms) with this counselor, or move appointment ``move`` there. Comes back as Rearranged: booked, moved or gone."""

    ANSWERS: ClassVar[bool] = True
    counselor: int
    at: int
    field: str
    way: str
    move: int = 0


@dataclass(frozen=True, slots=True)
class CancelAppointment(Effect):
    """The owner's appointment does not take place; the other side is told, both calendars too."""

    appointment: int


@dataclass(frozen=True, slots=True)
class FinishAppointment(Effect):
    """How it went, says the counselor: done, missed (the person did not come) or not_held (for any other reason); unclear where they say nothing."""

    appointment: int
    outcome: str


@dataclass(frozen=True, slots=True)
class LookForTalk(Effect):
    """The time of the owner's appointment is over: where they waited here and no talk was opened, they are offered another time."""

    appointment: int


@dataclass(frozen=True, slots=True)
class TellUnanswered(Effect):
    """A day later nobody has said how it went: the coordinators hear of it, and the person is offered another time, unless that was said already."""

    appointment: int


@dataclass(frozen=True, slots=True)
class BeginAppointment(Effect):
    """Connect the two of an appointment through the bot; refused kindly while one of them is in a chat."""

    ANSWERS: ClassVar[bool] = True
    appointment: int


@dataclass(frozen=True, slots=True)
class SendCalendar(Effect):
    """The appointment as it stands now, as a file for the owner's calendar."""

    appointment: int


@dataclass(frozen=True, slots=True)
class ShowAppointments(Effect):
    """The owner's coming appointments, each with its buttons."""


@dataclass(frozen=True, slots=True)
class SetWeekday(Effect):
    """The owner's hours on a weekday (0: Monday): spans in minutes of the local day."""

    weekday: int
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class SetDay(Effect):
    """The owner's hours on one date (ISO) instead of the usual ones; None: as usual again."""

    day: str
    spans: tuple[tuple[int, int], ...] | None
