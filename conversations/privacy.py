"""/privacy: what is stored, why, how long and who can read it; taking back the consent; erasing everything. Open to everybody, always.

In a chat too: it lives in the background, so that only its buttons come here, and what is written goes on to the chat.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.effects import GiveConsent
from conversations.effects.rights import EraseMe, ExportMe, KeepMe, WithdrawConsent
from conversations.kit import Choice, End, Event, Facts, Keep, Menu, Next, Ref, Say, Step, Timeout, go, menu, say

NAME, VERSION, FRONT = "privacy", 1, False
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


@dataclass(frozen=True, slots=True)
class AskRenew:
    """What people agree to has changed since they did."""


STATES = (Look, AskWithdraw, AskErase, AskRenew)
State = Look | AskWithdraw | AskErase | AskRenew


def start(facts: Facts, **_: Any) -> Step:
    return _to(Look(), facts)


def ask(state: State, facts: Facts) -> Say:
    alarmed = Ref("privacy.alarm_goes_on") if facts.held.alarmed else Ref("common.nothing")
    match state:
        case Look():
            return _overview(facts)
        case AskWithdraw():
            return say("privacy.ask_withdraw", menu("withdraw", "yes", "back"), alarmed=alarmed)
        case AskRenew():
            return say("onboarding.welcome", menu("consent", "yes", "no"), place=facts.place.name)
        case AskErase():  # pragma: no branch (mypy knows these are all)
            alarmed = Ref("privacy.alarm_ends") if facts.held.alarmed else Ref("common.nothing")
            return say("privacy.ask_erase", menu("erase", "yes", "back"), alarmed=alarmed, when=_when(facts), backups=_copies(facts))


def _overview(facts: Facts) -> Say:
    held, keeping = facts.held, facts.place.keeping
    agreed = Ref("privacy.staff" if facts.roles & {"counselor", "coordinator"} else "privacy.not_agreed")
    if held.version:
        key = "privacy.agreed_before" if facts.outdated else "privacy.agreed"
        agreed = Ref(key, {"date": Ref("date.day", {"day": held.day}), "year": held.day[:4], "version": held.version})
    told = {
        "relayed": _span(keeping.relayed_days),
        "signs": _span(keeping.signs_days),
        "cases": _span(keeping.cases_days),
        "audit": _span(keeping.audit_days),
    }
    return Say("privacy.overview", {"agreed": agreed, "backups": _copies(facts), **told}, (_ways(facts),))


def _span(days: int) -> Ref:
    """Two years are easier to picture than 730 days."""
    years, rest = divmod(days, 365)
    return Ref("privacy.years", {"n": years}) if years > 1 and not rest else Ref("privacy.days", {"n": days})


def _copies(facts: Facts) -> Ref:
    """When backups no longer hold what is erased; nothing where the place takes none."""
    days = facts.place.keeping.backups_days
    return Ref("privacy.backups", {"days": days}) if days else Ref("common.nothing")


def _ways(facts: Facts) -> Menu:
    values = (*(("renew",) if facts.outdated else ()), "withdraw") if facts.held.version else ()
    more = () if facts.in_chat else ("settings",)  # a form cannot be opened in the middle of a chat
    return menu("privacy", "export", *values, "keep" if facts.held.erasing else "erase", *more, "close")


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
        case Look(), Choice("privacy", "renew") if facts.held.version and facts.outdated:
            return _to(AskRenew(), facts)
        case AskRenew(), Choice("consent", "yes"):
            return End(GiveConsent(facts.place.consent_version), say("privacy.renewed", *(() if facts.in_chat else (go("menu", "privacy"),))))
        case AskRenew(), Choice("consent", "no"):
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
            return End(say("privacy.back_to_chat") if facts.in_chat else say("menu.main", go("checkin", "peer", "menu")))
        case AskWithdraw(), Choice("withdraw", "yes"):
            alarmed = Ref("privacy.alarm_goes_on") if facts.held.alarmed else Ref("common.nothing")
            return End(WithdrawConsent(), say("privacy.withdrawn", go("start", "privacy", "sos"), alarmed=alarmed))
        case AskErase(), Choice("erase", "yes"):
            return End(EraseMe(), _farewell(facts))
    return Keep()


def _farewell(facts: Facts) -> Say:
    if facts.place.keeping.cooling_off:
        return say("privacy.erase_planned", go("privacy", "sos"), when=_when(facts))
    return say("privacy.erasing", go("sos"))
