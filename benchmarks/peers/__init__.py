"""What Sebaya is measured against: the smallest relay that each library allows. None of them remembers anything or survives a crash.

Each is a program of its own that long-polls TELEGRAM_API_URL and sends every text on to the writer's partner; the partner of the person n
is n + PARTNER, a fixed map.
"""

from __future__ import annotations

import os

TOKEN = os.environ.get("TELEGRAM_BOT_TOKEN", "")
URL = os.environ.get("TELEGRAM_API_URL", "")
PARTNER = 1_000_000


def partner(person: int) -> int:
    """The id of whom a person's words go to."""
    return person + PARTNER
