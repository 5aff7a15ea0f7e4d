"""What the place offers beside people: the services directory and more, from ``data/``; a folder of small readers, one per subject.

Each is strict: every mistake is named with file and line. The words become texts, the rest is what the conversations need to know.
"""

from __future__ import annotations

from pathlib import Path

from bot.care import activities, articles, exercises, services
from bot.care.words import Read
from bot.texts import Texts
from conversations.care import EMERGENCY, Shelf
from conversations.kit import Ref

URGENT = {EMERGENCY, "crisis", "violence"}  # the rest is found with /services


def load(data: Path, languages: list[str], country: str = "") -> tuple[Shelf, Read]:
    """Everything the place offers its people, who are in this ``country``, and in ``Read`` the texts and what is wrong."""
    read = Read({language: {} for language in languages})
    offered = Shelf(
        services=services.load(data / "services", read, country),
        exercises=exercises.load(data / "exercises", read),
        activities=activities.load(data / "activities.yaml", read),
        articles=articles.load(data / "learn", read),
    )
    return offered, read


def cards(texts: Texts, language: str, offered: Shelf) -> dict[str, str]:
    """``services.card``, and for who is being hurt by somebody ``services.card_violence``."""
    return {"services.card": _card(texts, language, offered), "services.card_violence": _card(texts, language, offered, "violence")}


def _card(texts: Texts, language: str, offered: Shelf, first: str = "") -> str:
    """What somebody in danger is shown at once, a line for each service, those for the need ``first`` before others; at the end always a person
    nearby."""
    lines = [texts.render(language, "services.head")]
    for one in sorted(offered.services, key=lambda one: first not in one.needs):
        if URGENT & set(one.needs):
            args = {part: Ref(f"service.{one.id}.{part}") for part in ("name", "contact", "note")}
            lines.append(texts.render(language, "services.line", args))
    lines.append(texts.render(language, "services.near"))
    return "\n".join(lines).replace("{", "{{").replace("}", "}}")
