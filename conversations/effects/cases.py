"""What counselors do with a case besides talking."""

from __future__ import annotations

from dataclasses import dataclass

from conversations.kit import Effect, Text


@dataclass(frozen=True, slots=True)
class OpenForm(Effect):
    """Ask the counselor who tapped, in private, for what the case needs: ``what`` is note, refer, follow, hand or who."""

    what: str


@dataclass(frozen=True, slots=True)
class AddNote(Effect):
    """A note on the case behind an alert. ``kind``: note or refer."""

    alert: int
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class SetFollowUp(Effect):
    """In so many days the counselor is reminded and the person is asked how it is going."""

    alert: int
    days: int


@dataclass(frozen=True, slots=True)
class SetOutcome(Effect):
    """How the case behind a closed alert ended (an id of ``case.outcome.*``)."""

    alert: int
    outcome: str


@dataclass(frozen=True, slots=True)
class HandOver(Effect):
    """Another counselor (by their place in the config) has the case from now on; the summary is for them."""

    alert: int
    to: int
    summary: str


@dataclass(frozen=True, slots=True)
class ShowIdentity(Effect):
    """Break the glass: show who the person is, for the stated reason. Logged, a second person is told, and the view passes away."""

    alert: int
    reason: str


@dataclass(frozen=True, slots=True)
class SendAnyway(Effect):
    """Words of a counselor who does not have the case, to its person, under their own name."""

    link: int
    content: Text


@dataclass(frozen=True, slots=True)
class TakeFrom(Effect):
    """The counselor who asks for it has the case from now on, instead of whoever had it."""

    link: int
