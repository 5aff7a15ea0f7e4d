"""What the walk hands to conversations: people in many situations, and everything that can happen to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from conversations import interrupts
from conversations.care import SAFETY, Article, Beat, CarePlan, Exercise, Referred, SafetyPlan, Service, Shelf, Standing
from conversations.checkins import Patterns, Today
from conversations.checkins import Plan as PromptPlan
from conversations.circling import Circles, Member, Running
from conversations.circling import Draft as Drafted
from conversations.circling import Listed as Group
from conversations.crew import Crew
from conversations.crew import Member as Colleague
from conversations.guiding import Arranged, Guidance, Offered, Slot, Wish
from conversations.kit import (
    Asked,
    CaseClosed,
    ChatEnded,
    Choice,
    CircleChanged,
    Command,
    Edited,
    Event,
    Facts,
    HandedOver,
    Introduced,
    Joined,
    Ladder,
    Media,
    MediaAnswered,
    MediaOffered,
    Mood,
    Paired,
    Place,
    Queue,
    Quiet,
    Reacted,
    Rearranged,
    RequestClosed,
    Resumed,
    Rung,
    Text,
    Timeout,
    Undelivered,
)
from conversations.overview import OpenAlert, Overview
from conversations.rehearsal import Practice, Scene
from conversations.relaying import KINDS
from conversations.rights import Held, Keeping
from conversations.rostering import Presence
from conversations.scales import Band, Begun, Item, Scale, Scored
from conversations.serving import Ready, Record, Rest, Shift
from conversations.solving import Option, Plan, Solving
from conversations.staffing import ALWAYS, Back, Call, OnCall, OwnCall
from conversations.volunteering import Draft, Learned, Listed, Module, Question, Training
from conversations.wishing import About, Wishes

MINUTE = timedelta(minutes=1)
ZONES = {"id": ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"), "en": ("Asia/Jakarta", "Europe/London")}
NIGHT = Ladder((Rung(("group", "on_duty"), 30 * MINUTE),), Rung(("counselors",), 60 * MINUTE), ("concern",), (22, 6))
LADDER = (Rung(("group",), MINUTE), Rung(("group", "counselors"), MINUTE), Rung(("counselors", "coordinators"), MINUTE))
MEDIA = {
    "adults": {**dict.fromkeys(KINDS, "allow"), "video": "ask", "audio": "refuse"},
    "minors": {**dict.fromkeys(KINDS, "refuse"), "voice": "allow"},
    "counsel": dict.fromkeys(KINDS, "allow"),
}
# Three topics are enough to meet every case of ticking, and keep the number of states small.
# A little of the real training: one part to read, and a test that can be failed.
OFFERED = Offered(("learning", "other"), ("chat", "in_person"))
LIMITS = Module("limits", 2, (Question(3, 2), Question(3, 0)))
TRAINING = Training((LIMITS, Module("practice_home", 0, (), practice="home"), Module("test", 1, (Question(3, 1),), test=True)))
# A little of the real questionnaires: a short form and its longer one, an answer that tells of danger early and last, areas, alerts.
SCALES = (
    Scale("who5", (Item(),), (1, 0), (Band(0, True, "concern"), Band(4)), 4),
    Scale("phq2", (Item(),), (0, 1), (Band(0), Band(1, True, "concern")), low_is_good=True, onward="phq9", onward_from=1),
    Scale("phq9", (Item(), Item(1), Item(1)), (0, 1), (Band(1), Band(3, True, "high")), low_is_good=True),
    Scale("feet", (Item(0, "independence"), Item(0, "life")), (0, 1), (Band(1, True), Band(2))),
)
SERVICES = (
    Service("medical_119", ("emergency", "health"), checked_on="2026-11-01", hours="24/7", cost="free", languages=("id",)),
    Service("sapa129", ("violence", "crisis"), "Bandung", checked_on="2026-01-01"),
)
EXERCISES = (
    Exercise("breathing", (Beat(1), Beat(2, 4, round=1, rounds=2), Beat(3, 6, round=1, rounds=2)), when=("night",), low=True),
    Exercise("thoughts", (Beat(1), Beat(2, ask=True), Beat(3)), when=("day",)),
)
SHELF = Shelf(SERVICES, EXERCISES, ("sun", "bed"), (Article("anxiety", 2, "2026-11-23"), Article("stress", 1)))
PLACE = Place(
    languages=("id", "en"),
    shelf=SHELF,
    scales=SCALES,
    name="SMA Contoh",
    topics=("anxiety", "grief", "study"),
    zones=ZONES,
    ladder=LADDER,
    ladders=(NIGHT,),
    media=MEDIA,
    training=TRAINING,
    offered=OFFERED,
)
# Somebody to practise with for three answers; the patterns find a few of the TEXTS below.
PRACTICE = Practice((Scene("home", 2, 1, 2),), {"id": {"advice": ("^3$",), "open": ("(?i)berlin|wita",)}, "en": {"open": ("pm|wita",)}}, turns=3)
PLACE = replace(PLACE, ready_texts=("hello", "role"), help_cards=("sad",), practice=PRACTICE)
QUIET = replace(PLACE, patterns=Patterns(tell=frozenset()))
STRICT = replace(QUIET, training=replace(TRAINING, required=True))
DONE = (Learned("limits", 2, done=True, score=50), Learned("practice_home", done=True), Learned("test", 1, done=True, score=100))
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
AT_NOON = int(NOW.timestamp() * 1000)
CRISIS = ("id_bunuh_diri",)
LATER = datetime(2026, 11, 30, 9, 5, tzinfo=UTC)
HEAVY = Rest("heavy", datetime(2026, 11, 23, 13, 0, tzinfo=UTC))
SHIFTS = tuple(Shift(31 + n, n % 7, 19 + n // 7, 2) for n in range(21))
READY = tuple(Ready(60 + n, f"napas{n}", "Tarik napas dulu, ya.") for n in range(20))
MUCH: dict[str, Any] = {"language": "en", "shifts": SHIFTS, "ready": READY}
ROTA = (
    *(Presence("now", f"Relawan {n}", AT_NOON, AT_NOON) for n in range(60)),
    *(Presence("counselor", "Bu Sri", AT_NOON + n * 86_400_000, AT_NOON + (n + 1) * 86_400_000) for n in range(-1, 3)),
    *(Presence("volunteer", f"Relawan {n}", AT_NOON + n * 3_600_000, AT_NOON + n * 3_600_000 + 1_800_000) for n in range(48)),
)
CREW = Crew((Colleague(301, "Bu Sri", True, False), *(Colleague(310 + n, f"Pak {n}", False, True) for n in range(45))), ((71, "Bu Dewi"),))
RECORD = Record(7, 3, 601, 90, 2, ("Makasih sudah ada.", "Aku lega."))


CARE_PLAN = CarePlan(
    ratings=(("independence", 2, 5), ("confidence", 6, 4), ("quality", 3, 3)),
    area="work",
    goal="masuk lagi",
    step="telepon satu teman",
    planned=True,
    done=2,
    strengths=("bangun pagi", "minta tolong"),
    people=(("close", "Kak Rina"),),
    history=(("independence", "2026-11-01", 2), ("work", "2026-11-01", 4), ("independence", "2026-11-20", 5)),
)
STANDINGS = (Standing("medical_119", "old", "2026-01-01"), Standing("sapa129", "changed", "2026-01-01"))
SUNDAY = NOW.replace(day=29)
LOWEST = tuple(Mood(f"2026-11-{day}", 1) for day in (20, 21))
GOOD = tuple(Mood(f"2026-11-{day}", 5) for day in (19, 20, 21))
EVEN = (Mood("2026-11-23", 4), Mood("2026-11-27", 4))
OLD = (Mood("2026-11-01", 1),)
BEGUN = (Begun("phq2", ()), Begun("phq9", (1,)), Begun("who5", (0,)))
FULL = SafetyPlan(tuple((part, "x" * 400) for part in SAFETY))
VOLUNTEERS = (
    Listed(201, "Dimas", "approved", on_duty=True, youth=True, topics=("anxiety", "study")),
    Listed(202, "", "approved", paused=True, topics=("grief",)),
    Listed(203, "Sari", "suspended", topics=("grief",)),
)


HOUR = 3_600_000
AT = 1_795_521_600_000  # Tuesday 24 November, 12:00 UTC: a day after NOW
SLOTS = (Slot(AT, 301, "Bu Sri"), Slot(AT, 302, "Pak Budi", ("learning",)), Slot(AT + 24 * HOUR, 302, "Pak Budi", ("learning",)))
ARRANGED = (Arranged(6, AT, 301, "Bu Sri", "person", "learning", "chat"),)
GUIDANCE = Guidance(Wish("learning", "Nilaiku turun.", "draft"), SLOTS, ARRANGED, wait_hours=3)
COUNSELS = Guidance(slots=SLOTS, arranged=ARRANGED, week=(((540, 720),), *((),) * 6), days=(("2026-11-24", ()),))

TAKEN = replace(GUIDANCE, wish=Wish("learning", "", "taken", 301, "Bu Sri"))
PLAN = Plan(3, "tried", 0, "Nilaiku turun.", "Belajar malam", (Option("Tanya guru", "jelas", "malu"), Option("Belajar bareng")), 0, "Chat Rani")


HERE = (Member(9, "Daun Hijau"), Member(10, "Awan Putih", muted=True))
GROUPS = (Group(7, "circle", "grief", AT, 60, 3, 3, "adult", "planned"), Group(8, "counseling", "study", AT, 60, 8, 2, "adult", "open", "joined"))
NOTHING = {"solving": Solving(), "circles": Circles()}
PAUSED = Circles(running=Running(7, "paused", members=HERE))
LEADS = Circles(
    (Group(8, "circle", "study", AT, 60, 3, 2, "adult", "planned", "leader"),),
    ("minor", "adult"),
    Running(7, "paused", muted=True),
    Drafted("grief", "adult", 3, "2026-11-24"),
)


def _facts(**changes: Any) -> Facts:
    known: dict[str, Any] = {
        "place": PLACE,
        "language": "id",
        "name": "Awan",
        "roles": frozenset({"person"}),
        "consented": True,
        "age_band": "adult",
        "hour": 19,
        "actor": 101,
        "actor_name": "Bu Sri",
        "now": NOW,
        "nicknames": ("Bintang", "Embun", "Senja"),
        "topics": ("grief",),
        "moods": (Mood("2026-11-21", 2), Mood("2026-11-22", 4), Mood("2026-11-22", 5)),
        "today": Today(("sleep",), ()),
        "queue": Queue(on_duty=3, free=1, waiting=2, usual_minutes=4),
        "volunteers": VOLUNTEERS,
        "guidance": GUIDANCE,
        "circles": Circles(
            (Group(7, "circle", "grief", AT, 60, 3, 3, "adult", "planned"), Group(8, "counseling", "study", AT, 60, 8, 2, "adult", "open", "joined"))
        ),
        "solving": Solving(PLAN, (replace(PLAN, id=4, due="2026-11-30", outcome="partly", shared="given"), replace(PLAN, id=5))),
        "held": Held("2026-11-1", "2026-11-20"),
        "audiences": {"everyone": 41, "people": 35, "volunteers": 6},
        "broadcasts": {7: (12, 41, False), 8: (41, 41, True)},
        "overview": Overview(2, 14, 1, 0, 3, 1, 0, (OpenAlert("high", "open", 3), *(OpenAlert("concern", "seen", n) for n in range(9)))),
        "draft": Draft(("grief",), ("id", "en"), "Aku pernah di sana."),
    }
    return Facts(**(known | changes))


def roles(*names: str) -> frozenset[str]:
    return frozenset({"person", *names})


NEW = {"held": Held(), "consented": False, "name": "", "age_band": "", "hour": None, "topics": (), "moods": ()}
SITUATIONS: dict[str, Facts] = {
    "a person": _facts(care_plan=CARE_PLAN, safety=SafetyPlan((("signs", "nggak bisa tidur"), ("people", "Kak Rina")), shared=True)),
    "in English": _facts(
        last_chat=(7, "Shell"),
        safety=FULL,
        solving=Solving(replace(PLAN, at="obstacle", shared="given")),
        language="en",
        zone="Europe/London",
        age_band="minor",
        queue=Queue(on_duty=2, free=0, waiting=9, usual_minutes=0),
    ),
    "a minor, paused": _facts(
        age_band="minor",
        paused=True,
        queue=Queue(),
        prompt_plan=PromptPlan(unanswered=7),
        care_plan=replace(CARE_PLAN, undated="telepon ibu"),
        wishes=Wishes(gender="woman", age="young"),
        guidance=Guidance(Wish("other", state="open")),
        solving=Solving(),
        circles=Circles(),
    ),
    "age and name not said, no prompts": _facts(age_band="", name="", hour=None, nicknames=(), moods=(), queue=Queue(on_duty=1, free=1)),
    "new": _facts(**NEW),
    "new, in English, nothing to propose": _facts(**NEW, language="en", nicknames=()),
    "a place with one language and nothing set up": _facts(**NEW, place=Place(languages=("id",)), nicknames=(), queue=Queue()),
    "called for help, where erasing waits": _facts(
        own_call=OwnCall("open", asked=True),
        held=Held("2026-11-1", "2026-11-20", alarmed=True),
        place=replace(PLACE, keeping=Keeping(cooling_off=timedelta(hours=24))),
    ),
    "agreed to what has changed since": _facts(care_plan=CarePlan(undated="telepon ibu"), outdated=True, own_call=OwnCall("seen", asked=True)),
    "has asked to be erased": _facts(consented=False, held=Held(erasing=True)),
    "with a questionnaire begun": _facts(
        begun=(Begun("phq2", ()), Begun("phq9", (1,)), Begun("who5", (0,))), scored=(Scored("feet", "2026-11-20", 1),)
    ),
    "in a chat": _facts(
        in_chat=True,
        wishes=Wishes(again=True, apart=True),
        about=About("man", "middle", "X IPA 2"),
        circles=Circles(running=Running(7, "round", members=HERE)),
    ),
    "a volunteer off duty": _facts(
        circles=LEADS, volunteer="approved", roles=roles("volunteer"), now=SUNDAY, moods=EVEN, prompt_plan=PromptPlan(7, 9, asked_weekly=True)
    ),
    "a volunteer on duty, in a chat": _facts(
        circles=PAUSED, volunteer="approved", roles=roles("volunteer"), on_duty=True, in_chat=True, language="en", rest=HEAVY
    ),
    "a volunteer on a break": _facts(
        prompt_plan=PromptPlan(rest_until="2026-11-30"),
        volunteer="approved",
        roles=roles("volunteer"),
        rest=Rest("own", LATER),
        record=RECORD,
        shifts=SHIFTS,
        ready=READY,
    ),
    "a volunteer whose own check was low": _facts(volunteer="approved", roles=roles("volunteer"), rest=Rest("low", LATER), **MUCH),
    "applied, a questionnaire begun": _facts(volunteer="applied", learned=DONE, begun=BEGUN, scored=(Scored("feet", "2026-11-20", 1),)),
    "applied, and asked something": _facts(volunteer="applied", asked=Asked(5, "Kenapa mau jadi relawan?")),
    "where the training comes first and no counselor is told, late after a low day": _facts(
        place=STRICT,
        moods=OLD,
        prompt_plan=PromptPlan(unanswered=3),
        now=NOW.replace(hour=22),
        learned=(Learned("limits", 2, done=True), Learned("test", 1, wait=40)),
    ),
    "somebody half trained, after a steep fall": _facts(place=QUIET, moods=GOOD, draft=Draft(), learned=(Learned("limits", 1),)),
    "rejected, three of the lowest in a row": _facts(
        volunteer="rejected",
        moods=LOWEST,
        today=Today(("feelings",), ("sad", "tired")),
        guidance=replace(GUIDANCE, wish=Wish("learning", "", "taken", 301, "Bu Sri")),
        solving=Solving(Plan(), (PLAN,)),
    ),
    "a suspended volunteer, silent after a low day": _facts(volunteer="suspended", moods=OLD, prompt_plan=PromptPlan(unanswered=3)),
    "a volunteer with two chats, one more to take": _facts(
        volunteer="approved",
        roles=roles("volunteer"),
        on_duty=True,
        in_chat=True,
        room=True,
        capacity=3,
        chats=((7, "Daun Hijau"), (8, "Awan Putih")),
        circles=Circles(bands=("adult",), running=Running(7, "open", muted=True, members=HERE)),
    ),
    "a counselor, not joined": _facts(**NEW, roles=roles("counselor")),
    "a counselor in another talk": _facts(**NEW, roles=roles("counselor"), actor_in_chat=True),
    "another counselor, without a private chat": _facts(**NEW, roles=roles("counselor"), actor=102, actor_reachable=False),
    "a counselor on duty, at night": _facts(
        roles=roles("counselor"),
        on_call=OnCall("on", on_duty=True, week=((0, 480, 960),)),
        call=Call("concern", 23, staffed=False, back=Back(1, 1, "07.00")),
    ),
    "a counselor off duty": _facts(
        roles=roles("counselor"), on_call=OnCall("off", week=ALWAYS), call=Call("imminent", 3, staffed=False, asked=False)
    ),
    "a counselor by the hours": _facts(
        roles=roles("counselor"),
        call=Call("imminent", 3, staffed=False, back=Back(3, 4, "08.30"), topic=True),
        colleagues=((1, "Pak Hendra"),),
        rota=ROTA,
    ),
    "a counselor, early": _facts(roles=roles("counselor"), call=Call("high", 3, staffed=False, back=Back(0, 4, "08.30"), talking=False)),
    "a counselor, no hours set": _facts(roles=roles("counselor"), call=Call("high", 3, staffed=False)),
    "another counselor": _facts(roles=roles("counselor"), actor=103, asker=103, language="en", guidance=COUNSELS),
    "a coordinator without volunteers": _facts(staff_list=CREW, roles=roles("coordinator"), volunteers=(), place=replace(PLACE, training=Training())),
    "a coordinator where nothing is going on, without a clock": _facts(roles=roles("coordinator"), overview=Overview(), now=None),
    "a coordinator who joined": _facts(
        services=STANDINGS, referred=(Referred("sapa129", 3, 1, 1, "cost"),), roles=roles("coordinator", "counselor"), volunteer="approved"
    ),
}

LINK = {"link": 7}
APPOINTMENT = {"appointment": 6, "at": AT, "minutes": 45, "way": "chat"}
# The ways to start a flow; one that is not listed is started without arguments.
STARTS: dict[str, tuple[dict[str, Any], ...]] = {
    "plan": ({}, {"smaller": True}),
    "story_card": ({"story": 5, "words": "kamu nggak sendirian"},),
    "plan_step": ({"step": 5, "days": 0},),
    "referral": ({"referral": 5, "service": "sapa129"},),
    "service_check": ({"service": "sapa129"},),
    "peer_request": ({}, {"waiting": True, "topics": ("grief",)}),
    "checkin": ({}, {"mood": 1}, {"mood": 5}),
    "offer": (
        {"request": 5},
        {"request": 5, "topics": ("grief", "anxiety"), "shared": ("grief", "study"), "minor": True, "again": True},
        {"request": 5, "topics": ("study",), "shared": ("study",)},
    ),
    "peer_chat": (
        {**LINK, "side": "person", "alias": "Daun Hijau"},
        {**LINK, "side": "person", "alias": "Daun Hijau", "shared": ("grief", "study", "anxiety")},
        {**LINK, "side": "volunteer", "alias": "Awan Putih"},
        {**LINK, "side": "volunteer", "alias": "Awan Putih", "shared": ("grief",), "again": True},
    ),
    "case_chat": (
        {**LINK, "alert": 3, "side": "person", "alias": "Bu Sri"},
        {**LINK, "alert": 3, "side": "counselor", "alias": "Awan"},
    ),
    "case_note": ({"alert": 3},),
    "case_form": tuple({"alert": 3, "what": what} for what in ("note", "refer", "follow", "hand", "who")),
    "case_room": ({**LINK, "alias": "Awan"},),
    "interject": ({**LINK, "name": "Bu Sri", "text": "halo", "message": 5}, {**LINK, "name": "Bu Sri"}),
    "applicant_question": ({"applicant": 5},),
    "report_form": ({}, LINK),
    "broadcasting": ({"broadcast": 7}, {"broadcast": 8}, {"broadcast": 9}),
    "report": ({"reported": 9}, {"reported": 9, "counselors": True}),
    "feedback": (
        {**LINK, "side": "person"},
        {**LINK, "side": "person", "alias": "Daun Hijau"},
        {**LINK, "side": "volunteer", "alias": "Awan Putih"},
    ),
    "rating": ({}, {**LINK, "side": "volunteer", "alias": "Awan Putih"}),
    "booking": ({}, {"field": "learning", "way": "in_person"}, {"field": "other"}, {"move": 6}),
    "guidance": ({}, {"soon": "week"}),
    "guidance_chat": ({**LINK, "side": "person", "alias": "Bu Sri"}, {**LINK, "side": "counselor", "alias": "Awan"}),
    "appointment": (
        {**APPOINTMENT, "side": "person", "other": "Bu Sri"},
        {**APPOINTMENT, "side": "counselor", "other": "Awan", "words": "Nilaiku turun.", "field": "learning"},
        {**APPOINTMENT, "side": "counselor", "other": "Awan", "at": AT - 24 * HOUR - 600_000},
        {**APPOINTMENT, "side": "counselor", "other": "Awan", "at": AT - 25 * HOUR},
        {**APPOINTMENT, "side": "counselor", "other": "Awan", "at": AT + HOUR, "way": "in_person"},
        {**APPOINTMENT, "side": "person", "other": "Bu Sri", "at": AT - 24 * HOUR - 600_000},
        {**APPOINTMENT, "side": "person", "other": "Bu Sri", "at": AT - 26 * HOUR},
    ),
    "follow": ({"plan": 3, "step": "Chat Rani", "days": 3},),
    "circle": (
        {"circle": 7, "side": "member", "alias": "Daun Hijau", "band": "adult"},
        {"circle": 7, "side": "member", "alias": "Daun Hijau"},
        {"circle": 7, "side": "leader", "alias": "Bu Sri", "band": "adult"},
    ),
    "circle_seat": tuple(
        {"circle": 7, "side": side, "topic": "grief", "at": AT + moved, "minutes": 60, "alias": "Daun Hijau"}
        for side in ("member", "leader")
        for moved in (0, -23 * HOUR, -24 * HOUR, -24 * HOUR - HOUR // 3, -27 * HOUR)
    ),
    "circle_words": ({"circle": 7},),
    "screen": ({}, *({"category": one} for one in ("self_harm", "violence", "abuse", "psychosis", "emergency"))),
    "debrief": (LINK,),
    "practice": ({}, {"scene": "home"}),
}
# Buttons that stand on cards put up by the program, not by the flow itself.
CARDS = {
    "story": (("line_decide", "show"), ("line_decide", "not")),
    "service_check": (("checked", "good"), ("checked", "changed")),
    "escalation": tuple(("alert", value) for value in ("ack", "talk", "join", "close", "note", "refer", "follow", "hand", "who")),
    "application": (("decide", "approve"), ("decide", "approve_youth"), ("decide", "ask"), ("decide", "reject")),
    "guidance": tuple(("wish", value) for value in ("take", "talk", "times", "back", "done")),
    "report": tuple(("report", value) for value in ("show", "talked", "warned", "nothing", "suspend", "suspend_yes", "back")),
}
FORGED = (("", ""), ("nonsense", "1"), ("go", "sos"), ("topic", "none"), ("topics", ""), ("language", "xx"))
FORGED_VALUES = ("", "-1", "99", "²", "٣", "x" * 40, "{0}")
TEXTS = (
    "",
    "   ",
    "Awan Kecil",
    "a" * 4096,
    "مرحبا \u202egnol",
    "\u200b\u200d\ufeff",
    "3",
    "8 pm",
    "25",
    "WITA",
    "Berlin",
    "+5:30",
    "mon-fri 8-16, sabtu 9.30-12",
    "t.me/somebody",
    "<b>&lt; {name} {0} %s",
    "aku mau\nmati lampu",
)
# Besides those of the menu and those that start something. One a line, so that two who add one do not meet.
OTHER_COMMANDS = {
    "about_me",
    "alerts",
    "audit",
    "board",
    "broadcast",
    "care",
    "chats",
    "directory",
    "duty",
    "end",
    "invite",
    "join",
    "me",
    "menu",
    "more",
    "nonsense",
    "privacy",
    "safety_card",
    "oncall",
    "rota",
    "shifts",
    "staff",
    "start",
    "stats",
    "t",
    "volunteers",
    "x" * 32,
}
COMMANDS = tuple(sorted({*interrupts.MENU, *interrupts.STARTS, *OTHER_COMMANDS}))


def events() -> Iterator[Event]:
    """At least one of every kind, except the taps that only the walk can know."""
    yield from (Text(text, message=1) for text in TEXTS)
    yield Text("aku mau bunuh diri", '[{"type":"bold","offset":0,"length":3}]', 2, 1, CRISIS)
    yield Edited("tadi salah tulis", message=1)
    yield Text("pengen mati aja", message=1, crisis=CRISIS, level="ask", category="suicide", spans=((0, 11), (7, 11)))
    yield Text("dipukulin ayah", message=1, crisis=CRISIS, level="ask", category="abuse", spans=((0, 9),))
    yield Text("temenku mau bunuh diri", message=1, crisis=CRISIS, level="ask", category="friend")
    yield Text("temenku di atap mau loncat", message=1, crisis=CRISIS, level="alert", category="friend")
    yield Text("aku cuma beban", message=1, level="note", category="suicide")
    yield Text("aku OD", message=1, crisis=CRISIS, level="alert", category="emergency", spans=((4, 6),))
    yield Text("apa saja", message=1, level="broken")
    yield Text("iya", message=1)
    yield Edited("aku mau bunuh diri", message=1, crisis=CRISIS)
    yield from (Media(kind, message=3) for kind in ("photo", "voice", "sticker"))
    yield Media("photo", "aku mau bunuh diri", 3, CRISIS)
    yield from (Media(kind, "wa 081234567890", 3, file="F1", name="x.mp4") for kind in (*KINDS, "document", "forward"))
    yield Media("video", message=4, file="F2", name="video.mp4", album="A1", reply_to=3, spoiler=True)
    yield from (Reacted(3, emoji) for emoji in ("👍", ""))
    yield from (MediaOffered(9, kind) for kind in KINDS)
    yield from (MediaAnswered(accepted) for accepted in (True, False))
    yield from (Command("unsend", "", message) for message in (0, 3))
    yield Text("wa aku 081234567890", message=5, quote="hai")
    yield Edited("081234567890", message=5, caption=True)
    yield from (Command(name) for name in COMMANDS)
    yield Command("end", "sekarang")
    yield Command("t", "hello", message=9)
    yield from (Choice(menu, value) for menu, value in FORGED)
    yield Choice("chat", "here")
    yield Timeout()
    yield Resumed()
    yield Paired(7, "Daun Hijau")
    yield Paired(7, "Daun Hijau", ("grief", "study"))
    yield Paired(7, "Daun Hijau", again=True)
    yield from (ChatEnded(why) for why in ("ended", "left", "counselor", "erased", "quiet", "replaced", "suspended", "adults_only", "handed"))
    yield from (HandedOver(103, "Bu Dewi", talking) for talking in (True, False))
    yield from (Introduced("Bu Dewi", silent) for silent in (True, False))
    for minutes in (1, 7, 12, 60):
        yield from (Quiet(mine, minutes * MINUTE, 8, alarmed) for mine in (True, False) for alarmed in (True, False))
    yield from (RequestClosed(why) for why in ("left", "taken"))
    yield from (Joined(severity, reason) for severity, reason in (("concern", "asked"), ("imminent", "sos")))
    yield from (CaseClosed(note) for note in ("", "sudah aman, ditemani kakaknya"))
    said = (("booked", ""), ("gone", ""), ("moved", "Bu Sri"), ("moved", ""), ("cancelled", "Bu Sri"), ("cancelled", ""))
    yield from (Rearranged(what, AT, by) for what, by in said)
    yield from (CircleChanged(what) for what in ("opened", "cancelled", "closed", "removed", "given_up"))
    yield from (Undelivered(who, why) for who in ("person", "handler", "staff", "group") for why in ("blocked", "refused"))
