"""Control calls of people: what they write, tap, react to, and where they come in and go out."""

from __future__ import annotations

from typing import Any

from simulator import sharing
from simulator.content import KINDS
from simulator.control.routes import Args, Json, route
from simulator.errors import ControlError
from simulator.model import Chat, Person

MEDIA_FIELD = (bool, str, dict)


def whom(api: Any, args: Args, person: int) -> tuple[Person, Chat]:
    """The person and the chat of a call."""
    one = api.world.person(person)
    return one, api.people.chat_of(one, args.get("chat", int, None), args.get("bot", int, None))


def spec_of(args: Args) -> Json:
    """The content fields of a send call."""
    fields: dict[str, Any] = dict.fromkeys(KINDS, MEDIA_FIELD)
    fields.update(text=str, entities=list, caption=str, caption_entities=list, has_spoiler=bool, album=(list, int))
    fields.update(location=(bool, dict), contact=(bool, dict), poll=(bool, dict), dice=(bool, str))
    values = {name: args.get(name, kind, None) for name, kind in fields.items()}
    return {name: value for name, value in values.items() if value is not None}


@route("POST", "/people/{person}/send")
def send(api: Any, args: Args, person: int) -> Json:
    """Write a message, or an album."""
    one, chat = whom(api, args, person)
    where = {"thread": args.get("thread", int, None), "reply_to": args.get("reply_to", int, None)}
    quote, forward, spec = args.get("quote", str, None), args.get("forward_from", dict, None), spec_of(args)
    args.finish()
    contents = [forwarded(api, one, forward)] if forward else sharing.contents(api.world.files, spec)
    if quote:
        contents[0]["quote"] = api.people.quote(chat, where["reply_to"], quote)
    sent = [api.messages_view(chat, api.people.post(one, chat, content, **where)) for content in contents]
    return {"messages": sent} if "album" in spec else {"message": sent[0]}


def forwarded(api: Any, one: Person, source: Json) -> Json:
    """The content of ``forward_from`` = {"chat"?, "message"}."""
    inner = Args(source)
    chat = api.people.chat_of(one, inner.get("chat", int, None), inner.get("bot", int, None))
    number = inner.get("message", int)
    inner.finish()
    return sharing.forwarded(chat, number)


@route("POST", "/people/{person}/edit")
def edit(api: Any, args: Args, person: int) -> Json:
    """Edit one's own message."""
    one, chat = whom(api, args, person)
    number, text, caption = args.get("message", int), args.get("text", str, None), args.get("caption", str, None)
    entities = args.get("entities", list, None)
    args.finish()
    words = text if text is not None else caption
    if words is None:
        raise ControlError("one of 'text' and 'caption' is needed")
    return {"message": api.messages_view(chat, api.people.edit(one, chat, number, words, entities))}


@route("POST", "/people/{person}/delete")
def delete(api: Any, args: Args, person: int) -> None:
    """Delete a message for everyone; bots are not told."""
    one, chat = whom(api, args, person)
    number = args.get("message", int)
    args.finish()
    api.people.delete(one, chat, number)


@route("POST", "/people/{person}/react")
def react(api: Any, args: Args, person: int) -> None:
    """React, or (emoji null) take the reaction back."""
    one, chat = whom(api, args, person)
    number, emoji = args.get("message", int), args.get("emoji", str, None)
    args.finish()
    api.people.react(one, chat, number, emoji)


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


@route("POST", "/people/{person}/vote")
def vote(api: Any, args: Args, person: int) -> Json:
    """Vote in a poll."""
    one, chat = whom(api, args, person)
    number, options = args.get("message", int), args.get("options", list)
    args.finish()
    return {"message": api.messages_view(chat, api.people.vote(one, chat, number, options))}


@route("POST", "/people/{person}/block")
def block(api: Any, args: Args, person: int) -> Json:
    """Block or unblock the bot."""
    one = api.world.person(person)
    blocked, bot = args.get("blocked", bool), args.get("bot", int, None)
    args.finish()
    api.people.block(one, blocked, bot)
    return dict(api.world.person_view(one))


@route("POST", "/people/{person}/start")
def start(api: Any, args: Args, person: int) -> Json:
    """Open the bot, with or without a deep link."""
    one = api.world.person(person)
    payload, bot = args.get("payload", str, ""), args.get("bot", int, None)
    args.finish()
    chat = api.people.chat_of(one, None, bot)
    return {"message": api.messages_view(chat, api.people.start(one, payload, bot))}


@route("POST", "/people/{person}/{verb:text}")
def join_or_leave(api: Any, args: Args, person: int, verb: str) -> Json:
    """Come into a group, or go out."""
    args.get("bot", int, None)
    if verb not in ("join", "leave"):
        raise ControlError(f"people cannot {verb}", 404)
    one = api.world.person(person)
    chat = api.people.chat_of(one, args.get("chat", int))
    args.finish()
    if chat.private:
        raise ControlError("'chat' must be a group")
    act = api.core.groups.join if verb == "join" else api.core.groups.leave
    act(chat, one.id)
    return dict(api.world.chat_view(chat))


@route("POST", "/people")
def add_person(api: Any, args: Args) -> Json:
    """A new person."""
    names = {name: args.get(name, str, None) for name in ("last_name", "username", "language_code")}
    first_name, number = args.get("first_name", str), args.get("id", int, None)
    column = args.get("column", bool, False)
    args.finish()
    if not first_name.strip():
        raise ControlError("'first_name' must not be empty")
    person = api.world.add_person(first_name.strip(), number, **names)
    if column:
        api.world.columns.append({"person": person.id, "chat": person.id, "title": person.first_name, "note": ""})
        api.world.touch("meta", "columns")
    return dict(person.user)


@route("PATCH", "/people/{person}")
def change_person(api: Any, args: Args, person: int) -> Json:
    """Another name, another language, or the account deactivated."""
    one = api.world.person(person)
    for name in ("first_name", "last_name", "username", "language_code"):
        if args.has(name):
            value = args.get(name, str, None)
            if name == "first_name" and not (value or "").strip():
                raise ControlError("'first_name' must not be empty")
            setattr(one, name, value or None)
    one.deactivated = args.get("deactivated", bool, one.deactivated)
    args.finish()
    api.world.person_changed(one)
    return dict(api.world.person_view(one))
