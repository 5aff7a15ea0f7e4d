"""The image, tried without an engine. As root, with bubblewrap installed, ROOTFS being the unpacked image (``buildah mount``)::

    bwrap --dev-bind / / --unshare-net --cap-add ALL python -m tests.image ROOTFS

It runs the way ``compose.yaml`` runs it: as uid 10001 without capabilities, everything read-only but ``/data`` and a ``/tmp`` in memory; its only
network is a loopback, on which the local Telegram listens. It has to start, be ready by its own health check, answer somebody, draw a picture, end
on SIGTERM within the grace period, and know them at its second start.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import shlex
import signal
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

from bot.content import ROOT
from simulator import Simulator
from tests.bot.pictures import scales
from tests.crash.process import write_config

UID, GRACE, PATIENCE = 10001, 30.0, 60.0
FILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
DRAW = f"from bot import charts\nassert charts.drawn('scales', {scales(dark=False)!r})[:4] == b'\\x89PNG'"
PEEK = "import os, sys\nsys.exit(any(os.access(place, os.W_OK) for place in ('/', '/app', '/app/data', '/venv', '/etc', '/usr')))"


def words(instruction: str) -> list[str]:
    """The words of an instruction of the Dockerfile, which are a JSON list. That of the health check is indented."""
    found: list[str] = json.loads(re.findall(rf"^{instruction} (\[.*\])$", FILE, re.MULTILINE)[0])
    return found


def variables(telegram: Simulator) -> dict[str, str]:
    """What the Dockerfile sets, and what ``.env`` would."""
    said = re.findall(r"^ENV (.*)$", FILE, re.MULTILINE)[-1].replace("$PATH", "/usr/local/bin:/usr/bin:/bin")
    return dict(word.split("=", 1) for word in shlex.split(said)) | {"TELEGRAM_BOT_TOKEN": telegram.token, "TELEGRAM_API_URL": telegram.url}


class Image:
    def __init__(self, rootfs: Path, folder: Path, telegram: Simulator) -> None:
        self.data = folder / "data"
        self.data.mkdir()
        os.chown(self.data, UID, -1)
        config = write_config(folder, None)
        config.write_text(re.sub(r"(health:\n  host: 127.0.0.1\n  port:) 0", r"\1 9464", config.read_text()))
        config.chmod(0o644)
        mounts = ["--ro-bind", str(rootfs), "/", "--bind", str(self.data), "/data", "--ro-bind", str(config), "/app/config.yaml"]
        made = ["--tmpfs", "/tmp", "--chmod", "1777", "/tmp", "--dev", "/dev", "--proc", "/proc", "--chdir", "/app"]
        named = [word for pair in variables(telegram).items() for word in ("--setenv", *pair)]
        user = ["setpriv", f"--reuid={UID}", f"--regid={UID}", "--clear-groups", "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs"]
        self._before = ["bwrap", *mounts, *made, "--clearenv", *named, "--cap-add", "ALL", *user]

    async def start(self, *command: str, quiet: bool = False) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(*self._before, *command, stderr=asyncio.subprocess.DEVNULL if quiet else None)

    async def passes(self, *command: str, quiet: bool = False) -> bool:
        return await (await self.start(*command, quiet=quiet)).wait() == 0

    def updates(self) -> int:
        """How many it has taken in, in all its lives."""
        with contextlib.closing(sqlite3.connect(self.data / "sebaya.db")) as db:
            return int(db.execute("SELECT count(*) FROM updates").fetchone()[0])


async def once(image: Image, telegram: Simulator, says: str, hears: str) -> dict[str, float]:
    """One life; returns how long its parts took, in seconds."""
    begun = time.perf_counter()
    process = await image.start(*words("ENTRYPOINT"), *words("CMD"))
    while not await image.passes(*words("  CMD"), quiet=True):  # as an engine asks, again and again
        assert process.returncode is None and time.perf_counter() - begun < PATIENCE, "it never got ready"
    ready = time.perf_counter()
    person = telegram.known(501)
    await person.says(says)
    await person.hears(hears, timeout=PATIENCE)
    answered, ending = time.perf_counter(), time.perf_counter()
    inside = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    os.kill(int(inside[0]) if inside else process.pid, signal.SIGTERM)
    code = await asyncio.wait_for(process.wait(), GRACE)
    assert code == 0, f"it ended with {code}"
    return {"ready": ready - begun, "answered": answered - ready, "ended": time.perf_counter() - ending}


async def main(rootfs: Path) -> None:
    async with Simulator() as telegram:
        telegram.person("Rani", "en", id=501)
        with tempfile.TemporaryDirectory(prefix="sebaya-image-") as folder:
            Path(folder).chmod(0o755)
            image = Image(rootfs, Path(folder), telegram)
            assert await image.passes("python", "-c", PEEK), "a place is writable that should not be"
            assert await image.passes("python", "-c", DRAW), "it cannot draw"
            for life, (says, hears) in enumerate((("/start", "Sebaya"), ("/help", "/sos")), 1):
                took = await once(image, telegram, says, hears)
                assert image.updates() == life, "what it knew before is gone"
                print(f"{says}: " + ", ".join(f"{name} after {seconds:.1f} s" for name, seconds in took.items()))
            print("kept:", ", ".join(sorted(path.name for path in image.data.iterdir())))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
