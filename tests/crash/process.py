"""The bot as a process of its own, started the way an operator starts it."""

from __future__ import annotations

import asyncio
import base64
import os
import signal
import socket
import sys
from pathlib import Path
from typing import Any

import yaml

from bot.content import ROOT
from simulator import Simulator
from tests.crash.installation import installed

KEY = bytes(range(32))
COUNSELORS = (301, 302, 303)
COORDINATOR = 401
PATIENCE = 60.0


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def write_config(folder: Path, group: int | None, hook: int = 0) -> Path:
    """The config that comes with the project, with a staff of our own and Telegram's limits off. ``hook``: the port of a webhook, 0 for polling."""
    settings: dict[str, Any] = yaml.safe_load((ROOT / "config.yaml").read_text())
    settings["counselors"] = [{"id": number, "name": f"C{n}"} for n, number in enumerate(COUNSELORS)]
    settings["coordinators"] = [{"id": COORDINATOR, "name": "K"}]
    settings["group"] = {"id": group, "language": "en"} if group is not None else None
    settings["limits"]["enabled"] = False
    settings["health"]["port"] = 0
    settings["care"]["chats_per_day"] = 50  # a long run is a long day
    if hook:
        settings["webhook"] = {"url": f"http://127.0.0.1:{hook}/telegram", "host": "127.0.0.1", "port": hook}
    settings["logs"]["level"] = "warning"
    path = folder / ("webhook.yaml" if hook else "config.yaml")
    path.write_text(yaml.safe_dump({name: value for name, value in settings.items() if value is not None}))
    return path


class Process:
    """One bot on one database: started, killed and started again. What it says goes to ``log`` in the folder."""

    def __init__(self, telegram: Simulator, folder: Path, group: int | None = None) -> None:
        self.telegram = telegram
        self.database = folder / "sebaya.db"
        self.log = folder / "log"
        self.environment = {
            "TELEGRAM_BOT_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.url,
            "SEBAYA_DATABASE": str(self.database),
            "SEBAYA_KEY": base64.b64encode(KEY).decode(),
        }
        self.port = free_port()
        self._configs = {hook: str(write_config(folder, group, self.port if hook else 0)) for hook in (False, True)}
        self.brought(hook=False)
        self._running: asyncio.subprocess.Process | None = None

    async def start(self, **environment: str) -> None:
        """Starts it, with more of an environment if wanted; does not wait until it is up."""
        whole = {**os.environ, **self.environment, **environment}
        with self.log.open("ab") as log:
            self._running = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", cwd=installed(), env=whole, stdout=log, stderr=log
            )

    def brought(self, hook: bool) -> None:
        """From the next start on updates are brought to a webhook, or fetched."""
        self.environment["SEBAYA_CONFIG"] = self._configs[hook]

    async def up(self) -> None:
        """Waits until it polls."""
        queue = self.telegram.world.queues[self.telegram.bot.id]
        if not await self.telegram.world.bell.wait(lambda: queue.polling or not self.alive, PATIENCE) or not self.alive:
            raise AssertionError(f"the bot is not up; it said:\n{self.said()}")

    @property
    def alive(self) -> bool:
        return self._running is not None and self._running.returncode is None

    async def ended(self, *, forever: bool = False) -> int:
        """Waits for its end; returns the exit code (negative: the signal)."""
        assert self._running is not None
        try:
            return await asyncio.wait_for(self._running.wait(), None if forever else PATIENCE)
        except TimeoutError:
            raise AssertionError(f"the bot does not end; it said:\n{self.said()}") from None

    async def end(self, number: signal.Signals) -> int:
        """Sends a signal and waits for the end."""
        assert self._running is not None
        if self.alive:
            self._running.send_signal(number)
        return await self.ended()

    def said(self) -> str:
        """The last it wrote."""
        return self.log.read_text(errors="replace")[-4000:] if self.log.exists() else ""
