"""The first conversation: what this is, consent, and the few things that make the rest fit. At most six taps.

Nothing is asked in free text before the person has agreed; everything after the consent may be skipped and changed later in /settings.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.effects import GiveConsent, SetAgeBand, SetLanguage, SetName, SetPrompt, SetTopics
from conversations.kit import (
    Button,
    Change,
    Choice,
    Command,
    End,
    Event,
    Facts,
    Keep,
    Menu,
    Next,
    Resumed,
    Say,
    Step,
    Text,
    Timeout,
    Toast,
    go,
    menu,
    say,
)
from conversations.pick import clean_name, every_day, hour_menus, hour_of, toggled, topic_menu, zone_menu, zone_named, zone_of, zone_ref
from conversations.schedule import ZONES

NAME, VERSION = "onboarding", 1
NEEDS = frozenset({"nicknames"})
PATIENCE = timedelta(days=30)  # somebody who comes back after weeks is asked where they left off


@dataclass(frozen=True, slots=True)
class AskConsent:
    pass


@dataclass(frozen=True, slots=True)
class AskName:
    proposals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AskAge:
    pass


@dataclass(frozen=True, slots=True)
class AskTopics:
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AskHour:
    zone: str


@dataclass(frozen=True, slots=True)
class AskOtherHour:
    zone: str


@dataclass(frozen=True, slots=True)
class AskZone:
    zone: str


STATES = (AskConsent, AskName, AskAge, AskTopics, AskHour, AskOtherHour, AskZone)
STEADY = (AskTopics,)
State = AskConsent | AskName | AskAge | AskTopics | AskHour | AskOtherHour | AskZone


def start(facts: Facts, **_: Any) -> Step:
    state = AskConsent()
    return Next(state, ask(state, facts), expires=PATIENCE)


def ask(state: State, facts: Facts) -> Say:
    """The open question of a state: said when it is reached, and again when the person comes back to it."""
    match state:
        case AskConsent():
            others = tuple(Button(x, "button.language." + x) for x in facts.place.languages if x != facts.language)
            return say("onboarding.welcome", menu("consent", "yes", "no"), Menu("language", others), place=facts.place.name)
        case AskName(proposals):
            names = tuple(Button(str(n), "pick.plain", {"label": name}) for n, name in enumerate(proposals))
            return say("onboarding.name", Menu("name", names, columns=3))
        case AskAge():
            return say("onboarding.age", menu("age", "adult", "minor", "skip"))
        case AskTopics(chosen):
            return say("onboarding.topics", *topic_menu(facts.place.topics, chosen, "done"))
        case AskHour(zone):
            return say("onboarding.hour", *hour_menus(zone, "never"), zone=zone_ref(zone))
        case AskOtherHour(zone):
            return say("pick.which_hour", menu("hours", "back"), zone=zone_ref(zone))
        case AskZone():  # pragma: no branch (mypy knows these are all)
            return say("pick.which_zone", zone_menu(facts), menu("hours", "back"))


def _to(state: State, facts: Facts, *effects: Any) -> Step:
    return Next(state, *effects, ask(state, facts), expires=PATIENCE)


def step(state: State, event: Event, facts: Facts) -> Step:
    match state, event:
        case _, Timeout():
            return End()
        case AskConsent(), Choice("consent", "yes"):
            agreed = GiveConsent(facts.place.consent_version)
            return _to(AskName(facts.nicknames), facts, agreed)
        case AskConsent(), Choice("consent", "no"):
            return End(say("onboarding.declined", go("start", "sos", "help")))
        case AskConsent(), Choice("language", language) if language in facts.place.languages:
            return Next(state, SetLanguage(language), _again(language, facts), expires=PATIENCE)
        case AskName(proposals), Choice("name", n) if n.isdecimal() and int(n) < len(proposals):
            return _to(AskAge(), facts, SetName(proposals[int(n)]))
        case AskName(), Text(text):
            name = clean_name(text)
            return _to(AskAge(), facts, SetName(name)) if name else Keep(say("onboarding.name_unfit"), ask(state, facts))
        case AskAge(), Choice("age", "minor" | "adult" | "skip" as band):
            return _to(AskTopics(), facts, SetAgeBand("" if band == "skip" else band))
        case AskTopics(chosen), Choice("topic", topic) if topic in facts.place.topics:
            new = AskTopics(toggled(chosen, topic))
            return Next(new, _ticked(new, facts), expires=PATIENCE)
        case AskTopics(chosen), Choice("topics", "done"):
            return _to(AskHour(facts.zone), facts, SetTopics(chosen))
        case ((AskHour() | AskOtherHour() | AskZone()), (Choice() | Text())):
            return _hour(state, event, facts)
        case _, Command("start"):
            return Keep(say("onboarding.go_on"), ask(state, facts))
        case _, Resumed():
            return Keep(ask(state, facts))
    return Keep(_please(state), ask(state, facts))


def _again(language: str, facts: Facts) -> Say:
    """The welcome in the language just chosen: its texts are looked up only when it is sent, its buttons must offer the old one."""
    others = tuple(Button(x, "button.language." + x) for x in facts.place.languages if x != language)
    return say("onboarding.welcome", menu("consent", "yes", "no"), Menu("language", others), place=facts.place.name)


def _ticked(state: AskTopics, facts: Facts) -> Change:
    shown = ask(state, facts)
    return Change(shown.key, shown.args, shown.menus)


def _please(state: State) -> Say:
    return say("onboarding.consent_first" if isinstance(state, AskConsent) else "common.please_choose")


def _hour(state: AskHour | AskOtherHour | AskZone, event: Event, facts: Facts) -> Step:
    match state, event:
        case AskHour(zone), Choice("hour", hour) if hour.isdecimal() and int(hour) < 24:
            return _done(int(hour), zone)
        case ((AskHour(zone) | AskOtherHour(zone)), Text(text)) if (written := hour_of(text)) is not None:
            return _done(written, zone)
        case AskHour(zone), Choice("hours", "never"):
            return _done(None, zone)
        case AskHour(zone), Choice("hours", "other"):
            return _to(AskOtherHour(zone), facts)
        case AskHour(zone), Choice("hours", "zone"):
            return _to(AskZone(zone), facts)
        case ((AskOtherHour(zone) | AskZone(zone)), Choice("hours", "back")):
            return _to(AskHour(zone), facts)
        case AskZone(), Choice("zone", value) if (offered := zone_of(facts, value)) is not None:
            return _to(AskHour(offered), facts)
        case AskZone(), Text(text) if (named := zone_named(text, ZONES)) is not None:
            return _to(AskHour(named), facts)
        case _, Choice():
            return Keep(Toast("common.stale"))
    return Keep(say("pick.not_understood"), ask(state, facts))


def _done(hour: int | None, zone: str) -> Step:
    """An hour is a yes to the question, also from somebody who had stopped before."""
    if hour is None:
        return End(SetPrompt(None, zone), say("onboarding.done_quiet", keyboard="main"), say("menu.main", go("checkin", "peer", "counselor")))
    done = say("onboarding.done", keyboard="main", hour=hour, zone=zone_ref(zone))
    return End(*every_day(hour, zone), done, say("menu.main", go("checkin", "peer", "counselor")))
