"""The commands and the local Telegram, in this process."""

from __future__ import annotations

import asyncio
import base64
import importlib
import os
import signal
from collections.abc import AsyncIterator, Coroutine
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot import cli, faults, local
from bot.app import App
from bot.clock import system_clock
from bot.content import ROOT
from bot.problems import Problem, StoreProblem
from simulator.client import Simulator
from tests.support import KEY, content

CLI = CliRunner()
TOKEN = "7000000001:local-sebaya-bot-token-AAAAAAAAAAAA"


@pytest.fixture
async def telegram() -> AsyncIterator[Simulator]:
    async with Simulator(world=True, allow_violations=True) as running:
        yield running


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
    monkeypatch.setattr(local.logs, "setup", lambda *_: None)
    await local.run_local(18080, None)
    assert "Open  http://127.0.0.1:" in capsys.readouterr().out


async def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("SEBAYA_DATABASE", str(tmp_path / "file" / "sebaya.db"))
    monkeypatch.setattr(local.logs, "setup", lambda *_: None)
    with pytest.raises(StoreProblem, match="cannot be made"):
        await local.run_local(18080, None)


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """What would have been run, by the name of its coroutine; nothing of the environment outside."""
    names: list[str] = []

    def play(work: Coroutine[Any, Any, None]) -> None:
        names.append(work.__name__)
        work.close()

    monkeypatch.setattr(cli, "play", play)
    monkeypatch.setattr(cli.logs, "setup", lambda *_: None)
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


def test_everything_wrong_is_said_at_once(played: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (ROOT / "config.yaml").read_text(encoding="utf-8")
    (tmp_path / "bad.yaml").write_text(text.replace("offer_seconds: 60", "offer_seconds: x").replace("level: info", "level: loud"), encoding="utf-8")
    monkeypatch.setenv("SEBAYA_KEY", "too short")
    bad = CLI.invoke(cli.cli, ["run", "--real", "--config", str(tmp_path / "bad.yaml")])
    assert bad.exit_code == 2
    for says in ("offer_seconds", "logs.level", "TELEGRAM_BOT_TOKEN is not set", "SEBAYA_KEY"):
        assert says in bad.output, bad.output
    only_key = CLI.invoke(cli.cli, ["check"])
    assert (only_key.exit_code, "SEBAYA_KEY" in only_key.output) == (4, True)
    assert CLI.invoke(cli.cli, ["run", "--real"]).exit_code == 5
    assert played == []


def test_what_somebody_wrote_is_shown_as_it_is(played: list[str], tmp_path: Path) -> None:
    """Square brackets mean colours to the terminal's writer, and one without its pair ended the program with a traceback."""
    text = (ROOT / "config.yaml").read_text(encoding="utf-8")
    (tmp_path / "bad.yaml").write_text(text.replace("offer_seconds: 60", "offer_seconds: '[/x] [bold]y'"), encoding="utf-8")
    bad = CLI.invoke(cli.cli, ["check", "--config", str(tmp_path / "bad.yaml")])
    assert bad.exit_code == 2
    assert "'[/x] [bold]y'" in bad.output


async def test_run_real_until_something_ends_it(telegram: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEBAYA_DATABASE", str(tmp_path / "sebaya.db"))
    monkeypatch.setenv("SEBAYA_KEY", base64.b64encode(KEY).decode())
    monkeypatch.setenv("TELEGRAM_API_URL", telegram.url)
    running = asyncio.create_task(cli.run_real(telegram.token, content()))
    while signal.getsignal(signal.SIGTERM) in {signal.SIG_DFL, signal.default_int_handler}:  # noqa: ASYNC110 - it runs from here on
        await asyncio.sleep(0.01)
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(running, 15)


async def test_what_nobody_foresaw_is_told_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Exception] = []

    async def serve(token: str, *_: Any) -> None:
        raise LookupError("a bug")

    async def tell_of_end(config: Any, organisation: str, error: Exception, *_: Any) -> None:
        told.append(error)

    monkeypatch.setenv("SEBAYA_DATABASE", str(tmp_path / "sebaya.db"))
    monkeypatch.setattr(cli, "serve", serve)
    monkeypatch.setattr(cli.watch, "tell_of_end", tell_of_end)
    with pytest.raises(LookupError) as error:
        await cli.run_real(TOKEN, content())
    assert told == [error.value]


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
