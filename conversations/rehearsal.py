"""What a practice chat is made of, and how an answer is understood: by simple word patterns of the language, no more. Pure data and one decision."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

# In this order: what must not happen is seen first, then what opens, then what is left.
KINDS = ("contact", "secrecy", "diagnosis", "comfort", "handover", "advice", "open", "empathy", "closed")
OPENING = frozenset({"open", "empathy"})
SHUTTING = frozenset({"contact", "secrecy", "diagnosis", "comfort", "advice"})
OTHER = "other"


@dataclass(frozen=True, slots=True)
class Scene:
    """A scripted person. ``layers``: what they tell one after another once they open up; ``danger``: from this layer on a counselor is needed
    (counted from 1, 0: never); ``short``: how many short answers they have when a question leads nowhere."""

    id: str
    layers: int
    danger: int = 0
    short: int = 1


@dataclass(frozen=True, slots=True)
class Practice:
    """``patterns``: by language and kind, regular expressions; ``turns``: the most answers in one practice."""

    scenes: tuple[Scene, ...] = ()
    patterns: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    turns: int = 10

    def scene(self, name: str) -> Scene | None:
        return next((one for one in self.scenes if one.id == name), None)

    def kind(self, text: str, language: str) -> str:
        """What an answer is. A question that matches nothing else can be answered with yes or no."""
        known = self.patterns.get(language, {})
        for kind in KINDS:
            if any(re.search(pattern, text, re.IGNORECASE) for pattern in known.get(kind, ())):
                return kind
        return "closed" if text.rstrip().endswith("?") else OTHER
