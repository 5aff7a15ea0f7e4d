"""What somebody likes to say about themselves, so that wishes for a peer can be met: gender, age group, class or team. Nobody is shown it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from conversations.effects.wishes import SetAbout, SetTeam
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
    Ref,
    Resumed,
    Say,
    Step,
    Text,
    Timeout,
    go,
    menu,
    say,
)
from conversations.wishing import AGES, GENDERS, About, clean_team

NAME, VERSION = "about", 1
NEEDS = frozenset({"about"})
PATIENCE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Choose:
    pass


@dataclass(frozen=True, slots=True)
class AskTeam:
    pass


STATES = (Choose, AskTeam)
STEADY = (Choose,)
State = Choose | AskTeam


def start(facts: Facts, **_: Any) -> Step:
    return Next(Choose(), _ask(facts.about, facts), expires=PATIENCE)


def _ask(about: About, facts: Facts) -> Say:
    """Everything at a glance. Volunteers are 18 or older, so there is no age group to choose for anybody younger."""
    genders = Menu("gender", tuple(_tick(x, about.gender) for x in GENDERS), columns=2)
    ages = (Menu("group", tuple(_tick(x, about.age) for x in AGES), columns=3),) if facts.age_band == "adult" else ()
    team = menu("team", *(("forget",) if about.team else ("set",)))
    named = Ref("about.team", {"team": about.team}) if about.team else Ref("about.no_team")
    return say("about.choose", genders, *ages, team, menu("about", "done"), team=named)


def _tick(value: str, chosen: str) -> Button:
    return Button(value, "pick.ticked" if value == chosen else "pick.plain", {"label": Ref(f"peer.wish.{value}")})


def ask_team() -> Say:
    return say("about.which_team", menu("team", "back"))


def step(state: State, event: Event, facts: Facts) -> Step:
    about = facts.about
    match state, event:
        case _, Timeout():
            return End()
        case Choose(), Choice("gender", gender) if gender in GENDERS:
            return _changed(replace(about, gender="" if about.gender == gender else gender), facts)
        case Choose(), Choice("group", age) if age in AGES:
            return _changed(replace(about, age="" if about.age == age else age), facts)
        case Choose(), Choice("team", "set"):
            return Next(AskTeam(), ask_team(), expires=PATIENCE)
        case Choose(), Choice("team", "forget"):
            shown = _ask(replace(about, team=""), facts)
            return Next(Choose(), SetTeam(""), Change(shown.key, shown.args, shown.menus), expires=PATIENCE)
        case Choose(), Choice("about", "done"):
            return End(say("about.saved", go("peer", "duty", "menu") if facts.volunteer == "approved" else go("peer", "settings", "menu")))
        case AskTeam(), Text(text) if team := clean_team(text):
            return Next(Choose(), SetTeam(team), _ask(replace(about, team=team), facts), expires=PATIENCE)
        case AskTeam(), Choice("team", "back"):
            return Next(Choose(), _ask(about, facts), expires=PATIENCE)
        case _, (Resumed() | Command("about")):
            return Keep(ask_team() if isinstance(state, AskTeam) else _ask(about, facts))
    if isinstance(state, AskTeam):
        return Keep(say("pick.not_understood"), ask_team())
    return Keep(say("common.please_choose"), _ask(about, facts))


def _changed(about: About, facts: Facts) -> Step:
    shown = _ask(about, facts)
    return Next(Choose(), SetAbout(about.gender, about.age), Change(shown.key, shown.args, shown.menus), expires=PATIENCE)
