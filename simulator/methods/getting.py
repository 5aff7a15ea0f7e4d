"""Getting updates, webhooks, and who the bot is."""

from __future__ import annotations

from typing import Any

from simulator.call import Call
from simulator.methods.registry import method
from simulator.model import Json


@method("getUpdates")
async def get_updates(call: Call) -> list[Json]:
    """The long poll."""
    p = call.p
    queue = call.world.queues[call.bot.id]
    if "allowed_updates" in p:
        queue.allowed = p["allowed_updates"]
        call.world.touch("queue", call.bot.id)
    return await queue.poll(p.get("offset", 0), p.get("limit", 100), p.get("timeout", 0))


@method("deleteWebhook")
def delete_webhook(call: Call) -> bool:
    """Back to getUpdates."""
    queue = call.world.queues[call.bot.id]
    queue.webhook = None
    if call.p.get("drop_pending_updates"):
        queue.drop_all()
    call.world.touch("queue", call.bot.id)
    return True


@method("getMe")
def get_me(call: Call) -> Json:
    """The bot's own account."""
    return call.bot.me()


@method("setMyCommands")
def set_my_commands(call: Call) -> bool:
    call.bot.commands["default"] = call.p["commands"]
    call.world.emit({"type": "commands"})
    return True


@method("getMyCommands")
def get_my_commands(call: Call) -> Any:
    return call.bot.commands.get("default", [])
