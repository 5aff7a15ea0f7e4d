"""What the program notes about itself."""

from __future__ import annotations

from bot.store.database import Unit


def note(unit: Unit, key: str, value: str) -> None:
    unit.run("INSERT INTO meta (key, value) VALUES (:key, :value) ON CONFLICT (key) DO UPDATE SET value = :value", key=key, value=value)


def noted(unit: Unit, key: str) -> str:
    """Empty for what was never noted."""
    return unit.value("SELECT value FROM meta WHERE key = :key", key=key) or ""
