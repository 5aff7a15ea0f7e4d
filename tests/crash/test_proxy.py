"""The whole story through the reverse proxies that ``deploy/`` has a config for, over TLS, with a kill in the middle."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import aiohttp
import pytest

from simulator import webhook
from tests.crash.count import count
from tests.crash.process import free_port
from tests.crash.proxies import PROXIES, Proxy, installed
from tests.crash.town import Town


@pytest.mark.parametrize("name", PROXIES)
async def test_the_webhook_behind_a_proxy(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not installed(name):
        pytest.skip(f"{name} is not installed")
    monkeypatch.setattr(webhook, "LONGEST_DELAY", 0.2)
    async with asyncio.timeout(120), Town(tmp_path / "town", pairs=2, sleepers=0).open() as town:
        proxy = Proxy(name, tmp_path / "proxy", free_port(), town.process.port)
        try:
            trusting = aiohttp.TCPConnector(ssl=await proxy.up())
            url = f"https://localhost:{proxy.outer}"
            town.telegram.core.webhooks.session = session = aiohttp.ClientSession(connector=trusting)
            town.process.brought(hook=True)
            config = Path(town.process.environment["SEBAYA_CONFIG"])
            config.write_text(config.read_text().replace(f"http://127.0.0.1:{town.process.port}/", f"{url}/"))
            town.play()
            await town.process.start()
            await town.calls(60)
            assert await town.process.end(signal.SIGKILL) == -signal.SIGKILL
            await town.process.start()
            await town.calls(20)
            assert await answers(session, url) == {"GET /telegram": False, "POST /": False, "no secret": False, "2 MB": False}
            await town.finished()
            assert await town.process.end(signal.SIGTERM) == 0, town.process.said()
        finally:
            proxy.stop()
        found = await count(town)
    print(name, found)
    assert found.deaths == 1 and not found.wrong, "\n".join(found.wrong[:20])


async def answers(session: aiohttp.ClientSession, url: str) -> dict[str, bool]:
    """Whether what is not Telegram's call gets through."""
    asked = {
        "GET /telegram": ("GET", "/telegram", b""),
        "POST /": ("POST", "/", b"{}"),
        "no secret": ("POST", "/telegram", b"{}"),
        "2 MB": ("POST", "/telegram", b" " * 2_000_000),
    }
    found = {}
    for what, (method, path, body) in asked.items():
        try:
            async with session.request(method, url + path, data=body) as answer:
                found[what] = answer.status < 400
        except aiohttp.ClientConnectionError:  # the body was not read to its end
            found[what] = False
    return found
