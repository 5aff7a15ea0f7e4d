"""What a person sets about themselves, and their check-ins."""

from __future__ import annotations

from dataclasses import dataclass

from conversations.kit import Effect


@dataclass(frozen=True, slots=True)
class GiveConsent(Effect):
    """The person agreed to ``version`` of what they were told; recorded with the time."""

    version: str


@dataclass(frozen=True, slots=True)
class SetLanguage(Effect):
    language: str


@dataclass(frozen=True, slots=True)
class SetName(Effect):
    name: str


@dataclass(frozen=True, slots=True)
class SetAgeBand(Effect):
    """``minor``, ``adult`` or empty for not said (then treated as a minor wherever that is the safer reading)."""

    band: str


@dataclass(frozen=True, slots=True)
class SetTopics(Effect):
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetPrompt(Effect):
    """The daily prompt: local ``hour`` (None: no prompt) in ``zone`` (an IANA name). Plans the next one."""

    hour: int | None
    zone: str


@dataclass(frozen=True, slots=True)
class PausePrompts(Effect):
    paused: bool


@dataclass(frozen=True, slots=True)
class LeaveForms(Effect):
    """What is being filled in, and what lies beneath, is put away without a word; a place in the queue and a chat stay. ``only``: this one flow."""

    only: str = ""


@dataclass(frozen=True, slots=True)
class LeaveForm(Effect):
    """Break off the conversation that has the word; what lies under it is asked again."""


@dataclass(frozen=True, slots=True)
class StopEverything(Effect):
    """``/stop``: no prompts, nothing that would be asked later, no place in the queue, no open offers; running chats end kindly on both sides."""


@dataclass(frozen=True, slots=True)
class SaveMood(Effect):
    """A new check-in, 1 (very bad) to 5 (very good)."""

    mood: int


@dataclass(frozen=True, slots=True)
class AddToMood(Effect):
    """What the latest check-in was about (an id of ``button.what.*``) or a note in own words."""

    what: str = ""
    note: str = ""
