"""/settings: language, hour and zone of the daily prompt, pause or every day again, and what one is called. Every change is said back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.effects import PausePrompts, SetAgeBand, SetLanguage, SetName, SetPrompt, SetTopics
from conversations.kit import (
    Button,
    Change,
    Choice,
    Effect,
    End,
    Event,
    Facts,
    Keep,
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
from conversations.pick import clean_name, every_day, hour_menus, hour_of, toggled, topic_menu, zone_menu, zone_named, zone_of, zone_ref
from conversations.schedule import ZONES

NAME, VERSION = "settings", 1
NEEDS = frozenset({"topics", "prompt_plan"})
PATIENCE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Choose:
    pass


@dataclass(frozen=True, slots=True)
class AskLanguage:
    pass


@dataclass(frozen=True, slots=True)
class AskHour:
    zone: str


@dataclass(frozen=True, slots=True)
class AskZone:
    pass


@dataclass(frozen=True, slots=True)
class AskName:
    pass


@dataclass(frozen=True, slots=True)
class AskTopics:
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AskAge:
    pass


STATES = (Choose, AskLanguage, AskHour, AskZone, AskName, AskTopics, AskAge)
STEADY = (AskTopics,)
State = Choose | AskLanguage | AskHour | AskZone | AskName | AskTopics | AskAge
BACK = menu("settings", "back")
# By how the daily question stands: what can be switched.
_SWITCHES = {"off": ("resume",), "paused": ("resume",), "resting": ("daily", "pause"), "weekly": ("daily", "pause"), "on": ("pause",)}


def start(facts: Facts, ask: str = "", **_: Any) -> Step:
    """``ask``: hour, when that alone is to be set."""
    return _to(AskHour(facts.zone) if ask == "hour" else Choose(), facts)


def ask(state: State, facts: Facts) -> Say:
    match state:
        case Choose():
            age = () if facts.volunteer else ("age",)  # who serves is an adult, and was taken for one
            choices = menu("settings", "language", "hour", "zone", "name", "topics", "about", *age, *_SWITCHES[_prompts(facts)], columns=2)
            return say("settings.choose", choices, menu("settings", "close"), **_now(facts))
        case AskLanguage():
            languages = tuple(Button(x, "button.language." + x) for x in facts.place.languages)
            return say("settings.language", Menu("language", languages), BACK)
        case AskHour(zone):
            return say("settings.hour", *hour_menus(zone)[:1], BACK, zone=zone_ref(zone))
        case AskZone():
            return say("pick.which_zone", zone_menu(facts), BACK)
        case AskName():
            return say("settings.name", BACK)
        case AskTopics(chosen):
            return say("settings.topics", *topic_menu(facts.place.topics, chosen, "done"))
        case AskAge():  # pragma: no branch (mypy knows these are all)
            return say("settings.age", menu("age", "adult", "minor", "skip"), BACK, now=Ref(f"age.{facts.age_band or 'unknown'}"))


def _prompts(facts: Facts) -> str:
    """How the daily question stands: off, paused, resting (days off), weekly or on."""
    if facts.hour is None:
        return "off"
    if facts.paused:
        return "paused"
    if facts.now and facts.prompt_plan.rest_until >= facts.now.date().isoformat():
        return "resting"
    return "weekly" if facts.prompt_plan.every > 1 else "on"


def _now(facts: Facts) -> dict[str, Any]:
    """How it is set now, for the first screen."""
    how = _prompts(facts)
    args: dict[str, Any] = {} if facts.hour is None else {"hour": facts.hour, "zone": zone_ref(facts.zone)}
    if how == "resting":
        args["day"] = Ref("date.day", {"day": facts.prompt_plan.rest_until})
    return {"name": facts.name or Ref("common.no_name"), "prompt": Ref(f"settings.prompt.{how}", args)}


def _to(state: State, facts: Facts, *effects: Effect) -> Step:
    return Next(state, *effects, ask(state, facts), expires=PATIENCE)


def _saved(*effects: Effect, key: str = "settings.saved", **args: Any) -> Step:
    return End(*effects, say(key, go("settings", "menu", columns=2), keyboard="", **args))


def step(state: State, event: Event, facts: Facts) -> Step:
    match state, event:
        case _, Timeout():
            return End()
        case _, Choice("settings", "back"):
            return _to(Choose(), facts)
        case Choose(), Choice("settings", what):
            return _chosen(what, facts)
        case AskLanguage(), Choice("language", language) if language in facts.place.languages:
            return End(SetLanguage(language), say("settings.language_saved", keyboard="main"), say("menu.main", go("settings", "checkin", "peer")))
        case AskHour(zone), Choice("hour", hour) if hour.isdecimal() and int(hour) < 24:
            return _planned(int(hour), zone)
        case AskHour(zone), Text(text) if (written := hour_of(text)) is not None:
            return _planned(written, zone)
        case AskZone(), Choice("zone", value) if (offered := zone_of(facts, value)) is not None:
            return _moved(offered, facts)
        case AskZone(), Text(text) if (named := zone_named(text, ZONES)) is not None:
            return _moved(named, facts)
        case AskName(), Text(text):
            name = clean_name(text)
            return _saved(SetName(name), key="settings.name_saved", name=name) if name else Keep(say("onboarding.name_unfit"), ask(state, facts))
        case AskTopics(chosen), Choice("topic", topic) if topic in facts.place.topics:
            new = AskTopics(toggled(chosen, topic))
            shown = ask(new, facts)
            return Next(new, Change(shown.key, shown.args, shown.menus), expires=PATIENCE)
        case AskTopics(chosen), Choice("topics", "done"):
            return _saved(SetTopics(chosen))
        case AskAge(), Choice("age", "minor" | "adult" | "skip" as band):
            return _saved(SetAgeBand("" if band == "skip" else band))
        case _, Resumed():
            return Keep(ask(state, facts))
    asks_words = isinstance(state, (AskHour, AskZone)) and isinstance(event, Text)
    return Keep(say("pick.not_understood" if asks_words else "common.please_choose"), ask(state, facts))


def _chosen(what: str, facts: Facts) -> Step:
    match what:
        case "language":
            return _to(AskLanguage(), facts)
        case "hour":
            return _to(AskHour(facts.zone), facts)
        case "zone":
            return _to(AskZone(), facts)
        case "name":
            return _to(AskName(), facts)
        case "topics":
            return _to(AskTopics(facts.topics), facts)
        case "age" if not facts.volunteer:
            return _to(AskAge(), facts)
        case "about":
            return End(StartFlow("about"))
        case "pause":
            return _saved(PausePrompts(True), key="settings.paused")
        case "resume" | "daily" if facts.hour is not None:
            return _planned(facts.hour, facts.zone, "settings.resumed" if what == "resume" else "settings.hour_saved")
        case "resume" | "daily":
            return _to(AskHour(facts.zone), facts)
        case "close":
            return End(say("menu.main", go("checkin", "peer", "mood")))
    return Keep(say("common.please_choose"), ask(Choose(), facts))


def _planned(hour: int, zone: str, key: str = "settings.hour_saved") -> Step:
    return _saved(*every_day(hour, zone), key=key, hour=hour, zone=zone_ref(zone))


def _moved(zone: str, facts: Facts) -> Step:
    return _saved(SetPrompt(facts.hour, zone), key="settings.zone_saved", zone=zone_ref(zone))
