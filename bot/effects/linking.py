"""What everything that passes through a link needs: is it still open, and which message is it an answer to."""

from __future__ import annotations

from typing import Any

from bot.store import cases, links
from bot.store.links import Link
from bot.turn import Scene, Turn
from conversations.kit import ChatEnded

CHAT_FLOW = {"peer": "peer_chat", "case": "case_chat", "guidance": "guidance_chat"}


def flow_of(link: Link, side: int) -> str:
    """The conversation of one side: a counselor's may be in the topic of the case."""
    return "case_room" if link.room and side == link.helper else CHAT_FLOW[link.kind]


def chat_of(turn: Turn, link: Link, side: int) -> tuple[int, dict[str, Any]]:
    """Where one side writes and reads: the chat, and what a message to it needs. Which topic it is then, is looked up when its turn comes."""
    if link.room and side == link.helper:
        return cases.get(turn.unit, link.room).chat or turn.person(side).telegram_id, {"message_thread_id": {"case": link.room}}
    return turn.person(side).telegram_id, {}


def open_link(turn: Turn, scene: Scene) -> Link | None:
    """The open link of this chat. A chat whose link is closed ends here, whatever happened in between."""
    link = links.get(turn.unit, scene.subject)
    if not link.closed:
        return link
    turn.post(scene.conversation, ChatEnded())
    return None


def reply_to(turn: Turn, link: int, chat: int, message: int, quote: str = "") -> dict[str, Any]:
    """The same message on the other side: the copy of an own one, or the original of a received one. A quote only if it stands there."""
    there = links.counterpart(turn.unit, link, chat, message) if message else None
    if there is None:
        return {}
    reply: dict[str, Any] = {"message_id": there.reference, "allow_sending_without_reply": True}
    if quote and quote in there.body:
        reply["quote"] = quote
    return {"reply_parameters": reply}
