"""What is put into a call only when its turn has come: the message id of a copy that was sent meanwhile, and the bytes of files.

In the outbox a message id may stand as ``{"relayed": row}`` (in a group ``{"circled": row}``), a topic as ``{"topic": link}`` (left out where
there is none), the topic of a case as ``{"case": number}`` (where it is by then, or in private where it has none any more), and a file as one of

- ``{"reupload": file id, "name": neutral name}``: fetched from Telegram and uploaded anew
- ``{"file": row of the table files, "name": …}``: made by the program when the message was written, gone once it is sent
- ``{"drawn": name of a picture, "of": what it shows, "name": …}``: drawn when its turn has come (see bot/charts), so that it costs no
  time in a transaction, takes no room while it waits, and survives a restart
"""

from __future__ import annotations

from typing import Any, Protocol

import telegram

from bot import charts
from bot.store import cases, circles, files, links, topics
from bot.store.database import Unit

Params = dict[str, Any]
_PARTS = {"photo": telegram.InputMediaPhoto, "video": telegram.InputMediaVideo, "audio": telegram.InputMediaAudio}


class Files(Protocol):
    async def fetch(self, file: str) -> bytes: ...


def lacks_ids(params: Params) -> bool:
    late = (params.get("message_id"), params.get("message_thread_id"), (params.get("reply_parameters") or {}).get("message_id"))
    return any(isinstance(value, dict) for value in late)


def with_ids(unit: Unit, params: Params) -> Params | None:
    """With the message ids of relayed copies. None when the copy it is about never arrived; a mere reply to such a one goes out without it."""
    whole = dict(params)
    if isinstance(whole.get("message_thread_id"), dict):
        topic = whole.pop("message_thread_id")
        place = _case(unit, topic["case"]) if "case" in topic else _private(unit, topic["topic"], int(whole["chat_id"]))
        if place is None:
            return None
        if place.get("chat_id", whole["chat_id"]) != whole["chat_id"]:
            whole.pop("reply_parameters", None)
        whole |= place
    if isinstance(whole.get("message_id"), dict):
        target = _target(unit, whole["message_id"])
        if target is None:
            return None
        whole["message_id"] = target
    reply = whole.get("reply_parameters")
    if reply and isinstance(reply["message_id"], dict):
        target = _target(unit, reply["message_id"])
        if target is None:
            del whole["reply_parameters"]
        else:
            whole["reply_parameters"] = {**reply, "message_id": target}
    return whole


def _target(unit: Unit, copy: dict[str, int]) -> int | None:
    """The message id of a copy between two, or in a group."""
    return circles.target_of(unit, copy["circled"]) if "circled" in copy else links.target_of(unit, copy["relayed"])


def _case(unit: Unit, case: int) -> Params | None:
    return cases.place_of(unit, case) or None


def _private(unit: Unit, link: int, chat: int) -> Params:
    thread = topics.thread_of(unit, link, chat)
    return {"message_thread_id": thread} if thread is not None else {}


def kept(params: Params) -> list[int]:
    """The rows of the table files that a call takes along."""
    return [value["file"] for value in params.values() if isinstance(value, dict) and "file" in value]


def with_kept(unit: Unit, params: Params) -> Params | None:
    """With the bytes of the program's own files. None when one of them is gone."""
    whole = dict(params)
    for name, value in params.items():
        if isinstance(value, dict) and "file" in value:
            content = files.read(unit, value["file"])
            if content is None:
                return None
            whole[name] = telegram.InputFile(content, filename=value["name"])
    return whole


async def with_files(source: Files, params: Params) -> Params:
    """With the bytes of files that are to be uploaded anew, and of pictures. Raises what fetching raises (TelegramError)."""
    whole = params
    for name, value in params.items():
        if isinstance(value, dict) and "reupload" in value:
            whole = {**whole, name: telegram.InputFile(await source.fetch(value["reupload"]), filename=value["name"])}
        elif isinstance(value, dict) and "drawn" in value:
            whole = {**whole, name: telegram.InputFile(await charts.draw(value["drawn"], value["of"]), filename=value["name"])}
    if isinstance(params.get("media"), list):
        whole = {**whole, "media": [await _part(source, part) for part in params["media"]]}
    return whole


async def _part(source: Files, part: Params) -> Any:
    """One part of an album as the library wants it, so that it puts the file beside the call."""
    content = part["media"]
    if isinstance(content, dict):
        content = telegram.InputFile(await source.fetch(content["reupload"]), filename=content["name"], attach=True)
    entities = telegram.MessageEntity.de_list(part.get("caption_entities") or [], None)
    more = {"has_spoiler": True} if part.get("has_spoiler") else {}
    return _PARTS[part["type"]](media=content, caption=part.get("caption"), caption_entities=entities or None, **more)
