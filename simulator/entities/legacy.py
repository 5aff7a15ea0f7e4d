"""legacy."""

from __future__ import annotations

from typing import Any


def parse_legacy(text: str) -> tuple[str, list[dict[str, Any]]]:
    return text, []
