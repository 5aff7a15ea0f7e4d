"""What is put into a call only when its turn has come: the message id of a copy that was sent meanwhile, and files that are uploaded anew.

In the outbox a message id may stand as ``{"relayed": row}`` and a file as ``{"reupload": file id, "name": neutral name}``, or, where the program
made it itself, as ``{"content": base64, "name": …}``: it lies sealed in the row like every message, and so outlives a restart.
"""

from __future__ import annotations

import base64
from typing import Any, Protocol

import telegram

from bot.store import links
from bot.store.database import Unit

Params = dict[str, Any]
_PARTS = {"photo": telegram.InputMediaPhoto, "video": telegram.InputMediaVideo, "audio": telegram.InputMediaAudio}


class Files(Protocol):
    async def fetch(self, file: str) -> bytes: ...


def lacks_ids(params: Params) -> bool:
    return isinstance(params.get("message_id"), dict) or isinstance((params.get("reply_parameters") or {}).get("message_id"), dict)


def with_ids(unit: Unit, params: Params) -> Params | None:
    """With the message ids of relayed copies. None when the copy it is about never arrived; a mere reply to such a one goes out without it."""
    whole = dict(params)
    if isinstance(whole.get("message_id"), dict):
        target = links.target_of(unit, whole["message_id"]["relayed"])
        if target is None:
            return None
        whole["message_id"] = target
    reply = whole.get("reply_parameters")
    if reply and isinstance(reply["message_id"], dict):
        target = links.target_of(unit, reply["message_id"]["relayed"])
        if target is None:
            del whole["reply_parameters"]
        else:
            whole["reply_parameters"] = {**reply, "message_id": target}
    return whole


async def with_files(files: Files, params: Params) -> Params:
    """With the bytes of files that are to be uploaded anew. Raises what fetching raises (TelegramError)."""
    whole = params
    for name, value in params.items():
        if isinstance(value, dict) and "reupload" in value:
            whole = {**whole, name: telegram.InputFile(await files.fetch(value["reupload"]), filename=value["name"])}
        elif isinstance(value, dict) and "content" in value:
            whole = {**whole, name: telegram.InputFile(base64.b64decode(value["content"]), filename=value["name"])}
    if isinstance(params.get("media"), list):
        whole = {**whole, "media": [await _part(files, part) for part in params["media"]]}
    return whole


async def _part(files: Files, part: Params) -> Any:
    """One part of an album as the library wants it, so that it puts the file beside the call."""
    content = part["media"]
    if isinstance(content, dict):
        content = telegram.InputFile(await files.fetch(content["reupload"]), filename=content["name"], attach=True)
    entities = telegram.MessageEntity.de_list(part.get("caption_entities") or [], None)
    more = {"has_spoiler": True} if part.get("has_spoiler") else {}
    return _PARTS[part["type"]](media=content, caption=part.get("caption"), caption_entities=entities or None, **more)
