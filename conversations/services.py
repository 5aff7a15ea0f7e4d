"""/services: who can help with what, checked and dated; never the only way, always also a person nearby. Afterwards: shall I ask how it went?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations import care
from conversations.care import EMERGENCY, Service, Standing
from conversations.effects.services import Refer
from conversations.kit import Button, Choice, End, Event, Facts, Keep, Listing, Menu, Next, Ref, Resumed, Say, Step, Timeout, go, menu, say

NAME, VERSION = "services", 1
NEEDS = frozenset({"services"})
PATIENCE = timedelta(hours=12)
MOST = 8  # entries on a screen
ORDER = ("good", "old", "changed")


@dataclass(frozen=True, slots=True)
class Choose:
    where: str = ""


@dataclass(frozen=True, slots=True)
class AskWhere:
    pass


@dataclass(frozen=True, slots=True)
class Shown:
    need: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class AskFollow:
    service: str


STATES = (Choose, AskWhere, Shown, AskFollow)
State = Choose | AskWhere | Shown | AskFollow


def start(facts: Facts, **_: Any) -> Step:
    return _to(Choose(), facts)


def ask(state: State, facts: Facts) -> Say:
    match state:
        case Choose(where):
            local = Menu("services", (Button("where", "services.where", {"where": where or Ref("services.everywhere")}),))
            offered = (local,) if facts.place.shelf.places else ()
            return say("services.choose", menu("need", *care.NEEDS, columns=2), *offered, menu("services", "close"))
        case AskWhere():
            places = (Button(str(n), "pick.plain", {"label": place}) for n, place in enumerate(facts.place.shelf.places))
            return say("services.ask_where", Menu("where", (*places, Button("all", "services.everywhere"))))
        case Shown(need, where):
            return _shown(need, where, facts)
        case AskFollow():  # pragma: no branch (mypy knows these are all)
            return say("services.follow", menu("follow", "yes", "no"))


def _shown(need: str, where: str, facts: Facts) -> Say:
    found = entries(need, where, facts)
    near = Ref(f"services.near_for.{need}")
    names = tuple(Button(one.id, "services.contact", {"name": Ref(f"service.{one.id}.name")}) for one in found)
    ways = (Menu("refer", names),) if names else ()
    title = Ref(f"button.need.{need}")
    key = "services.found" if found else "services.nothing"
    listed = {"entries": chain(found, facts)} if found else {}
    return Say(key, {"need": title, "near": near, **listed}, (*ways, menu("services", "back", "close", columns=2)))


def entries(need: str, where: str, facts: Facts) -> tuple[Service, ...]:
    """What helps with a need: for the country and for the place asked for; the place's own first, then what was checked lately."""
    wanted = {need, EMERGENCY} if need == "crisis" else {need}
    found = [one for one in facts.place.shelf.services if wanted & set(one.needs) and one.where in {"", where}]
    found.sort(key=lambda one: (ORDER.index(_standing(one.id, facts).state), not one.where))
    return tuple(found[:MOST])


def _standing(service: str, facts: Facts) -> Standing:
    return next((one for one in facts.services if one.id == service), Standing(service))


def chain(found: tuple[Service, ...], facts: Facts) -> Ref:
    """The entries below each other: each carries the next one."""
    if not found:
        return Ref("common.nothing")
    return Ref("services.entry", {**entry(found[0], facts), "more": chain(found[1:], facts)})


def entry(one: Service, facts: Facts) -> dict[str, Any]:
    """What is known of it, in the reader's language."""
    stands = _standing(one.id, facts)
    hours = {"24/7": "services.hours.always", "unknown": "services.hours.unknown"}.get(one.hours, f"service.{one.id}.hours")
    checked = {"checked_on": Ref("day", {"day": stands.checked_on})} if stands.checked_on else {}
    return {
        "name": Ref(f"service.{one.id}.name"),
        "contact": Ref(f"service.{one.id}.contact"),
        "note": Ref(f"service.{one.id}.note"),
        "hours": Ref(hours),
        "cost": Ref(f"services.cost.{one.cost}"),
        "languages": Ref("services.speaks", {"languages": _spoken(one)}) if one.languages else Ref("common.nothing"),
        "checked": Ref(f"services.state.{stands.state}", checked) if checked else Ref("common.nothing"),
    }


def _spoken(one: Service) -> Listing:
    return Listing(tuple(Ref(f"button.language.{language}") for language in one.languages))


def _to(state: State, facts: Facts) -> Step:
    return Next(state, ask(state, facts), expires=PATIENCE)


def step(state: State, event: Event, facts: Facts) -> Step:
    match state, event:
        case _, Timeout():
            return End()
        case _, Choice("services", "close"):
            return End(say("services.closed", go("services", "sos", "menu")))
        case _, Choice("services", "back"):
            return _to(Choose(getattr(state, "where", "")), facts)
        case Choose(where), Choice("need", need) if need in care.NEEDS:
            return _to(Shown(need, where), facts)
        case Choose(), Choice("services", "where"):
            return _to(AskWhere(), facts)
        case AskWhere(), Choice("where", value) if (place := _place(value, facts)) is not None:
            return _to(Choose(place), facts)
        case Shown(), Choice("refer", name) if facts.place.shelf.service(name):
            return _chosen(name, facts)
        case AskFollow(service), Choice("follow", "yes"):
            return End(Refer(service), say("services.will_ask", go("services", "menu")))
        case AskFollow(), Choice("follow", "no"):
            return End(say("services.good_luck", go("services", "peer", "menu")))
        case _, Resumed():
            return Keep(ask(state, facts))
    return Keep(say("common.please_choose"), ask(state, facts))


def _place(value: str, facts: Facts) -> str | None:
    places = facts.place.shelf.places
    if value == "all":
        return ""
    return places[int(value)] if value.isdecimal() and value.isascii() and int(value) < len(places) else None


def _chosen(name: str, facts: Facts) -> Step:
    """How to reach it and what to say. Whoever agreed to be written to is asked later how it went."""
    shown = {"name": Ref(f"service.{name}.name"), "contact": Ref(f"service.{name}.contact")}
    if not facts.consented:
        return End(Say("services.how", shown, (go("services", "menu"),)))
    return Next(AskFollow(name), Say("services.how", shown), ask(AskFollow(name), facts), expires=PATIENCE)
