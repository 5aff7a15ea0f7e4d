"""/mood: how the last days were, as a picture with one line in words; the scales beside it; and what the days show together, if they do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from conversations.checkins import days
from conversations.effects.checkins import SetDark
from conversations.kit import Choice, End, Event, Facts, Keep, Listing, Menu, Next, Picture, Ref, Say, Step, Timeout, go, menu, say
from conversations.observations import observations
from conversations.scales import Scale

NAME, VERSION, FRONT = "mood", 2, False
NEEDS = frozenset({"history", "prompt_plan", "scales"})
SPANS = ("7", "30", "90")
PATIENCE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Shown:
    """Its buttons work for a week. ``of``: the days shown, or scales."""

    of: str = "7"


STATES = (Shown,)


def start(facts: Facts, **_: Any) -> Step:
    if not facts.moods and not facts.scored:
        return End(say("mood.none", go("checkin", "scale", "menu", columns=2)))
    return _show("7" if facts.moods else "scales", facts, facts.prompt_plan.dark)


def step(state: Shown, event: Event, facts: Facts) -> Step:
    match event:
        case Choice("span", span) if span in SPANS:
            return _show(span, facts, facts.prompt_plan.dark)
        case Choice("look", "scales") if facts.scored:
            return _show("scales", facts, facts.prompt_plan.dark)
        case Choice("look", "dark" | "light" as look):
            return _show(state.of, facts, look == "dark", SetDark(look == "dark"))
        case Timeout():
            return End()
    return Keep()


def _show(of: str, facts: Facts, dark: bool, *effects: Any) -> Step:
    shown = _scales(facts, dark) if of == "scales" and facts.scored else _days(int(of) if of in SPANS else 7, facts, dark)
    return Next(Shown(of), *effects, shown, expires=PATIENCE)


def _ways(facts: Facts, dark: bool) -> tuple[Menu, ...]:
    looks = (*(("scales",) if facts.scored else ()), "light" if dark else "dark")
    return menu("span", *SPANS, columns=3), menu("look", *looks, columns=2), go("checkin", "scale", columns=2)


def _days(span: int, facts: Facts, dark: bool) -> Say:
    today = facts.now.date() if facts.now else date.fromisoformat(facts.moods[-1].day)
    first = (today - timedelta(days=span - 1)).isoformat()
    inside = [(day, mood) for day, mood in days(facts.moods) if first <= day <= today.isoformat()]
    words = {str(mood): Ref(f"mood.word.{mood}") for mood in range(1, 6)}
    of = {"first": first, "last": today.isoformat(), "days": inside, "words": words, "months": Ref("date.month_names"), "dark": dark}
    picture = Picture("mood", of)
    if not inside:
        return Say("mood.picture_empty", {"span": span}, _ways(facts, dark), picture=picture)
    most = max((Counter(mood for _, mood in inside)).items(), key=lambda one: (one[1], one[0]))[0]
    args = {"span": span, "count": len(inside), "most": words[str(most)], "last": words[str(inside[-1][1])], "seen": _seen(first, facts)}
    return Say("mood.picture", args, _ways(facts, dark), picture=picture)


def _seen(first: str, facts: Facts) -> Ref:
    found = observations([day for day in facts.moods if day.day >= first])
    if not found:
        return Ref("common.nothing")
    each = (Ref(f"observed.{one.what}.{'lower' if one.lower else 'higher'}", {"n": one.n, "others": one.others}) for one in found)
    return Ref("observed.all", {"list": Listing(tuple(each))})


def _scales(facts: Facts, dark: bool) -> Say:
    """One panel for each questionnaire, up is always better; at most the four done last."""
    known = {scale.id: scale for scale in facts.place.scales}
    names = [name for name in dict.fromkeys(one.scale for one in reversed(facts.scored)) if name in known][:4]
    panels = [
        {
            "title": Ref(f"scale.{name}.title"),
            "best": known[name].best,
            "down": known[name].low_is_good,
            "points": [(one.day, one.score) for one in facts.scored if one.scale == name],
        }
        for name in names
    ]
    of = {"panels": panels, "months": Ref("date.month_names"), "better": Ref("mood.up_is_better"), "dark": dark}
    args = {"count": len(facts.scored), "latest": _latest(facts, known)}
    return Say("mood.scales", args, _ways(facts, dark), picture=Picture("scales", of))


def _latest(facts: Facts, known: Mapping[str, Scale]) -> Ref:
    """What the number says by itself: in the picture a scale that counts complaints is turned round."""
    for one in reversed(facts.scored):
        if scale := known.get(one.scale):
            way = Ref("scale.low_is_good" if scale.low_is_good else "scale.high_is_good")
            return Ref("mood.latest_scale", {"title": Ref(f"scale.{scale.id}.title"), "score": one.score, "best": scale.best, "way": way})
    return Ref("common.nothing")
