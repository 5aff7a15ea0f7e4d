"""How long this organisation keeps what (``config.yaml``), carried out in small steps while the bot runs."""

from __future__ import annotations

from collections import Counter

from bot import faults
from bot.config import Retention
from bot.store import retention
from bot.store.database import Database

HOUR, DAY = 3_600_000, 86_400_000  # ms


def limits(kept: Retention) -> dict[str, int]:
    """Milliseconds by what the data map says under ``keep``."""
    return {
        "relayed": kept.relayed_days * DAY,
        "signs": kept.signs_days * DAY,
        "cases": kept.cases_days * DAY,
        "messages": kept.messages_hours * HOUR,
        "updates": kept.updates_hours * HOUR,
        "parked": kept.parked_hours * HOUR,
        "audit": kept.audit_days * DAY,
    }


async def run(store: Database, kept: Retention) -> Counter[str]:
    """Removes all that is due; returns how many rows went, by table."""
    gone: Counter[str] = Counter()
    while step := await store.unit(lambda unit: retention.step(unit, limits(kept))):
        gone += step
        faults.at("retained")
    return gone
