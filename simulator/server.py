"""HTTP: the Bot API under ``/bot<token>/<method>``, its files under ``/file/bot<token>/…``, the control API and the page.

One low-level aiohttp server without routing tables: the Bot API's path is taken apart by hand, because at thousands of calls a second a
router costs more than the call. Everything that is not the Bot API goes through the control API's guard (Host and Origin).
"""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

from aiohttp import web

from simulator.core import Core
from simulator.errors import ApiError
from simulator.faults import Fault
from simulator.model import Bot, Json
from simulator.wire import read_parameters

BAD_GATEWAY = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n"
    "<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n"
)
LARGEST_REQUEST = 72 * 1024 * 1024
FAULT_ANSWERS = {
    "500": (500, "Internal Server Error"),
    "403": (403, "Forbidden: bot was blocked by the user"),
    "401": (401, "Unauthorized"),
}
dumps = json.JSONEncoder(separators=(",", ":")).encode


class Server:
    """Listens on one address. ``control`` answers whatever is not the Bot API."""

    def __init__(self, core: Core, control: Any) -> None:
        self.core = core
        self.control = control
        self._runner: web.ServerRunner | None = None
        self.host, self.port = "127.0.0.1", 0

    async def start(self, host: str, port: int) -> None:
        """Open the port (0: any free one). OSError if it is taken."""
        server = web.Server(self.handle, request_factory=make_request, handler_cancellation=True, access_log=None)
        self._runner = web.ServerRunner(server, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port, backlog=512)
        try:
            await site.start()
        except OSError:
            await self._runner.cleanup()
            raise
        self.host = host
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Close the port and all connections."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Any request."""
        path = request.rel_url.raw_path
        if path.startswith("/bot"):
            return await self._bot_api(request, path)
        if path.startswith("/file/bot"):
            return self._file(request.rel_url.path)
        response: web.StreamResponse = await self.control.handle(request)
        return response

    # -- Bot API

    async def _bot_api(self, request: web.BaseRequest, path: str) -> web.StreamResponse:
        started = time.perf_counter()
        token, _, name = path[4:].partition("/")
        bot: Bot | None = None
        params: Json = {}
        try:
            params = await read_parameters(request)
            bot = self.core.find_bot(token.replace("%3A", ":").replace("%3a", ":"))
            method = self.core.find_method(name.strip("/"))
        except ApiError as error:
            self.core.record(bot, name or "?", params, error.code, error.body(), started)
            return answer(error.code, error.body())
        except web.HTTPRequestEntityTooLarge:
            return answer(413, ApiError(413, "Request Entity Too Large").body())
        fault = self.core.faults.strike(method.name, params.get("chat_id")) if self.core.faults.plan else None
        if fault is not None and fault.kind not in ("slow", "cut_after"):
            return await self._fail(request, fault, bot, method.name, params, started)
        status, body, _ = await self.core.call(bot, method, params)
        delay = self.core.latency.draw()
        if delay:
            await asyncio.sleep(delay)
        if fault is not None:
            if fault.kind == "cut_after":
                return cut(request)
            await asyncio.sleep(fault.seconds or 0)
        return answer(status, body)

    async def _fail(self, request: web.BaseRequest, fault: Fault, bot: Bot, name: str, params: Json, started: float) -> web.StreamResponse:
        """The answer (or silence) of a fault that keeps the call from happening."""
        error = self._fault_error(fault)
        self.core.record(bot, name, params, error.code, {"description": f"fault: {fault.kind}"}, started)
        if fault.kind == "hang":
            await asyncio.sleep(fault.seconds if fault.seconds is not None else 3600)
        if error.code == 0:
            return cut(request)
        if fault.kind == "502":
            return web.Response(status=502, text=BAD_GATEWAY, content_type="text/html")
        return answer(error.code, error.body())

    @staticmethod
    def _fault_error(fault: Fault) -> ApiError:
        if fault.kind == "429":
            seconds = int(fault.seconds or 1)
            return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
        if fault.kind == "502":
            return ApiError(502, "Bad Gateway")
        code, text = FAULT_ANSWERS.get(fault.kind, (0, ""))
        return ApiError(code, text)

    def _file(self, path: str) -> web.StreamResponse:
        """The bytes of a file; 404 as the real server says it."""
        token, _, place = path.removeprefix("/file/bot").partition("/")
        stored = self.core.world.files.by_path.get(place)
        if token not in self.core.world.by_token or stored is None:
            error = ApiError(404, "Not Found") if token in self.core.world.by_token else ApiError(401, "Unauthorized")
            return answer(error.code, error.body())
        return web.Response(body=stored.content, content_type="application/octet-stream")


def make_request(message: Any, payload: Any, protocol: Any, writer: Any, task: Any) -> web.BaseRequest:
    """A request that takes uploads as large as the real server does."""
    return web.BaseRequest(message, payload, protocol, writer, task, protocol._loop, client_max_size=LARGEST_REQUEST)


def answer(status: int, body: Json) -> web.Response:
    """A JSON answer."""
    return web.Response(status=status, body=dumps(body).encode(), content_type="application/json")


def cut(request: web.BaseRequest) -> web.StreamResponse:
    """Close the connection without a word."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)
