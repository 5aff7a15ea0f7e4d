"""/scale: short questionnaires from ``data/questionnaires/``, one tap a question. Back, pause, and on after days; a result in plain words.

An answer that tells of danger opens the safety flow before anything else is asked, in the transaction of that tap: it cannot get lost. A
result never names an illness. From a few questions the longer form is offered, which takes over what was answered already.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from conversations import danger
from conversations.effects import RaiseAlert
from conversations.effects.scales import KeepAnswers, SaveResult
from conversations.kit import Button, Choice, Effect, End, Event, Facts, Keep, Listing, Menu, Next, Ref, Resumed, Say, Step, Timeout, go, menu, say
from conversations.scales import Scale

NAME, VERSION = "scale", 1
BY_DAY = True
NEEDS = frozenset({"scales"})
PATIENCE = timedelta(days=1)
HOLD = timedelta(hours=2)
HELP = go("peer", "counselor", "exercise", "scale", columns=2)
WELL = go("scale", "mood", "checkin", "menu", columns=2)


@dataclass(frozen=True, slots=True)
class Choosing:
    pass


@dataclass(frozen=True, slots=True)
class Reading:
    """The words before the first question."""

    scale: str


@dataclass(frozen=True, slots=True)
class Asking:
    """``given``: the number of the answer to each question so far."""

    scale: str
    given: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """After an answer that called a counselor: nothing more is asked until the person wants to."""

    scale: str
    given: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Onward:
    """The short form is done; the longer one can be added."""

    scale: str
    given: tuple[int, ...]


STATES = (Choosing, Reading, Asking, Holding, Onward)
State = Choosing | Reading | Asking | Holding | Onward


def start(facts: Facts, **_: Any) -> Step:
    if not facts.place.scales:
        return End(say("scale.none", go("checkin", "mood", "menu")))
    return Next(Choosing(), ask(Choosing(), facts), expires=PATIENCE)


def ask(state: State, facts: Facts) -> Say:
    match state:
        case Choosing():
            names = tuple(Button(s.id, "pick.plain", {"label": Ref(f"scale.{s.id}.title")}) for s in _offered(facts))
            return say("scale.choose", Menu("scale", names), menu("scale_do", "close"))
        case Reading(name):
            return _intro(_scale(name, facts), facts)
        case Asking(name, given):
            return _question(_scale(name, facts), given)
        case Holding(name, given):
            whole = len(given) == len(_scale(name, facts).items)
            return say("scale.held" if whole else "scale.paused_there", menu("scale_do", "result" if whole else "on", "pause"))
        case Onward(name):  # pragma: no branch (mypy knows these are all)
            return _more(_scale(name, facts), state.given, facts)


def _scale(name: str, facts: Facts) -> Scale:
    """Raises KeyError for one that is not there any more; ``_still_there`` is asked before."""
    return {scale.id: scale for scale in facts.place.scales}[name]


def _offered(facts: Facts) -> tuple[Scale, ...]:
    """Those that are begun by themselves: a longer form comes by its short one."""
    longer = {scale.onward for scale in facts.place.scales}
    return tuple(scale for scale in facts.place.scales if scale.id not in longer)


def _begun(name: str, facts: Facts) -> tuple[int, ...]:
    return next((one.given for one in facts.begun if one.scale == name), ())


def _resumable(scale: Scale, facts: Facts) -> Asking | None:
    """Where it was left, also in the longer form that follows from it."""
    for name in filter(None, (scale.onward, scale.id)):
        given = _begun(name, facts)
        if given and _fits(_scale(name, facts), given):
            return Asking(name, given)
    return None


def _fits(scale: Scale, given: tuple[int, ...]) -> bool:
    return len(given) < len(scale.items) and all(0 <= n < len(scale.answers) for n in given)


def _intro(scale: Scale, facts: Facts) -> Say:
    ways = ("on", "begin") if _resumable(scale, facts) else ("begin",)
    alerts = any(band.alert for band in scale.bands) or any(item.danger for item in scale.items)
    last = next((one.day for one in reversed(facts.scored) if one.scale == scale.id), "")
    return say(
        "scale.intro",
        menu("scale_do", *ways, "back"),
        title=Ref(f"scale.{scale.id}.title"),
        about=Ref(f"scale.{scale.id}.about"),
        count=len(scale.items),
        minutes=scale.minutes,
        who=Ref("scale.who_is_told" if alerts or scale.onward else "scale.only_you"),
        again=_again(scale, last, facts),
        source=Ref(f"scale.{scale.id}.source"),
    )


def _again(scale: Scale, last: str, facts: Facts) -> Ref:
    """After how long it is worth doing again; nobody is kept from it."""
    since = (facts.now.date() - date.fromisoformat(last)).days if last and facts.now else scale.retest
    return Ref("scale.soon_again", {"days": since, "retest": scale.retest}) if since < scale.retest else Ref("common.nothing")


def _more(scale: Scale, given: tuple[int, ...], facts: Facts) -> Say:
    longer = _scale(scale.onward, facts)
    told = Ref("scale.told" if scale.bands[scale.band(scale.score(given))].alert else "common.nothing")
    return say("scale.onward", menu("scale_do", "more", "enough"), count=len(longer.items) - len(given), minutes=longer.minutes, told=told)


def _question(scale: Scale, given: tuple[int, ...]) -> Say:
    answers = tuple(Button(str(n), "pick.plain", {"label": Ref(f"scale.{scale.id}.answer.{n + 1}")}) for n in range(len(scale.answers)))
    text, period = Ref(f"scale.{scale.id}.item.{len(given) + 1}"), Ref(f"scale.{scale.id}.period")
    ways = menu("scale_do", "back", "pause", columns=2)
    return say("scale.question", Menu("answer", answers), ways, period=period, question=text, n=len(given) + 1, of=len(scale.items))


def step(state: State, event: Event, facts: Facts) -> Step:
    match event:
        case Timeout() if isinstance(state, Onward) and _still_there(state, facts):  # a whole form says what it found
            return Next(state, expires=HOLD) if facts.in_chat else End(_result(_scale(state.scale, facts), state.given))
        case Timeout():
            return End()  # what was answered is kept
        case Choice("scale_do", "pause"):
            return End(say("scale.paused", go("scale", "checkin", "peer", "menu", columns=2)))
        case Choice("scale_do", "close"):
            return End(say("menu.main", go("checkin", "peer", "mood", "menu", columns=2)))
    if not _still_there(state, facts):
        return Next(Choosing(), say("scale.changed"), ask(Choosing(), facts), expires=PATIENCE)
    match state, event:
        case Choosing(), Choice("scale", name) if name in {scale.id for scale in _offered(facts)}:
            return _to(Reading(name), facts)
        case Reading(name), Choice("scale_do", "begin"):
            return _to(Asking(name, ()), facts, *(KeepAnswers(one, ()) for one in (name, _scale(name, facts).onward) if one))
        case Reading(name), Choice("scale_do", "on") if (left := _resumable(_scale(name, facts), facts)) is not None:
            return _to(left, facts)
        case Reading(), Choice("scale_do", "back"):
            return _to(Choosing(), facts)
        case Asking(name, given), Choice("answer", value) if value in _answers(_scale(name, facts)):
            return _answered(_scale(name, facts), (*given, int(value)), facts)
        case Asking(name, ()), Choice("scale_do", "back"):
            return _to(Reading(_first(name, facts)), facts)
        case Asking(name, given), Choice("scale_do", "back"):
            return _to(Asking(name, given[:-1]), facts, KeepAnswers(name, given[:-1]))
        case Holding(name, given), Choice("scale_do", "on") if len(given) < len(_scale(name, facts).items):
            return _to(Asking(name, given), facts)
        case Holding(name, given), Choice("scale_do", "result") if len(given) == len(_scale(name, facts).items):
            return End(_result(_scale(name, facts), given))
        case Onward(name, given), Choice("scale_do", "more"):
            longer = _scale(name, facts).onward
            return _to(Asking(longer, given), facts, KeepAnswers(longer, given))
        case Onward(name, given), Choice("scale_do", "enough"):
            return End(_result(_scale(name, facts), given))
        case _, Resumed():
            return Keep(ask(state, facts))
    return Keep(say("common.please_choose"), ask(state, facts))


def _to(state: State, facts: Facts, *effects: Effect) -> Step:
    return Next(state, *effects, ask(state, facts), expires=PATIENCE)


def _first(name: str, facts: Facts) -> str:
    """The form by which this one is begun."""
    return next((scale.id for scale in facts.place.scales if scale.onward == name), name)


def _answers(scale: Scale) -> frozenset[str]:
    return frozenset(str(n) for n in range(len(scale.answers)))


def _still_there(state: State, facts: Facts) -> bool:
    """Somebody may have edited the files since."""
    if isinstance(state, Choosing):
        return True
    scale = next((scale for scale in facts.place.scales if scale.id == state.scale), None)
    if scale is None or isinstance(state, Reading):
        return scale is not None
    if isinstance(state, Onward) and not scale.onward:
        return False
    return _fits(scale, state.given) if isinstance(state, Asking) else _fits(scale, state.given[:-1])


def _answered(scale: Scale, given: tuple[int, ...], facts: Facts) -> Step:
    """An answer that tells of danger comes before everything else; nothing is asked below its card but whether to go on."""
    whole = len(given) == len(scale.items)
    saved: Effect = SaveResult(scale.id, scale.score(given), given) if whole else KeepAnswers(scale.id, given)
    if scale.in_danger(len(given) - 1, given[-1]):
        return _to(Holding(scale.id, given), facts, *danger.told_of_danger(facts), saved)
    if not whole:
        return _to(Asking(scale.id, given), facts, saved)
    alert = scale.bands[scale.band(scale.score(given))].alert
    called = (RaiseAlert(alert, "scale"),) if alert else ()
    if scale.onward and scale.score(given) >= scale.onward_from:
        return _to(Onward(scale.id, given), facts, saved, *called)
    return End(saved, *called, _result(scale, given))


def _result(scale: Scale, given: tuple[int, ...]) -> Say:
    """In plain words, with what it does not say; where it is low, ways to get help, and the truth about who was told."""
    score = scale.score(given)
    number = scale.band(score)
    band = scale.bands[number]
    return say(
        "scale.result",
        HELP if band.help else WELL,
        band=Ref(f"scale.{scale.id}.band.{number + 1}"),
        score=score,
        best=scale.best,
        way=Ref("scale.low_is_good" if scale.low_is_good else "scale.high_is_good"),
        parts=_parts(scale, given),
        told=Ref("scale.told" if band.alert else "common.nothing"),
    )


def _parts(scale: Scale, given: tuple[int, ...]) -> Ref:
    """Its areas, where it has some."""
    found = scale.part_scores(given)
    if not found:
        return Ref("common.nothing")
    each = (Ref("scale.part", {"part": Ref(f"scale.{scale.id}.part.{part}"), "percent": percent}) for part, percent in found.items())
    return Ref("scale.parts", {"list": Listing(tuple(each))})
