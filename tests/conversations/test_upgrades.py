"""States that an older program left: what was known then is kept, what is new gets its safest reading."""

from __future__ import annotations

from typing import Any

import pytest

from conversations import feedback, peer_chat, peer_request, report
from conversations.kit import Flow, load


@pytest.mark.parametrize(
    ("flow", "version", "data", "state"),
    [
        (peer_request, 1, {"is": "Waiting", "topic": "grief"}, peer_request.Waiting(("grief",))),
        (peer_request, 1, {"is": "Waiting", "topic": ""}, peer_request.Waiting()),
        (peer_request, 2, {"is": "Waiting", "topics": ["grief"], "silent": 2}, peer_request.Waiting(("grief",), 2)),
        (peer_request, 2, {"is": "AskMore", "chosen": ["study"], "wishes": ["again"]}, peer_request.AskMore(("study",))),
        (feedback, 1, {"is": "AskRating", "link": 7, "side": "person"}, feedback.AskRating(7, "person")),
        (report, 1, {"is": "Open", "reported": 5, "told": 1}, report.Open(5, 1)),
        (peer_chat, 1, {"is": "Chatting", "link": 7, "side": "person", "alias": "Daun"}, peer_chat.Chatting(7, "person", "Daun")),
    ],
)
def test_what_an_older_program_left_goes_on(flow: Flow, version: int, data: dict[str, Any], state: Any) -> None:
    assert load(flow, version, data) == state
