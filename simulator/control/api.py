"""The control API over HTTP: the guard, the routing, the WebSocket and the page's files.

The guard is for the browser: any page on the internet can make a browser call 127.0.0.1, so a request must name this host in ``Host`` (no
DNS rebinding) and must not come from another origin.
"""

from __future__ import annotations

import inspect
import json
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiohttp import web

from simulator.control import acting, grouping, reading, watching
from simulator.control.hub import Hub
from simulator.control.routes import ROUTES, Args
from simulator.errors import ApiError, ControlError

if TYPE_CHECKING:
    from simulator.client import Simulator
    from simulator.core import Core
    from simulator.model import Chat
    from simulator.world import World

log = logging.getLogger("simulator")
PAGE = Path(__file__).parent.parent / "page"
# Nothing from elsewhere, and no other page around this one.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
LOCAL_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})
TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".json": "application/json",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
}
HANDLERS = (acting, grouping, reading, watching)


class ControlApi:
    """Everything below ``/`` that is not the Bot API."""

    def __init__(self, simulator: Simulator) -> None:
        self.simulator = simulator
        self.core: Core = simulator.core
        self.people = simulator.people
        self.hub = Hub(self.core)
        self.names = set(LOCAL_NAMES)

    @property
    def world(self) -> World:
        """The world as it is now (a restore puts another in its place)."""
        return self.core.world

    def messages_view(self, chat: Chat, message: dict[str, Any]) -> dict[str, Any]:
        """A message as the control API shows it."""
        return self.core.messages.view(chat, message)

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Guard, then route."""
        if not self.welcome(request):
            return reply({"error": "this server answers only to its own page on this machine"}, 403)
        path = request.rel_url.raw_path
        if path == "/control/ws":
            return await self.hub.serve(request)
        if path.startswith("/control/"):
            return await self._call(request, path.removeprefix("/control"))
        return page_file(path, request.method)

    def welcome(self, request: web.BaseRequest) -> bool:
        """Host is this machine, and Origin (if any) is this very address."""
        host = request.headers.get("Host", "")
        name = host.rsplit(":", 1)[0] if host.rpartition(":")[2].isdecimal() and not host.endswith("]") else host
        if name.lower() not in self.names:
            return False
        if request.headers.get("Sec-Fetch-Site") == "cross-site":
            return False
        origin = request.headers.get("Origin")
        return origin is None or origin.lower() in (f"http://{host}".lower(), f"https://{host}".lower())

    async def _call(self, request: web.BaseRequest, path: str) -> web.StreamResponse:
        try:
            for verb, pattern, handler in ROUTES:
                match = pattern.fullmatch(path)
                if match and verb == request.method:
                    return await self._run(handler, request, match.groupdict())
            known = any(pattern.fullmatch(path) for _, pattern, _ in ROUTES)
            raise ControlError(f"{request.method} {path}: no such control call", 405 if known else 404)
        except ControlError as error:
            return reply({"error": error.reason}, error.status)
        except ApiError as error:
            return reply({"error": error.description}, 400)
        except ValueError as error:
            return reply({"error": str(error)}, 400)

    async def _run(self, handler: Any, request: web.BaseRequest, found: dict[str, str]) -> web.StreamResponse:
        args = Args(dict(request.query), textual=True) if request.method in ("GET", "DELETE") else Args(await body_of(request))
        numbers: dict[str, Any] = {name: int(text) if text.lstrip("-").isdecimal() else text for name, text in found.items()}
        result = handler(self, args, **numbers)
        if inspect.isawaitable(result):
            result = await result
        if isinstance(result, web.StreamResponse):
            return result
        return reply(result if result is not None else {"ok": True})


async def body_of(request: web.BaseRequest) -> dict[str, Any]:
    """The JSON object of a request; 400 says what is wrong with it."""
    raw = await request.read()
    if not raw:
        return {}
    try:
        value = json.loads(raw)
    except ValueError as error:
        raise ControlError(f"the body is not JSON: {error}") from None
    if not isinstance(value, dict):
        raise ControlError(f"the body must be a JSON object, not {type(value).__name__}")
    return value


def reply(value: Any, status: int = 200) -> web.Response:
    """A JSON answer that no browser keeps."""
    return web.Response(
        status=status,
        body=json.dumps(value, separators=(",", ":")).encode(),
        content_type="application/json",
        headers={"Cache-Control": "no-store"},
    )


def page_file(path: str, verb: str) -> web.StreamResponse:
    """A file of the page; ``/`` is its index."""
    place = (PAGE / path.lstrip("/")).resolve() if path != "/" else PAGE / "index.html"
    if verb not in ("GET", "HEAD"):
        return reply({"error": f"{verb} is not for pages"}, 405)
    if not place.is_relative_to(PAGE.resolve()) or not place.is_file():
        return reply({"error": f"there is no {path} here"}, 404)
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
    headers["Content-Security-Policy"] = POLICY
    content_type = TYPES.get(place.suffix, "application/octet-stream")
    charset = "utf-8" if content_type.startswith("text/") else None
    return web.Response(body=place.read_bytes(), content_type=content_type, charset=charset, headers=headers)
