"""The vocabulary of a conversation: what can happen (events), what is answered (steps) and what is shown (Say and its menus).

A conversation is a pure state machine::

    step(state, event, facts) -> Next(new state, effects …) | Keep(effects …) | End(effects …)

Nothing here reads a clock, a database or chance: what a flow must know is handed in with ``facts``, what it wants done leaves as *effects*,
plain frozen dataclasses that the shell carries out in the same transaction in which it stores the new state. That is what makes it possible
to walk every state × every kind of event in a test, and to draw the diagrams in ``docs/flows.md`` from the same walk.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any, ClassVar, Protocol

from conversations.care import CarePlan, Referred, SafetyPlan, Shelf, Standing, Tried
from conversations.checkins import Patterns, Plan, Today
from conversations.circling import Circles
from conversations.crew import Crew
from conversations.guiding import Guidance, Offered
from conversations.overview import Overview
from conversations.rehearsal import Practice
from conversations.rights import Held, Keeping
from conversations.rostering import Presence
from conversations.scales import Begun, Scale, Scored
from conversations.serving import Care, Ready, Record, Rest, Shift
from conversations.solving import Solving
from conversations.staffing import Call, OnCall
from conversations.volunteering import Draft, Learned, Listed, Training
from conversations.wishing import About, Wishes

# --------------------------------------------------------------------------------------------------------------------------- events


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


@dataclass(frozen=True, slots=True)
class Media(Event):
    """Anything that is not plain words: ``kind`` is the name of the Bot API field (photo, voice, sticker, …), or forward, via_bot.

    ``file`` is Telegram's id of the file, ``name`` a neutral file name (never the sender's), ``album`` tells pictures sent as one apart.
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

# --------------------------------------------------------------------------------------------------------------------------- effects


@dataclass(frozen=True, slots=True)
class Effect:
    """Something the shell shall do in the transaction of this step. One handler per subclass lives in ``bot/effects``."""

    ANSWERS: ClassVar[bool] = False  # its handler says something to the owner, with a way on


@dataclass(frozen=True, slots=True)
class Ref:
    """A text to be put into another one, in the language of whoever reads it: ``Ref("topic.grief")``."""

    key: str
    args: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listing:
    """Several texts joined the way the language joins a list, or by ``between``."""

    refs: tuple[Ref, ...]
    between: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button. Its label is the text ``key`` (default ``button.<menu>.<value>``) filled with ``args``."""

    value: str
    key: str = ""
    args: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Menu:
    """Buttons that belong together. The menu ``go`` starts things from anywhere; all others belong to the conversation that shows them."""

    name: str
    buttons: tuple[Button, ...]
    columns: int = 1


def menu(name: str, *values: str | Button, columns: int = 1) -> Menu:
    """A menu from plain values; a value that needs a label of its own is given as a Button."""
    return Menu(name, tuple(v if isinstance(v, Button) else Button(v) for v in values), columns)


def go(*values: str, columns: int = 1) -> Menu:
    """Buttons that start something new: the way on from an ended conversation."""
    return menu("go", *values, columns=columns)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of ``bot/charts`` by name, and what it shows: plain data, in which texts stand as Ref."""

    name: str
    of: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Say(Effect):
    """Show a text to the owner of the conversation. ``keyboard`` names a reply keyboard (main, chat) to put up with it.

    ``lane`` is the sender's lane (crisis, relay, reply, prompt); what people in danger read goes ahead of everything else.
    With a ``picture`` the text stands below it, and is what screen readers read.
    """

    key: str
    args: Mapping[str, Any] = field(default_factory=dict)
    menus: tuple[Menu, ...] = ()
    keyboard: str = ""
    lane: str = "reply"
    picture: Picture | None = None


def say(key: str, *menus: Menu, keyboard: str = "", lane: str = "reply", **args: Any) -> Say:
    """``Say`` with its arguments by name: ``say("peer.waiting", leave, place=3)``."""
    return Say(key, args, menus, keyboard, lane)


@dataclass(frozen=True, slots=True)
class Change(Effect):
    """Change the message whose button was tapped, in place."""

    key: str
    args: Mapping[str, Any] = field(default_factory=dict)
    menus: tuple[Menu, ...] = ()


@dataclass(frozen=True, slots=True)
class Toast(Effect):
    """A short notice over the chat in answer to a tap; ``alert`` makes it a box that must be closed."""

    key: str
    args: Mapping[str, Any] = field(default_factory=dict)
    alert: bool = False


@dataclass(frozen=True, slots=True)
class StartFlow(Effect):
    """Begin another conversation for the same person; ``args`` go to its ``start``."""

    flow: str
    args: Mapping[str, Any] = field(default_factory=dict)


# --------------------------------------------------------------------------------------------------------------------------- steps


class _Answer:
    __slots__ = ("effects",)

    def __init__(self, *effects: Effect) -> None:
        self.effects: tuple[Effect, ...] = effects

    def __repr__(self) -> str:
        return f"{type(self).__name__}{self.effects!r}"


class Next(_Answer):
    """Go on in a new state. ``expires``: after this long without another step the conversation gets a Timeout (None: never)."""

    __slots__ = ("expires", "state")

    def __init__(self, state: Any, *effects: Effect, expires: timedelta | None = None) -> None:
        super().__init__(*effects)
        self.state = state
        self.expires = expires


class Keep(_Answer):
    """Stay in the state, its buttons and its running time untouched."""

    __slots__ = ()


class End(_Answer):
    """The conversation is over; what lies under it, if anything, is resumed."""

    __slots__ = ()


Step = Next | Keep | End

# --------------------------------------------------------------------------------------------------------------------------- facts


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the escalation ladder: who is told (group, on_duty, counselors, coordinators) and how long it waits for an answer."""

    to: tuple[str, ...]
    wait: timedelta


@dataclass(frozen=True, slots=True)
class Ladder:
    """Another ladder for some severities (empty: all) at some hours of the day in the place's zone (from, to; the same twice: all day)."""

    rungs: tuple[Rung, ...]
    repeat: Rung
    severities: tuple[str, ...] = ()
    hours: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Place:
    """What the organisation set in ``config.yaml`` and ``data/``: the same for every event."""

    name: str = "Sebaya"
    languages: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    zones: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    consent_version: str = "1"
    queue_wait: timedelta = timedelta(minutes=5)
    offer_wait: timedelta = timedelta(seconds=60)
    nudge_after: timedelta = timedelta(minutes=5)  # silence in a chat; both below count from the same moment
    replace_after: timedelta = timedelta(minutes=10)  # the volunteer's
    close_after: timedelta = timedelta(minutes=30)  # the person's
    ladder: tuple[Rung, ...] = (Rung(("group", "counselors", "coordinators"), timedelta(seconds=60)),)
    repeat: Rung = Rung(("group", "counselors", "coordinators"), timedelta(minutes=5))
    ladders: tuple[Ladder, ...] = ()  # looked through first, in this order
    take_over: timedelta = timedelta(minutes=15)
    prompt_window: timedelta = timedelta(hours=3)
    prompt_spread: timedelta = timedelta(0)
    weekly_after: int = 7  # unanswered questions
    patterns: Patterns = field(default_factory=Patterns)
    mask_contacts: bool = True
    media: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # adults, minors, counsel → kind → allow, ask, refuse
    training: Training = field(default_factory=Training)
    offered: Offered = field(default_factory=Offered)
    shelf: Shelf = field(default_factory=Shelf)
    keeping: Keeping = field(default_factory=Keeping)
    scales: tuple[Scale, ...] = ()
    care: Care = field(default_factory=Care)
    ready_texts: tuple[str, ...] = ()  # ids of those everybody has ready
    help_cards: tuple[str, ...] = ()  # ids
    practice: Practice = field(default_factory=Practice)


@dataclass(frozen=True, slots=True)
class Mood:
    """One answered check-in: ``day`` is the person's local date, ``mood`` 1 (very bad) to 5 (very good). What was not said is None or empty."""

    day: str
    mood: int
    what: str = ""
    sleep: int | None = None
    energy: int | None = None
    stress: int | None = None


@dataclass(frozen=True, slots=True)
class Queue:
    """How it stands now: volunteers on duty, of them free, people waiting, usual wait in minutes over the last days (None: unknown).

    ``place``: the person's own in the line, or the one they would get; 0: not looked up.
    """

    on_duty: int = 0
    free: int = 0
    waiting: int = 0
    usual_minutes: int | None = None
    place: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """What a coordinator wants to know of an applicant (id 0: nothing)."""

    id: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a step may know about its owner, whoever acted, and the moment. Fields under "on request" are filled when a flow NEEDS them."""

    place: Place = field(default_factory=Place)
    language: str = ""
    name: str = ""
    roles: frozenset[str] = frozenset()
    consented: bool = False
    age_band: str = ""
    hour: int | None = None
    zone: str = "Asia/Jakarta"
    paused: bool = False
    in_chat: bool = False
    on_duty: bool = False
    volunteer: str = ""  # "", applied, approved, rejected, suspended
    actor: int = 0  # who tapped, where a conversation belongs to several people
    actor_name: str = ""
    actor_reachable: bool = True  # a private chat with the actor exists
    actor_in_chat: bool = False  # the actor is talking with somebody already
    now: datetime | None = None  # in the owner's zone
    # on request
    nicknames: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    moods: tuple[Mood, ...] = ()
    today: Today = field(default_factory=Today)
    prompt_plan: Plan = field(default_factory=Plan)
    last_chat: int = 0  # the link of the last peer chat of the last week
    queue: Queue = field(default_factory=Queue)
    learned: tuple[Learned, ...] = ()
    asked: Asked = field(default_factory=Asked)
    draft: Draft = field(default_factory=Draft)
    volunteers: tuple[Listed, ...] = ()
    overview: Overview = field(default_factory=Overview)
    audiences: Mapping[str, int] = field(default_factory=dict)  # everyone, people, volunteers → how many a broadcast goes to
    broadcasts: Mapping[int, tuple[int, int, bool]] = field(default_factory=dict)  # row → done, total, over
    chats: tuple[tuple[int, str], ...] = ()  # the open ones: link, what the other side is called
    room: bool = False  # whether one more chat would still be within what the volunteer takes at once
    capacity: int = 1
    call: Call = field(default_factory=Call)
    on_call: OnCall = field(default_factory=OnCall)
    colleagues: tuple[tuple[int, str], ...] = ()  # other counselors who can be written to: row, name
    wishes: Wishes = field(default_factory=Wishes)
    about: About = field(default_factory=About)
    circles: Circles = field(default_factory=Circles)
    guidance: Guidance = field(default_factory=Guidance)
    solving: Solving = field(default_factory=Solving)
    held: Held = field(default_factory=Held)
    scored: tuple[Scored, ...] = ()  # finished questionnaires, oldest first
    begun: tuple[Begun, ...] = ()  # questionnaires left in the middle
    safety: SafetyPlan = field(default_factory=SafetyPlan)
    services: tuple[Standing, ...] = ()
    referred: tuple[Referred, ...] = ()
    tried: tuple[Tried, ...] = ()
    care_plan: CarePlan = field(default_factory=CarePlan)
    jotted: tuple[str, ...] = ()  # own words from exercises, newest first
    resources_shown: bool = False  # the numbers to call were shown within a day
    rest: Rest = field(default_factory=Rest)
    record: Record = field(default_factory=Record)
    shifts: tuple[Shift, ...] = ()
    ready: tuple[Ready, ...] = ()
    rota: tuple[Presence, ...] = ()
    staff_list: Crew = field(default_factory=Crew)


class Flow(Protocol):
    """What a module in this folder offers to be a conversation. Optional traits have their default in ``trait``."""

    NAME: str
    VERSION: int
    STATES: tuple[type, ...]

    def start(self, facts: Facts, **args: Any) -> Step: ...

    def step(self, state: Any, event: Event, facts: Facts) -> Step: ...


_TRAITS: dict[str, Any] = {
    "FRONT": True,  # words the owner writes go to it; otherwise only its buttons and timers reach it
    "EXCLUSIVE": False,  # nothing else may be started on top of it
    "LASTING": False,  # begun again while it is open, it goes on where it was: somebody else has a part in it
    "NEEDS": frozenset(),  # facts on request
    "HEARS_CRISIS": (),  # states in which words of crisis are also content (a note, a relayed message)
    "STEADY": (),  # states whose buttons stay good while they change (a list being ticked): two quick taps are both meant
    "SHARED": False,  # belongs to no one person: taps of others are allowed, roles are checked by ACCESS
    "ACCESS": "",  # the permission a tap needs (see bot/access.py)
    "permission": None,  # of a state, where a tap does not need ACCESS in all of them
    "SUBJECT": "",  # the start argument that tells two of its conversations with one owner apart
}


def trait(flow: Flow, name: str) -> Any:
    """An optional constant of a flow, e.g. ``trait(checkin, "NEEDS")``."""
    return getattr(flow, name, _TRAITS[name])


# ---------------------------------------------------------------------------------------------------------------------- persistence


def dump(state: Any) -> dict[str, Any]:
    """A state as plain JSON data: its fields and, under ``is``, the name of its class."""
    return {"is": type(state).__name__, **{f.name: getattr(state, f.name) for f in fields(state)}}


def load(flow: Flow, version: int, data: dict[str, Any]) -> Any:
    """The state stored as ``data`` by ``version`` of the flow. Raises ValueError when it can no longer be understood.

    A flow that changed its states offers ``upgrade(version, data) -> data``; without it, only its own version is understood.
    """
    if version != flow.VERSION:
        upgrade = getattr(flow, "upgrade", None)
        if upgrade is None or version > flow.VERSION:
            raise ValueError(f"{flow.NAME}: no upgrade from version {version} to {flow.VERSION}")
        data = upgrade(version, data)
    values = dict(data)
    name = values.pop("is", None)
    for kind in flow.STATES:
        if kind.__name__ == name:
            try:
                return kind(**{key: _frozen(value) for key, value in values.items()})
            except TypeError as error:
                raise ValueError(f"{flow.NAME}: {error}") from error
    raise ValueError(f"{flow.NAME}: unknown state {name!r}")


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value
