"""What works in every state, role and language, also before consent: words of crisis, /sos, /help, /stop; and what starts things.

``step`` is tried before any flow. It answers what it takes for itself, and says whether the flow still hears the event: in a chat or a note
the words of somebody in danger are also content and must not be swallowed; as the answer to "what shall I call you?" they must be.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from conversations import case_form, case_note
from conversations.effects import LeaveForm, RaiseAlert, StopEverything
from conversations.effects.invites import UseInvite
from conversations.effects.risk import RulesFailed, TellHelper
from conversations.kit import Choice, Command, Edited, Effect, Event, Facts, Flow, Listing, Media, Reacted, Ref, Say, StartFlow, Text, go, say, trait
from conversations.signs import Signed, kept, marked

STARTS = {
    "checkin": "checkin",
    "peer": "peer_request",
    "settings": "settings",
    "about": "about",
    "exercise": "exercise",
    "scale": "scale",
    "volunteer": "volunteer",
    "training": "training",
    "report": "report_form",
    "counselor": "counselor",
    "book": "booking",
    "appointments": "appointments",
    "hours": "hours",
    "solve": "solve",
    "groups": "groups",
    "safety": "safety",
    "services": "services",
    "plan": "plan",
    "stories": "stories",
    "learn": "learn",
    "texts": "ready_texts",
}
FOR_STAFF = frozenset({"appointments", "groups", "hours"})  # their own work: no consent of a person who asks for help is needed
STEERS = frozenset({"board", "broadcast", "audit", "invite", "staff", "stats"})  # what coordinators start by the name of its flow
OWN_END = frozenset({"onboarding", "peer_request", "case_note", "case_form", "feedback"})  # these make something of /end themselves
STAFF = frozenset({"counselor", "coordinator"})
HELPS = {"coordinator": ("help.coordinator", "board"), "counselor": ("help.counselor", "oncall")}  # and what they need most, beside open calls
IN_A_CHAT = {
    ("peer_chat", "volunteer"): "help.chat_volunteer",
    ("case_chat", "person"): "help.chat_counsel",
    ("case_chat", "counselor"): "help.chat_counselor",
    ("guidance_chat", "person"): "help.chat_counsel",
    ("guidance_chat", "counselor"): "help.chat_counselor",
    ("circle", "member"): "help.circle",
    ("circle", "leader"): "help.circle_leader",
}
# Commands of the bot's menu, in the order shown; the texts ``command.<name>`` describe them.
MENU = ("checkin", "peer", "counselor", "sos", "mood", "scale", "exercise", "settings", "privacy", "help", "stop")


@dataclass(frozen=True, slots=True)
class Interrupt:
    """The effects of an interrupt; ``handled`` when the flow is not to hear of the event any more."""

    effects: tuple[Effect, ...] = ()
    handled: bool = False


CARE = ("plan", "safety", "exercise", "services", "stories", "learn")  # what the button "care" opens
FREE = frozenset({"exercise", "services", "learn"})  # also before consent: nothing is asked that would be kept
NOTHING = Interrupt()
MAIN = go("checkin", "peer", "counselor", "sos", columns=2)


def step(event: Event, facts: Facts, flow: Flow | None, state: object) -> Interrupt:
    """``flow`` and ``state``: the conversation that has the word (None: no conversation is open)."""
    match event:
        case Text() | Edited() | Media() if event.level == "broken":
            return Interrupt((RulesFailed(),))
        case Text() | Edited() | Media() if event.crisis:
            return Interrupt(() if _of_others(state) else signs(event, facts, flow, state), handled=not _heard(event, flow, state))
        case Text() | Media() if event.level == "note" and not _of_others(state):
            return Interrupt(kept(event, facts))
        case Edited() | Reacted() if flow is None or not trait(flow, "EXCLUSIVE"):
            return Interrupt(handled=True)  # what was answered stays answered; only chats pass edits on
        case Command("safety_card") | Command("safety") if facts.consented and (event.name != "safety" or facts.in_chat):
            return Interrupt((StartFlow("safety_card"),), handled=True)  # at hand everywhere, in a chat too
        case Command("privacy"):
            return Interrupt((StartFlow("privacy"),), handled=True)  # one's own data are one's own in a chat too
        case Command("sos", words):
            return Interrupt(sos(facts, words), handled=True)
        case Command() if event.crisis:
            plain = step(replace(event, crisis=()), facts, flow, state)
            return Interrupt((*signs(event, facts, flow, state), *plain.effects), plain.handled)
        case Command("start", token) if token and not token.isspace() and (flow is None or not trait(flow, "EXCLUSIVE")):
            rest = _command(Command("start"), facts, flow)
            return Interrupt((*rest.effects, UseInvite(token.strip())), rest.handled)
        case Command("help"):
            return Interrupt((help_for(facts, flow, getattr(state, "side", "")),), handled=True)
        case Command("stop"):
            return Interrupt((StopEverything(), say("stop.done", go("start", "sos"), keyboard="")), handled=True)
        case Command() if flow is None or not trait(flow, "EXCLUSIVE"):
            return _command(event, facts, flow)
    return NOTHING


def _heard(event: Event, flow: Flow | None, state: object) -> bool:
    """Whether words of crisis are also content for the flow. Of an edit only chats make something."""
    if flow is None or (isinstance(event, Edited) and not trait(flow, "EXCLUSIVE")):
        return False
    return isinstance(state, tuple(trait(flow, "HEARS_CRISIS")))


def sos(facts: Facts, words: str = "") -> tuple[Effect, ...]:
    """Help now: what can be done this minute, and the truth about who is being told."""
    return RaiseAlert("imminent", "sos", words), _card(facts)


def signs(event: Signed, facts: Facts, flow: Flow | None, state: object) -> tuple[Effect, ...]:
    """What follows from words in which the risk rules found something (docs/safety.md). The message itself is never touched."""
    chat, side = flow is not None and bool(trait(flow, "EXCLUSIVE")), getattr(state, "side", "")
    keep = kept(event, facts)
    if event.category == "friend" and event.level == "ask":
        return *keep, say("screen.friend", *(() if chat else (go("counselor", "sos", columns=2),)), lane="crisis")
    told = (TellHelper(event.level or "alert"),) if chat and side == "person" else ()
    if event.level != "ask" or (event.category == "abuse" and facts.age_band == "minor"):
        after = (StartFlow("aftercare"),) if facts.consented else ()
        return *keep, *crisis(marked(event), facts, event.category), *told, *after
    if chat and side == "volunteer":
        return *keep, RaiseAlert("concern", f"words_{event.category}", marked(event)), say("screen.volunteer", lane="crisis")
    if chat:
        return *keep, say("screen.in_chat", lane="crisis"), *told
    return keep if flow is not None and flow.NAME == "screen" else (*keep, StartFlow("screen", {"category": event.category}))


def crisis(words: str, facts: Facts, category: str = "") -> tuple[Effect, ...]:
    """Help now, opened with a line that the words were heard."""
    severity = "imminent" if category in {"emergency", "friend"} else "high"
    heard = "sos.heard_friend" if category == "friend" else "sos.heard"
    return RaiseAlert(severity, f"words_{category}" if category else "words", words), _card(facts, heard=heard)


def told_of_danger(facts: Facts) -> tuple[Effect, ...]:
    """The same for an answer in a questionnaire."""
    return RaiseAlert("high", "scale_danger"), _card(facts, heard="scale.heard")


def _of_others(state: object) -> bool:
    """A counselor at work writes of somebody else, and with them: those words are the counselor's business already, no new alarm."""
    return isinstance(state, (*case_note.STATES, *case_form.STATES)) or getattr(state, "side", "") == "counselor"


def _card(facts: Facts, *, heard: str = "") -> Say:
    """One message, so that nothing of it can come late. In a chat the way on is the chat itself: nothing is started on top of it."""
    plan = ("safety_card",) if facts.consented else ()
    ways = (go(*plan),) if facts.in_chat and plan else () if facts.in_chat else (go("exercise", "peer", *plan, columns=2),)
    card = Ref("sos.card", {"services": Ref("services.card")})
    if heard:
        return say("sos.now_heard", *ways, lane="crisis", card=card, told=Ref("sos.told"), heard=Ref(heard))
    return say("sos.now", *ways, lane="crisis", card=card, told=Ref("sos.told"))


def help_for(facts: Facts, flow: Flow | None, side: str = "") -> Say:
    """What can be done here and now; in a chat, on this side of it."""
    if flow is not None and trait(flow, "EXCLUSIVE"):
        return say(IN_A_CHAT.get((flow.NAME, side), "help.chat"))
    yours = tuple(HELPS[role] for role in HELPS if role in facts.roles)
    if yours:
        return say("help.staff", go("alerts", yours[0][1]), yours=Listing(tuple(Ref(key) for key, _ in yours), "\n\n"))
    if "volunteer" in facts.roles:
        return say("help.volunteer", go("duty", "checkin", "settings"))
    return say("help.person", go("checkin", "peer", "counselor", "settings", columns=2), place=facts.place.name)


def _command(event: Command, facts: Facts, flow: Flow | None) -> Interrupt:
    """Commands that begin something. What a flow takes for itself (``/end``, its own name, ``/start`` while it runs) is left to it."""
    current, name = flow.NAME if flow is not None else "", event.name
    if name in {"end", "cancel"} and current and current not in OWN_END:
        return Interrupt((LeaveForm(), say("menu.left", MAIN)), handled=True)
    if name == "call" or (name == "counselor" and (event.argument or not facts.consented)):
        return Interrupt((RaiseAlert("concern", "asked", event.argument), say("sos.asked", lane="crisis")), handled=True)
    if name == "start":
        return NOTHING if current == "onboarding" else Interrupt(_start(facts), handled=True)
    if name in STARTS:
        if not facts.consented and name not in FREE and not (name in FOR_STAFF and facts.roles & STAFF):
            first = () if current == "onboarding" else (StartFlow("onboarding"),)
            return NOTHING if current == "onboarding" else Interrupt((say("onboarding.first"), *first), handled=True)
        return NOTHING if current == STARTS[name] == "peer_request" else Interrupt((StartFlow(STARTS[name]),), handled=True)
    shown = _show(name, facts)
    return Interrupt(shown, handled=True) if shown else NOTHING


def _start(facts: Facts) -> tuple[Effect, ...]:
    if facts.consented:
        changed = (say("privacy.changed", go("privacy")),) if facts.outdated else ()
        return say("menu.hello", keyboard="main", name=facts.name or Ref("common.no_name")), *changed, _main(facts)
    if facts.roles & STAFF:
        return (say("staff.hello", go("alerts", "help", "join"), name=facts.actor_name),)
    return (StartFlow("onboarding"),)


def _main(facts: Facts) -> Say:
    return say("menu.main", go("checkin", "peer", "counselor", "exercise", "mood", "care", "settings", columns=2))


def _show(name: str, facts: Facts) -> tuple[Effect, ...]:
    """Commands that are answered at once and open nothing."""
    match name:
        case "menu":
            return (_main(facts),)
        case "care" | "safety_card":
            return (say("care.menu", go(*CARE, "menu", columns=2)),)
        case "mood":
            return (StartFlow("mood"),) if facts.consented else (say("onboarding.first"), StartFlow("onboarding"))
        case "join":
            return (StartFlow("onboarding"),)
        case "oncall":
            return (StartFlow("oncall"),)
        case "duty" | "me" | "shifts" if "volunteer" in facts.roles and not facts.consented:  # who took back their consent serves nobody meanwhile
            return (say("onboarding.first"), StartFlow("onboarding"))
        case "duty":  # counselors have a duty of their own; who is both a counselor and a volunteer finds it under /oncall
            return (StartFlow("oncall" if facts.roles & STAFF and "volunteer" not in facts.roles else "duty"),)
        case "me" | "shifts":
            return (StartFlow(name),)
        case "alerts" if facts.roles & STAFF:
            return (StartFlow("alerts"),)
        case "directory" if facts.roles & STAFF:
            return (StartFlow("directory"),)
        case "volunteers" | "rota" if facts.roles & STAFF:
            return (StartFlow(name),)
        case name if name in STEERS and "coordinator" in facts.roles:
            return (StartFlow(name),)
    return ()


def as_command(event: Event) -> Event:
    """A tap on a ``go`` button is the command of that name."""
    return Command(event.value) if isinstance(event, Choice) and event.menu == "go" else event
