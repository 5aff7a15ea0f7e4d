"""Lengths in UTF-16 code units, the Bot API's unit for offsets and limits."""

from __future__ import annotations

from typing import Any


def length(text: str) -> int:
    """Length in UTF-16 units. (ASCII needs no counting.)"""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def trim(text: str, entities: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    """Without white space at both ends; entities moved and shortened with it, empty ones dropped."""
    stripped = text.strip()
    if len(stripped) == len(text):
        return text, entities
    lead = length(text[: len(text) - len(text.lstrip())])
    end, kept = length(stripped), []
    for entity in entities:
        start = max(0, entity["offset"] - lead)
        stop = min(end, entity["offset"] + entity["length"] - lead)
        if stop > start:
            kept.append({**entity, "offset": start, "length": stop - start})
    return stripped, kept
