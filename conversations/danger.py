"""What follows from words of danger and from SOS (docs/safety.md). The message itself is never touched.

Who is told depends on where it is written: alone with the bot, to a volunteer, to a counselor, in a group, in a report about somebody.
"""

from __future__ import annotations

from conversations import case_form, case_note, report_form
from conversations.effects import LeaveForms, RaiseAlert
from conversations.effects.risk import TellHelper
from conversations.kit import Effect, Facts, Flow, Media, Ref, Say, StartFlow, Text, go, say
from conversations.signs import Signed, for_helpers, kept, marked, numbers, words_of

CHATS = {"peer_chat": "peer", "case_chat": "counsel", "guidance_chat": "counsel", "circle": "circle", "chats": "chats", "report_form": "report"}
OWN = frozenset({("peer", "volunteer"), ("circle", "leader"), ("chats", "")})  # where volunteers serve, and speak of themselves
STAFF = frozenset({"counselor", "coordinator"})


def sos(facts: Facts, flow: Flow | None, words: str = "") -> tuple[Effect, ...]:
    """Help now: what can be done this minute, and the truth about who is being told. What was being filled in is put away: words that follow are
    meant for whoever comes, and belong into no form."""
    put_away = () if flow is None or flow.NAME in CHATS else (LeaveForms(),)
    return RaiseAlert("imminent", "sos", words), *put_away, _card(facts)


def signs(event: Signed, facts: Facts, flow: Flow | None, state: object) -> tuple[Effect, ...]:
    """What follows from words in which the risk rules found something."""
    place, side = CHATS.get(flow.NAME, "") if flow is not None else "", getattr(state, "side", "")
    keep = kept(event, facts)
    if event.category == "friend" and event.level == "ask" and place != "circle":
        return *keep, for_helpers(alone=not place)
    if event.level != "ask" or (event.category == "abuse" and facts.age_band != "adult"):
        told = (TellHelper(event.level or "alert"),) if place == "peer" and side == "person" else ()
        after = (StartFlow("aftercare"),) if facts.consented else ()
        screen = flow is not None and flow.NAME == "screen" and not isinstance(event, Text)  # of words it hears itself that somebody is called
        done = (LeaveForms(only="screen"),) if screen else ()
        return *keep, *crisis(marked(event), facts, event.category), *done, *told, *after
    return *keep, *_asked(event, flow, state, place)


def _asked(event: Signed, flow: Flow | None, state: object, place: str) -> tuple[Effect, ...]:
    """What is asked about, where it is written. Alone with the bot that is the short questions; into a chat no questions come."""
    side = getattr(state, "side", "")
    calls = RaiseAlert("concern", f"words_{event.category}", marked(event))
    if (place, side) in OWN:
        return calls, say("screen.volunteer", lane="crisis")
    match place:
        case "circle":
            return calls, say("screen.in_circle", lane="crisis")
        case "peer":
            return say("screen.in_chat", lane="crisis"), TellHelper(event.level)
        case "counsel":
            return (say("screen.in_counsel", lane="crisis"),)
        case "report":
            return () if isinstance(state, report_form.HEARS_CRISIS) else (say("screen.in_report", lane="crisis"),)  # the answer is what follows
    return () if flow is not None and flow.NAME == "screen" else (StartFlow("screen", {"category": event.category}),)


def crisis(words: str, facts: Facts, category: str = "") -> tuple[Effect, ...]:
    """Help now, opened with a line that the words were heard."""
    severity = "imminent" if category in {"emergency", "friend"} else "high"
    heard = "sos.heard_friend" if category == "friend" else "sos.heard"
    return RaiseAlert(severity, f"words_{category}" if category else "words", words), _card(facts, heard=heard, category=category)


def told_of_danger(facts: Facts) -> tuple[Effect, ...]:
    """The same for an answer in a questionnaire."""
    return RaiseAlert("high", "scale_danger"), _card(facts, heard="scale.heard")


def waiting(facts: Facts, flow: Flow | None) -> bool:
    """Whether somebody who called for help writes while nobody talks with them yet, and nothing else is open that would take the words."""
    call = facts.own_call
    return facts.consented and call.asked and call.state in {"open", "seen"} and (flow is None or flow.NAME == "peer_request")


def added(event: Text | Media) -> tuple[Effect, ...]:
    """What is written while they wait is put to the call. Sounds and pictures cannot be."""
    if not words_of(event):
        return (say("sos.only_words", go("sos", "menu"), lane="crisis"),)
    return RaiseAlert("concern", "added", marked(event)), say("sos.added", go("sos", "menu"), lane="crisis")


def of_others(facts: Facts, flow: Flow | None, state: object) -> bool:
    """A counselor at work writes of somebody else, and with them: those words are the counselor's business already, no new alarm."""
    asked_which = flow is not None and flow.NAME == "chats" and bool(facts.roles & STAFF)
    return asked_which or isinstance(state, (*case_note.STATES, *case_form.STATES)) or getattr(state, "side", "") == "counselor"


def _card(facts: Facts, *, heard: str = "", category: str = "") -> Say:
    """One message, so that nothing of it can come late. In a chat the way on is the chat itself: nothing is started on top of it."""
    plan = ("safety_card",) if facts.consented else ()
    ways = (go(*plan),) if facts.in_chat and plan else () if facts.in_chat else (go("exercise", "peer", *plan, columns=2),)
    card = Ref("sos.card", {"services": numbers(category)})
    told = Ref("sos.told_again" if facts.own_call.state in {"seen", "talking"} else "sos.told")  # nobody says "I have seen it" twice
    if heard:
        return say("sos.now_heard", *ways, lane="crisis", card=card, told=told, heard=Ref(heard))
    return say("sos.now", *ways, lane="crisis", card=card, told=told)
