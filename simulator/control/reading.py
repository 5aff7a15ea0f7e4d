"""Control calls that only read: state, messages, keyboards, commands, transcripts, files."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from simulator.control.routes import Args, Json, route
from simulator.errors import ControlError
from simulator.keyboards import keyboard
from simulator.methods.commands import default_commands, shown_to
from simulator.model import Bot
from simulator.transcript import transcript


@route("GET", "/state")
def state(api: Any, args: Args) -> Json:
    """Everything the page needs to draw itself, but the messages."""
    args.finish()
    world, core = api.world, api.core
    return {
        "now": core.clock.now(),
        "speed": core.clock.speed,
        "seq": core.journal.last,
        "bots": [bot_view(bot) for bot in world.bots.values()],
        "people": [world.person_view(person) for person in world.people.values()],
        "chats": [world.chat_view(chat) for chat in world.groups.values() if chat.migrated_to is None],
        "columns": world.columns,
        "faults": [fault.view() for fault in core.faults.plan],
        "limits": core.limits.view(),
        "latency": {"mean_ms": core.latency.mean_ms, "jitter_ms": core.latency.jitter_ms},
        "violations": core.violations[-20:],
    }


def bot_view(bot: Bot) -> Json:
    """A bot: who it is, its default commands, what it says of itself."""
    description = bot.profile.get("description", {}).get("", "")
    view = {**bot.user, "commands": default_commands(bot)}
    return {**view, "description": description} if description else view


def place(api: Any, args: Args, chat: int) -> Any:
    """A chat by its id; the bot is asked for in private chats."""
    bot = args.get("bot", int, None)
    if chat < 0:
        return api.world.group(chat)
    return api.people.chat_of(api.world.person(chat), None, bot)


@route("GET", "/chats/{chat}/messages")
def messages(api: Any, args: Args, chat: int) -> Json:
    """The newest messages of a chat (or those after, or the newest before a number), oldest first."""
    where, thread = place(api, args, chat), args.get("thread", int, None)
    after, before, limit = args.get("after", int, None), args.get("before", int, None), args.get("limit", int, 200)
    args.finish()
    if limit < 1:
        raise ControlError("'limit' must be positive")
    wanted = [message for number, message in where.messages.items() if in_thread(message, thread) and between(number, after, before)]
    shown = wanted[:limit] if after is not None and before is None else wanted[-limit:]
    pinned = next((where.messages[number] for number in reversed(where.pinned) if number in where.messages), None)
    views = [api.messages_view(where, message) for message in shown]
    return {"messages": views, "pinned": api.messages_view(where, pinned) if pinned else None}


def between(number: int, after: int | None, before: int | None) -> bool:
    """Whether a message id lies between two others."""
    return (after is None or number > after) and (before is None or number < before)


def in_thread(message: Json, thread: int | None) -> bool:
    """Whether a message belongs to a topic (0 or 1: General; None: all)."""
    return thread is None or message.get("message_thread_id", 1) == (thread or 1)


@route("GET", "/chats/{chat}/keyboard")
def reply_keyboard(api: Any, args: Args, chat: int) -> Json:
    """The reply keyboard that a person sees."""
    where, person = place(api, args, chat), args.get("person", int, chat if chat > 0 else None)
    args.finish()
    if person is None:
        raise ControlError("'person' is missing")
    return {"keyboard": keyboard(where, api.world.person(person).id)}


@route("GET", "/commands")
def commands(api: Any, args: Args) -> Json:
    """The commands in a person's menu, by scope and language."""
    person = api.world.person(args.get("person", int))
    chat = api.people.chat_of(person, args.get("chat", int, None), args.get("bot", int, None))
    args.finish()
    bots = api.world.bots_in(chat)
    found = [shown_to(api.world.bots[bot], chat, person.id, person.language_code) for bot in bots]
    return {"commands": [command for commands in found for command in commands]}


@route("GET", "/transcript/{chat}")
def text_of_chat(api: Any, args: Args, chat: int) -> web.Response:
    """A chat as text."""
    where = place(api, args, chat)
    args.finish()
    return web.Response(text=transcript(where), content_type="text/plain", headers={"Cache-Control": "no-store"})


@route("GET", "/files/{file_id:text}")
def file(api: Any, args: Args, file_id: Any) -> web.Response:
    """The bytes of a file; only pictures, sound and video under their own type, so that no upload runs as a page."""
    args.finish()
    stored = api.world.files.by_id.get(str(file_id))
    if stored is None:
        raise ControlError("there is no such file", 404)
    harmless = stored.mime.startswith(("image/", "audio/", "video/")) and "svg" not in stored.mime
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    if not harmless:
        headers["Content-Disposition"] = "attachment"
    return web.Response(body=stored.content, content_type=stored.mime if harmless else "application/octet-stream", headers=headers)


@route("GET", "/health")
def health(api: Any, args: Args) -> Json:
    """That it is there."""
    args.finish()
    return {"ok": True, "seq": api.core.journal.last}
