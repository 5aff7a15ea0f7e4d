"""Control calls of people: send, tap."""

from __future__ import annotations

from typing import Any

from simulator.control.routes import Args, Json, route
from simulator.errors import ControlError


def whom(api: Any, args: Args, person: int) -> tuple[Any, Any]:
    """The person and the chat of a call."""
    one = api.world.person(person)
    return one, api.people.chat_of(one, args.get("chat", int, None), args.get("bot", int, None))


@route("POST", "/people/{person}/send")
def send(api: Any, args: Args, person: int) -> Json:
    """Write a message."""
    one, chat = whom(api, args, person)
    where = {"thread": args.get("thread", int, None), "reply_to": args.get("reply_to", int, None), "quote": args.get("quote", str, None)}
    text, entities = args.get("text", str), args.get("entities", list, None)
    args.finish()
    return {"message": api.messages_view(chat, api.people.say(one, chat, text, entities, **where))}


@route("POST", "/people/{person}/tap")
async def tap(api: Any, args: Args, person: int) -> Json:
    """Tap an inline button, and wait for the answer if told to."""
    one, chat = whom(api, args, person)
    number, wait = args.get("message", int), args.get("wait", (int, float), 0)
    data, button = args.get("data", str, None), args.get("button", str, None)
    args.finish()
    if (data is None) == (button is None):
        raise ControlError("one of 'data' and 'button' is needed")
    record = api.people.tap(one, chat, number, data, button)
    if wait:
        await api.world.bell.wait(lambda: record["answer"] is not None, min(wait, 60))
    return {"callback_query_id": record["id"], "answer": record["answer"]}
