"""What people send besides text: media (given or made up), albums, places, contacts, polls, dice, forwards.

``contents`` reads the fields of ``POST /control/people/{id}/send`` and of the Python API, which are the same.
"""

from __future__ import annotations

import base64
import binascii
import random
from typing import Any

from simulator import made_up
from simulator.checks.values import Upload
from simulator.content import KINDS, media
from simulator.entities.formatted import LONGEST_CAPTION
from simulator.entities.utf16 import length
from simulator.errors import ApiError, ControlError
from simulator.files import Files
from simulator.methods.copying import copied, is_content, origin
from simulator.methods.media import check_album
from simulator.methods.places import DICE, location, poll
from simulator.model import Chat, Json
from simulator.people import text_content

PLACES = ("location", "contact", "poll", "dice")
GIVEN = ("duration", "width", "height", "length", "title", "performer", "emoji")


def contents(files: Files, spec: Json) -> list[Json]:
    """The content of each message to send: one, or as many as the album has. ControlError says what is wrong."""
    try:
        if "album" in spec:
            return album(files, spec)
        return [single(files, spec)]
    except ApiError as error:
        raise ControlError(error.description) from None
    except KeyError as error:
        raise ControlError(f"{error} is missing") from None
    except (TypeError, AttributeError) as error:
        raise ControlError(f"this cannot be sent: {error}") from None


def single(files: Files, spec: Json) -> Json:
    """One message."""
    kinds = [name for name in (*KINDS, *PLACES, "text") if spec.get(name) not in (None, False)]
    if len(kinds) != 1:
        raise ControlError(f"exactly one of text, {', '.join((*KINDS, *PLACES))}, album is needed; there are {kinds or 'none'}")
    kind = kinds[0]
    if kind == "text":
        return text_content(spec["text"], spec.get("entities"))
    if kind in PLACES:
        return place(kind, spec[kind])
    content = medium(files, kind, spec[kind])
    content.update(caption(spec.get("caption"), spec.get("caption_entities") or spec.get("entities")))
    if spec.get("has_spoiler") and kind in ("photo", "video", "animation"):
        content["has_media_spoiler"] = True
    return content


def album(files: Files, spec: Json) -> list[Json]:
    """2 to 10 media with one ``media_group_id``; a caption of the whole stands with the first."""
    members: list[Any] = spec["album"]
    if isinstance(members, int) and not isinstance(members, bool):
        members = [{"photo": True} for _ in range(members)]
    kinds = [next((kind for kind in KINDS if kind in member), "?") for member in members]
    check_album(kinds)
    group = str(random.getrandbits(53))
    made = [{"media_group_id": group, **single(files, member)} for member in members]
    if spec.get("caption"):
        made[0].update(caption(spec["caption"], spec.get("caption_entities")))
    return made


def caption(text: str | None, entities: list[Json] | None) -> Json:
    """The caption fields."""
    if not text:
        return {}
    if length(text) > LONGEST_CAPTION:
        raise ControlError("a caption has at most 1024 characters")
    content = text_content(text, entities)
    found = {"caption_entities": content["entities"]} if "entities" in content else {}
    return {"caption": content["text"], **found}


def medium(files: Files, kind: str, value: Any) -> Json:
    """A medium: made up (True), by file_id (a string), or by its bytes ({"data": base64, …})."""
    if value is True:
        return media(files, kind, Upload(*made_up.content(kind, files.last)))
    if isinstance(value, str):
        return media(files, kind, value)
    if not isinstance(value, dict):
        raise ControlError(f"{kind!r} must be true, a file_id, or an object with data, not {type(value).__name__}")
    unknown = set(value) - {"data", "name", "mime", *GIVEN}
    if unknown:
        raise ControlError(f"{kind!r} has no field {', '.join(sorted(unknown))}")
    name, mime, content = made_up.content(kind, files.last)
    if "data" in value:
        content = decoded(value["data"])
    return media(files, kind, Upload(value.get("name") or name, value.get("mime") or mime, content), value)


def decoded(data: Any) -> bytes:
    """The bytes of base64 text (a data URL is taken too)."""
    if not isinstance(data, str):
        raise ControlError("'data' must be base64 text")
    try:
        return base64.b64decode(data.rpartition(",")[2] if data.startswith("data:") else data, validate=True)
    except binascii.Error as error:
        raise ControlError(f"'data' is not base64: {error}") from None


def place(kind: str, value: Any) -> Json:
    """Location, contact, poll or dice."""
    if kind == "location":
        value = {"latitude": -6.2, "longitude": 106.8} if value is True else value
        return {"location": location(value)}
    if kind == "contact":
        value = {"phone_number": "+6281200000000", "first_name": "Contact"} if value is True else value
        return {"contact": {"phone_number": value["phone_number"], "first_name": value["first_name"], **value}}
    if kind == "poll":
        value = {"question": "?", "options": ["1", "2"]} if value is True else value
        return {"poll": poll({"is_anonymous": False, **value})}
    emoji = value if isinstance(value, str) else "🎲"
    if emoji not in DICE:
        raise ControlError(f"a dice is one of {' '.join(DICE)}")
    return {"dice": {"emoji": emoji, "value": random.randint(1, DICE[emoji])}}


def forwarded(chat: Chat, number: int) -> Json:
    """The content of a message of another chat, with its sender named."""
    message = chat.messages.get(number)
    if message is None:
        raise ControlError(f"there is no message {number} to forward", 404)
    if message.get("has_protected_content") or not is_content(message):
        raise ControlError(f"message {number} cannot be forwarded: it is protected or a service message", 409)
    return {**origin(message), **copied(message)}
