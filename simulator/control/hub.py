"""The WebSocket: everything that happens in the world, sent to every page that watches.

A page that does not keep up is let go rather than waited for; it reconnects and reads the state again.
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

if TYPE_CHECKING:
    from simulator.core import Core

MOST_BEHIND = 5_000


class Hub:
    """All open pages."""

    def __init__(self, core: Core) -> None:
        self.core = core
        self.pages: set[asyncio.Queue[str | None]] = set()
        core.clock.on_change.append(self._clock_moved)

    async def serve(self, request: web.BaseRequest) -> web.StreamResponse:
        """One page, until it goes."""
        socket = web.WebSocketResponse(heartbeat=30)
        await socket.prepare(request)
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        hello = {"type": "hello", "now": self.core.clock.now(), "seq": self.core.journal.last, "speed": self.core.clock.speed}
        queue.put_nowait(json.dumps(hello))
        self._join(queue)
        sender = asyncio.create_task(self._send(socket, queue))
        try:
            async for message in socket:
                if message.type is WSMsgType.ERROR:
                    break
        finally:
            self._leave(queue)
            sender.cancel()
        return socket

    async def _send(self, socket: web.WebSocketResponse, queue: asyncio.Queue[str | None]) -> None:
        while (line := await queue.get()) is not None:
            try:
                await socket.send_str(line)
            except (ConnectionError, RuntimeError):
                return
        await socket.close()

    def _join(self, queue: asyncio.Queue[str | None]) -> None:
        self.pages.add(queue)
        if self.send not in self.core.world.listeners:
            self.core.world.listeners.append(self.send)

    def _leave(self, queue: asyncio.Queue[str | None]) -> None:
        self.pages.discard(queue)
        if not self.pages and self.send in self.core.world.listeners:
            self.core.world.listeners.remove(self.send)

    def send(self, event: dict[str, Any]) -> None:
        """Tell all pages."""
        line = json.dumps(event)
        for queue in list(self.pages):
            queue.put_nowait(line)
            if queue.qsize() > MOST_BEHIND:
                self._leave(queue)
                queue.put_nowait(None)

    def _clock_moved(self) -> None:
        self.core.world.emit({"type": "clock", "now": self.core.clock.now(), "speed": self.core.clock.speed})

    def close(self) -> None:
        """Say goodbye to all pages."""
        for queue in list(self.pages):
            queue.put_nowait(None)
