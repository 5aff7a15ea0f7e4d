"""The line to Telegram: the poller and the transport, with every kind of trouble on it."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut
from telegram.request import RequestData

from bot.problems import TelegramProblem
from bot.telegram import poller as pollers
from bot.telegram.poller import Poller
from bot.telegram.transport import TOO_LARGE, AiohttpRequest, NotSent
from tests.support import Running


class Line:
    """Answers each poll with the next of ``answers``; then the poller is cancelled."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.asked: list[int | None] = []
        self.called: list[str] = []
        self.trouble: list[BaseException] = []

    async def call(self, method: str, params: dict[str, Any]) -> None:
        self.called.append(method)
        if self.trouble:
            raise self.trouble.pop()

    async def updates(self, offset: int | None, timeout: int, allowed: list[str]) -> list[Any]:
        self.asked.append(offset)
        if not self.answers:
            raise asyncio.CancelledError
        answer = self.answers.pop(0)
        if isinstance(answer, BaseException):
            raise answer
        return answer  # type: ignore[no-any-return]


@pytest.fixture
def naps(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    taken: list[float] = []

    async def nap(seconds: float) -> None:
        taken.append(seconds)

    monkeypatch.setattr(pollers.asyncio, "sleep", nap)
    return taken


async def polled(*answers: Any, trouble: BaseException | None = None) -> tuple[Line, list[Any]]:
    line, got = Line(*answers), []
    line.trouble = [trouble] if trouble else []

    async def take(batch: list[Any]) -> None:
        got.append(batch)

    poller = Poller(line, take)  # type: ignore[arg-type]
    with pytest.raises(asyncio.CancelledError):
        await poller.run()
    return line, got


async def test_confirmed_is_what_was_taken(naps: list[float]) -> None:
    line, got = await polled([{"update_id": 5}, {"update_id": 9}, "nonsense"], [], [{"no": "id"}], [{"update_id": 2}])
    assert line.asked == [None, 10, 10, 10, 3]
    assert len(got) == 3 and not naps


async def test_trouble_on_the_line_is_waited_out(naps: list[float]) -> None:
    await polled(NetworkError("x"), TimedOut("x"), RetryAfter(7), *[NetworkError("x")] * 6, [], Forbidden("x"), Conflict("x"))
    assert naps == [0.5, 1.0, 7.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 0.5, 2.0]


async def test_a_webhook_that_is_still_there_is_taken_away(naps: list[float]) -> None:
    still = Conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
    line, got = await polled(still, still, [{"update_id": 5}], trouble=NetworkError("x"))
    assert line.called == ["deleteWebhook"] * 2 and len(got) == 1
    line, _ = await polled(Conflict("terminated by other getUpdates request"))
    assert line.called == []


@pytest.mark.parametrize(("error", "said"), [(InvalidToken("x"), "TELEGRAM_BOT_TOKEN"), (Conflict("x"), "Another program")])
async def test_a_refusal_ends_it_only_when_it_is_said_again_and_again(error: Exception, said: str, naps: list[float]) -> None:
    nearly = [error] * (pollers.REFUSALS - 1)
    line, got = await polled(*nearly, [{"update_id": 5}], *nearly, [{"update_id": 6}])
    assert len(got) == 2 and line.asked[-1] == 7
    with pytest.raises(TelegramProblem, match=said):
        await polled(*nearly, error)


async def served(handler: Any) -> tuple[web.AppRunner, str]:
    server = web.Application()
    server.router.add_route("*", "/x", handler)
    runner = web.AppRunner(server)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    return runner, f"http://127.0.0.1:{runner.addresses[0][1]}/x"


async def test_errors_by_what_is_known_of_them() -> None:
    async def handler(request: web.Request) -> web.Response:
        body = await request.read()
        if b"hang" in body:
            await asyncio.sleep(0.5)
        if b"cut" in body and request.transport is not None:
            request.transport.close()
        return web.Response(text="ok")

    runner, url = await served(handler)
    transport = AiohttpRequest(read_timeout=0.2)
    with pytest.raises(RuntimeError, match="not initialized"):
        await transport.do_request(url, "POST")
    await transport.initialize()
    await transport.initialize()
    assert transport.read_timeout == 0.2
    assert await transport.do_request(url, "POST") == (200, b"ok")
    with pytest.raises(TimedOut):
        await transport.do_request(url, "POST", data("hang"))
    with pytest.raises(NetworkError, match="connection lost"):
        await transport.do_request(url, "POST", data("cut"))
    with pytest.raises(NotSent, match="no connection"):
        await transport.do_request("http://127.0.0.1:9/x", "POST")
    await transport.shutdown()
    await transport.shutdown()
    await runner.cleanup()


@pytest.mark.parametrize("status", TOO_LARGE)
async def test_what_is_too_large_is_a_request_that_can_never_work(status: int) -> None:
    """For the library it is a connection that was lost: tried again for ever, with everything else for that chat waiting behind it."""

    async def handler(request: web.Request) -> web.Response:
        return web.Response(status=status, text="<html>too large</html>")

    runner, url = await served(handler)
    transport = AiohttpRequest()
    await transport.initialize()
    with pytest.raises(BadRequest, match="too large"):
        await transport.post(url, data("an album"))
    await transport.shutdown()
    await runner.cleanup()


def data(word: str) -> RequestData:
    from telegram.request._requestparameter import RequestParameter

    return RequestData([RequestParameter("text", word, None)])


async def test_files_go_as_forms(bot: Running) -> None:
    import telegram

    await bot.rani.starts()
    await bot.settled()
    photo = telegram.InputFile(b"\xff\xd8\xff\xe0" + b"x" * 50, filename="photo.jpg")
    sent = await bot.app.client.call("sendPhoto", {"chat_id": bot.rani.id, "photo": photo, "caption": "halo"})
    file = await bot.app.client.fetch(sent["photo"][-1]["file_id"])
    assert file.startswith(b"\xff\xd8")
    assert isinstance(aiohttp.FormData, type)
