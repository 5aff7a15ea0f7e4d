"""What can happen to a conversation. The reader, the timers and other conversations make these; a step takes one of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a conversation. Every subclass is registered in ``EVENTS`` so that tests can try them all."""


@dataclass(frozen=True, slots=True)
class Text(Event):
    """Words somebody wrote. ``entities`` is the JSON of their formatting, reduced to what identifies nobody; ids are the writer's."""

    text: str
    entities: str = ""
    message: int = 0
    reply_to: int = 0
    crisis: tuple[str, ...] = ()  # the risk rules that call for an answer
    quote: str = ""  # the part of the other message it answers to
    thread: int = 0  # the topic of the private chat it was written in
    level: str = ""  # what the risk rules make of it: alert, ask, note; "broken" if they failed; "" for nothing found
    category: str = ""  # suicide, self_harm, violence, abuse, psychosis, emergency, friend
    spans: tuple[tuple[int, int], ...] = ()  # where, in code points
    earlier: tuple[tuple[int, str], ...] = ()  # messages just before with which it was weighed together: when (epoch s), and the words
    contacts: tuple[tuple[int, int], ...] = ()  # what Telegram makes a link, a number or somebody's name of, in code points


@dataclass(frozen=True, slots=True)
class Edited(Event):
    """A message written before has new words."""

    text: str
    entities: str = ""
    message: int = 0
    crisis: tuple[str, ...] = ()
    caption: bool = False  # the words under a picture, not a message of their own
    level: str = ""
    category: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    earlier: tuple[tuple[int, str], ...] = ()
    contacts: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Media(Event):
    """Anything that is not plain words: ``kind`` is the name of the Bot API field (photo, voice, sticker, …), or forward, via_bot.

    ``file`` is Telegram's id of the file, ``name`` a neutral file name (never the sender's), ``album`` tells pictures sent as one apart,
    ``size`` is in bytes, 0 where Telegram does not say it.
    """

    kind: str
    caption: str = ""
    message: int = 0
    crisis: tuple[str, ...] = ()
    file: str = ""
    name: str = ""
    entities: str = ""
    reply_to: int = 0
    album: str = ""
    spoiler: bool = False
    thread: int = 0
    level: str = ""
    category: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    earlier: tuple[tuple[int, str], ...] = ()
    size: int = 0
    contacts: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Reacted(Event):
    """Somebody put a reaction on a message, or took it away (empty ``emoji``). Only ordinary emoji, never a custom one."""

    message: int
    emoji: str = ""


@dataclass(frozen=True, slots=True)
class MediaOffered(Event):
    """The other side wants to send something that needs a yes first; ``number`` is what is held for it."""

    number: int
    kind: str


@dataclass(frozen=True, slots=True)
class MediaAnswered(Event):
    """Whether the other side wanted to see what was held for them."""

    accepted: bool


@dataclass(frozen=True, slots=True)
class Command(Event):
    """A slash command or a key of the reply keyboard, without slash or bot name: ``Command("peer")``."""

    name: str
    argument: str = ""
    reply_to: int = 0
    crisis: tuple[str, ...] = ()
    thread: int = 0
    message: int = field(default=0, compare=False)  # its id in the writer's chat
    level: str = ""
    category: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    earlier: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Choice(Event):
    """An inline button of this very conversation was tapped."""

    menu: str
    value: str


@dataclass(frozen=True, slots=True)
class Timeout(Event):
    """The time that the last step set has passed."""


@dataclass(frozen=True, slots=True)
class Resumed(Event):
    """What lay on top of this conversation has ended: ask the open question again."""


@dataclass(frozen=True, slots=True)
class Paired(Event):
    """A helper took the request; ``link`` is the pair, ``alias`` is what the other side is called, ``shared`` the topics
    both know, ``young`` whether one of the two is (or may be) under 18, ``again`` whether they talked before and that is why."""

    link: int
    alias: str
    shared: tuple[str, ...] = ()
    young: bool = True
    again: bool = False


@dataclass(frozen=True, slots=True)
class ChatEnded(Event):
    """The other side is gone: ``why`` is one of ended, left (blocked the bot), counselor (one took over), erased, quiet (nobody wrote
    for long), replaced (the volunteer went silent or was taken off; somebody else is looked for), suspended (the owner's own service was stopped)."""

    why: str = "ended"


@dataclass(frozen=True, slots=True)
class Quiet(Event):
    """How silent a chat is: ``mine`` if the other side wrote last, so that it is the owner's turn; ``since`` that last message, whose number
    is ``last``; ``alarmed`` while a counselor is called for the person."""

    mine: bool
    since: timedelta
    last: int
    alarmed: bool = False


@dataclass(frozen=True, slots=True)
class RequestClosed(Event):
    """The request behind an offer needs no answer any more: ``taken`` by another volunteer, or the person ``left`` the queue."""

    why: str = "left"


@dataclass(frozen=True, slots=True)
class Joined(Event):
    """A new reason joined an alert that is still open."""

    severity: str
    reason: str


@dataclass(frozen=True, slots=True)
class CaseClosed(Event):
    """The counselor closed the case behind this alert."""

    note: str = ""


@dataclass(frozen=True, slots=True)
class Rearranged(Event):
    """What became of an appointment: ``what`` is booked, gone (somebody else was faster), moved (to ``at``, epoch ms) or cancelled; ``by`` whom."""

    what: str
    at: int = 0
    by: str = ""


@dataclass(frozen=True, slots=True)
class CircleChanged(Event):
    """What became of a group, for one who has a seat or is in: opened, cancelled, closed, removed, given_up."""

    what: str


@dataclass(frozen=True, slots=True)
class HandedOver(Event):
    """Another counselor has the alert from now on: their id and name; ``talking`` while the talk with the person goes on."""

    by: int
    name: str
    talking: bool = False


@dataclass(frozen=True, slots=True)
class Introduced(Event):
    """The other side of a chat is somebody else from now on, called ``alias``; ``silent``: what happens next says so."""

    alias: str
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Undelivered(Event):
    """A message of this conversation can never arrive: ``who`` is whose chat it was (person, handler, staff, group), ``why``: blocked, refused."""

    who: str
    why: str


EVENTS: tuple[type[Event], ...] = (
    Text,
    Edited,
    Media,
    Reacted,
    MediaOffered,
    MediaAnswered,
    Command,
    Choice,
    Timeout,
    Resumed,
    Paired,
    ChatEnded,
    Quiet,
    RequestClosed,
    Joined,
    CaseClosed,
    Rearranged,
    CircleChanged,
    HandedOver,
    Introduced,
    Undelivered,
)
