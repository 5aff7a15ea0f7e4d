"""A wait that began under an older version goes on."""

from __future__ import annotations

from typing import Any, cast

import pytest

from conversations import peer_request
from conversations.kit import Flow, load
from conversations.peer_request import AskTopic, Waiting


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"is": "Waiting", "topic": "grief", "silent": 2}, Waiting(("grief",), 2)),
        ({"is": "Waiting", "topic": "", "silent": 0}, Waiting()),
        ({"is": "AskTopic"}, AskTopic()),
    ],
)
def test_the_first_version_knew_one_topic(old: dict[str, Any], new: object) -> None:
    assert load(cast(Flow, peer_request), 1, old) == new
