"""The check-in: how are you? One tap answers it. Then, only if wanted, one tap more for each of: feelings, sleep, energy, stress, what it was
about, a note; all on one message that changes in place. On a low day three ways to go on stand there from the beginning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.checkins import FEELINGS, LOW, LOWEST, MOODS, PARTS, SLEEPS, WHATS, away, pattern
from conversations.effects import AddToMood, RaiseAlert, SaveMood
from conversations.effects.checkins import AddPart
from conversations.effects.stories import ReadLine
from conversations.kit import (
    Button,
    Change,
    Choice,
    Effect,
    End,
    Event,
    Facts,
    Keep,
    Media,
    Menu,
    Next,
    Ref,
    Resumed,
    Say,
    StartFlow,
    Step,
    Text,
    Timeout,
    go,
    menu,
    say,
)
from conversations.pick import toggled

__all__ = ["LOW", "LOWEST", "MOODS", "WHATS"]
NAME, VERSION = "checkin", 2
NEEDS = frozenset({"moods", "today"})
PATIENCE = timedelta(hours=2)
_HOURS = re.compile(r"([0-9]|1[0-9]|2[0-4])(?:[.,:][0-9]+)?\s*(?:jam|j|hours?|hrs?|h)?", re.IGNORECASE)
BACK_AFTER = 7  # days without a check-in after which somebody is welcomed back
ADDS = ("feelings", "sleep", "energy", "stress", "what", "note")
NOT_LOW = 3


@dataclass(frozen=True, slots=True)
class AskMood:
    pass


@dataclass(frozen=True, slots=True)
class More:
    """Answered. ``mood``: 1, 2, or 3 for everything that is not low."""

    mood: int


@dataclass(frozen=True, slots=True)
class AskFeelings:
    mood: int


@dataclass(frozen=True, slots=True)
class Asking:
    """``part``: sleep, energy, stress, what or note."""

    mood: int
    part: str


@dataclass(frozen=True, slots=True)
class OfferHelp:
    mood: int


STATES = (AskMood, More, AskFeelings, Asking, OfferHelp)
STEADY = (AskFeelings,)
HEARS_CRISIS = (More, AskFeelings, Asking, OfferHelp)
State = AskMood | More | AskFeelings | Asking | OfferHelp


def upgrade(version: int, data: dict[str, Any]) -> dict[str, Any]:
    """Version 1 asked what it was about, then for a note."""
    if version != 1:
        raise ValueError(f"{NAME}: no upgrade from version {version}")
    if data.get("is") in {"AskWhat", "AskNote"}:
        return {"is": "More", "mood": min(int(data["mood"]), NOT_LOW)}
    return data


def start(facts: Facts, mood: int = 0, **_: Any) -> Step:
    """From /checkin without a mood; from the daily prompt with the one just tapped."""
    return _rated(mood, facts) if mood else Next(AskMood(), ask(AskMood(), facts), expires=timedelta(hours=20))


def ask(state: State, facts: Facts, ticked: str = "") -> Say:
    """``ticked``: a part that was filled in this very step."""
    match state:
        case AskMood():
            return say("checkin.mood", menu("mood", *MOODS))
        case More(mood):
            ways = ("help", "done") if mood <= LOW else ("done",)
            return say("checkin.more_low" if mood <= LOW else "checkin.more", _adds(facts, ticked), menu("add", *ways, columns=2))
        case AskFeelings():
            return say("checkin.feelings", _feelings(facts.today.feelings), menu("add", "back"))
        case Asking(_, "note"):
            return say("checkin.note", menu("add", "back"))
        case Asking(_, part):
            return say(f"checkin.{part}", menu(part, *PARTS[part], columns=1 if part in {"energy", "stress"} else 3), menu("add", "back"))
        case OfferHelp():  # pragma: no branch (mypy knows these are all)
            return say("checkin.offer", menu("help", "peer", "counselor", "exercise", "no"))


def _adds(facts: Facts, ticked: str) -> Menu:
    done = {*facts.today.parts, ticked}
    buttons = (Button(a, "pick.ticked" if a in done else "pick.plain", {"label": Ref(f"checkin.add.{a}")}) for a in ADDS)
    return Menu("part", tuple(buttons), columns=2)


def _feelings(chosen: tuple[str, ...]) -> Menu:
    buttons = (Button(f, "pick.ticked" if f in chosen else "pick.plain", {"label": Ref(f"feeling.{f}")}) for f in FEELINGS)
    return Menu("feeling", tuple(buttons), columns=2)


def step(state: State, event: Event, facts: Facts) -> Step:
    match state, event:
        case AskMood(), Choice("mood", n) if n in MOODS:
            return _rated(int(n), facts)
        case AskMood(), Text(text) if text.strip() in MOODS:
            return _rated(int(text.strip()), facts)
        case _, Resumed():
            return Keep(ask(state, facts))
        case _, Timeout():
            return End()
    if isinstance(state, OfferHelp):
        return _helped(state, event, facts)
    if isinstance(state, AskMood):
        return Keep(say("common.please_choose"), ask(state, facts))
    return _more(state, event, facts)


def _more(state: More | AskFeelings | Asking, event: Event, facts: Facts) -> Step:
    mood = state.mood
    match state, event:
        case More(), Choice("part", "feelings"):
            return _in_place(AskFeelings(mood), facts)
        case More(), Choice("part", part) if part in ADDS:
            return _in_place(Asking(mood, part), facts)
        case More(), Choice("add", "done"):
            return _thanks(mood)
        case More(), Choice("add", "help") if mood <= LOW:
            return Next(OfferHelp(mood), ask(OfferHelp(mood), facts), expires=PATIENCE)
        case ((AskFeelings() | Asking()), Choice("add", "back")):
            return _in_place(More(mood), facts, ticked="feelings" if isinstance(state, AskFeelings) and facts.today.feelings else "")
        case AskFeelings(), Choice("feeling", feeling) if feeling in FEELINGS:
            return _felt(mood, feeling, facts)
        case Asking(_, "what"), Choice("what", what) if what in WHATS:
            return _in_place(More(mood), facts, AddToMood(what=what), ticked="what")
        case Asking(_, part), Choice(of, value) if of == part and value in PARTS.get(part, ()):
            return _in_place(More(mood), facts, AddPart(part, value), ticked=part)
        case Asking(_, "sleep"), Text(words) if (hours := _hours(words)) is not None:
            return Next(More(mood), AddPart("sleep", hours), ask(More(mood), facts, "sleep"), expires=PATIENCE)
        case _, (Text(words) | Media(caption=words, crisis=(_, *_))):
            note = AddToMood(note=words)
            return Keep(note) if event.crisis else Next(More(mood), note, ask(More(mood), facts, "note"), expires=PATIENCE)
    return Keep(say("common.please_choose"), ask(state, facts))


def _hours(words: str) -> str | None:
    """Hours of sleep as they are written (5, 5 jam, 6.5 hours), as the answer they stand for; None for anything else."""
    match = _HOURS.fullmatch(words.strip())
    return None if match is None else SLEEPS[max(0, min(len(SLEEPS) - 1, int(match[1]) - int(SLEEPS[0])))]


def _in_place(state: More | AskFeelings | Asking, facts: Facts, *effects: Effect, ticked: str = "") -> Step:
    shown = ask(state, facts, ticked)
    return Next(state, *effects, Change(shown.key, shown.args, shown.menus), expires=PATIENCE)


def _felt(mood: int, feeling: str, facts: Facts) -> Step:
    chosen = toggled(facts.today.feelings, feeling)
    words = say("checkin.feelings", _feelings(chosen), menu("add", "back"))
    return Next(AskFeelings(mood), AddPart("feelings", ",".join(chosen)), Change(words.key, words.args, words.menus), expires=PATIENCE)


def _helped(state: OfferHelp, event: Event, facts: Facts) -> Step:
    match event:
        case Text(words) | Media(caption=words, crisis=(_, *_)):
            return Keep(AddToMood(note=words), *(() if event.crisis else (say("checkin.noted"), ask(state, facts))))
        case Choice("help", "peer"):
            return End(StartFlow("peer_request"))
        case Choice("help", "counselor"):
            return End(RaiseAlert("high" if state.mood <= LOWEST else "concern", "asked"), say("sos.asked", lane="crisis"))
        case Choice("help", "exercise"):
            return End(StartFlow("exercise"))
        case Choice("help", "no"):
            return End(say("checkin.bye_low", go("checkin", "peer", "sos")), ReadLine())
    return Keep(say("common.please_choose"), ask(state, facts))


def _rated(mood: int, facts: Facts) -> Step:
    """Kept at once. What the last days tell together is answered before anything else is asked."""
    today = facts.now.date().isoformat() if facts.now else ""
    found = pattern(facts.moods, mood, today, facts.place.patterns)
    if found:
        return _noticed(found, mood, facts)
    state = More(min(mood, NOT_LOW))
    back = facts.now is not None and away(facts.moods, today) >= BACK_AFTER
    shown = ask(state, facts)
    greeted = Ref("checkin.back" if back else "common.nothing")
    fresh = Menu("part", tuple(Button(a, "pick.plain", {"label": Ref(f"checkin.add.{a}")}) for a in ADDS), columns=2)
    key = "checkin.rated_low" if mood <= LOW else "checkin.rated"
    return Next(state, SaveMood(mood), say(key, fresh, *shown.menus[1:], back=greeted, word=Ref(f"mood.word.{mood}")), expires=PATIENCE)


def _noticed(found: str, mood: int, facts: Facts) -> Step:
    tells = found in facts.place.patterns.tell
    called = (RaiseAlert("concern", found),) if tells else ()
    told = Ref("checkin.told" if tells else "common.nothing")
    words = say(f"checkin.noticed.{found}", menu("help", "peer", "counselor", "exercise", "no"), told=told)
    return Next(OfferHelp(mood), SaveMood(mood), *called, words, expires=PATIENCE)


def _thanks(mood: int) -> Step:
    if mood <= LOW:
        return End(say("checkin.thanks_low", go("peer", "counselor", "exercise", "sos", columns=2)), ReadLine())
    return End(say("checkin.thanks", go("mood", "peer", "exercise", "scale", columns=2)))
