"""The page of diagrams is what the walk draws today."""

from __future__ import annotations

from conversations.flows import FLOWS
from tests.conversations.diagrams import PAGE, page


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.conversations.diagrams"


def test_every_flow_and_state_is_drawn() -> None:
    drawn = page()
    for name, flow in FLOWS.items():
        section = drawn.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        for state in flow.STATES:
            assert f"--> {state.__name__}" in section, (name, state)
        assert "--> [*]" in section
