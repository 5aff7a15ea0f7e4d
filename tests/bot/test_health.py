"""Health, metrics and the dead-man's switch; and that none of them tells who anybody is."""

from __future__ import annotations

import re
import ssl
import time
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot import metrics, stats, watch
from bot.config import Watch
from bot.content import ROOT
from bot.health import Health, Parts
from bot.problems import Problem, StoreProblem, TelegramProblem
from bot.store.database import Unit
from bot.watch import Watcher
from tests.bot.desk import Desk


class Shown:
    def __init__(self, desk: Desk) -> None:
        self.heard = self.ticked = time.monotonic()
        self.stuck = 0.0
        self.health = Health(Parts(desk.store, lambda: self.heard, lambda: self.ticked, lambda: 3, lambda: self.stuck), "127.0.0.1", 0)

    async def get(self, path: str) -> tuple[int, str]:
        async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{self.health.port}{path}") as reply:
            return reply.status, await reply.text()


async def test_alive_ready_and_numbers(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    somebody = 7_654_321_098  # no count comes near it, whatever the tests before have counted
    await desk.person(somebody, name="Awan")
    await desk.says(somebody, "/sos")
    shown = Shown(desk)
    await shown.health.start()
    second = Health(shown.health._parts, "127.0.0.1", shown.health.port)
    await second.start()
    assert "cannot be shown" in caplog.text
    await second.stop()
    assert await shown.get("/healthz") == (200, "ok\n")
    status, page = await shown.get("/readyz")
    assert status == 200 and '"waiting": 3' in page
    metrics.add("sebaya_updates_total", 2)
    metrics.add("sebaya_sends_total", lane="crisis", result="ok")
    status, page = await shown.get("/metrics")
    assert status == 200 and "sebaya_calls_open 1\n" in page and 'sebaya_sends_total{lane="crisis",result="ok"}' in page
    assert page.count("# TYPE sebaya_age_seconds gauge") == 1 and "Awan" not in page and str(somebody) not in page
    labels = set(re.findall(r"(\w+)=\"", page))
    assert labels <= {"lane", "result", "part", "le"}
    assert 'sebaya_lane_messages{lane="crisis"} ' in page and "# TYPE sebaya_detector_seconds histogram" in page
    names = set(re.findall(r"^(sebaya_\w+)", page, re.MULTILINE))
    assert {re.sub("_(bucket|sum|count)$", "", name) for name in names} <= set(metrics.HELP), "every line has its help"
    shown.stuck = 400.0
    assert (await shown.get("/readyz"))[0] == 503, "nothing leaves"
    shown.stuck, shown.ticked = 0.0, shown.ticked - 60
    assert (await shown.get("/readyz"))[0] == 503
    await desk.store.close()
    assert (await shown.get("/readyz"))[0] == 503 and (await shown.get("/metrics"))[0] == 503
    await shown.health.stop()


async def test_a_health_that_was_never_shown(desk: Desk) -> None:
    await Shown(desk).health.stop()


def test_durations_fall_into_their_buckets(monkeypatch: pytest.MonkeyPatch) -> None:
    name = "sebaya_pairing_seconds"
    monkeypatch.setitem(metrics._seen, name, [0.0] * (len(metrics.SLOW) + 2))
    for seconds in (1, 5, 20, 1_000_000):
        metrics.observe(name, seconds)
    page = metrics.text({}, {})
    for line in ('_bucket{le="5"} 2', '_bucket{le="15"} 2', '_bucket{le="30"} 3', '_bucket{le="+Inf"} 4', "_sum 1.00003e+06", "_count 4"):
        assert f"\n{name}{line}\n" in page


async def test_what_is_taken_back_and_tried_again_counts_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "sebaya_answer_seconds"
    monkeypatch.setitem(metrics._seen, name, [0.0] * (len(metrics.SLOW) + 2))
    tries = iter((LookupError(), None))

    def work(unit: Unit) -> None:
        unit.measure(name, 7)
        if error := next(tries):
            raise error

    with pytest.raises(LookupError):
        await desk.store.unit(work)
    await desk.store.unit(work)
    page = metrics.text({}, {})
    assert f"{name}_count 1\n" in page and f"{name}_sum 7\n" in page


def test_the_dashboard_shows_numbers_that_exist() -> None:
    board = (ROOT / "deploy" / "grafana.json").read_text()
    used = {re.sub("_(bucket|sum|count)$", "", name) for name in re.findall(r"sebaya_[a-z_]+", board)}
    assert used and used <= set(metrics.HELP)


class Mail:
    sent: list[Any] = []  # noqa: RUF012
    broken = False

    def __init__(self, host: str, port: int, timeout: float, context: ssl.SSLContext | None = None) -> None:
        if self.broken:
            raise OSError("no such host")
        self.secured(context)

    def __enter__(self) -> Mail:
        return self

    def __exit__(self, *_: object) -> None: ...

    def secured(self, context: ssl.SSLContext | None) -> None:
        assert context is None or context.verify_mode is ssl.CERT_REQUIRED, "a password goes to nobody else"

    def starttls(self, context: ssl.SSLContext) -> None:
        self.secured(context)

    def login(self, user: str, password: str) -> None: ...

    def send_message(self, message: Any) -> None:
        self.sent.append(message)


@pytest.mark.parametrize(("seconds", "said"), [(61, "for 1 minute."), (125, "for 2 minutes.")])
async def test_one_minute_is_one_minute(monkeypatch: pytest.MonkeyPatch, seconds: float, said: str) -> None:
    monkeypatch.setattr(watch.smtplib, "SMTP", Mail)
    config = Watch(mail_to=["a@example.org"], smtp_host="x", silent_minutes=1)
    assert await Watcher(config, "SMA Contoh", lambda: 0.0).look(seconds, 0) == ["telegram"]
    assert said in Mail.sent.pop().get_content()


async def test_people_are_told_another_way_once_an_hour(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(watch.smtplib, "SMTP", Mail)
    now = 0.0
    config = Watch(mail_to=["a@example.org"], smtp_host="x", smtp_user="u", webhook="http://127.0.0.1:9/")
    watcher = Watcher(config, "SMA Contoh", lambda: now)
    assert await watcher.look(0, 0) == []
    assert await watcher.look(700, 1000) == ["telegram", "alert"]
    assert len(Mail.sent) == 2 and "has waited for 16 minutes" in Mail.sent[1].get_content()
    assert "could not be called" in caplog.text
    assert await watcher.look(700, 0) == []
    assert await watcher.look(700, 1000) == ["alert"], "it was over in between"
    now = 4000.0
    monkeypatch.setattr(Mail, "broken", True)
    assert await watcher.look(4000, 0) == ["telegram"]
    assert "could not be sent" in caplog.text
    assert await watcher.look(4060, 0) == ["telegram"], "nobody was reached: again in a minute"
    quiet = Watcher(Watch(), "x", lambda: now)
    assert await quiet.look(4000, 0) == ["telegram"]
    plain = Watcher(Watch(mail_to=["a@example.org"], smtp_host="x", smtp_tls=False), "x", lambda: now)
    monkeypatch.setattr(Mail, "broken", False)
    await plain.look(4000, 0)
    monkeypatch.setattr(watch.smtplib, "SMTP_SSL", Mail)
    monkeypatch.delattr(watch.smtplib, "SMTP")
    await Watcher(Watch(mail_to=["a@example.org"], smtp_host="x", smtp_port=465), "x", lambda: now).look(4000, 0)
    assert len(Mail.sent) == 5


async def test_an_address_that_refuses_tells_nobody(caplog: pytest.LogCaptureFixture) -> None:
    app = web.Application()
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    watcher = Watcher(Watch(webhook=f"http://127.0.0.1:{runner.addresses[0][1]}/gone"), "x", lambda: 0.0)
    assert [await watcher.look(700, 0), await watcher.look(760, 0)] == [["telegram"]] * 2
    assert "404" in caplog.text
    await runner.cleanup()


async def test_people_are_told_that_it_ended_by_itself(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    told: list[str] = []

    async def tell(config: Watch, organisation: str, kind: str, text: str) -> bool:
        told.append(text)
        return True

    monkeypatch.setattr(watch, "tell", tell)
    mark = tmp_path / "sebaya.db.ended"

    async def ends(error: Exception, now: float) -> int:
        await watch.tell_of_end(Watch(), "SMA Contoh", error, mark, now)
        return len(told)

    away = Problem("Telegram cannot be reached")
    assert [await ends(away, now) for now in (0, 200, 400)] == [0, 0, 0], "it may be back in a moment"
    assert [await ends(away, now) for now in (600, *range(620, 4220, 200))] == [1] * 19, "once an hour, however often it is started"
    assert await ends(away, 4220) == 2
    assert "Telegram cannot be reached" in told[0]
    assert await ends(away, 90_000) == 2, "the day after it begins anew"
    mark.write_text("nonsense")
    assert await ends(TelegramProblem("wrong token"), 90_001) == 3, "no waiting mends this"
    assert await ends(StoreProblem("Another Sebaya is already running on x."), 190_000) == 3
    mark.unlink()
    mark.mkdir()
    assert await ends(TelegramProblem("wrong token"), 290_000) == 4, "where nothing can be noted it is said too often, rather than never"
    assert await ends(LookupError("aku Rani"), 390_000) == 5, "nor what nobody foresaw"
    assert "look whether it runs" in told[-1] and "Rani" not in told[-1]


def test_every_number_has_its_help() -> None:
    sources = "".join(path.read_text() for path in Path(metrics.__file__).parent.rglob("*.py"))
    counted = set(re.findall(r"(?:metrics\.(?:add|observe)|unit\.measure)\(\s*\"(\w+)\"", sources))
    lanes = {"sebaya_lane_messages", "sebaya_lane_oldest_seconds"}
    gauges = lanes | {f"sebaya_{name}" for name in (*stats.STANDING, "waiting_rows", "database_seconds", "age_seconds")}
    assert counted | gauges == set(metrics.HELP)
