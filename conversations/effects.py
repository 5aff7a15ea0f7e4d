"""What conversations want done in the world, as plain data. Each effect has exactly one handler in ``bot/effects/``.

Unless it says otherwise an effect is about the owner of the conversation (or, in a shared conversation, about its subject).
"""

from __future__ import annotations

from dataclasses import dataclass

from conversations.kit import Edited, Effect, Media, Menu, Reacted, Text
from conversations.volunteering import Draft

# ----------------------------------------------------------------------------------------------------------------------- the person


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
class LeaveForm(Effect):
    """Break off the conversation that has the word; what lies under it is asked again."""


@dataclass(frozen=True, slots=True)
class StopEverything(Effect):
    """``/stop``: no prompts, no place in the queue, no open offers; running chats end kindly on both sides."""


# ------------------------------------------------------------------------------------------------------------------------- check-in


@dataclass(frozen=True, slots=True)
class SaveMood(Effect):
    """A new check-in, 1 (very bad) to 5 (very good)."""

    mood: int


@dataclass(frozen=True, slots=True)
class AddToMood(Effect):
    """What the latest check-in was about (an id of ``button.what.*``) or a note in own words."""

    what: str = ""
    note: str = ""


# --------------------------------------------------------------------------------------------------------------------- peer support


@dataclass(frozen=True, slots=True)
class JoinQueue(Effect):
    """Wait for a volunteer; no ``topics`` for "anything". ``again``: gladly somebody they talked with before. Looks for one at once."""

    topics: tuple[str, ...] = ()
    again: bool = False


@dataclass(frozen=True, slots=True)
class LookAgain(Effect):
    """Still waiting: look for a volunteer once more, also among those who did not answer a while ago."""


@dataclass(frozen=True, slots=True)
class LeaveQueue(Effect):
    """Give up the place in the queue; an offer that is out is taken back."""


@dataclass(frozen=True, slots=True)
class AnswerOffer(Effect):
    """The volunteer's answer: accepted, declined, or expired (no answer in time). Anything but accepted goes on to the next."""

    answer: str


@dataclass(frozen=True, slots=True)
class Relay(Effect):
    """Pass the words on to the other side of the link."""

    content: Text


@dataclass(frozen=True, slots=True)
class RelayEdit(Effect):
    """Change the passed-on copy of an edited message."""

    content: Edited


@dataclass(frozen=True, slots=True)
class RelayMedia(Effect):
    """Pass a picture or sound on; ``ask``: hold it until the other side has said yes."""

    content: Media
    ask: bool = False


@dataclass(frozen=True, slots=True)
class DeliverMedia(Effect):
    """The answer to something held: pass it on, or let it go."""

    number: int
    accepted: bool


@dataclass(frozen=True, slots=True)
class RelayReaction(Effect):
    """Mirror a reaction on the other side's copy (or original) of the message."""

    content: Reacted


@dataclass(frozen=True, slots=True)
class Unsend(Effect):
    """Remove the passed-on copy of an own message (its id in the writer's chat)."""

    message: int


@dataclass(frozen=True, slots=True)
class EndChat(Effect):
    """Close the link; the other side gets ChatEnded with ``why``."""

    why: str = "ended"


@dataclass(frozen=True, slots=True)
class LookAtSilence(Effect):
    """Who wrote last in this chat, and when? Comes back as Quiet."""


@dataclass(frozen=True, slots=True)
class ReplaceVolunteer(Effect):
    """The volunteer who owns this chat went silent: off duty, the chat ends, and the person waits for somebody else, first in the queue."""


@dataclass(frozen=True, slots=True)
class SayFirst(Effect):
    """A text that is shown only in the very first chat that the owner has on this side."""

    key: str


@dataclass(frozen=True, slots=True)
class BlockPeer(Effect):
    """Never be paired with the other side of this chat again, in either direction. The other side is not told."""


@dataclass(frozen=True, slots=True)
class FileReport(Effect):
    """Put a report about the other side of ``link`` before the coordinators; ``show``: they may see the last messages."""

    link: int
    kind: str
    show: bool
    words: str = ""


@dataclass(frozen=True, slots=True)
class ShowReport(Effect):
    """Put the report's card before these audiences; in the group only that there is one."""

    to: tuple[str, ...]
    again: bool = False


@dataclass(frozen=True, slots=True)
class TurnReport(Effect):
    """Change the tapped card: ask whether the suspension is meant (``sure``), or back to what can be decided."""

    sure: bool


@dataclass(frozen=True, slots=True)
class ShowMessages(Effect):
    """The last messages before the report, to whoever tapped, in private; only with the reporter's consent, and every look is audited."""


@dataclass(frozen=True, slots=True)
class SuspendReported(Effect):
    """The reported volunteer is suspended: off duty, no offers; the people they are with wait for somebody else, first in the queue."""


@dataclass(frozen=True, slots=True)
class CloseReport(Effect):
    """The report is decided; all its cards say so."""

    outcome: str


@dataclass(frozen=True, slots=True)
class WriteTo(Effect):
    """From now on what the owner writes goes to the chat of this link, if it is still open."""

    link: int


@dataclass(frozen=True, slots=True)
class SetCapacity(Effect):
    """How many chats at once the volunteer takes, 1 to 3."""

    chats: int


@dataclass(frozen=True, slots=True)
class RateChat(Effect):
    """How helpful it was, 1 to 5."""

    link: int
    rating: int


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
    """The coordinator's question goes to the applicant through the bot."""

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


@dataclass(frozen=True, slots=True)
class Decide(Effect):
    """A coordinator's decision on the application that this shared conversation is about."""

    approved: bool
    youth: bool = False  # also for people under 18


@dataclass(frozen=True, slots=True)
class SetDuty(Effect):
    on: bool


# ----------------------------------------------------------------------------------------------------------------------- escalation


@dataclass(frozen=True, slots=True)
class RaiseAlert(Effect):
    """Call a counselor. ``severity``: concern, high, imminent; ``reason`` is an id of ``alert.reason.*``.

    ``about`` is ``me`` or ``other`` (the other side of the chat). One open alert per person: a second reason joins the first.
    """

    severity: str
    reason: str
    words: str = ""
    about: str = "me"


@dataclass(frozen=True, slots=True)
class AlertStaff(Effect):
    """Put the alert's card before these audiences (group, counselors, coordinators); ``again`` marks a repetition."""

    to: tuple[str, ...]
    again: bool = False


@dataclass(frozen=True, slots=True)
class TellStaff(Effect):
    """A line about this alert to the group, or to the counselor who has it (``to`` = group, handler)."""

    key: str
    to: str = "group"
    reason: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class TellPerson(Effect):
    """A line to the person this shared conversation is about."""

    key: str
    name: str = ""
    menus: tuple[Menu, ...] = ()
    lane: str = "crisis"


@dataclass(frozen=True, slots=True)
class TakeAlert(Effect):
    """The counselor who tapped has seen the alert; all its cards change to say so."""


@dataclass(frozen=True, slots=True)
class ReleaseAlert(Effect):
    """Nobody took it over in time: it counts as unseen again."""


@dataclass(frozen=True, slots=True)
class OpenCase(Effect):
    """Connect the counselor who tapped with the person, through the bot. A running peer chat ends kindly."""


@dataclass(frozen=True, slots=True)
class AskNote(Effect):
    """Ask the counselor who tapped, in private, for the closing note."""


@dataclass(frozen=True, slots=True)
class CloseCase(Effect):
    """The counselor's note is written: the alert behind this link or alert is closed with it."""

    alert: int
    note: str


@dataclass(frozen=True, slots=True)
class CloseAlert(Effect):
    """The alert is over; all its cards say so, the note (encrypted) stays with it."""

    note: str


@dataclass(frozen=True, slots=True)
class ShowAlerts(Effect):
    """The open alerts, each with its card and buttons, to the counselor or coordinator who asks."""
