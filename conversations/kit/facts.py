"""What a step may know beside its state: whose conversation it is, who acted, when, and what the flow asked to be told (its NEEDS)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from conversations.care import CarePlan, Referred, SafetyPlan, Standing, Tried
from conversations.checkins import Plan, Today
from conversations.circling import Circles
from conversations.crew import Crew
from conversations.guiding import Guidance
from conversations.kit.place import Place
from conversations.overview import Overview
from conversations.rights import Held
from conversations.rostering import Presence
from conversations.scales import Begun, Scored
from conversations.serving import Ready, Record, Rest, Shift
from conversations.solving import Solving
from conversations.staffing import Call, OnCall, OwnCall
from conversations.volunteering import Draft, Learned, Listed
from conversations.wishing import About, Wishes


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
    outdated: bool = False  # what they agreed to has changed since
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
    own_call: OwnCall = field(default_factory=OwnCall)
    now: datetime | None = None  # in the owner's zone
    # on request
    nicknames: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    moods: tuple[Mood, ...] = ()
    today: Today = field(default_factory=Today)
    prompt_plan: Plan = field(default_factory=Plan)
    last_chat: tuple[int, str] = (0, "")  # the last peer chat of the last week: its link, what the other side is called
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
    asker: int = 0  # whose request for guidance it is: a counselor's own is for the others
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
