"""/solve: finding one's own solution by questions: what is it, what was tried, what could be done, for and against, choose, first step, when.

The bot gives no advice; it asks, keeps the answers (sealed, for the person), and brings the chosen step back at its date. It can be left at any
question and goes on there, after an hour or a month: how far it came is part of the plan, not of the conversation.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from conversations.effects.solving import ForgetPlan, SavePlan, SharePlan
from conversations.kit import (
    Button,
    Choice,
    Command,
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
    Step,
    Text,
    Timeout,
    go,
    menu,
    say,
)
from conversations.slots import day_ref
from conversations.solving import MOST_OPTIONS, Option, Plan

NAME, VERSION = "solve", 1
NEEDS = frozenset({"solving"})
PATIENCE = timedelta(hours=12)
LENGTH = 600  # characters of one answer that are kept
DAYS = {"tomorrow": 1, "three": 3, "week": 7, "fortnight": 14}
SKIPPABLE = frozenset({"tried", "good", "bad", "obstacle"})
PARTS = ("what", "tried", "option", "good", "bad", "choose", "step", "when", "obstacle", "smaller")


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was worked out before, and a new one."""


@dataclass(frozen=True, slots=True)
class Look:
    """One of them."""

    plan: int


@dataclass(frozen=True, slots=True)
class Asking:
    """One question; the answers so far stand in ``facts.solving.current``."""

    part: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class AskShare:
    plan: int


STATES = (Earlier, Look, Asking, AskShare)
State = Earlier | Look | Asking | AskShare


def start(facts: Facts, **_: Any) -> Step:
    plan = facts.solving.current
    if plan.id:
        state = Asking(plan.at, plan.number)
        return Next(state, say("solve.go_on", what=plan.what or Ref("solve.unnamed")), ask(state, facts), expires=PATIENCE)
    if facts.solving.earlier:
        return Next(Earlier(), ask(Earlier(), facts), expires=PATIENCE)
    return Next(Asking("what"), say("solve.intro"), ask(Asking("what"), facts), expires=PATIENCE)


def _plan(number: int, facts: Facts) -> Plan:
    return next((plan for plan in (*facts.solving.earlier, facts.solving.current) if plan.id == number), Plan())


def ask(state: State, facts: Facts) -> Say:
    match state:
        case Earlier():
            plans = tuple(Button(str(plan.id), "pick.plain", {"label": _short(plan.what)}) for plan in facts.solving.earlier)
            return say("solve.earlier", Menu("plan", plans), menu("solve", "new", "leave", columns=2))
        case Look(number):
            plan = _plan(number, facts)
            share = () if plan.shared else ("share",)
            return say("solve.summary", menu("solve", *share, "back", "forget", columns=2), **about(plan))
        case AskShare(number):
            return say("solve.share", menu("plan_share", "yes", "no", columns=2))
        case Asking():  # pragma: no branch (mypy knows these are all)
            return _question(state, facts.solving.current)


def _short(text: str) -> str:
    """Fit for a button."""
    line = " ".join(text.split())
    return line if len(line) <= 36 else line[:35] + "…"


def _question(state: Asking, plan: Plan) -> Say:
    leave = menu("solve", "leave")
    match state.part:
        case "option":
            more = ("stuck", "enough") if state.number else ("stuck",)
            return say("solve.option" if not state.number else "solve.another", menu("option", *more, columns=2), leave, number=state.number + 1)
        case "good" | "bad":
            option = plan.options[state.number].text if state.number < len(plan.options) else ""
            return say(f"solve.{state.part}", menu("skip", "skip"), leave, option=option)
        case "choose":
            options = (Button(str(n), "pick.plain", {"label": _short(option.text)}) for n, option in enumerate(plan.options))
            return say("solve.choose", Menu("choose", tuple(options)), leave)
        case "when":
            return say("solve.when", menu("when", *DAYS, columns=2), leave, step=plan.step)
        case "step":
            return say("solve.step", leave, choice=plan.choice)
    return say(f"solve.{state.part}", *((menu("skip", "skip"),) if state.part in SKIPPABLE else ()), leave)


def about(plan: Plan) -> dict[str, Any]:
    """A plan as it is read, by the person or by the counselor they share it with."""
    return {
        "what": plan.what,
        "tried": plan.tried or Ref("solve.none"),
        "options": _options(plan, 0),
        "choice": plan.choice or Ref("solve.none"),
        "step": plan.step or Ref("solve.none"),
        "due": day_ref(date.fromisoformat(plan.due)) if plan.due else Ref("solve.none"),
        "outcome": Ref(f"solve.outcome.{plan.outcome or 'open'}"),
    }


def _options(plan: Plan, number: int) -> Ref:
    """Line by line: each carries the next one."""
    if number >= len(plan.options):
        return Ref("common.nothing")
    one = plan.options[number]
    for_it, against = one.good or Ref("solve.none"), one.bad or Ref("solve.none")
    return Ref("solve.line", {"number": number + 1, "text": one.text, "good": for_it, "bad": against, "more": _options(plan, number + 1)})


def step(state: State, event: Event, facts: Facts) -> Step:
    match state, event:
        case Asking(), Timeout():
            return End(say("solve.kept", go("solve", "menu")))
        case _, Timeout():
            return End()
        case _, Choice("solve", "leave"):
            return End(say("solve.kept" if facts.solving.current.id else "solve.left", go("solve", "counselor", "menu")))
        case _, Resumed() | Command("solve"):
            return Keep(ask(state, facts))
        case Earlier(), Choice("plan", value) if value in {str(plan.id) for plan in facts.solving.earlier}:
            return Next(Look(int(value)), ask(Look(int(value)), facts), expires=PATIENCE)
        case Earlier(), Choice("solve", "new"):
            return Next(Asking("what"), ask(Asking("what"), facts), expires=PATIENCE)
        case Look(), Choice("solve", _) if (looked := _look(state, event, facts)) is not None:
            return looked
        case AskShare(number), Choice("plan_share", "yes"):
            return End(SharePlan(number))
        case AskShare(), Choice("plan_share", "no"):
            return End(say("solve.not_shared", go("solve", "counselor", "menu")))
        case Asking(part, number), Text(text) if text.strip() and part not in {"choose", "when"}:
            return _answered(part, number, text.strip()[:LENGTH], facts)
        case Asking(part, number), Choice("skip", "skip") if part in SKIPPABLE:
            return _answered(part, number, "", facts)
        case Asking(), Choice():
            return _tapped(state, event, facts)
    return Keep(say("common.please_choose" if not isinstance(state, Asking) else "solve.words"), ask(state, facts))


def _look(state: Look, event: Choice, facts: Facts) -> Step | None:
    match event.value:
        case "back" if facts.solving.earlier:
            return Next(Earlier(), ask(Earlier(), facts), expires=PATIENCE)
        case "back":
            return End(say("solve.left", go("solve", "menu")))
        case "share":
            return Next(AskShare(state.plan), ask(AskShare(state.plan), facts), expires=PATIENCE)
        case "forget":
            return End(ForgetPlan(state.plan), say("solve.forgotten", go("solve", "menu")))
    return None


def _tapped(state: Asking, event: Choice, facts: Facts) -> Step:
    plan = facts.solving.current
    match state.part, event:
        case "option", Choice("option", "stuck"):
            return Keep(say("solve.stuck"), ask(state, facts))
        case "option", Choice("option", "enough") if plan.options:
            return _save(replace(plan, at="good", number=0), facts)
        case "choose", Choice("choose", value) if value in {str(n) for n in range(len(plan.options))}:
            return _save(replace(plan, chosen=int(value), at="step", number=0), facts)
        case "when", Choice("when", value) if value in DAYS:
            return _set(plan, DAYS[value], facts)
    return Keep(say("solve.words"), ask(state, facts))


def _answered(part: str, number: int, words: str, facts: Facts) -> Step:
    plan = facts.solving.current
    match part:
        case "what":
            plan = replace(plan, what=words, at="tried")
        case "tried":
            plan = replace(plan, tried=words, at="option", number=0)
        case "option":
            options = (*plan.options, Option(words))
            full = len(options) >= MOST_OPTIONS
            plan = replace(plan, options=options, at="good" if full else "option", number=0 if full else len(options))
        case "good" | "bad":
            plan = _weighed(plan, part, number, words)
        case "obstacle":
            plan = replace(plan, obstacle=words, at="smaller")
        case _:
            plan = replace(plan, step=words, at="when")
    return _save(plan, facts)


def _weighed(plan: Plan, part: str, number: int, words: str) -> Plan:
    """For, then against, then the next way out; after the last one it is time to choose."""
    change = {"good": words} if part == "good" else {"bad": words}
    plan = replace(plan, options=tuple(replace(one, **change) if n == number else one for n, one in enumerate(plan.options)))
    if part == "good":
        return replace(plan, at="bad", number=number)
    over = number + 1 >= len(plan.options)
    return replace(plan, at="choose" if over else "good", number=0 if over else number + 1)


def _save(plan: Plan, facts: Facts) -> Step:
    state = Asking(plan.at, plan.number)
    known = replace(facts, solving=replace(facts.solving, current=plan))
    return Next(state, SavePlan(plan), ask(state, known), expires=PATIENCE)


def _set(plan: Plan, days: int, facts: Facts) -> Step:
    """The step has its date: the whole of it is shown, and whether a counselor may read it is asked, never assumed."""
    today = facts.now.date() if facts.now is not None else date(2026, 1, 1)
    done: Effect = SavePlan(replace(plan, at="set", due=(today + timedelta(days=days)).isoformat(), outcome=""), days)
    shown = say("solve.summary", **about(replace(plan, due=(today + timedelta(days=days)).isoformat(), outcome="")))
    if plan.shared:
        return End(done, shown, say("solve.set", go("solve", "menu")))
    return Next(AskShare(plan.id), done, shown, ask(AskShare(plan.id), facts), expires=PATIENCE)
