"""The strip of pictures in the README, taken from the page while the story is played: ``make pictures`` writes docs/story.png."""

from __future__ import annotations

import io
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.test_story_on_page import CHROMIUM, ROOT, Phone, Telegram

WIDTH, HEIGHT, GAP = 330, 1000, 12
COLOURS = 96


@contextmanager
def program(folder: Path) -> Iterator[str]:
    """The program on an empty folder, as ``make run`` starts it; its address."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("TELEGRAM_", "SEBAYA_"))}
    ours["SEBAYA_DATABASE"] = str(folder / "sebaya.db")
    command = [sys.executable, "-u", "-m", "bot", "run", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, env=ours, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        try:
            yield next(found.group() for line in process.stdout if (found := re.search(r"http://[\d.]+:\d+", line)))
        finally:
            process.send_signal(signal.SIGINT)


def picture(phone: Phone) -> Image.Image:
    """One chat as it looks now."""
    phone.node.page.wait_for_timeout(400)  # what has just come in slides to its place
    return Image.open(io.BytesIO(phone.node.screenshot())).convert("RGB")


def play(t: Telegram) -> Iterator[Image.Image]:
    """The story, with a picture at each of its four moments."""
    t.rani.node.get_by_role("button", name="Mulai").click()
    t.rani.taps("Ya, aku mau")
    for heard, label in (
        ("dipanggil apa", ""),
        ("Umurmu", "18 tahun ke atas"),
        ("penting buatmu", "Cemas"),
        ("penting buatmu", "Selesai"),
        ("jam berapa", "19"),
    ):
        t.rani.hears(heard)
        t.rani.taps(label)
    t.rani.hears("Setiap hari jam 19.00 WIB")
    t.moves_clock("evening")
    t.rani.hears("imana")
    t.rani.taps("Berat banget")
    t.rani.hears("Kedengarannya lagi berat")
    yield picture(t.rani)
    t.rani.taps("Mau ditemani")
    t.rani.hears("Mau ditemani?")
    t.rani.taps("relawan")
    t.rani.hears("yang sedang bebas: 2")
    t.rani.taps("Cemas")
    t.dimas.taps("^Ya, bisa")
    t.rani.hears("Kamu terhubung dengan")
    t.rani.says("besok ujian, takut banget")
    t.dimas.hears("besok ujian")
    t.dimas.says("aku juga dulu begitu. yang paling berat apa?")
    t.rani.hears("aku juga dulu")
    t.rani.says("takut ngecewain ibu")
    t.dimas.hears("takut ngecewain")
    yield picture(t.dimas)
    t.rani.presses("SOS")
    t.rani.hears("119")
    t.team.hears("menekan SOS")
    t.moves_clock("minute")
    t.hendra.hears("Belum ada yang menjawab")
    t.team.taps("Aku lihat")
    t.rani.hears("sudah membaca panggilanmu")
    t.team.hears("Bu Ratna")
    t.rani.node.page.wait_for_timeout(6000)  # the small note about the tap goes by itself
    yield picture(t.team)
    yield picture(t.rani)


def strip(pictures: list[Image.Image]) -> Image.Image:
    """Side by side, the same height, few colours: small."""
    scaled = [one.resize((WIDTH, round(one.height * WIDTH / one.width)), Image.Resampling.LANCZOS) for one in pictures]
    height = max(one.height for one in scaled)
    whole = Image.new("RGB", (len(scaled) * (WIDTH + GAP) - GAP, height), "white")
    for n, one in enumerate(scaled):
        whole.paste(one, (n * (WIDTH + GAP), 0))
    return whole.quantize(COLOURS, dither=Image.Dither.NONE)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, program(Path(folder)) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"])
        page = browser.new_page(viewport={"width": 2700, "height": HEIGHT}, locale="id-ID", reduced_motion="reduce")
        page.goto(address)
        page.get_by_test_id("column").first.wait_for()
        page.keyboard.press("Escape")
        strip(list(play(Telegram(page)))).save(ROOT / "docs" / "story.png", optimize=True)
        browser.close()


if __name__ == "__main__":
    main()
