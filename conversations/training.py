"""The training of volunteers: short pages and questions from ``data/training/``, one tap at a time, left and taken up again at will.

Every answer is explained at once; nobody fails a module. Only the test at the end has a pass mark, and can be tried again after a pause.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversations.effects import FinishModule, SavePage
from conversations.kit import Button, Choice, End, Event, Facts, Keep, Menu, Next, Ref, Resumed, Say, StartFlow, Step, Timeout, go, menu, say
from conversations.volunteering import Module, Progress, passed, score

NAME, VERSION = "training", 1
NEEDS = frozenset({"learned"})
PATIENCE = timedelta(days=7)
LETTERS = "ABCDEF"


@dataclass(frozen=True, slots=True)
class Choosing:
    pass


@dataclass(frozen=True, slots=True)
class Reading:
    module: str
    page: int  # counted from 1


@dataclass(frozen=True, slots=True)
class Asked:
    module: str
    number: int  # counted from 1
    right: int  # answers that were right so far


STATES = (Choosing, Reading, Asked)
State = Choosing | Reading | Asked


def start(facts: Facts, **_: Any) -> Step:
    if facts.age_band != "adult":
        return End(say("volunteer.too_young", go("settings", "peer", "menu")))
    if not facts.place.training.modules:
        return End(say("training.none", go("volunteer", "menu")))
    return Next(Choosing(), ask(Choosing(), facts), expires=PATIENCE)


def ask(state: State, facts: Facts) -> Say:
    match state:
        case Choosing():
            return say("training.choose", _modules(facts), menu("training", "later"), done=_progress(facts).done, all=len(_all(facts)))
        case Reading(name, page):
            count = _module(name, facts).pages
            return say("training.page", menu("training", "next", "later", columns=2), page=Ref(f"training.{name}.page.{page}"), n=page, of=count)
        case Asked(name, number, _):  # pragma: no branch (mypy knows these are all)
            return _question(_module(name, facts), number, Ref("common.nothing"))


def _progress(facts: Facts) -> Progress:
    return Progress(facts.place.training, facts.learned)


def _all(facts: Facts) -> tuple[Module, ...]:
    return facts.place.training.modules


def _module(name: str, facts: Facts) -> Module:
    return facts.place.training.module(name) or Module(name, 1, ())


def _modules(facts: Facts) -> Menu:
    """Every module, done ones ticked."""
    progress = _progress(facts)
    keys = {m.id: "pick.ticked" if progress.of(m.id).done else "pick.plain" for m in _all(facts)}
    return Menu("module", tuple(Button(name, key, {"label": Ref(f"training.{name}.title")}) for name, key in keys.items()))


def _question(module: Module, number: int, told: Ref) -> Say:
    letters = tuple(Button(str(n), "training.letter", {"letter": LETTERS[n]}) for n in range(module.questions[number - 1].answers))
    text = Ref(f"training.{module.id}.q.{number}")
    return say("training.question", Menu("answer", letters, columns=4), told=told, question=text, n=number, of=len(module.questions))


def step(state: State, event: Event, facts: Facts) -> Step:
    match state, event:
        case Choosing(), Choice("module", name) if (module := facts.place.training.module(name)) is not None:
            return _open(module, facts)
        case _, Choice("training", "later"):
            return End(say("training.later", go("training", "volunteer", "menu")))
        case _, Timeout():
            return End()
    if not isinstance(state, Choosing) and not _still_there(state, facts):
        return Next(Choosing(), say("training.changed"), ask(Choosing(), facts), expires=PATIENCE)
    match state, event:
        case Reading(name, page), Choice("training", "next"):
            return _turn_page(_module(name, facts), page, facts)
        case Asked(name, number, right), Choice("answer", value) if value in _answers(_module(name, facts), number):
            return _answered(_module(name, facts), number, right, int(value), facts)
        case _, Resumed():
            return Keep(ask(state, facts))
    return Keep(say("common.please_choose"), ask(state, facts))


def _still_there(state: Reading | Asked, facts: Facts) -> bool:
    """Somebody may have edited the files since."""
    module = facts.place.training.module(state.module)
    if module is None:
        return False
    return state.page <= module.pages if isinstance(state, Reading) else state.number <= len(module.questions)


def _answers(module: Module, number: int) -> tuple[str, ...]:
    return tuple(str(n) for n in range(module.questions[number - 1].answers))


def _open(module: Module, facts: Facts) -> Step:
    """Where it was left; the test only when everything else is done, and not right after a try that was not enough."""
    progress = _progress(facts)
    known = progress.of(module.id)
    if not progress.open(module):
        return Keep(say("training.first_the_others"), ask(Choosing(), facts))
    if known.wait and not known.done:
        return Keep(say("training.wait", minutes=known.wait), ask(Choosing(), facts))
    if module.practice:
        return End(StartFlow("practice", {"scene": module.practice}))
    page = known.page + 1 if not known.done else 1
    if page <= module.pages:
        return Next(Reading(module.id, page), ask(Reading(module.id, page), facts), expires=PATIENCE)
    return Next(Asked(module.id, 1, 0), ask(Asked(module.id, 1, 0), facts), expires=PATIENCE)


def _turn_page(module: Module, page: int, facts: Facts) -> Step:
    read = SavePage(module.id, page)
    if page < module.pages:
        return Next(Reading(module.id, page + 1), read, ask(Reading(module.id, page + 1), facts), expires=PATIENCE)
    return Next(Asked(module.id, 1, 0), read, ask(Asked(module.id, 1, 0), facts), expires=PATIENCE)


def _answered(module: Module, number: int, right: int, answer: int, facts: Facts) -> Step:
    hit = answer == module.questions[number - 1].right
    right += hit
    why = Ref(f"training.{module.id}.why.{number}")
    told = Ref("training.right" if hit else "training.not_quite", {"why": why})
    if number < len(module.questions):
        return Next(Asked(module.id, number + 1, right), _question(module, number + 1, told), expires=PATIENCE)
    enough = passed(right, module, facts.place.training.pass_mark)
    finished = FinishModule(module.id, score(right, module.questions), enough)
    args = {"told": told, "right": right, "of": len(module.questions)}
    if not enough:
        return End(finished, Say("training.not_passed", {**args, "minutes": facts.place.training.retry_minutes}, (go("training", "menu"),)))
    key = "training.passed" if module.test else "training.done"
    return End(finished, Say(key, args, (go("training", "volunteer", "menu"),)))
