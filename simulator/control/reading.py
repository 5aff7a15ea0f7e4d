"""Control calls that only read: state, messages, keyboards, commands, files."""

from __future__ import annotations

from typing import Any

from simulator.control.routes import Args, Json, route
from simulator.errors import ControlError


@route("GET", "/state")
def state(api: Any, args: Args) -> Json:
    """Everything the page needs to draw itself, but the messages."""
    args.finish()
    world, core = api.world, api.core
    bots = [{**bot.user, "commands": bot.commands.get("default", [])} for bot in world.bots.values()]
    return {
        "now": core.clock.now(),
        "speed": core.clock.speed,
        "seq": core.journal.last,
        "bots": bots,
        "people": [world.person_view(person) for person in world.people.values()],
        "chats": [world.chat_view(chat) for chat in world.groups.values() if chat.migrated_to is None],
        "columns": world.columns,
        "faults": [fault.view() for fault in core.faults.plan],
        "limits": core.limits.view(),
        "violations": core.violations[-20:],
    }


def place(api: Any, args: Args, chat: int) -> Any:
    """A chat by its id; the bot is asked for in private chats."""
    bot = args.get("bot", int, None)
    if chat < 0:
        return api.world.group(chat)
    return api.people.chat_of(api.world.person(chat), None, bot)


@route("GET", "/chats/{chat}/messages")
def messages(api: Any, args: Args, chat: int) -> Json:
    """The newest messages of a chat, oldest first."""
    where, thread = place(api, args, chat), args.get("thread", int, None)
    after, limit = args.get("after", int, 0), args.get("limit", int, 200)
    args.finish()
    if limit < 1:
        raise ControlError("'limit' must be positive")
    wanted = [message for message in where.messages.values() if message["message_id"] > after and in_thread(message, thread)]
    return {"messages": [api.messages_view(where, message) for message in wanted[-limit:]]}


def in_thread(message: Json, thread: int | None) -> bool:
    """Whether a message belongs to a topic (1: General; None: all)."""
    return thread is None or message.get("message_thread_id", 1) == thread
