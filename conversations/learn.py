"""/learn: short explanations in plain words, with their sources; always with a way on to a human."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.care import Article
from conversations.kit import Button, Choice, End, Event, Facts, Keep, Menu, Next, Ref, Resumed, Say, Step, Timeout, go, menu, say

NAME, VERSION = "learn", 1
PATIENCE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Choose:
    pass


@dataclass(frozen=True, slots=True)
class Reading:
    article: str
    page: int  # counted from 1


STATES = (Choose, Reading)
State = Choose | Reading


def start(facts: Facts, **_: Any) -> Step:
    if not facts.place.shelf.articles:
        return End(say("learn.none", go("care", "menu")))
    return Next(Choose(), ask(Choose(), facts), expires=PATIENCE)


def ask(state: State, facts: Facts) -> Say:
    match state:
        case Choose():
            buttons = tuple(Button(one.id, "pick.plain", {"label": Ref(f"article.{one.id}.title")}) for one in facts.place.shelf.articles)
            return say("learn.choose", Menu("article", buttons), menu("learn", "close"))
        case Reading(name, page):  # pragma: no branch (mypy knows these are all)
            of = _article(name, facts).pages
            args = {"title": Ref(f"article.{name}.title"), "text": Ref(f"article.{name}.{page}"), "page": page, "of": of}
            return Say("learn.page", args, (menu("learn", "next", "close", columns=2),))


def _article(name: str, facts: Facts) -> Article:
    return next((one for one in facts.place.shelf.articles if one.id == name), Article(name, 0))


def step(state: State, event: Event, facts: Facts) -> Step:
    match state, event:
        case _, Timeout():
            return End()
        case _, Choice("learn", "close"):
            return End(say("learn.closed", go("learn", "services", "menu")))
        case Choose(), Choice("article", name) if _article(name, facts).pages:
            return Next(Reading(name, 1), ask(Reading(name, 1), facts), expires=PATIENCE)
        case Reading(name, page), Choice("learn", "next") if page < _article(name, facts).pages:
            return Next(Reading(name, page + 1), ask(Reading(name, page + 1), facts), expires=PATIENCE)
        case Reading(name), Choice("learn", "next") if _article(name, facts).pages:
            on = _article(name, facts).checked_on
            checked = Ref("learn.compared", {"day": Ref("day", {"day": on})}) if on else Ref("learn.not_compared")
            args = {"title": Ref(f"article.{name}.title"), "sources": Ref(f"article.{name}.sources"), "checked": checked}
            return End(Say("learn.end", args, (go("learn", "exercise", "peer", "counselor", columns=2),)))
        case Reading(name, page), _ if page > _article(name, facts).pages:  # somebody edited the files since
            return Next(Choose(), ask(Choose(), facts), expires=PATIENCE)
        case _, Resumed():
            return Keep(ask(state, facts))
    return Keep(say("common.please_choose"), ask(state, facts))
