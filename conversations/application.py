"""A volunteer's application, before the coordinators: the first decision counts, and the applicant hears it. A question can be asked before.

It is shown again every day until somebody has decided, so that none waits for ever because nobody could be reached the first time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.effects import AskApplicant, Decide, ShowApplication, TellPerson
from conversations.kit import Choice, End, Event, Facts, Keep, Next, Step, Timeout, Toast, go

NAME, VERSION, FRONT, SHARED, ACCESS = "application", 1, False, True, "volunteers"
REMIND = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Open:
    pass


STATES = (Open,)


def start(facts: Facts, **_: Any) -> Step:
    return Next(Open(), ShowApplication(), expires=REMIND)


def step(state: Open, event: Event, facts: Facts) -> Step:
    match event:
        case Choice("decide", "approve" | "approve_youth" as which):
            return End(
                Decide(True, youth=which == "approve_youth"),
                Toast("application.approved"),
                TellPerson("volunteer.welcome", menus=(go("duty", "about", "help"),), lane="reply"),
            )
        case Choice("decide", "reject"):
            return End(Decide(False), Toast("application.rejected"), TellPerson("volunteer.rejected", menus=(go("peer", "menu"),), lane="reply"))
        case Choice("decide", "ask") if not facts.actor_reachable:
            return Keep(Toast("alert.open_private_chat", alert=True))
        case Choice("decide", "ask") if facts.actor_in_chat:
            return Keep(Toast("alert.finish_first", alert=True))  # what they write then goes to whoever they talk with
        case Choice("decide", "ask"):
            return Keep(AskApplicant(), Toast("application.ask_in_private"))
        case Timeout():
            return Next(state, ShowApplication(again=True), expires=REMIND)
    return Keep()
