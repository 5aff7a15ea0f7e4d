"""Long lists of the staff: every entry can be reached, no page has more than Telegram takes, and a list that became shorter does no harm."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conversations import rota, staff, volunteers
from conversations.crew import Crew, Member
from conversations.kit import Change, Choice, Facts, Keep, Next, Ref, Resumed, Say
from conversations.volunteering import Listed
from tests.conversations.situations import ROTA, SITUATIONS

COORDINATOR = SITUATIONS["a coordinator who joined"]


def many(count: int) -> Facts:
    """A coordinator with so many volunteers, counselors and invitations."""
    listed = tuple(Listed(n, f"Nama {n}", "approved", n % 2 == 0) for n in range(1, count + 1))
    members = tuple(Member(n, f"Pak {n}", True, True) for n in range(1, count + 1))
    return replace(COORDINATOR, volunteers=listed, staff_list=Crew(members, tuple((n, f"Bu {n}") for n in range(1, count + 1))))


def buttons(shown: Say | Change, name: str) -> list[str]:
    return [button.value for menu in shown.menus if menu.name == name for button in menu.buttons]


def only(step: object) -> Say | Change:
    assert isinstance(step, (Next, Keep))
    (shown,) = (effect for effect in step.effects if isinstance(effect, (Say, Change)))
    assert sum(len(menu.buttons) for menu in shown.menus) <= 100
    return shown


@pytest.mark.parametrize("count", [1, 40, 41, 80, 100])
@pytest.mark.parametrize(("flow", "name"), [(volunteers, "who"), (staff, "remove"), (staff, "revoke")])
def test_every_entry_is_on_one_page(flow: object, name: str, count: int) -> None:
    facts = many(count)
    step = flow.start(facts)  # type: ignore[attr-defined]
    shown, found = only(step), []
    while True:
        found += buttons(shown, name)
        if "later" not in buttons(shown, "page"):
            break
        assert isinstance(step, Next)
        step = flow.step(step.state, Choice("page", "later"), facts)  # type: ignore[attr-defined]
        shown = only(step)
    assert found == [str(n) for n in range(1, count + 1)]
    assert ("earlier" in buttons(shown, "page")) == (count > 40)


def test_back_to_the_page_where_one_came_from() -> None:
    facts = many(100)
    step = volunteers.step(volunteers.Choosing(2), Choice("who", "95"), facts)
    assert isinstance(step, Next)
    back = volunteers.step(step.state, Choice("volunteers", "back"), facts)
    assert "95" in buttons(only(back), "who")
    earlier = volunteers.step(volunteers.Choosing(2), Choice("page", "earlier"), facts)
    assert "41" in buttons(only(earlier), "who")


def test_a_list_that_became_shorter() -> None:
    step = volunteers.step(volunteers.Choosing(2), Resumed(), many(5))
    assert buttons(only(step), "who") == ["1", "2", "3", "4", "5"]
    assert buttons(only(staff.step(staff.Listed(3), Choice("page", "later"), many(5))), "page") == []


def test_of_very_many_on_duty_it_is_said_how_many_more_there_are() -> None:
    facts = replace(COORDINATOR, rota=tuple(replace(ROTA[0], kind="now", name=f"Nama {n:02d}") for n in range(30)))
    shown = only(rota.start(facts))
    assert shown.args["now"].args["more"] == Ref("rota.now_more", {"count": 5})
