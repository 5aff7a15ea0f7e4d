"""``docs/commands.md``: what can be written to the bot, taken from its own help texts. After a change to them: ``python -m tests.commands_page``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "commands.md"
LINE = re.compile(r"^/(\w+) – (.+)$", re.MULTILINE)
SECTIONS = {
    "person": "Everybody",
    "chat": "In a chat with a peer",
    "chat_counsel": "In a talk with a counselor",
    "circle": "In a group",
    "volunteer": "Volunteers",
    "chat_volunteer": "Volunteers, in a chat",
    "circle_leader": "Who leads a group, in it",
    "counselor": "Counselors",
    "coordinator": "Coordinators",
    "staff": "Counselors and coordinators",
}


def helps(language: str) -> dict[str, dict[str, str]]:
    """What each help text says of each command."""
    found: dict[str, Any] = {}
    for path in sorted((ROOT / "data" / "texts" / language).glob("*.yaml")):
        found |= (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).get("help", {})
    return {name: dict(LINE.findall(text)) for name, text in found.items() if isinstance(text, str)}


def page() -> str:
    english, indonesian = helps("en"), helps("id")
    lines = [
        "# What you can write to the bot",
        "",
        "Buttons lead to the same places. From the bot's own help (`/help`), which shows what is yours to use.",
        "",
    ]
    for name, title in SECTIONS.items():
        if english.get(name):
            lines += [f"## {title}", "", "| command | what | dalam bahasa Indonesia |", "|---|---|---|"]
            lines += [f"| `/{command}` | {what} | {indonesian[name].get(command, '')} |" for command, what in english[name].items()]
            lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
