"""Entities that the server finds by itself: commands, mentions, hashtags, cashtags, links, e-mail addresses, telephone numbers."""

from __future__ import annotations

import re
from typing import Any

from simulator.entities.utf16 import length

_WORTH_A_LOOK = re.compile(r"[/@#$.+]|\d{7}|://")
_LATER = r"(?<![\w/@#$<>.-])"
_KINDS = (
    (
        "url",
        re.compile(
            r"(?<![\w@/.-])(?:https?://[^\s<>\"']+|(?:[a-z0-9-]+\.)+(?:com|org|net|id|io|me|info|dev|app|co|uk|de|edu|gov)\b(?:/[^\s<>\"']*)?)",
            re.I,
        ),
    ),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.A)),
    ("bot_command", re.compile(r"(?<![\w/@#<>.-])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])", re.A)),
    ("mention", re.compile(r"(?<![\w/@#.+-])@[A-Za-z][A-Za-z0-9_]{2,31}(?![\w@])", re.A)),
    ("hashtag", re.compile(_LATER + r"#(?=\w*[^\W\d_])\w{1,256}(?:@[A-Za-z0-9_]{3,32})?")),
    ("cashtag", re.compile(_LATER + r"\$(?:1INCH|[A-Z]{1,8})(?:@[A-Za-z0-9_]{3,32})?(?![\w$])")),
    ("phone_number", re.compile(r"(?<![\w+.])\+\d(?:[ -]?\d){6,14}(?!\w)")),
)
_TRAILING = ".,:;!?)]}'\""


def found(text: str) -> list[dict[str, Any]]:
    """Entities of a text without formatting, by offset; earlier kinds of the list win where two overlap."""
    if not _WORTH_A_LOOK.search(text):
        return []
    taken: list[tuple[int, int, str]] = []
    for kind, pattern in _KINDS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if kind == "url":
                end = start + len(match.group().rstrip(_TRAILING))
            if all(end <= other_start or start >= other_end for other_start, other_end, _ in taken):
                taken.append((start, end, kind))
    return [{"type": kind, "offset": length(text[:start]), "length": length(text[start:end])} for start, end, kind in sorted(taken)]


def merged(text: str, explicit: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Explicit entities together with those found outside of code and links."""
    automatic = found(text)
    if not explicit or not automatic:
        return explicit or automatic
    closed = [entity for entity in explicit if entity["type"] in ("code", "pre", "text_link", "text_mention", "url", "mention")]
    free = [one for one in automatic if all(apart(one, other) for other in closed)]
    return sorted([*explicit, *free], key=lambda entity: (entity["offset"], -entity["length"]))


def apart(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two entities have no character in common."""
    return bool(one["offset"] + one["length"] <= other["offset"] or one["offset"] >= other["offset"] + other["length"])
