"""From the text parameters of a call (text, parse_mode, entities) to what the message shows: text and entities, checked and counted."""

from __future__ import annotations

from typing import Any

from simulator.entities import detect, utf16
from simulator.entities.markup import ParseError
from simulator.entities.parse import parse
from simulator.errors import bad_request

LONGEST_TEXT, LONGEST_CAPTION = 4096, 1024


def formatted(text: str, parse_mode: str | None, entities: list[dict[str, Any]] | None) -> tuple[str, list[dict[str, Any]]]:
    """The visible text and its entities (offsets in UTF-16 units). 400 if the markup cannot be read."""
    if parse_mode and not entities:
        try:
            text, explicit = parse(text, parse_mode)
        except ParseError as error:
            raise bad_request(f"can't parse entities: {error}") from None
    else:
        explicit = checked(text, entities or [])
    if text and (text[0].isspace() or text[-1].isspace()):
        text, explicit = utf16.trim(text, explicit)
    return text, detect.merged(text, explicit)


def checked(text: str, entities: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Entities as given, without those that lie outside of the text; sorted."""
    if not entities:
        return []
    end = utf16.length(text)
    kept = []
    for entity in entities:
        if entity["offset"] < 0 or entity["length"] < 0:
            raise bad_request("entity offset and length must be non-negative")
        size = min(entity["length"], end - entity["offset"])
        if size > 0:
            kept.append({**entity, "length": size})
    return sorted(kept, key=lambda entity: (entity["offset"], -entity["length"]))


def message_text(text: str, parse_mode: str | None, entities: list[dict[str, Any]] | None, too_long: str) -> dict[str, Any]:
    """The ``text`` and ``entities`` fields of a message. 400 if nothing is visible or if it is longer than 4,096 units."""
    if not text:
        raise bad_request("message text is empty")
    shown, found = formatted(text, parse_mode, entities)
    if not shown:
        raise bad_request("text must be non-empty")
    if utf16.length(shown) > LONGEST_TEXT:
        raise bad_request(too_long)
    return {"text": shown, "entities": found} if found else {"text": shown}


def caption(params: dict[str, Any]) -> dict[str, Any]:
    """The caption fields of a medium (none for an empty caption). 400 above 1,024 units."""
    given = params.get("caption")
    if not given:
        return {}
    shown, found = formatted(given, params.get("parse_mode"), params.get("caption_entities"))
    if utf16.length(shown) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    fields: dict[str, Any] = {"caption": shown} if shown else {}
    if found:
        fields["caption_entities"] = found
    if shown and params.get("show_caption_above_media"):
        fields["show_caption_above_media"] = True
    return fields
