"""The heart of the server: one Bot API call from parsed parameters to the answer, with checks, limits, faults and the journal.

    parameters ─▶ token ─▶ method ─▶ signature ─▶ limits ─▶ handler ─▶ journal ─▶ answer
                   401       404       400          429       400/403

Deliberately without HTTP, so that tests of single rules need none and ``server`` stays thin.
"""

from __future__ import annotations

import inspect
import logging
import time
from typing import Any

from simulator.call import Call
from simulator.checks import Signature, signatures
from simulator.clock import Clock
from simulator.errors import ApiError, Mistyped
from simulator.faults import Faults, Latency
from simulator.groups import Groups
from simulator.journal import Entry, Journal
from simulator.limits import Limits
from simulator.messages import Messages
from simulator.methods import HANDLERS
from simulator.methods.registry import Handler
from simulator.model import Bot, Json
from simulator.webhook import Webhooks
from simulator.world import World

log = logging.getLogger("simulator")
CHAT_METHODS = ("send", "copy", "forward")
VIOLATIONS_KEPT = 1000


class Method:
    """A method ready to be called: its signature and its handler (None: known to the library, not built here)."""

    __slots__ = ("handler", "limited", "name", "needs_await", "signature")

    def __init__(self, signature: Signature, handler: Handler | None) -> None:
        self.name = signature.name
        self.signature = signature
        self.handler = handler
        self.needs_await = inspect.iscoroutinefunction(handler)
        lowered = signature.name.lower()
        self.limited = lowered.startswith(CHAT_METHODS) and lowered not in ("sendchataction", "sendmessagedraft")


class Core:
    """World, rules and records in one hand. ``strict``: unknown parameters are refused, not only noted."""

    def __init__(self, clock: Clock | None = None, *, journal_cap: int = 10_000, strict: bool = True) -> None:
        self.clock = clock or Clock()
        self.world = World(self.clock)
        self.messages = Messages(self.world)
        self.groups = Groups(self.world, self.messages)
        self.journal = Journal(journal_cap)
        self.limits = Limits()
        self.faults = Faults()
        self.latency = Latency()
        self.webhooks = Webhooks(self)
        self.strict = strict
        self.violations: list[str] = []
        self.in_flight = 0
        self.callback_timeout = 30.0
        known = signatures()
        self.methods = {name: Method(signature, HANDLERS.get(name)) for name, signature in known.items()}

    def violation(self, text: str) -> None:
        """Remember (and say loudly) that a client did what the library's signatures do not allow."""
        log.error("Bot API violation: %s", text)
        if len(self.violations) < VIOLATIONS_KEPT:
            self.violations.append(text)

    def find_bot(self, token: str) -> Bot:
        """The bot of a token. 401 if there is none."""
        bot = self.world.by_token.get(token)
        if bot is None:
            head, _, tail = token.partition(":")
            if not head.isdecimal() or not tail:
                raise ApiError(401, "Unauthorized: invalid token specified")
            raise ApiError(401, "Unauthorized")
        return bot

    def find_method(self, name: str) -> Method:
        """The method, in any case. 404 if there is none (or none here), which counts as a violation."""
        found = self.methods.get(name.lower())
        if found is None or found.handler is None:
            known = "is in the Bot API, but this simulator does not have it" if found else "does not exist"
            self.violation(f"method {name!r} {known}")
            raise ApiError(404, "Not Found: method not found")
        return found

    def check(self, method: Method, params: Json) -> Json:
        """Typed parameters. Violations are noted; 400 if they make the call meaningless (or ``strict``)."""
        signature = method.signature
        unknown = [name for name in signature.unknown(params) if not hasattr(params[name], "content")]
        if unknown:
            self.violation(f"{method.name} has no parameter {', '.join(map(repr, unknown))}")
            if self.strict:
                raise ApiError(400, f"Bad Request: strict: {method.name} has no parameter {', '.join(map(repr, unknown))}")
        try:
            typed = signature.check(params)
        except Mistyped as error:
            self.violation(f"{method.name}: {error.reason}")
            raise ApiError(400, f"Bad Request: {error.official or error.reason}") from None
        for name in signature.missing(typed):
            self.violation(f"{method.name}: {name!r} is missing")
            raise ApiError(400, f"Bad Request: {missing_text(method.name, name)}")
        return typed

    async def call(self, bot: Bot, method: Method, params: Json) -> tuple[int, Json, Entry]:
        """Run a call and write it down. Returns (HTTP status, body, journal entry)."""
        started = time.perf_counter()
        waits = method.name == "getUpdates"
        self.in_flight += not waits
        typed: Json = params
        try:
            typed = self.check(method, params)
            result = await self._run(bot, method, typed, params)
            status, body = 200, {"ok": True, "result": result}
        except ApiError as error:
            status, body = error.code, error.body()
        except Exception as error:
            log.exception("%s failed inside the simulator", method.name)
            self.violation(f"{method.name} failed inside the simulator: {error!r}")
            status, body = 500, ApiError(500, "Internal Server Error").body()
        finally:
            self.in_flight -= not waits
        return status, body, self.record(bot, method.name, typed, status, body, started)

    async def _run(self, bot: Bot, method: Method, typed: Json, raw: Json) -> Any:
        if self.limits.on and method.limited:
            self.limits.take(typed.get("chat_id"), len(typed.get("media") or typed.get("message_ids") or "1"))
        call = Call(self, bot, method.name, typed, raw)
        assert method.handler is not None
        result = method.handler(call)
        return await result if method.needs_await else result

    def record(self, bot: Bot | None, method: str, params: Json, status: int, body: Json, started: float) -> Entry:
        """Write a call into the journal and tell those who wait for it."""
        entry = self.journal.add(self.clock.now(), bot.id if bot else 0, method, params)
        entry.status = status
        entry.result = body.get("result")
        entry.error = body.get("description")
        entry.took_ms = (time.perf_counter() - started) * 1000
        chat = params.get("chat_id")
        entry.chat = chat if isinstance(chat, int) else None
        self.journal.announce(entry)
        if self.world.listeners:
            self.world.emit({"type": "call", "entry": entry.shortened()})
        else:
            self.world.bell.ring()
        return entry


def missing_text(method: str, name: str) -> str:
    """The official words for a required parameter that is not there."""
    special = {
        "chat_id": "chat_id is empty",
        "from_chat_id": "from_chat_id is empty",
        "text": "message text is empty",
        "message_id": "message identifier is not specified",
        "message_ids": "message identifiers are not specified",
        "user_id": "invalid user_id specified",
        "action": "wrong parameter action in request",
    }
    uploads = {"photo", "video", "audio", "document", "animation", "voice", "video_note", "sticker"}
    if name in uploads and method.lower() == "send" + name.replace("_", ""):
        return f"there is no {name.replace('_', ' ')} in the request"
    return special.get(name, f'parameter "{name}" is required')
