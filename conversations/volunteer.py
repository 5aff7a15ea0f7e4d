"""Becoming a volunteer: what it is and what is expected, what one has lived through, in which languages, and why. A coordinator decides.

The training can be done first or later (the place may require it). A question of a coordinator is answered here too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from conversations.effects import AnswerQuestion, Apply, SaveDraft
from conversations.kit import (
    Button,
    Change,
    Choice,
    Command,
    End,
    Event,
    Facts,
    Keep,
    Listing,
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
from conversations.pick import toggled, topic_menu
from conversations.volunteering import Draft, Progress

NAME, VERSION, LASTING = "volunteer", 2, True
NEEDS = frozenset({"learned", "asked", "draft"})
PATIENCE = timedelta(days=7)
LENGTH = 1500  # characters of a motivation or an answer: more is to be shortened by whoever wrote it


@dataclass(frozen=True, slots=True)
class AskPromise:
    pass


@dataclass(frozen=True, slots=True)
class AskTopics:
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """The application as it would be sent now. What it says so far is kept apart (``facts.draft``), so that nothing of it is lost."""


@dataclass(frozen=True, slots=True)
class AskLanguages:
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskMotivation:
    pass


@dataclass(frozen=True, slots=True)
class AskAnswer:
    """A coordinator wants to know something before deciding."""

    question: int


STATES = (AskPromise, AskTopics, Review, AskLanguages, AskMotivation, AskAnswer)
STEADY = (AskTopics, AskLanguages)
State = AskPromise | AskTopics | Review | AskLanguages | AskMotivation | AskAnswer


def upgrade(version: int, data: dict[str, Any]) -> dict[str, Any]:
    """Version 1 ended after the topics."""
    return data


def start(facts: Facts, **_: Any) -> Step:
    """Volunteers are adults (18+); somebody who already applied or serves is told how that stands."""
    if facts.volunteer == "applied" and facts.asked.id:
        return Next(AskAnswer(facts.asked.id), ask(AskAnswer(facts.asked.id), facts), expires=PATIENCE)
    if facts.volunteer in {"applied", "approved", "suspended"}:
        ways = {"applied": go("training", "menu"), "approved": go("duty", "training", "menu")}
        return End(say(f"volunteer.{facts.volunteer}", ways.get(facts.volunteer, go("menu", "help"))))
    if facts.age_band != "adult":
        return End(say("volunteer.too_young", go("settings", "peer", "menu")))
    return Next(AskPromise(), ask(AskPromise(), facts), expires=PATIENCE)


def ask(state: State, facts: Facts) -> Say:
    match state:
        case AskPromise():
            return say("volunteer.promise", menu("promise", "yes", "no", columns=2), rules=Ref("conduct.rules"))
        case AskTopics(chosen):
            return say("volunteer.topics", *topic_menu(facts.place.topics, chosen, "done", "back"))
        case Review():
            return _review(facts)
        case AskLanguages(languages):
            return say("volunteer.languages", _language_menu(languages, facts), menu("topics", "done"))
        case AskMotivation():
            return say("volunteer.motivation", menu("skip", "skip"))
        case AskAnswer():  # pragma: no branch (mypy knows these are all)
            return say("volunteer.question", menu("later", "later"), question=facts.asked.text)


def _language_menu(chosen: tuple[str, ...], facts: Facts) -> Menu:
    labels = ((lang, Ref(f"button.language.{lang}")) for lang in facts.place.languages)
    return Menu("speaks", tuple(Button(lang, "pick.ticked" if lang in chosen else "pick.plain", {"label": label}) for lang, label in labels))


def _review(facts: Facts) -> Say:
    draft = facts.draft
    progress = Progress(facts.place.training, facts.learned)
    shut = facts.place.training.required and bool(progress.left)
    train = ("training",) if progress.left else ()
    steps = menu("apply", *(() if shut else ("send",)), *train, "why", "languages", "topics", "no")
    return say(
        "volunteer.review_first_training" if shut else "volunteer.review",
        steps,
        topics=Listing(tuple(Ref(f"topic.{t}") for t in draft.topics)),
        languages=Listing(tuple(Ref(f"button.language.{lang}") for lang in draft.languages)),
        why=draft.motivation or Ref("volunteer.no_motivation"),
        training=Ref("volunteer.training_done" if not progress.left else "volunteer.training_left", {"left": len(progress.left)}),
    )


def step(state: State, event: Event, facts: Facts) -> Step:
    match state, event:
        case _, Timeout():
            return End()
        case _, (Resumed() | Command("volunteer")):
            return Keep(ask(state, facts))
        case AskPromise(), Choice("promise", "yes"):
            return _next(AskTopics(), facts)
        case (AskPromise(), Choice("promise", "no")) | (AskTopics(), Choice("topics", "back")) | (Review(), Choice("apply", "no")):
            return End(say("volunteer.not_now", go("peer", "checkin", "menu")))
        case AskTopics(chosen), Choice("topic", topic) if topic in facts.place.topics:
            return _changed(AskTopics(toggled(chosen, topic)), facts)
        case AskTopics(()), Choice("topics", "done"):
            return Keep(say("volunteer.one_topic"), ask(state, facts))
        case AskTopics(chosen), Choice("topics", "done"):
            return _save(replace(facts.draft, topics=chosen, languages=facts.draft.languages or (facts.language,)), facts)
        case ((AskMotivation() | AskAnswer()), Text(text)) if len(text.strip()) > LENGTH:
            return Keep(say("common.too_long", *ask(state, facts).menus, most=LENGTH))
        case ((Review() | AskLanguages() | AskMotivation()), _):
            return _filled_in(state, event, facts)
        case AskAnswer(question), Text(text) if text.strip():
            return End(AnswerQuestion(question, text.strip()), say("volunteer.answered", go("training", "menu")))
        case AskAnswer(), Choice("later", "later"):
            return End(say("volunteer.answer_later", go("volunteer", "menu")))
    return Keep(say("common.please_choose"), ask(state, facts))


def _next(state: State, facts: Facts) -> Step:
    return Next(state, ask(state, facts), expires=PATIENCE)


def _changed(state: State, facts: Facts) -> Step:
    """A list with one more tick or one less, in place."""
    shown = ask(state, facts)
    return Next(state, Change(shown.key, shown.args, shown.menus), expires=PATIENCE)


def _save(draft: Draft, facts: Facts) -> Step:
    """What was just said is kept, and the whole application shown."""
    return Next(Review(), SaveDraft(draft), ask(Review(), replace(facts, draft=draft)), expires=PATIENCE)


def _filled_in(state: Review | AskLanguages | AskMotivation, event: Event, facts: Facts) -> Step:
    draft = facts.draft
    match state, event:
        case Review(), Choice("apply", "send") if facts.place.training.required and Progress(facts.place.training, facts.learned).left:
            return Keep(ask(state, facts))
        case Review(), Choice("apply", "send"):
            return End(Apply(draft.topics, draft.languages, draft.motivation), say("volunteer.applied", go("training", "checkin", "menu")))
        case Review(), Choice("apply", "training"):
            return Keep(StartFlow("training"))
        case Review(), Choice("apply", "why"):
            return _next(AskMotivation(), facts)
        case Review(), Choice("apply", "languages"):
            return _next(AskLanguages(draft.languages), facts)
        case Review(), Choice("apply", "topics"):
            return _next(AskTopics(tuple(t for t in draft.topics if t in facts.place.topics)), facts)
        case AskLanguages(languages), Choice("speaks", language) if language in facts.place.languages:
            return _changed(AskLanguages(toggled(languages, language)), facts)
        case AskLanguages(()), Choice("topics", "done"):
            return Keep(say("volunteer.one_language"), ask(state, facts))
        case AskLanguages(languages), Choice("topics", "done"):
            return _save(replace(draft, languages=languages), facts)
        case AskMotivation(), Text(text) if text.strip():
            return _save(replace(draft, motivation=text.strip()), facts)
        case AskMotivation(), Choice("skip", "skip"):
            return _next(Review(), facts)
    return Keep(say("common.please_choose"), ask(state, facts))
