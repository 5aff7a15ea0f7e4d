"""Becoming a volunteer, serving, and what coordinators decide about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from conversations.kit import Effect
from conversations.volunteering import Draft


@dataclass(frozen=True, slots=True)
class SetCapacity(Effect):
    """How many chats at once the volunteer takes, 1 to 3."""

    chats: int


@dataclass(frozen=True, slots=True)
class Apply(Effect):
    """Ask to become a volunteer with these lived experiences, in these languages: the coordinators decide."""

    topics: tuple[str, ...]
    languages: tuple[str, ...] = ()
    motivation: str = ""


@dataclass(frozen=True, slots=True)
class SaveDraft(Effect):
    """Keep what an application says so far."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class SavePage(Effect):
    """This page of a module of the training was read."""

    module: str
    page: int


@dataclass(frozen=True, slots=True)
class FinishModule(Effect):
    """All questions of a module are answered; ``score``: per cent right, ``enough``: it is done (a test may not be)."""

    module: str
    score: int
    enough: bool


@dataclass(frozen=True, slots=True)
class AskApplicant(Effect):
    """Ask the coordinator who tapped, in private, for the question to the applicant."""


@dataclass(frozen=True, slots=True)
class SendQuestion(Effect):
    """The coordinator's question goes to the applicant through the bot, after a chat they may be in; the coordinator hears what became of it."""

    ANSWERS: ClassVar[bool] = True
    applicant: int
    words: str


@dataclass(frozen=True, slots=True)
class AnswerQuestion(Effect):
    """The applicant's answer goes to the coordinators, with the whole card."""

    question: int
    words: str


@dataclass(frozen=True, slots=True)
class Suspend(Effect):
    """A coordinator stops a volunteer's service; both the record and the volunteer get the reason."""

    volunteer: int
    reason: str


@dataclass(frozen=True, slots=True)
class Reinstate(Effect):
    """A suspension is taken back."""

    volunteer: int


@dataclass(frozen=True, slots=True)
class SetYouth(Effect):
    """Whether a volunteer may be paired with people under 18."""

    volunteer: int
    youth: bool


@dataclass(frozen=True, slots=True)
class ShowApplication(Effect):
    """Put the application's card before every coordinator."""

    again: bool = False


@dataclass(frozen=True, slots=True)
class Decide(Effect):
    """A coordinator's decision on the application that this shared conversation is about."""

    approved: bool
    youth: bool = False  # also for people under 18


@dataclass(frozen=True, slots=True)
class SetDuty(Effect):
    on: bool
