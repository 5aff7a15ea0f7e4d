"""The picture of a care plan: a panel per area, the last word of a day, the area of the goal always among them."""

from __future__ import annotations

from dataclasses import replace

from conversations.care import AREAS, CarePlan
from conversations.kit import Facts, Picture, Ref
from conversations.plan_progress import PANELS, progress
from tests.conversations.situations import NOW


def titles(picture: Picture | None) -> list[Ref]:
    assert picture is not None
    return [panel["title"] for panel in picture.of["panels"]]


def test_nothing_rated_is_no_picture() -> None:
    assert progress(Facts(now=NOW)) is None


def test_what_was_just_tapped_is_on_it_and_the_last_word_of_a_day_counts() -> None:
    plan = CarePlan(history=(("work", "2026-11-20", 2), ("work", "2026-11-23", 3)))
    picture = progress(Facts(now=NOW, care_plan=plan), ("work", 6))
    assert picture is not None
    assert picture.of["panels"][0]["points"] == [("2026-11-20", 2), ("2026-11-23", 6)]
    assert titles(progress(Facts(), ("work", 6))) == [Ref("plan.area.work")]


def test_no_more_panels_than_can_be_read_and_the_goal_is_one_of_them() -> None:
    plan = CarePlan(history=tuple((area, "2026-11-20", 5) for area in AREAS), area=AREAS[-1])
    shown = titles(progress(Facts(now=NOW, care_plan=plan)))
    assert len(shown) == PANELS
    assert shown[-1] == Ref(f"plan.area.{AREAS[-1]}")
    assert len(titles(progress(Facts(now=NOW, care_plan=replace(plan, area=""))))) == PANELS
