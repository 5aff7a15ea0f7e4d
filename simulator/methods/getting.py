"""Getting updates: the long poll, webhooks, and who the bot is."""

from __future__ import annotations

import re
from typing import Any

from simulator.call import Call
from simulator.checks.values import Upload
from simulator.errors import bad_request
from simulator.methods.registry import method
from simulator.model import Json

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_URL = re.compile(r"https?://[^\s/:]+(:\d+)?(/\S*)?")


@method("getMe")
def get_me(call: Call) -> Json:
    """The bot's own account."""
    return call.bot.me()


@method("logOut", "close")
def log_out(call: Call) -> bool:
    """Nothing to do for a server of one."""
    return True


@method("getUpdates")
async def get_updates(call: Call) -> list[Json]:
    """The long poll."""
    p = call.p
    queue = call.world.queues[call.bot.id]
    if "allowed_updates" in p:
        remember_allowed(call)
    return await queue.poll(p.get("offset", 0), p.get("limit", 100), p.get("timeout", 0))


def remember_allowed(call: Call) -> None:
    """``allowed_updates`` holds until it is given again."""
    queue = call.world.queues[call.bot.id]
    queue.allowed = call.p["allowed_updates"]
    call.world.touch("queue", call.bot.id)


@method("setWebhook")
def set_webhook(call: Call) -> bool:
    """Deliver updates to an address from now on; an empty one means deleteWebhook. http is taken too, as by a local Bot API server."""
    p = call.p
    queue = call.world.queues[call.bot.id]
    if not p["url"]:
        return bool(delete_webhook(call))
    if not _URL.fullmatch(p["url"]):
        raise bad_request("bad webhook: invalid HTTPS URL specified" if "://" in p["url"] else "bad webhook: URL host is empty")
    secret = p.get("secret_token") or ""
    if secret and not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters" if len(secret) <= 256 else "secret token is too long")
    if "allowed_updates" in p:
        remember_allowed(call)
    if p.get("drop_pending_updates"):
        queue.drop_all()
    most = min(max(p.get("max_connections") or 40, 1), 100)
    own = isinstance(p.get("certificate"), Upload)
    queue.webhook = {"url": p["url"], "secret": secret, "max_connections": most, "certificate": own, "ip": p.get("ip_address")}
    queue.interrupt("webhook")
    call.world.touch("queue", call.bot.id)
    call.core.webhooks.changed(call.bot.id)
    return True


@method("deleteWebhook")
def delete_webhook(call: Call) -> bool:
    """Back to getUpdates."""
    queue = call.world.queues[call.bot.id]
    queue.webhook = None
    if call.p.get("drop_pending_updates"):
        queue.drop_all()
    call.world.touch("queue", call.bot.id)
    call.core.webhooks.changed(call.bot.id)
    return True


@method("getWebhookInfo")
def get_webhook_info(call: Call) -> Json:
    """A WebhookInfo."""
    queue = call.world.queues[call.bot.id]
    queue.expire()
    hook: dict[str, Any] = queue.webhook or {}
    info: Json = {
        "url": hook.get("url", ""),
        "has_custom_certificate": bool(hook.get("certificate")),
        "pending_update_count": len(queue.pending),
    }
    if hook:
        info["max_connections"] = hook["max_connections"]
        info.update({name: hook[name] for name in ("last_error_date", "last_error_message") if name in hook})
        if hook.get("ip"):
            info["ip_address"] = hook["ip"]
    if queue.allowed:
        info["allowed_updates"] = queue.allowed
    return info
