"""What the parsers share: the text being written, entities being opened and closed, and the error they raise."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from simulator.entities.utf16 import length

ORDER = (
    "blockquote",
    "expandable_blockquote",
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "text_link",
    "text_mention",
    "custom_emoji",
    "date_time",
    "code",
    "pre",
)


class ParseError(Exception):
    """The markup cannot be read; the text is the official one, after ``can't parse entities: ``."""


@dataclass(slots=True)
class Output:
    """Visible text with the count of its UTF-16 units, and the finished entities."""

    parts: list[str] = field(default_factory=list)
    units: int = 0
    entities: list[dict[str, Any]] = field(default_factory=list)

    def write(self, text: str) -> None:
        """Add visible text."""
        self.parts.append(text)
        self.units += length(text)

    def close(self, kind: str, start: int, **extra: Any) -> None:
        """Finish an entity that began at ``start``; empty ones are not kept."""
        if self.units > start:
            self.entities.append({"type": kind, "offset": start, "length": self.units - start, **extra})

    def result(self) -> tuple[str, list[dict[str, Any]]]:
        """The text and the entities, outer ones first."""
        rank = {kind: number for number, kind in enumerate(ORDER)}
        ordered = sorted(self.entities, key=lambda one: (one["offset"], -one["length"], rank.get(one["type"], 99)))
        return "".join(self.parts), ordered
