"""sendMessage and sendChatAction."""

from __future__ import annotations

from typing import Any

from telegram.constants import ChatAction

from simulator import sending
from simulator.call import Call
from simulator.entities.formatted import message_text
from simulator.errors import bad_request
from simulator.methods.registry import method
from simulator.model import Json

ACTIONS = frozenset(action.value for action in ChatAction) | {"record_audio", "upload_audio"}


@method("sendMessage")
def send_message(call: Call) -> Json:
    """A text message."""
    p = call.p
    content = message_text(p["text"], p.get("parse_mode"), p.get("entities"), "message is too long")
    content.update(link_preview(p))
    return sending.send(call, content)


def link_preview(p: Json) -> Json:
    """The ``link_preview_options`` field, also from the old ``disable_web_page_preview``."""
    options = p.get("link_preview_options")
    if options is None and p.get("disable_web_page_preview"):
        options = {"is_disabled": True}
    return {"link_preview_options": options} if options else {}


@method("sendChatAction")
def send_chat_action(call: Call) -> bool:
    """The line "… is typing"."""
    action = str(call.p["action"]).lower()
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = call.writable()
    thread = sending.thread_of(call, chat, general=True)
    event: dict[str, Any] = {"type": "typing", "bot": chat.bot_id or None, "chat": chat.id, "action": action}
    call.world.emit(event if thread is None else {**event, "thread": thread})
    return True
