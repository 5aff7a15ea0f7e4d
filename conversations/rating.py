"""How was it? asked in passing, of a volunteer who is still in another chat: one message with buttons, which takes the word from nobody.

Who was the person in it is asked nothing here: they may be talking with a counselor by now.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.effects import RateChat
from conversations.effects.after import WantAgain
from conversations.effects.care import MarkHeavy
from conversations.feedback import LOW, RATINGS
from conversations.kit import Change, Choice, End, Event, Facts, Keep, Next, Step, Timeout, Toast, menu, say

NAME, VERSION, FRONT, SUBJECT = "rating", 1, False, "link"
PATIENCE = timedelta(hours=20)
SKIP = menu("skip", "skip")


@dataclass(frozen=True, slots=True)
class AskRating:
    link: int
    alias: str


@dataclass(frozen=True, slots=True)
class AskAgain:
    link: int
    alias: str


STATES = (AskRating, AskAgain)
State = AskRating | AskAgain


def start(facts: Facts, link: int = 0, side: str = "", alias: str = "", **_: Any) -> Step:
    if side != "volunteer":
        return End()
    return Next(AskRating(link, alias), say("rating.ask", menu("rate", *RATINGS, columns=5), SKIP, alias=alias), expires=PATIENCE)


def step(state: State, event: Event, facts: Facts) -> Step:
    match state, event:
        case _, Timeout():
            return End()
        case _, Choice("skip", "skip"):
            return End(Change("rating.skipped", {"alias": state.alias}))
        case AskRating(link, alias), Choice("rate", n) if n in RATINGS:
            if int(n) <= LOW:
                return End(RateChat(link, int(n)), MarkHeavy(link), Change("rating.thanks", {"alias": alias}))
            again = Change("feedback.again", {"alias": alias}, (menu("again", "yes", "no"), SKIP))
            return Next(AskAgain(link, alias), RateChat(link, int(n)), again, expires=PATIENCE)
        case AskAgain(link, alias), Choice("again", "yes" | "no" as answer):
            return End(WantAgain(link, answer == "yes"), Change("rating.thanks", {"alias": alias}))
        case _, Choice():
            return Keep(Toast("tap.stale"))
    return Keep()
