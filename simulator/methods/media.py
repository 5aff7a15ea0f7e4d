"""The methods that send one medium, and the album."""

from __future__ import annotations

import random

from simulator import keyboards, sending
from simulator.call import Call
from simulator.content import media
from simulator.entities.formatted import caption
from simulator.errors import bad_request
from simulator.methods.registry import Handler, method
from simulator.model import Json
from simulator.wire import attached

ALBUM_KINDS = ("photo", "video", "audio", "document", "live_photo")
SPOILERS = ("photo", "video", "animation")


def medium(call: Call, kind: str, given: Json) -> Json:
    """The content fields of one medium, caption and all; ``given`` are its parameters."""
    source = attached(call.raw, given.get("media", given.get(kind)))
    thumbnail = attached(call.raw, given.get("thumbnail"))
    content = media(call.world.files, kind, source, given, thumbnail)
    content.update(caption(given))
    if given.get("has_spoiler") and kind in SPOILERS:
        content["has_media_spoiler"] = True
    return content


def sender(kind: str) -> Handler:
    """A handler for ``send<Kind>``."""

    def send(call: Call) -> Json:
        return sending.send(call, medium(call, kind, call.p))

    send.__doc__ = f"A message with a {kind.replace('_', ' ')}."
    return send


for _kind, _name in (
    ("photo", "sendPhoto"),
    ("audio", "sendAudio"),
    ("document", "sendDocument"),
    ("video", "sendVideo"),
    ("animation", "sendAnimation"),
    ("voice", "sendVoice"),
):
    method(_name)(sender(_kind))


@method("sendVideoNote", "sendSticker")
def send_without_caption(call: Call) -> Json:
    """A message with a video note or a sticker, which have no captions."""
    kind = "sticker" if call.method == "sendSticker" else "video_note"
    return sending.send(call, media(call.world.files, kind, attached(call.raw, call.p[kind]), call.p, call.p.get("thumbnail")))


@method("sendMediaGroup")
def send_media_group(call: Call) -> list[Json]:
    """An album of 2 to 10 photos and videos, or of audios, or of documents."""
    members = call.p["media"]
    check_album([member["type"] for member in members])
    contents = [medium(call, member["type"], member) for member in members]
    chat = call.writable()
    group = str(random.getrandbits(53))
    if "reply_markup" in call.p:
        keyboards.checked(call.p["reply_markup"])
    return [sending.send_to(call, chat, {"media_group_id": group, **content}) for content in contents]


def check_album(kinds: list[str]) -> None:
    """400 unless these can be in one album."""
    if not 2 <= len(kinds) <= 10:
        raise bad_request("too few messages to send as an album" if len(kinds) < 2 else "too many messages to send as an album")
    if any(kind not in ALBUM_KINDS for kind in kinds):
        raise bad_request(f"can't parse InputMedia: {kinds[0]} can't be sent as part of a media group")
    alone = next((kind for kind in kinds if kind in ("audio", "document")), None)
    if alone is not None and len(set(kinds)) > 1:
        raise bad_request(f"{alone} can't be mixed with other media types")
