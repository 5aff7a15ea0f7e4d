"""What works in every state, role and language, also before consent: words of crisis, /sos, /help, /stop; and what starts things.

``step`` is tried before any flow. It answers what it takes for itself, and says whether the flow still hears the event: in a chat or a note
the words of somebody in danger are also content and must not be swallowed; as the answer to "what shall I call you?" they must be.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from conversations import danger
from conversations.effects import LeaveForm, RaiseAlert, StopEverything
from conversations.effects.invites import UseInvite
from conversations.effects.risk import RulesFailed
from conversations.kit import Choice, Command, Edited, Effect, Event, Facts, Flow, Listing, Media, Reacted, Ref, Say, StartFlow, Text, go, say, trait
from conversations.signs import kept

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
    "block": "block",
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
OWN_END = frozenset({"onboarding", "peer_request", "case_note", "case_form", "feedback", "screen"})  # these make something of /end themselves
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
        case Text() | Edited() | Media() | Command() if event.level == "broken":
            plain = step(replace(event, level=""), facts, flow, state)
            return Interrupt((RulesFailed(), *plain.effects), plain.handled)
        case Text() | Edited() | Media() if event.crisis:
            found = () if danger.of_others(facts, flow, state) else danger.signs(event, facts, flow, state)
            return Interrupt(found, handled=not _heard(event, flow, state))
        case Text() | Media() if danger.waiting(facts, flow):
            return Interrupt((*kept(event, facts), *danger.added(event)), handled=True)
        case Text() | Media() if event.level == "note" and not danger.of_others(facts, flow, state):
            return Interrupt(kept(event, facts))
        case Edited() | Reacted() if flow is None or not trait(flow, "EXCLUSIVE"):
            return Interrupt(handled=True)  # what was answered stays answered; only chats pass edits on
        case Command("safety_card") | Command("safety") if facts.consented and (event.name != "safety" or facts.in_chat):
            return Interrupt((StartFlow("safety_card"),), handled=True)  # at hand everywhere, in a chat too
        case Command("privacy"):
            return Interrupt((StartFlow("privacy"),), handled=True)  # one's own data are one's own in a chat too
        case Command("sos", words):
            return Interrupt(danger.sos(facts, flow, words), handled=True)
        case Command() if event.crisis:
            plain = step(replace(event, crisis=()), facts, flow, state)
            chat = flow is not None and trait(flow, "EXCLUSIVE")  # elsewhere nobody is told below the card that it was no command
            return Interrupt((*danger.signs(event, facts, flow, state), *plain.effects), plain.handled or not chat)
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
    if name == "about_me":  # below the card for helpers: whoever is meant after all is asked what others are asked
        return NOTHING if current == "screen" else Interrupt((StartFlow("screen"),), handled=True)
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
        paused = (say("menu.still_paused", go("settings")),) if facts.paused and facts.hour is not None else ()
        return say("menu.hello", keyboard="main", name=facts.name or Ref("common.no_name")), *changed, *paused, _main(facts)
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
