"""What a newcomer does: ``make run``, open the page, play the story. The real program as its own process, real Chromium, both languages."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright_api.expect
ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
TEAM = -1001000000501
PATIENCE = 12_000  # ms of real time; only a hanging program ever waits that long

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here (chromium, chromium-browser or google-chrome): the page is not tested")


class Phone:
    """One column of the page: somebody's chat."""

    def __init__(self, page: Any, person: int, chat: int) -> None:
        self.node = page.locator(f'[data-testid=column][data-person="{person}"][data-chat="{chat}"]')

    def says(self, text: str) -> None:
        self.node.get_by_test_id("composer").fill(text)
        self.node.get_by_test_id("send").click()

    def taps(self, label: str) -> None:
        self.node.locator("button[data-testid=inline-button]", has_text=re.compile(label)).last.click(timeout=PATIENCE)

    def presses(self, label: str) -> None:
        self.node.locator("button[data-testid=reply-key]", has_text=label).click(timeout=PATIENCE)

    def hears(self, text: str) -> None:
        expect(self.node.get_by_test_id("message").filter(has_text=text).last).to_be_visible(timeout=PATIENCE)


class Telegram:
    """The page with its seven phones."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.rani, self.dimas, self.sari = (Phone(page, n, n) for n in (101, 201, 202))
        self.ratna, self.hendra, self.maya = (Phone(page, n, n) for n in (301, 302, 401))
        self.team = Phone(page, 301, TEAM)

    def moves_clock(self, by: str) -> None:
        self.page.get_by_test_id("clock").click()
        self.page.get_by_test_id(f"clock-{by}").click()


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], str]]:
    """Starts the program on an empty folder as ``make run`` does, and returns the address it prints."""
    running: list[subprocess.Popen[str]] = []

    def start() -> str:
        ours = {name: value for name, value in os.environ.items() if not name.startswith(("TELEGRAM_", "SEBAYA_"))}
        ours["SEBAYA_DATABASE"] = str(tmp_path_factory.mktemp("local") / "sebaya.db")
        command = [sys.executable, "-u", "-m", "bot", "run", "--port", "0"]
        process = subprocess.Popen(command, cwd=ROOT, env=ours, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        running.append(process)
        assert process.stdout is not None
        stuck = threading.Timer(30, process.kill)
        stuck.start()
        printed = ""
        for line in process.stdout:
            printed += line
            if found := re.search(r"http://[\d.]+:\d+", line):
                stuck.cancel()
                return found.group()
        raise AssertionError(f"no address was printed: {printed[-2000:]}")

    yield start
    for process in running:
        process.send_signal(signal.SIGINT)
    codes = [process.wait(timeout=15) for process in running]
    assert codes == [0] * len(running), "Ctrl-C did not stop it cleanly"


@pytest.fixture(scope="module")
def telegram(program: Callable[[], str]) -> Iterator[Callable[[], Telegram]]:
    with playwright_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"])

        def opened() -> Telegram:
            page = browser.new_page(viewport={"width": 2700, "height": 1000}, locale="id-ID", reduced_motion="reduce")
            page.goto(program())
            page.get_by_test_id("column").first.wait_for()
            page.keyboard.press("Escape")
            return Telegram(page)

        yield opened
        browser.close()


def test_the_story_in_indonesian(telegram: Callable[[], Telegram]) -> None:
    t = telegram()
    # 1. a newcomer: six taps
    t.rani.node.get_by_role("button", name="Mulai").click()
    t.rani.hears("Aku bot, bukan manusia")
    for heard, label in (
        ("dipanggil apa", ""),
        ("Umurmu", "18 tahun ke atas"),
        ("penting buatmu", "Cemas"),
        ("penting buatmu", "Selesai"),
        ("jam berapa", "19"),
    ):
        if heard == "dipanggil apa":
            t.rani.taps("Ya, aku mau")
        t.rani.hears(heard)
        t.rani.taps(label)
    t.rani.hears("Setiap hari jam 19.00 WIB")
    # 2. the daily question, answered by one tap; a low mood is offered company
    t.moves_clock("evening")
    t.rani.hears("imana")  # the wording changes from day to day
    t.rani.taps("Berat banget")
    t.rani.hears("Kedengarannya lagi berat")
    t.rani.taps("Mau ditemani")
    t.rani.hears("Mau ditemani?")
    t.rani.taps("relawan")
    # 3. a peer who lived through the same
    t.rani.hears("yang sedang bebas: 2")
    t.rani.taps("Cemas")
    t.dimas.hears("Kamu juga pernah mengalami: Cemas")
    t.dimas.taps("^Ya, bisa")
    t.rani.hears("Kamu terhubung dengan")
    t.rani.says("besok ujian, takut")
    t.dimas.hears("besok ujian, takut")
    t.dimas.says("aku juga dulu begitu")
    t.rani.hears("aku juga dulu begitu")
    # 4. help: the group, then each counselor, then the coordinator, until somebody answers
    t.rani.presses("SOS")
    t.rani.hears("119")
    t.team.hears("menekan SOS")
    t.moves_clock("minute")
    t.ratna.hears("Belum ada yang menjawab")
    t.hendra.hears("Belum ada yang menjawab")
    t.rani.hears("Belum ada konselor yang menjawab")
    t.moves_clock("minute")
    t.moves_clock("minute")
    t.maya.hears("Belum ada yang menjawab")
    t.team.taps("Aku lihat")
    t.rani.hears("Bu Ratna, konselor di sini, sudah membaca panggilanmu")
    t.team.taps("Ngobrol")
    t.dimas.hears("Konselor sekarang mendampingi")
    t.ratna.says("halo, aku Ratna")
    t.rani.hears("halo, aku Ratna")
    t.rani.says("makasih bu")
    t.ratna.hears("makasih bu")
    t.ratna.presses("Akhiri")
    t.ratna.says("sudah tenang, besok bertemu")
    t.team.hears("Ditutup Bu Ratna")
    # and afterwards: how the days were
    t.rani.says("/mood")
    t.rani.hears("berat banget")


def test_the_story_in_english(telegram: Callable[[], Telegram]) -> None:
    t = telegram()
    t.rani.says("/start")
    t.rani.taps("English")
    t.rani.hears("I'm a bot")
    t.rani.taps("Yes, let's go")
    for heard, label in (
        ("What shall I call you", ""),
        ("How old", "18 or older"),
        ("on your mind", "Anxiety"),
        ("on your mind", "Done"),
        ("What time", "19"),
    ):
        t.rani.hears(heard)
        t.rani.taps(label)
    t.rani.hears("Every day at 19:00 WIB")
    t.moves_clock("evening")
    t.rani.hears("How ")  # the wording changes from day to day
    t.rani.taps("😣")
    t.rani.hears("That sounds heavy")
    t.rani.says("I want to kill myself")
    t.rani.hears("119")
    t.team.hears("I want to kill myself")
    t.team.taps("Aku lihat")
    t.rani.hears("Bu Ratna, a counselor here, has read your call")
    t.rani.says("/peer")
    t.rani.hears("free right now: 2")
    t.rani.taps("Anxiety")
    t.dimas.hears("Cemas")
    t.dimas.taps("^Ya, bisa")
    t.rani.hears("connected with")
    t.rani.says("thank you for being here")
    t.dimas.hears("thank you for being here")
    t.rani.presses("End")
    t.rani.hears("You ended the chat")
    t.rani.says("/settings")
    t.rani.taps("Language")
    t.rani.taps("Bahasa Indonesia")
    t.rani.hears("mulai sekarang kita pakai bahasa Indonesia")
