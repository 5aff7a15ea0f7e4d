"""The check-in: how are you, what is it about, a note if wanted; thanks, and on a low day three ways to go on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.effects import AddToMood, RaiseAlert, SaveMood
from conversations.effects.stories import ReadLine
from conversations.kit import Choice, Effect, End, Event, Facts, Keep, Media, Next, Resumed, Say, StartFlow, Step, Text, Timeout, go, menu, say

NAME, VERSION = "checkin", 1
MOODS = ("5", "4", "3", "2", "1")
WHATS = ("study", "work", "family", "friends", "love", "health", "money", "alone", "other")
LOW = 2
LOWEST = 1
PATIENCE = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class AskMood:
    pass


@dataclass(frozen=True, slots=True)
class AskWhat:
    mood: int


@dataclass(frozen=True, slots=True)
class AskNote:
    mood: int


@dataclass(frozen=True, slots=True)
class OfferHelp:
    mood: int


STATES = (AskMood, AskWhat, AskNote, OfferHelp)
HEARS_CRISIS = (AskWhat, AskNote, OfferHelp)
State = AskMood | AskWhat | AskNote | OfferHelp


def start(facts: Facts, mood: int = 0, **_: Any) -> Step:
    """From /checkin without a mood; from the daily prompt with the one just tapped."""
    return _rated(mood) if mood else Next(AskMood(), ask(AskMood()), expires=timedelta(hours=20))


def ask(state: State) -> Say:
    match state:
        case AskMood():
            return say("checkin.mood", menu("mood", *MOODS))
        case AskWhat(mood):
            return say("checkin.what_low" if mood <= LOW else "checkin.what", menu("what", *WHATS, columns=3), menu("skip", "skip"))
        case AskNote():
            return say("checkin.note", menu("skip", "skip"))
        case OfferHelp():  # pragma: no branch (mypy knows these are all)
            return say("checkin.offer", menu("help", "peer", "counselor", "exercise", "no"))


def step(state: State, event: Event, facts: Facts) -> Step:
    match state, event:
        case AskMood(), Choice("mood", n) if n in MOODS:
            return _rated(int(n))
        case AskMood(), Text(text) if text.strip() in MOODS:
            return _rated(int(text.strip()))
        case AskWhat(mood), Choice("what", what) if what in WHATS:
            return Next(AskNote(mood), AddToMood(what=what), ask(AskNote(mood)), expires=PATIENCE)
        case AskWhat(mood), Choice("skip", "skip"):
            return _thanks(mood)
        case ((AskWhat(mood) | AskNote(mood)), (Text(words) | Media(caption=words, crisis=(_, *_)))):
            return _thanks(mood, AddToMood(note=words), told=bool(event.crisis))
        case AskNote(mood), Choice("skip", "skip"):
            return _thanks(mood)
        case OfferHelp(), (Text(words) | Media(caption=words, crisis=(_, *_))):
            return Keep(AddToMood(note=words), *(() if event.crisis else (say("checkin.noted"), ask(state))))
        case OfferHelp(), Choice("help", "peer"):
            return End(StartFlow("peer_request"))
        case OfferHelp(mood), Choice("help", "counselor"):
            return End(RaiseAlert("high" if mood <= LOWEST else "concern", "asked"), say("sos.asked", lane="crisis"))
        case OfferHelp(), Choice("help", "exercise"):
            return End(StartFlow("exercise"))
        case OfferHelp(), Choice("help", "no"):
            return End(say("checkin.bye_low", go("checkin", "peer", "sos")), ReadLine())
        case _, Resumed():
            return Keep(ask(state))
        case _, Timeout():
            return End()
    return Keep(say("common.please_choose"), ask(state))


def _rated(mood: int) -> Step:
    return Next(AskWhat(mood), SaveMood(mood), ask(AskWhat(mood)), expires=PATIENCE)


def _thanks(mood: int, *effects: Effect, told: bool = False) -> Step:
    """Thanks; on a low day the offer. After words of crisis the person has just been answered (see interrupts): no second question."""
    if told:
        return End(*effects)
    if mood <= LOW:
        return Next(OfferHelp(mood), *effects, say("checkin.thanks_low"), ask(OfferHelp(mood)), expires=PATIENCE)
    return End(*effects, say("checkin.thanks", go("mood", "peer", "exercise")))
