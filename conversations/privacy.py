"""/privacy: what is stored, why, how long and who can read it; taking back the consent; erasing everything. Open to everybody, always."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.effects.rights import EraseMe, ExportMe, KeepMe, WithdrawConsent
from conversations.kit import Choice, End, Event, Facts, Keep, Menu, Next, Ref, Resumed, Say, Step, Timeout, go, menu, say

NAME, VERSION = "privacy", 1
NEEDS = frozenset({"held"})
PATIENCE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Look:
    pass


@dataclass(frozen=True, slots=True)
class AskWithdraw:
    pass


@dataclass(frozen=True, slots=True)
class AskErase:
    pass


STATES = (Look, AskWithdraw, AskErase)
State = Look | AskWithdraw | AskErase


def start(facts: Facts, **_: Any) -> Step:
    return _to(Look(), facts)


def ask(state: State, facts: Facts) -> Say:
    alarmed = Ref("privacy.alarm_goes_on") if facts.held.alarmed else Ref("common.nothing")
    match state:
        case Look():
            return _overview(facts)
        case AskWithdraw():
            return say("privacy.ask_withdraw", menu("withdraw", "yes", "back"), alarmed=alarmed)
        case AskErase():  # pragma: no branch (mypy knows these are all)
            alarmed = Ref("privacy.alarm_ends") if facts.held.alarmed else Ref("common.nothing")
            return say(
                "privacy.ask_erase", menu("erase", "yes", "back"), alarmed=alarmed, when=_when(facts), backups=facts.place.keeping.backups_days
            )


def _overview(facts: Facts) -> Say:
    held, keeping = facts.held, facts.place.keeping
    agreed = Ref("privacy.not_agreed")
    if held.version:
        agreed = Ref("privacy.agreed", {"date": Ref("date.day", {"day": held.day}), "year": held.day[:4], "version": held.version})
    return say("privacy.overview", _ways(facts), agreed=agreed, relayed=keeping.relayed_days, cases=keeping.cases_days)


def _ways(facts: Facts) -> Menu:
    values = ("withdraw",) if facts.held.version else ()
    return menu("privacy", "export", *values, "keep" if facts.held.erasing else "erase", "settings", "close")


def _when(facts: Facts) -> Ref:
    hours = int(facts.place.keeping.cooling_off.total_seconds() // 3600)
    return Ref("privacy.in_hours", {"hours": hours}) if hours else Ref("privacy.at_once")


def _to(state: State, facts: Facts) -> Step:
    return Next(state, ask(state, facts), expires=PATIENCE)


def step(state: State, event: Event, facts: Facts) -> Step:
    match state, event:
        case _, Timeout():
            return End()
        case _, Choice(_, "back"):
            return _to(Look(), facts)
        case Look(), Choice("privacy", "withdraw") if facts.held.version:
            return _to(AskWithdraw(), facts)
        case Look(), Choice("privacy", "erase") if not facts.held.erasing:
            return _to(AskErase(), facts)
        case Look(), Choice("privacy", "keep"):
            return End(KeepMe(), say("privacy.kept", go("start", "privacy")))
        case Look(), Choice("privacy", "export"):
            return End(ExportMe(), say("privacy.collecting", go("privacy", "menu")))
        case Look(), Choice("privacy", "settings"):
            return End(say("privacy.settings", go("settings", "menu")))
        case Look(), Choice("privacy", "close"):
            return End(say("menu.main", go("checkin", "peer", "menu")))
        case AskWithdraw(), Choice("withdraw", "yes"):
            alarmed = Ref("privacy.alarm_goes_on") if facts.held.alarmed else Ref("common.nothing")
            return End(WithdrawConsent(), say("privacy.withdrawn", go("start", "privacy", "sos"), alarmed=alarmed))
        case AskErase(), Choice("erase", "yes"):
            return End(EraseMe(), _farewell(facts))
        case _, Resumed():
            return Keep(ask(state, facts))
    return Keep(say("common.please_choose"), ask(state, facts))


def _farewell(facts: Facts) -> Say:
    if facts.place.keeping.cooling_off:
        return say("privacy.erase_planned", go("privacy", "sos"), when=_when(facts))
    return say("privacy.erasing", go("sos"))
