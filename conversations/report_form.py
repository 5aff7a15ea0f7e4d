"""Telling the coordinators what was not right in a chat: what kind, whether they may see the last messages, and words if one wants.

It lies over the chat, which goes on below it: what is written here is not passed on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.effects import FileReport, RaiseAlert
from conversations.kit import Choice, Command, End, Event, Facts, Keep, Media, Next, Ref, Resumed, Say, Step, Text, Timeout, go, menu, say

NAME, VERSION, EXCLUSIVE, SUBJECT = "report_form", 1, True, "link"
NEEDS = frozenset({"last_chat"})
KINDS = ("insult", "sexual", "contact", "money", "threat", "other")
PATIENCE = timedelta(minutes=30)
WAY_ON = go("counselor", "menu")


@dataclass(frozen=True, slots=True)
class AskKind:
    link: int
    alias: str = ""


@dataclass(frozen=True, slots=True)
class AskShow:
    link: int
    kind: str


@dataclass(frozen=True, slots=True)
class AskWords:
    link: int
    kind: str
    show: bool


STATES = (AskKind, AskShow, AskWords)
HEARS_CRISIS = (AskWords,)
State = AskKind | AskShow | AskWords


def start(facts: Facts, link: int = 0, alias: str = "", **_: Any) -> Step:
    """``link``: the chat it is about, ``alias``: with whom; without one the last chat there was."""
    about, whom = (link, alias) if link else facts.last_chat
    if not about:
        return End(say("report.no_chat", go("counselor", "menu")))
    return _to(AskKind(about, whom))


def ask(state: State) -> Say:
    match state:
        case AskKind(_, alias):
            whom = Ref("report.about", {"alias": alias}) if alias else Ref("common.nothing")
            return say("report.kind", menu("report", *KINDS), menu("skip", "cancel"), about=whom)
        case AskShow():
            return say("report.show", menu("show", "yes", "no"), menu("skip", "cancel"))
        case AskWords():  # pragma: no branch (mypy knows these are all)
            return say("report.words", menu("skip", "skip", "cancel"))


def _to(state: State) -> Step:
    return Next(state, ask(state), expires=PATIENCE)


def step(state: State, event: Event, facts: Facts) -> Step:
    match state, event:
        case _, (Command("end") | Choice("skip", "cancel")):
            return End(say("report.cancelled", WAY_ON))
        case _, Command("counselor"):
            return Keep(RaiseAlert("concern", "asked"), say("sos.asked", lane="crisis"))
        case AskKind(link, _), Choice("report", kind) if kind in KINDS:
            return _to(AskShow(link, kind))
        case AskShow(link, kind), Choice("show", "yes" | "no" as shown):
            return _to(AskWords(link, kind, shown == "yes"))
        case AskWords(link, kind, show), Media(caption=words) if event.crisis:
            return End(FileReport(link, kind, show, words), say("report.sent", WAY_ON))  # the words are kept; a picture is not taken
        case AskWords(link, kind, show), Text(words):
            return End(FileReport(link, kind, show, words), say("report.sent", WAY_ON))
        case AskWords(link, kind, show), (Choice("skip", "skip") | Timeout()):
            return End(FileReport(link, kind, show), say("report.sent", WAY_ON))
        case _, Timeout():
            return End(say("report.cancelled", WAY_ON))
        case _, Resumed():
            return Keep(ask(state))
        case _, (Text() | Media() | Command() | Choice()):
            return Keep(say("common.please_choose"), ask(state))
    return Keep()
