"""The webhook: 200 only for what is durable, in order, and a flood of wrong secrets or huge bodies that costs nothing."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp
import pytest

from bot.problems import Problem, StoreProblem, TelegramProblem
from bot.telegram import webhook
from bot.telegram.client import BadRequest
from bot.telegram.webhook import HEADER, LARGEST, Webhook, leave, secret_of

SECRET = secret_of(b"k" * 32)


class Client:
    def __init__(self, hook: str = "", error: Exception | None = None) -> None:
        self.calls: list[tuple[str, Any]] = []
        self.hook, self.error = hook, error
        self.info: dict[str, Any] = {}

    async def call(self, method: str, params: dict[str, Any]) -> Any:
        self.calls.append((method, params))
        if self.error:
            raise self.error
        return {"url": self.hook, **self.info}


class Running:
    def __init__(self) -> None:
        self.taken: list[list[Any]] = []
        self.trouble: list[Exception] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.client = Client()
        self.hook = Webhook(self.client, self.take, "https://example.org/telegram", ("127.0.0.1", 0), SECRET)  # type: ignore[arg-type]
        self.session = aiohttp.ClientSession()

    async def take(self, batch: list[Any]) -> None:
        await self.gate.wait()
        if self.trouble:
            raise self.trouble.pop()
        self.taken.append(batch)

    async def post(self, update: Any, secret: str = SECRET, **more: Any) -> int:
        body = more or {"json": update}
        async with self.session.post(f"http://127.0.0.1:{self.hook.port}/telegram", headers={HEADER: secret}, **body) as reply:
            return reply.status


@pytest.fixture
async def running() -> AsyncIterator[Running]:
    made = Running()
    work = asyncio.create_task(made.hook.run())
    while not made.client.calls:  # noqa: ASYNC110
        await asyncio.sleep(0.001)
    yield made
    work.cancel()
    with contextlib.suppress(asyncio.CancelledError, ValueError):
        await work
    await made.session.close()


async def test_two_hundred_only_when_it_is_kept_and_in_order(running: Running) -> None:
    assert running.client.calls[0][1]["secret_token"] == SECRET
    running.gate.clear()
    first = asyncio.create_task(running.post({"update_id": 1}))
    await asyncio.sleep(0.05)
    later = [asyncio.create_task(running.post({"update_id": n})) for n in (4, 3, 2)]
    odd = asyncio.create_task(running.post(["no", "update"]))
    await asyncio.sleep(0.05)
    assert not first.done()
    running.gate.set()
    assert await asyncio.gather(first, *later, odd) == [200] * 5
    assert running.taken == [[{"update_id": 1}], [["no", "update"], {"update_id": 2}, {"update_id": 3}, {"update_id": 4}]]
    await running.hook.confirm()


async def test_what_is_not_kept_comes_again(running: Running) -> None:
    running.trouble = [StoreProblem("disk full")]
    assert await running.post({"update_id": 1}) == 503
    assert await running.post({"update_id": 1}) == 200


async def test_a_client_that_hangs_up_spoils_nothing(running: Running) -> None:
    running.gate.clear()
    gone = asyncio.create_task(running.post({"update_id": 1}))
    await asyncio.sleep(0.05)
    gone.cancel()
    running.gate.set()
    assert await running.post({"update_id": 2}) == 200


async def test_wrong_secrets_are_refused_and_logged_once(running: Running, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert {await running.post({"update_id": n}, secret=secret) for n in range(50) for secret in ("", "wrong", SECRET[:-1] + "x", "ü")} == {403}
    assert len(caplog.records) == 1 and SECRET not in caplog.text
    assert running.taken == [] and await running.post({"update_id": 1}) == 200


async def test_a_secret_that_is_no_text_is_just_wrong(running: Running, caplog: pytest.LogCaptureFixture) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", running.hook.port)
    writer.write(b"POST /telegram HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n" + HEADER.encode() + b": \xe9\xff\r\n\r\n{}")
    assert b" 403 " in await reader.readline()
    writer.close()
    assert "Traceback" not in caplog.text


async def test_bodies_that_are_too_big_or_no_json(running: Running) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(50):
            yield b"x" * (1 << 20)

    assert await running.post(None, data=b"x" * (LARGEST + 1)) == 413
    with contextlib.suppress(aiohttp.ClientError):
        assert await running.post(None, data=endless()) == 413
    assert await running.post(None, data=b"{") == 400
    assert await running.post(None, data=b"[" * 100_000) == 400
    assert await running.post({"update_id": 1}) == 200 and len(running.taken) == 1


async def test_a_bug_ends_the_program_after_it_said_no(running: Running) -> None:
    running.trouble = [ValueError("a bug")]
    assert await running.post({"update_id": 1}) == 503


async def test_a_port_that_is_taken_and_an_address_telegram_does_not_want(running: Running) -> None:
    taken = Webhook(running.client, running.take, "", ("127.0.0.1", running.hook.port), SECRET)  # type: ignore[arg-type]
    with pytest.raises(Problem, match="cannot listen"):
        await taken.run()
    unwanted = Webhook(Client(error=BadRequest("bad webhook")), running.take, "", ("127.0.0.1", 0), SECRET)  # type: ignore[arg-type]
    with pytest.raises(TelegramProblem, match="bad webhook"):
        await unwanted.run()


async def test_polling_takes_a_webhook_away_and_loses_nothing() -> None:
    with_hook, without = Client("https://example.org"), Client()
    await leave(with_hook)  # type: ignore[arg-type]
    await leave(without)  # type: ignore[arg-type]
    assert with_hook.calls[-1] == ("deleteWebhook", {"drop_pending_updates": False}) and len(without.calls) == 1
    assert webhook.CONNECTIONS > 1


async def until(find: Callable[[], object]) -> None:
    while not find():  # noqa: ASYNC110
        await asyncio.sleep(0.001)


async def test_telegram_is_asked_how_it_goes(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """A quiet night is no sign of trouble; an address that was taken away is set again; what Telegram could not bring is said once."""
    monkeypatch.setattr(webhook, "LOOK", 0.005)
    made = Running()
    made.client.hook = "https://example.org/telegram"
    made.hook.heard = 0.0
    work = asyncio.create_task(made.hook.run())
    await until(lambda: made.hook.heard)
    made.client.hook = ""
    await until(lambda: "is set again" in caplog.text)
    assert made.client.calls[-1][0] in ("setWebhook", "getWebhookInfo")
    made.client.hook, made.client.info = "https://example.org/telegram", {"pending_update_count": 3, "last_error_message": "Connection refused"}
    await until(lambda: "Connection refused" in caplog.text)
    made.client.error = BadRequest("no")
    await until(lambda: "cannot be asked" in caplog.text)
    assert caplog.text.count("Connection refused") == 1
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)
    await made.session.close()


async def test_a_stop_keeps_nobody_waiting() -> None:
    """What is not answered when the program stops is answered with 503, and comes again."""
    made = Running()
    work = asyncio.create_task(made.hook.run())
    await until(lambda: made.client.calls)
    made.gate.clear()
    handled = asyncio.create_task(made.post({"update_id": 1}))
    await asyncio.sleep(0.02)
    waiting = asyncio.create_task(made.post({"update_id": 2}))
    await asyncio.sleep(0.02)
    async with asyncio.timeout(webhook.GOODBYE):
        work.cancel()
        assert await asyncio.gather(handled, waiting) == [503, 503]
        await asyncio.gather(work, return_exceptions=True)
    await made.session.close()
