"""/plan, the care plan: where am I, one goal, one small step with a day, my strengths, my people. Everything by tap or in own words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.care import AREAS, CIRCLES, CarePlan
from conversations.effects.plan import AddStep, AddStrength, AddSupporter, PlanStep, RateArea, SetGoal, SharePlan
from conversations.kit import (
    Button,
    Choice,
    Effect,
    End,
    Event,
    Facts,
    Keep,
    Media,
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
from conversations.plan_progress import progress

NAME, VERSION = "plan", 1
NEEDS = frozenset({"care_plan", "prompt_plan"})
PATIENCE = timedelta(days=2)
SCALE = tuple(str(n) for n in range(11))
DAYS = ("0", "1", "3", "7")
OFFERED = 4  # activities on a screen
LONGEST = {"goal": 300, "step": 300, "strength": 300, "person": 60}  # characters


@dataclass(frozen=True, slots=True)
class Overview:
    pass


@dataclass(frozen=True, slots=True)
class Rating:
    number: int


@dataclass(frozen=True, slots=True)
class PickArea:
    pass


@dataclass(frozen=True, slots=True)
class Writing:
    """``what``: goal (``about`` is its area), step, strength, or person (``about`` is the circle)."""

    what: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class PickDay:
    pass


@dataclass(frozen=True, slots=True)
class Activities:
    page: int = 0


@dataclass(frozen=True, slots=True)
class People:
    pass


@dataclass(frozen=True, slots=True)
class AskShare:
    pass


STATES = (Overview, Rating, PickArea, Writing, PickDay, Activities, People, AskShare)
HEARS_CRISIS = (Writing,)
State = Overview | Rating | PickArea | Writing | PickDay | Activities | People | AskShare
BACK = menu("plan", "back")


def start(facts: Facts, smaller: bool = False, **_: Any) -> Step:
    """``smaller``: the step was too big; it is made smaller."""
    if smaller:
        return Next(Writing("step"), say("plan.smaller", BACK, step=facts.care_plan.step), expires=PATIENCE)
    return _to(Overview(), facts)


def ask(state: State, facts: Facts) -> Say:
    match state:
        case Overview():
            ways = menu("plan", "rate", "goal", "step", "activities", "strengths", "people", columns=2)
            return say(
                "plan.overview",
                *((menu("plan", "day"),) if facts.care_plan.undated else ()),
                ways,
                menu("plan", *(("progress",) if facts.care_plan.ratings else ()), "unshare" if facts.care_plan.shared else "share", "close"),
                bars=bars(facts.care_plan),
                goal=goal(facts.care_plan),
                step=step_now(facts.care_plan),
            )
        case Rating(number):
            return say(
                "plan.rate", Menu("rating", tuple(Button(n, "plan.number", {"n": n}) for n in SCALE), columns=6), SKIP, area=_area(AREAS[number])
            )
        case PickArea():
            return say("plan.pick_area", Menu("area", tuple(Button(area, f"plan.area.{area}") for area in AREAS)), BACK)
        case Writing(what, about):
            return _question(what, about, facts)
        case PickDay():
            return say("plan.pick_day", menu("day", *DAYS, columns=2), BACK)
        case Activities(page):
            found = _offered(page, facts)
            buttons = tuple(Button(name, "pick.plain", {"label": Ref(f"activity.{name}")}) for name in found)
            return say("plan.activities", Menu("activity", buttons), menu("plan", "others", "back", columns=2))
        case AskShare():
            return say("plan.ask_share", menu("share", "yes", "no"))
        case People():  # pragma: no branch (mypy knows these are all)
            circles = Menu("circle", tuple(Button(circle, f"plan.add.{circle}") for circle in CIRCLES))
            return Say("plan.people", {circle: _circle(circle, facts) for circle in CIRCLES}, (circles, BACK))


SKIP = menu("plan", "skip", "back", columns=2)


def _question(what: str, about: str, facts: Facts) -> Say:
    match what:
        case "goal":
            return say("plan.write_goal", BACK, area=_area(about))
        case "person":
            return say("plan.write_person", BACK, circle=Ref(f"plan.circle.{about}"))
        case "strength":
            kept = lines(facts.care_plan.strengths) if facts.care_plan.strengths else Ref("plan.no_strengths")
            return say("plan.write_strength", BACK, kept=kept)
    return say("plan.write_step", BACK, goal=goal(facts.care_plan))


def _area(area: str) -> Ref:
    return Ref(f"plan.area.{area}")


def goal(plan: CarePlan) -> Ref:
    return Ref("plan.goal", {"area": _area(plan.area), "goal": plan.goal}) if plan.goal else Ref("plan.no_goal")


def step_now(plan: CarePlan) -> Ref:
    done = Ref("plan.done_so_far", {"count": plan.done}) if plan.done else Ref("common.nothing")
    if plan.undated:
        still = Ref("plan.still", {"step": plan.step}) if plan.planned else Ref("common.nothing")
        return Ref("plan.undated", {"step": plan.undated, "done": done, "still": still})
    return Ref("plan.step", {"step": plan.step, "done": done}) if plan.planned else Ref("plan.no_step", {"done": done})


def bars(plan: CarePlan) -> Ref:
    """Every rated area as a bar, with how far it moved since the first time; below each other: each carries the next one."""
    shown = Ref("common.nothing")
    for area, first, latest in reversed(plan.ratings):
        moved = latest - first
        change = Ref("plan.up" if moved > 0 else "plan.down", {"by": abs(moved)}) if moved else Ref("common.nothing")
        shown = Ref("plan.bar", {"bar": "▰" * latest + "▱" * (10 - latest), "value": latest, "area": _area(area), "change": change, "more": shown})
    return shown if plan.ratings else Ref("plan.no_bars")


def lines(words: tuple[str, ...]) -> Ref:
    shown = Ref("common.nothing")
    for line in reversed(words):
        shown = Ref("plan.line", {"words": line, "more": shown})
    return shown


def _circle(circle: str, facts: Facts) -> Ref:
    names = tuple(name for known, name in facts.care_plan.people if known == circle)
    return lines(names) if names else Ref("plan.nobody")


def _offered(page: int, facts: Facts) -> tuple[str, ...]:
    """Other ones every day and with every tap."""
    all_ = facts.place.shelf.activities
    if not all_:
        return ()
    first = ((facts.now.toordinal() if facts.now else 0) + page) * OFFERED
    return tuple(dict.fromkeys(all_[(first + n) % len(all_)] for n in range(OFFERED)))


def _to(state: State, facts: Facts, *effects: Effect) -> Step:
    return Next(state, *effects, ask(state, facts), expires=PATIENCE)


def step(state: State, event: Event, facts: Facts) -> Step:
    match state, event:
        case _, Timeout():
            return End()
        case _, Choice("plan", "close"):
            return End(say("plan.closed", go("plan", "care", "menu")))
        case _, Choice("plan", "back"):
            return _to(Overview(), facts)
        case Overview(), Choice("plan", what) if (opened := _opened(what)) is not None:
            return _to(opened, facts)
        case Overview(), Choice("plan", "day") if facts.care_plan.undated:
            return _to(PickDay(), facts)
        case Overview(), Choice("plan", "progress") if (shown := progress(facts)) is not None:
            return Next(state, Say("plan.progress", {"bars": bars(facts.care_plan)}, (BACK,), picture=shown), expires=PATIENCE)
        case Overview(), Choice("plan", "share"):
            return _to(AskShare(), facts)
        case Overview(), Choice("plan", "unshare"):
            return End(SharePlan(False), say("plan.now_private", go("plan", "menu")))
        case AskShare(), Choice("share", "yes"):
            return End(SharePlan(True), say("plan.now_shared", go("plan", "counselor", "menu")))
        case AskShare(), Choice("share", "no"):
            return _to(Overview(), facts)
        case Rating(number), Choice("rating", value) if value in SCALE:
            return _rated(number, facts, int(value))
        case Rating(number), Choice("plan", "skip"):
            return _rated(number, facts)
        case PickArea(), Choice("area", area) if area in AREAS:
            return _to(Writing("goal", area), facts)
        case PickDay(), Choice("day", days) if days in DAYS:
            return End(PlanStep(int(days)), say("plan.will_ask", go("plan", "menu"), day=Ref(f"button.day.{days}")))
        case Activities(page), Choice("plan", "others"):
            return _to(Activities((page + 1) % max(len(facts.place.shelf.activities), 1)), facts)
        case Activities(), Choice("activity", name) if name in facts.place.shelf.activities:
            return _to(PickDay(), facts, AddStep(activity=name))
        case People(), Choice("circle", circle) if circle in CIRCLES:
            return _to(Writing("person", circle), facts)
        case Writing(), (Text(words) | Media(caption=words, crisis=(_, *_))) if words.strip():
            return _written(state, words.strip(), facts, told=bool(event.crisis))
        case Writing(what), Choice("plan", "done"):
            return _to(People() if what == "person" else Overview(), facts)
        case _, Resumed():
            return Keep(ask(state, facts))
    return Keep(say("common.please_choose"), ask(state, facts))


def _opened(what: str) -> State | None:
    ways: dict[str, State] = {
        "rate": Rating(0),
        "goal": PickArea(),
        "step": Writing("step"),
        "activities": Activities(),
        "strengths": Writing("strength"),
        "people": People(),
    }
    return ways.get(what)


def _rated(number: int, facts: Facts, value: int | None = None) -> Step:
    """The next area; after the last one the picture of them all, and the way to a goal."""
    kept = (RateArea(AREAS[number], value),) if value is not None else ()
    if number + 1 < len(AREAS):
        return _to(Rating(number + 1), facts, *kept)
    shown = progress(facts, *(() if value is None else ((AREAS[number], value),)))
    return End(*kept, Say("plan.rated" if shown else "plan.nothing_rated", {}, (go("plan", "menu"),), picture=shown))


def _written(state: Writing, words: str, facts: Facts, *, told: bool) -> Step:
    """After words of crisis the person has just been answered (see interrupts): kept, and no word more."""
    kept: dict[str, Effect] = {
        "goal": SetGoal(state.about, words),
        "step": AddStep(words),
        "strength": AddStrength(words),
        "person": AddSupporter(state.about, words),
    }
    if len(words) > LONGEST[state.what]:
        return Keep(say("common.too_long", BACK, most=LONGEST[state.what]))
    if told:
        return Keep(kept[state.what])
    if state.what == "goal":
        return Next(Writing("step"), kept["goal"], say("plan.now_a_step", BACK, goal=words), expires=PATIENCE)
    if state.what == "step":
        return _to(PickDay(), facts, kept["step"])
    return Keep(kept[state.what], say("plan.kept", menu("plan", "done")))
