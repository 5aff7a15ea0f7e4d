"""The daily question. It carries the five moods itself: one tap answers it, and the check-in goes on from there. Or: later, not today, another
hour, some days off. Nobody is counted; after seven without an answer it comes once a week, and asks once whether that is right.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.checkins import MOODS, silent
from conversations.effects import PausePrompts, RaiseAlert, SaveMood
from conversations.effects.checkins import Asked, RestPrompts, SeenPrompt, SetEvery
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
    Say,
    StartFlow,
    Step,
    Timeout,
    Toast,
    go,
    menu,
    say,
)
from conversations.schedule import NIGHT
from conversations.week import summary

NAME, VERSION, FRONT = "prompt", 2, False
BY_DAY = True
NEEDS = frozenset({"moods", "prompt_plan"})
WORDINGS = 5
WEEK = 7
SNOOZES = (1, 2, 4)  # hours
HOLD = timedelta(hours=1)
RESTS = ("1", "3", "7", "14")  # days
FACES = menu("mood", *MOODS)
WAYS = menu("prompt", "later", "skip", "more", columns=3)


@dataclass(frozen=True, slots=True)
class Open:
    pass


@dataclass(frozen=True, slots=True)
class Snoozed:
    """Asked again later on the local ``day`` (ISO), on which ``told`` check-ins were there already."""

    day: str
    told: int = 0


STATES = (Open, Snoozed)
State = Open | Snoozed


def upgrade(version: int, data: dict[str, Any]) -> dict[str, Any]:
    if version != 1:
        raise ValueError(f"{NAME}: no upgrade from version {version}")
    return data


def start(facts: Facts, **_: Any) -> Step:
    """Its buttons work until the next day's question replaces it."""
    plan, rules = facts.prompt_plan, facts.place.patterns
    if silent(facts.moods, plan, rules):
        tells = "silence" in rules.tell
        called = (RaiseAlert("concern", "silence"),) if tells else ()
        told = Ref("checkin.told" if tells else "common.nothing")
        help_ = menu("help", "peer", "counselor", "exercise")
        return Next(Open(), Asked(), *called, say("prompt.after_low", FACES, help_, WAYS, lane="prompt", name=_name(facts), told=told))
    if plan.every == 1 and not plan.asked_weekly and plan.unanswered >= facts.place.weekly_after:
        right = menu("every", "weekly", "daily", "never")
        return Next(Open(), Asked(), SetEvery(WEEK, asked=True), say("prompt.weekly", FACES, right, lane="prompt", name=_name(facts)))
    return Next(Open(), Asked(), question(facts))


def _name(facts: Facts) -> str | Ref:
    return facts.name or Ref("common.no_name")


def question(facts: Facts) -> Say:
    """The wording changes from day to day, always the same on the same day. On Sundays the week is looked back on, if there was something."""
    today = facts.now.date().toordinal() if facts.now else 0
    looked_back = summary(facts.moods, facts.now.date()) if facts.now and facts.now.isoweekday() == WEEK else None
    if looked_back is not None:
        return say("prompt.week", FACES, WAYS, lane="prompt", name=_name(facts), week=looked_back)
    return say(f"prompt.ask.{today % WORDINGS + 1}", FACES, WAYS, lane="prompt", name=_name(facts))


def step(state: State, event: Event, facts: Facts) -> Step:
    match event:
        case Choice("mood", n) if n in MOODS and facts.in_chat:
            return End(SaveMood(int(n)), say("prompt.thanks_in_chat"))
        case Choice("mood", n) if n in MOODS:
            return End(StartFlow("checkin", {"mood": int(n)}))
        case Choice("help", "peer" | "exercise") | Choice("prompt", "hour") if facts.in_chat:
            return Keep(Toast("tap.in_chat", alert=True))
        case Choice("help", way):
            return _help(way)
        case Choice("every", how):
            return _every(how)
        case Choice("prompt", way):
            return _way(way, facts)
        case Choice("snooze", hours) if hours in {str(n) for n in _snoozes(facts)} and facts.now:
            again = facts.now + timedelta(hours=int(hours))
            day = facts.now.date().isoformat()
            changed = _change(say("prompt.snoozed", hour=again.hour, minute=again.minute))
            return Next(Snoozed(day, _told(day, facts)), SeenPrompt(), changed, expires=timedelta(hours=int(hours)))
        case Choice("rest", days) if days in RESTS:
            return End(RestPrompts(int(days)), SeenPrompt(), _change(say("prompt.resting", go("checkin", "settings", columns=2), days=int(days))))
        case Timeout() if isinstance(state, Snoozed):
            return _again(state, facts)
    return Keep()


def _again(state: Snoozed, facts: Facts) -> Step:
    """Only on the same day, and only who has not told it meanwhile; not into the middle of a talk."""
    if facts.now is None or facts.now.date().isoformat() != state.day or facts.paused or _told(state.day, facts) > state.told:
        return End()
    return Next(state, expires=HOLD) if facts.in_chat else Next(Open(), question(facts))


def _told(day: str, facts: Facts) -> int:
    return sum(mood.day == day for mood in facts.moods)


def _way(way: str, facts: Facts) -> Step:
    match way:
        case "later" if hours := _snoozes(facts):
            buttons = tuple(Button(str(n), "prompt.in_hours", {"hours": n}) for n in hours)
            return Keep(_change(say("prompt.later", Menu("snooze", buttons, columns=3), menu("prompt", "back"))))
        case "later":
            return Keep(_change(say("prompt.too_late", FACES, menu("prompt", "skip", "more", columns=2))))
        case "skip":
            return End(SeenPrompt(), _change(say("prompt.skipped", go("checkin", "menu", columns=2))))
        case "more":
            rests = tuple(Button(n, "prompt.for_days", {"days": int(n)}) for n in RESTS)
            return Keep(_change(say("prompt.more", Menu("rest", rests, columns=2), menu("prompt", "hour", "back", columns=2))))
        case "hour":
            return End(SeenPrompt(), _change(say("prompt.hour")), StartFlow("settings", {"ask": "hour"}))
        case "back":
            return Keep(_change(question(facts)))
    return Keep()


def _snoozes(facts: Facts) -> tuple[int, ...]:
    """Hours after which it is still today, and not night."""
    if facts.now is None:
        return ()
    return tuple(n for n in SNOOZES if facts.now.hour + n < NIGHT[0])


def _every(how: str) -> Step:
    match how:
        case "weekly":
            return Keep(SeenPrompt(), _change(say("prompt.weekly_it_is", FACES)))
        case "daily":
            return Keep(SetEvery(1, asked=True), SeenPrompt(), _change(say("prompt.daily_it_is", FACES)))
        case "never":
            return End(PausePrompts(True), SeenPrompt(), _change(say("prompt.never_it_is", go("checkin", "settings", columns=2))))
    return Keep()


def _help(way: str) -> Step:
    match way:
        case "peer":
            return End(SeenPrompt(), StartFlow("peer_request"))
        case "counselor":
            return End(SeenPrompt(), RaiseAlert("high", "asked"), say("sos.asked", lane="crisis"))
        case "exercise":
            return End(SeenPrompt(), StartFlow("exercise"))
    return Keep()


def _change(words: Say) -> Effect:
    return Change(words.key, words.args, words.menus)
