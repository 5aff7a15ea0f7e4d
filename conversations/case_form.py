"""What a case needs in words, asked of a counselor in private: a note, a referral, a follow-up, a hand-over, or why they must know who it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.effects.cases import AddNote, HandOver, SetFollowUp, ShowIdentity
from conversations.kit import Button, Choice, Command, End, Event, Facts, Keep, Menu, Next, Resumed, Say, Step, Text, Timeout, go, menu, say

NAME, VERSION, SUBJECT = "case_form", 1, "alert"
NEEDS = frozenset({"call", "colleagues"})
PATIENCE = timedelta(hours=2)
DAYS = ("1", "3", "7", "14")
REASON_LENGTH = 10  # characters below which a reason to break the glass says nothing
LENGTH = 2000


@dataclass(frozen=True, slots=True)
class AskWords:
    """``what``: note, refer or who."""

    alert: int
    what: str


@dataclass(frozen=True, slots=True)
class AskDays:
    alert: int


@dataclass(frozen=True, slots=True)
class AskWhom:
    alert: int


@dataclass(frozen=True, slots=True)
class AskSummary:
    alert: int
    to: int


STATES = (AskWords, AskDays, AskWhom, AskSummary)
HEARS_CRISIS = STATES
State = AskWords | AskDays | AskWhom | AskSummary


def start(facts: Facts, alert: int = 0, what: str = "note", **_: Any) -> Step:
    state: State = AskDays(alert) if what == "follow" else AskWhom(alert) if what == "hand" else AskWords(alert, what)
    if isinstance(state, AskWhom) and not _others(facts):
        return End(say("case.form.nobody_else", go("alerts", "help")))
    return Next(state, ask(state, facts), expires=PATIENCE)


def _others(facts: Facts) -> tuple[tuple[int, str], ...]:
    """Whom a case can be handed to: everybody but the one it is about."""
    return tuple((number, name) for number, name in facts.colleagues if number != facts.call.person)


def ask(state: State, facts: Facts) -> Say:
    later = menu("form", "cancel")
    match state:
        case AskWords(_, what):
            return say(f"case.form.{what if what in {'refer', 'who'} else 'note'}", later)
        case AskDays():
            return say("case.form.follow", menu("days", *DAYS, columns=2), menu("days", "none"), later)
        case AskWhom():
            return say("case.form.hand", Menu("whom", tuple(Button(str(n), "button.whom", {"name": name}) for n, name in _others(facts))), later)
        case AskSummary():  # pragma: no branch (mypy knows these are all)
            return say("case.form.summary", later)


def step(state: State, event: Event, facts: Facts) -> Step:
    match state, event:
        case _, Choice("form", "cancel") | Command("end" | "cancel"):
            return End(say("case.form.cancelled", go("alerts", "help")))
        case AskWords(alert, "who"), Text(text) if len(text.strip()) >= REASON_LENGTH:
            return End(ShowIdentity(alert, text.strip()[:LENGTH]), say("case.form.who_done", go("alerts", "help")))
        case AskWords(_, "who"), Text():
            return Keep(say("case.form.who_why"), ask(state, facts))
        case AskWords(alert, what), Text(text) if text.strip():
            return End(AddNote(alert, what, text.strip()[:LENGTH]), say("case.form.saved", go("alerts", "help")))
        case AskDays(alert), Choice("days", days) if days in DAYS:
            return End(SetFollowUp(alert, int(days)), say("case.form.follow_set", go("alerts", "help"), days=int(days)))
        case AskDays(alert), Choice("days", "none"):
            return End(SetFollowUp(alert, 0), say("case.form.follow_none", go("alerts", "help")))
        case AskWhom(alert), Choice("whom", value) if value in {str(number) for number, _ in _others(facts)}:
            return Next(AskSummary(alert, int(value)), ask(AskSummary(alert, int(value)), facts), expires=PATIENCE)
        case AskSummary(alert, to), Text(text) if text.strip():
            return End(HandOver(alert, to, text.strip()[:LENGTH]), say("case.form.handed", go("alerts", "help")))
        case _, Resumed():
            return Keep(ask(state, facts))
        case _, Timeout():
            return End()
    return Keep(say("case.form.words"), ask(state, facts))
