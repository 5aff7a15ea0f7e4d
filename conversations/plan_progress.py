"""How somebody rated where they are, over time, as a picture: what a care plan has moved."""

from __future__ import annotations

from conversations.care import AREAS
from conversations.kit import Facts, Picture, Ref

HIGHEST = 10
PANELS = 4  # more cannot be read on a phone


def progress(facts: Facts, *now: tuple[str, int]) -> Picture | None:
    """A panel per area, the one of the goal among them; ``now``: area and value just given. None where nothing was rated yet."""
    today = facts.now.date().isoformat() if facts.now else ""
    points: dict[str, dict[str, int]] = {}
    for area, day, value in (*facts.care_plan.history, *((area, today, value) for area, value in now)):
        points.setdefault(area, {})[day] = value  # the last word of a day counts
    rated = [area for area in AREAS if area in points]
    shown = sorted(rated, key=lambda area: area != facts.care_plan.area)[:PANELS]
    if not shown:
        return None
    panels = [
        {"title": Ref(f"plan.area.{area}"), "best": HIGHEST, "down": False, "points": sorted(points[area].items())} for area in rated if area in shown
    ]
    return Picture(
        "scales",
        {"panels": panels, "months": Ref("date.month_names"), "better": Ref("mood.up_is_better"), "dark": facts.prompt_plan.dark},
    )
