"""The media fields of messages (``photo``, ``voice`` …) from uploaded bytes, from a file_id, or from an address.

Nothing is downloaded: a file named by URL becomes a small made-up one of its kind, because a test must not depend on the network.
"""

from __future__ import annotations

import re
import struct
from typing import Any

from simulator import made_up
from simulator.checks.values import Upload
from simulator.entities.links import checked
from simulator.errors import bad_request
from simulator.files import Files, StoredFile
from simulator.model import Json

KINDS = ("photo", "voice", "video", "video_note", "sticker", "animation", "audio", "document")
OFFICIAL = {
    "photo": "Photo",
    "voice": "VoiceNote",
    "video": "Video",
    "video_note": "VideoNote",
    "sticker": "Sticker",
    "animation": "Animation",
    "audio": "Audio",
    "document": "Document",
}
LARGEST_PHOTO = 10 * 1024 * 1024
DEFAULT_MIME = {"photo": "image/jpeg", "voice": "audio/ogg", "video": "video/mp4", "animation": "video/mp4", "audio": "audio/mpeg"}
_BASE64 = re.compile(r"[A-Za-z0-9_-]*")


def stored(files: Files, kind: str, source: str | Upload) -> StoredFile:
    """The file behind a parameter. 400 with the official text if it names none, or one of another kind."""
    if isinstance(source, Upload):
        if not source.content:
            raise bad_request("file must be non-empty")
        if kind == "photo" and len(source.content) > LARGEST_PHOTO:
            raise bad_request("file is too big")
        return files.add(kind, source.name, _mime(kind, source), source.content)
    if source in files.by_id:
        return _same_kind(files.by_id[source], kind)
    if "." in source or "://" in source:
        if not source.startswith(("http://", "https://")) or not checked(source):
            raise bad_request("invalid file HTTP URL specified: Wrong HTTP URL" if "://" not in source else "wrong HTTP URL specified")
        name, mime, content = made_up.content(kind, files.last)
        return files.add(kind, source.rsplit("/", 1)[-1] or name, mime, content)
    if not source:
        raise bad_request(f"there is no {kind.replace('_', ' ')} in the request")
    raise bad_request(f"wrong remote file identifier specified: {_what_is_wrong(source)}")


def _mime(kind: str, source: Upload) -> str:
    general = source.mime in ("application/octet-stream", "")
    return DEFAULT_MIME.get(kind, "application/octet-stream") if general else source.mime


def _same_kind(file: StoredFile, kind: str) -> StoredFile:
    if file.kind != kind:
        raise bad_request(f"can't use file of type {OFFICIAL.get(file.kind, file.kind)} as {OFFICIAL[kind]}")
    return file


def _what_is_wrong(file_id: str) -> str:
    if not _BASE64.fullmatch(file_id):
        return "Wrong character in the string"
    return "Wrong padding in the string" if len(file_id) % 4 == 1 else "can't unserialize it. Wrong last symbol"


def media(files: Files, kind: str, source: str | Upload, given: Json | None = None, thumbnail: Any = None) -> Json:
    """The message fields of one medium; ``given``: duration, width, title … as the client says them."""
    given = given or {}
    file = stored(files, kind, source)
    base: Json = {"file_id": file.file_id, "file_unique_id": file.unique_id, "file_size": len(file.content)}
    if kind == "photo":
        return {"photo": _sizes(files, file, base)}
    value = {**base, **_details(kind, file, given)}
    if isinstance(thumbnail, Upload):
        small = files.add("photo", thumbnail.name, "image/jpeg", thumbnail.content)
        value["thumbnail"] = _size(small)
    if kind == "animation":
        document = {name: value[name] for name in ("file_id", "file_unique_id", "file_size", "file_name", "mime_type") if name in value}
        return {"animation": value, "document": document}
    return {kind: value}


def _details(kind: str, file: StoredFile, given: Json) -> Json:
    name, mime, duration = {"file_name": file.name}, {"mime_type": file.mime}, {"duration": given.get("duration", 1)}
    size = {"width": given.get("width", 320), "height": given.get("height", 240)}
    if kind == "voice":
        return {**duration, **mime}
    if kind == "video_note":
        return {**duration, "length": given.get("length", 240)}
    if kind in ("video", "animation"):
        return {**duration, **size, **name, **mime}
    if kind == "audio":
        who = {field: given[field] for field in ("performer", "title") if given.get(field)}
        return {**duration, **who, **name, **mime}
    if kind == "sticker":
        look: Json = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return {**look, **({"emoji": given["emoji"]} if given.get("emoji") else {})}
    return {**name, **mime}


def _sizes(files: Files, file: StoredFile, base: Json) -> list[Json]:
    """The sizes of a photo, smallest first; the last is the picture itself."""
    width, height = dimensions(file.content)
    small = files.add("photo", f"small-{file.number}.jpg", "image/jpeg", made_up.jpeg(1_000_000 + file.number))
    return [_size(small), {**base, "width": width, "height": height}]


def _size(file: StoredFile) -> Json:
    width, height = dimensions(file.content)
    return {
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "file_size": len(file.content),
        "width": width,
        "height": height,
    }


def dimensions(content: bytes) -> tuple[int, int]:
    """Width and height of a JPEG or PNG in pixels; of anything else, those of the made-up picture."""
    if content.startswith(b"\x89PNG") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return int(width), int(height)
    at = 2
    while content.startswith(b"\xff\xd8") and at + 9 < len(content) and content[at] == 0xFF:
        marker, size = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return int.from_bytes(content[at + 7 : at + 9], "big"), int.from_bytes(content[at + 5 : at + 7], "big")
        at += 2 + size
    return made_up.SIZE
