"""After a chat: how was it, would they talk again, a line of thanks. Each is one tap or one line, and can be skipped; none is pressed for.

A chat that did not help much is not asked about any further: then the next help is what counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.effects import RateChat
from conversations.effects.after import LeaveWords, PassThanks, WantAgain
from conversations.effects.care import MarkHeavy
from conversations.kit import Choice, Command, End, Event, Facts, Keep, Menu, Next, Resumed, Say, Step, Text, Timeout, go, menu, say
from conversations.masking import mask

NAME, VERSION, SUBJECT, ASIDE = "feedback", 2, "link", "rating"
RATINGS = ("1", "2", "3", "4", "5")
LOW = 2
LINE = 500  # characters
PATIENCE = timedelta(hours=20)
ALLOW = menu("pass", "yes", "no")


@dataclass(frozen=True, slots=True)
class AskRating:
    link: int
    side: str
    alias: str = ""  # what the other side was called; empty: an older program began this and did not say


@dataclass(frozen=True, slots=True)
class AskAgain:
    link: int
    side: str
    alias: str


@dataclass(frozen=True, slots=True)
class AskWords:
    link: int
    alias: str


@dataclass(frozen=True, slots=True)
class AskPass:
    """The line is kept; may the volunteer read it?"""

    link: int
    alias: str


STATES = (AskRating, AskAgain, AskWords, AskPass)
State = AskRating | AskAgain | AskWords | AskPass


def start(facts: Facts, link: int = 0, side: str = "person", alias: str = "", **_: Any) -> Step:
    return _to(AskRating(link, side, alias))


def upgrade(version: int, data: dict[str, Any]) -> dict[str, Any]:
    """Version 1 asked for the rating only."""
    return {"alias": "", **data}


def ask(state: State) -> Say:
    match state:
        case AskRating(_, side):
            return say(f"feedback.{side}", menu("rate", *RATINGS, columns=5), menu("skip", "skip"))
        case AskAgain(_, _, alias):
            return say("feedback.again", menu("again", "yes", "no"), menu("skip", "skip"), alias=alias)
        case AskWords(_, alias):
            return say("feedback.words", menu("skip", "skip"), alias=alias)
        case AskPass(_, alias):  # pragma: no branch (mypy knows these are all)
            return say("feedback.pass_on", ALLOW, alias=alias)


def step(state: State, event: Event, facts: Facts) -> Step:
    match state, event:
        case _, Timeout():
            return End()
        case _, Resumed():
            return Keep(ask(state))
        case _, Choice("skip", "skip"):
            return End(say("feedback.skipped", _ways(state)))
        case ((AskAgain() | AskWords() | AskPass()), Command("end")):  # not of the rating: both may have ended the chat at the same moment
            return End(say("feedback.skipped", _ways(state)))
        case AskRating(link, side, alias), Choice("rate", n) if n in RATINGS:
            return _rated(AskAgain(link, side, alias), int(n))
        case AskRating(), _:
            return Keep(say("feedback.tap"), ask(state))
        case AskAgain(link, side, alias), Choice("again", "yes" | "no" as answer):
            return _answered(state, WantAgain(link, answer == "yes"))
        case AskWords(link, alias), Text(text) if text.strip():
            return _left(AskPass(link, alias), event, facts)
        case AskPass(link, _), Choice("pass", "yes"):
            return End(PassThanks(link), say("menu.main", _ways(state)))
        case AskPass(), Choice("pass", "no"):
            return End(say("feedback.kept", _ways(state)))
    return Keep(say("feedback.write" if isinstance(state, AskWords) else "common.please_choose"), ask(state))


def _to(state: State, *first: Any) -> Step:
    return Next(state, *first, ask(state), expires=PATIENCE)


def _ways(state: State) -> Menu:
    volunteers = isinstance(state, (AskRating, AskAgain)) and state.side == "volunteer"
    return go("duty", "checkin", "help") if volunteers else go("checkin", "peer", "mood")


def _rated(state: AskAgain, rating: int) -> Step:
    noted = RateChat(state.link, rating)
    if rating <= LOW and state.side == "person":
        return End(noted, say("feedback.sorry", go("peer", "counselor")))
    if rating <= LOW:
        return End(noted, MarkHeavy(state.link), say("feedback.thanks", _ways(state)))
    if not state.alias:
        return End(noted, say("feedback.thanks", _ways(state)))
    return _to(state, noted)


def _answered(state: AskAgain, wish: WantAgain) -> Step:
    if state.side == "volunteer":
        return End(wish, say("feedback.thanks", _ways(state)))
    return _to(AskWords(state.link, state.alias), wish)


def _left(state: AskPass, event: Text, facts: Facts) -> Step:
    """What the volunteer would read is shown before it is asked whether they may."""
    words, hidden = mask(event.text, event.contacts) if facts.place.mask_contacts else (event.text, False)
    words = " ".join(words.split())[:LINE]
    told = (say("relay.masked"),) if hidden else ()
    shown = say("feedback.pass_line", ALLOW, words=words, alias=state.alias)
    return Next(state, LeaveWords(state.link, words), *told, shown, expires=PATIENCE)
