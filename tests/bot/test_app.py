"""Start, run, stop, and the commands: in this process. (``tests/crash`` does the same with the real one, and kills it.)"""

from __future__ import annotations

import asyncio
import base64
import importlib
import os
import random
import signal
import sqlite3
from collections.abc import AsyncIterator, Coroutine
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from telegram.error import Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut
from telegram.request import RequestData
from typer.testing import CliRunner

from bot import app as apps
from bot import cli, faults, local
from bot.app import App, Settings
from bot.clock import system_clock
from bot.content import ROOT
from bot.problems import Problem, StoreProblem, TelegramProblem
from bot.store.database import Database
from bot.telegram import poller as pollers
from bot.telegram.client import Client
from bot.telegram.poller import Poller
from bot.telegram.transport import AiohttpRequest, NotSent
from simulator.client import Simulator
from tests.support import KEY, Running, content

CLI = CliRunner()
TOKEN = "7000000001:local-sebaya-bot-token-AAAAAAAAAAAA"


@pytest.fixture
async def telegram() -> AsyncIterator[Simulator]:
    async with Simulator(world=True, allow_violations=True) as running:
        yield running


def settings(telegram: Simulator, folder: Path, **changes: Any) -> Settings:
    known: dict[str, Any] = {"token": telegram.token, "url": telegram.url, "database": folder / "x.db", "key": KEY, "chance": random.Random(1)}
    return Settings(**{**known, **changes})


# -------------------------------------------------------------------------------------------------------------------------------- app


async def test_the_ticks_fire_what_is_due(telegram: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = App(settings(telegram, tmp_path), content())
    await app.start()
    ticked = asyncio.Event()

    async def tick() -> int:
        ticked.set()
        return 0

    monkeypatch.setattr(app.engine, "tick", tick)
    work = asyncio.create_task(app.run())
    await asyncio.wait_for(ticked.wait(), 5)
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)
    await app._forget()
    await app.stop()


async def test_a_tick_that_cannot_be_written_is_logged(telegram: Simulator, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    app = App(settings(telegram, tmp_path), content())
    app._break(StoreProblem("before the start"))
    await app.start()
    await app.stop()
    await app._tick()
    assert "could not be written" in caplog.text


async def test_a_database_that_breaks_ends_the_bot(telegram: Simulator, tmp_path: Path) -> None:
    app = App(settings(telegram, tmp_path, ticking=False), content())
    await app.start()
    work = asyncio.create_task(app.run())

    def full(unit: Any) -> None:
        unit.db.execute("ROLLBACK")
        raise sqlite3.OperationalError("database or disk is full")

    for _ in range(2):
        with pytest.raises(StoreProblem):
            await app.store.unit(full)
    with pytest.raises(StoreProblem, match="disk is full"):
        await work
    await app.stop()


async def test_an_unreachable_server_is_tried_and_then_given_up(tmp_path: Path, telegram: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    naps: list[float] = []

    async def nap(seconds: float) -> None:
        naps.append(seconds)

    monkeypatch.setattr(apps.asyncio, "sleep", nap)
    app = App(settings(telegram, tmp_path, url="http://127.0.0.1:9"), content())
    with pytest.raises(Problem, match="cannot be reached"):
        await app.start()
    assert len(naps) == apps.FIRST_TRIES - 1
    monkeypatch.undo()
    await (await Database.open(tmp_path / "x.db", apps.Crypt(KEY), system_clock)).close()  # and the lock is free again


async def test_a_wrong_token(tmp_path: Path, telegram: Simulator) -> None:
    with pytest.raises(TelegramProblem, match="BotFather"):
        await App(settings(telegram, tmp_path, token="7000000001:wrong-token-AAAAAAAAAAAAAAAAAAAAAAA"), content()).start()
    with pytest.raises(TelegramProblem):
        Client("")


async def test_a_menu_that_cannot_be_set_does_not_keep_the_bot_from_starting(bot: Running, caplog: pytest.LogCaptureFixture) -> None:
    bot.telegram.faults.add("500", method="setMyCommands")
    await bot.restart()
    assert "not done" in caplog.text


async def test_the_menu_stands_in_both_languages(bot: Running) -> None:
    for who, says in ((bot.rani, "Cerita kabarmu hari ini"), (bot.alex, "Say how you are today")):
        assert {"command": "checkin", "description": says} in who.commands()


async def test_a_stop_whose_last_word_is_not_heard(bot: Running) -> None:
    await bot.rani.says("/start")
    await bot.settled()
    bot.telegram.faults.add("500", method="getUpdates")
    await bot.stop()
    bot.telegram.faults.clear()
    await bot.start()
    await bot.settled()
    assert len(bot.rani.sees()) == 2, "they came again and were recognised"


# ------------------------------------------------------------------------------------------------------------------------- the poller


class Line:
    """Answers each poll with the next of ``answers``; then the poller is cancelled."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.asked: list[int | None] = []

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


async def polled(*answers: Any) -> tuple[Line, list[Any]]:
    line, got = Line(*answers), []

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
    await polled(NetworkError("x"), TimedOut("x"), RetryAfter(7), *[NetworkError("x")] * 6, [], NetworkError("x"), Conflict("x"))
    assert naps == [0.5, 1.0, 7.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 0.5, 2.0]


@pytest.mark.parametrize("error", [InvalidToken("x"), Forbidden("x")])
async def test_a_token_taken_back(error: Exception, naps: list[float]) -> None:
    with pytest.raises(TelegramProblem, match="TELEGRAM_BOT_TOKEN"):
        await polled(error)


async def test_somebody_else_polls(naps: list[float]) -> None:
    with pytest.raises(TelegramProblem, match="Another program"):
        await polled(*[Conflict("x")] * pollers.CONFLICTS)


# ---------------------------------------------------------------------------------------------------------------------- the transport


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


# ----------------------------------------------------------------------------------------------------------------- the local Telegram


async def test_the_local_telegram_takes_the_next_free_port(telegram: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    second = await local.open_telegram(telegram.port, tmp_path / "telegram.db")
    assert second.port > telegram.port
    await second.stop()
    monkeypatch.setattr(local, "PORTS_TRIED", 1)
    with pytest.raises(Problem, match="No free port"):
        await local.open_telegram(telegram.port, tmp_path / "telegram.db")


async def test_run_local(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("SEBAYA_DATABASE", str(tmp_path / "local" / "sebaya.db"))
    monkeypatch.delenv("SEBAYA_KEY", raising=False)

    async def until_stopped(app: App) -> None:
        await local.seed(app.store)
        assert await app.store.unit(lambda unit: unit.value("SELECT count(*) FROM volunteers WHERE on_duty = 1")) == 2
        await app.stop()

    monkeypatch.setattr(local, "until_stopped", until_stopped)
    monkeypatch.setattr(local.logs, "setup", lambda level: None)
    await local.run_local(18080, None)
    assert "Open  http://127.0.0.1:" in capsys.readouterr().out


# -------------------------------------------------------------------------------------------------------------------- the command line


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """What would have been run, by the name of its coroutine; nothing of the environment outside."""
    names: list[str] = []

    def play(work: Coroutine[Any, Any, None]) -> None:
        names.append(work.__name__)
        work.close()

    monkeypatch.setattr(cli, "play", play)
    monkeypatch.setattr(cli.logs, "setup", lambda level: None)
    monkeypatch.chdir(tmp_path)
    for name in ("TELEGRAM_BOT_TOKEN", "SEBAYA_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    return names


def test_without_a_token_local_with_one_real(played: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert CLI.invoke(cli.cli, []).exit_code == 0
    assert CLI.invoke(cli.cli, ["run"]).exit_code == 0
    monkeypatch.setenv("SEBAYA_OTHER", "kept")
    (tmp_path / ".env").write_text(f"# a comment\nexport TELEGRAM_BOT_TOKEN='{TOKEN}'\nSEBAYA_OTHER=x\nnothing\n")
    assert CLI.invoke(cli.cli, ["run"]).exit_code == 0
    assert played == ["run_local", "run_local", "run_real"]
    assert os.environ.pop("TELEGRAM_BOT_TOKEN") == TOKEN and os.environ["SEBAYA_OTHER"] == "kept"


def test_check(played: list[str], tmp_path: Path) -> None:
    good = CLI.invoke(cli.cli, ["check"])
    assert good.exit_code == 0 and "All good" in good.output
    bad = CLI.invoke(cli.cli, ["check", "--config", str(tmp_path / "none.yaml")])
    assert bad.exit_code == 2


async def test_run_real_until_something_ends_it(telegram: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEBAYA_DATABASE", str(tmp_path / "sebaya.db"))
    monkeypatch.setenv("SEBAYA_KEY", base64.b64encode(KEY).decode())
    monkeypatch.setenv("TELEGRAM_API_URL", telegram.url)
    running = asyncio.create_task(cli.run_real(telegram.token, content()))
    while signal.getsignal(signal.SIGTERM) in {signal.SIG_DFL, signal.default_int_handler}:  # noqa: ASYNC110 - it runs from here on
        await asyncio.sleep(0.01)
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(running, 15)


def test_play_without_uvloop(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    async def work() -> None:
        done.append(type(asyncio.get_running_loop()).__module__)

    cli.play(work())
    monkeypatch.setitem(__import__("sys").modules, "uvloop", None)
    cli.play(work())
    assert len(done) == 2 and done[1].startswith("asyncio")


def test_main_module() -> None:
    assert importlib.import_module("bot.__main__").cli is cli.cli
    assert (ROOT / "config.yaml").exists() and system_clock() > 1_700_000_000_000


# ------------------------------------------------------------------------------------------------------------------------- fault points


def test_fault_points(monkeypatch: pytest.MonkeyPatch) -> None:
    killed: list[int] = []
    monkeypatch.setattr(faults.os, "kill", lambda pid, number: killed.append(number))
    monkeypatch.setattr(faults, "_name", "sent")
    monkeypatch.setattr(faults, "_left", 2)
    for point in faults.POINTS:
        faults.at(point)
    assert not killed
    faults.at("sent")
    assert killed == [signal.SIGKILL]
