"""The page of the local Telegram, in real Chromium against the real server.

The bot of these tests is a few raw HTTP calls: nothing answers behind the test's back, so every step waits for exactly one thing.
"""

from __future__ import annotations

import http.client
import json
import re
import select
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright_api.expect

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
TOKEN = "7000000001:local-sebaya-bot-token-AAAAAAAAAAAA"
BOT, RANI, DIMAS, RATNA, HENDRA, TEAM = 7000000001, 101, 201, 301, 302, -1001000000501
KINDS = ["message", "edited_message", "message_reaction", "callback_query", "my_chat_member"]

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here (chromium, chromium-browser or google-chrome): the page is not tested")


class Server:
    """The simulator as its own process, and raw calls to it."""

    def __init__(self, errors: Path) -> None:
        command = [sys.executable, "-u", "-m", "simulator", "--port", "0"]
        with errors.open("w") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True)
        assert self.process.stdout is not None
        line = self.process.stdout.readline() if select.select([self.process.stdout], [], [], 15)[0] else ""
        found = re.search(r"http://[\d.]+:\d+", line)
        assert found, f"the simulator does not start: {line!r} {errors.read_text()[-2000:]}"
        self.url = found.group()
        self.offset = self.worlds = 0

    def call(self, method: str, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)

    def control(self, path: str, body: Any = None, method: str | None = None) -> Any:
        return self.call(method or ("GET" if body is None else "POST"), f"/control/{path}", body)

    def bot(self, name: str, /, **parameters: Any) -> Any:
        return self.call("POST", f"/bot{TOKEN}/{name}", parameters)["result"]

    def says(self, text: str, chat: int = RANI, **parameters: Any) -> Any:
        return self.bot("sendMessage", chat_id=chat, text=text, **parameters)

    def updates(self, timeout: int) -> Any:
        """One call of getUpdates; what it brings is confirmed by the next."""
        updates = self.bot("getUpdates", offset=self.offset, timeout=timeout, limit=1, allowed_updates=KINDS)
        for update in updates:
            self.offset = update["update_id"] + 1
        return updates

    def update(self, kind: str) -> Any:
        """The next update of that kind; others are passed over."""
        until = time.monotonic() + 8
        while time.monotonic() < until:
            for update in self.updates(timeout=2):
                if kind in update:
                    return update[kind]
        raise AssertionError(f"no {kind} came")

    def fresh(self) -> str:
        """The first world again with nothing waiting, and Rani's first message in her chat with the bot; each time another one."""
        self.worlds += 1
        first = f"/start {self.worlds}."
        self.control("reset", {})
        self.control("limits", {"on": False})
        self.control(f"people/{RANI}/send", {"text": first})
        self.offset = 0
        while self.updates(timeout=0):
            pass
        return first


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("simulator") / "errors.txt")
    yield server
    server.process.terminate()
    server.process.wait(timeout=10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"])
        yield browser
        browser.close()


# What a test may leave behind on the shared page; then it is loaded anew.
UNTOUCHED = """() => localStorage.getItem('local-telegram') === '{"helpSeen":true}'
    && !document.querySelector('.menu, dialog, .alert-cover, .toast, .drawer:not([hidden]), .target:not([hidden])')
    && [...document.querySelectorAll('textarea')].every(box => !box.value)
    && [...document.querySelectorAll('.column')].every(column => column.dataset.key === `${column.dataset.person}:${column.dataset.chat}`)"""


class Windows:
    """Pages by their options. Those without any share one window, which is quicker; each test finds it as if never used."""

    def __init__(self, browser: Any, url: str) -> None:
        self.browser = browser
        self.url = url
        self.problems: list[str] = []
        self.contexts: list[Any] = []
        self.shared: Any = None
        self.first = ""

    def window(self, **options: Any) -> Any:
        context = self.browser.new_context(reduced_motion="reduce", **{"locale": "en-GB", **options})
        context.add_init_script("localStorage.getItem('local-telegram') ?? localStorage.setItem('local-telegram', '{\"helpSeen\":true}')")
        context.set_default_timeout(6000)
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("request", self.asked)
        page.on("response", self.answered)
        return page

    def asked(self, request: Any) -> None:
        if not request.url.startswith((self.url, "blob:", "data:")):
            self.problems.append(f"the page asked for {request.url}")

    def answered(self, response: Any) -> None:
        if response.status >= 400:
            self.problems.append(f"{response.status} for {response.request.method} {response.url}")

    def open(self, width: int = 1400, height: int = 900, prepare: Callable[[Any], None] | None = None, own: bool = False, **options: Any) -> Any:
        own = own or bool(prepare or options)
        page = self.window(**options) if own or not self.shared else self.shared
        if not own:
            self.shared = page
        page.set_viewport_size({"width": width, "height": height})
        if prepare:
            prepare(page)
        if page.url == "about:blank" or not page.evaluate(UNTOUCHED):
            page.evaluate("location.protocol == 'about:' || localStorage.clear()")
            page.goto(self.url)
        expect(message(column(page, RANI), self.first)).to_be_visible()
        expect(page.get_by_test_id("board")).not_to_have_attribute("aria-busy", "true")
        return page

    def close(self) -> None:
        for context in self.contexts:
            if not self.shared or context != self.shared.context:
                context.close()
        self.contexts = []


Open = Callable[..., Any]


@pytest.fixture(scope="module")
def windows(server: Server, browser: Any) -> Windows:
    return Windows(browser, server.url)


@pytest.fixture
def open_page(server: Server, windows: Windows) -> Iterator[Open]:
    """Opens the page on a fresh world. An error in its console or a request to elsewhere fails the test."""
    windows.problems.clear()
    windows.first = server.fresh()
    yield windows.open
    windows.close()
    assert windows.problems == []


def column(page: Any, person: int, chat: int | None = None) -> Any:
    return page.locator(f'[data-testid=column][data-person="{person}"][data-chat="{chat or person}"]')


def message(column: Any, text: str) -> Any:
    return column.locator("[data-testid=message]").filter(has_text=text).last


def write(column: Any, text: str) -> None:
    column.get_by_test_id("composer").fill(text)
    column.get_by_test_id("send").click()


def actions(page: Any, message: Any, name: str) -> None:
    """Opens the menu of a message with the right button and chooses."""
    message.locator(".bubble").click(button="right")
    page.get_by_test_id(f"action-{name}").click()


def buttons(*rows: list[tuple[str, str]]) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": text, "callback_data": data} for text, data in row] for row in rows]}


def test_text_goes_both_ways(server: Server, open_page: Open) -> None:
    rani = column(open_page(), RANI)
    rani.get_by_test_id("composer").press_sequentially("first line")
    rani.get_by_test_id("composer").press("Shift+Enter")
    rani.get_by_test_id("composer").press_sequentially("second **line**")
    rani.get_by_test_id("composer").press("Enter")
    got = server.update("message")
    assert got["text"] == "first line\nsecond line"
    assert [(entity["type"], entity["offset"], entity["length"]) for entity in got["entities"]] == [("bold", 18, 4)]
    expect(message(rani, "second line")).to_have_attribute("data-out", "true")
    expect(rani.get_by_test_id("composer")).to_have_value("")
    server.says("and <b>back</b> to you", parse_mode="HTML")
    expect(message(rani, "and back to you").locator("strong")).to_have_text("back")


def test_a_private_chat_that_is_empty_offers_start(server: Server, open_page: Open) -> None:
    dimas = column(open_page(), DIMAS)
    dimas.get_by_test_id("start").click()
    got = server.update("message")
    assert (got["text"], got["from"]["id"]) == ("/start", DIMAS)
    expect(dimas.get_by_test_id("start")).to_be_hidden()


def test_an_edited_message_says_so(server: Server, open_page: Open) -> None:
    rani = column(open_page(), RANI)
    sent = server.says("one")
    expect(message(rani, "one")).to_be_visible()
    server.bot("editMessageText", chat_id=RANI, message_id=sent["message_id"], text="two")
    expect(message(rani, "two").get_by_test_id("edited")).to_be_visible()
    expect(rani.get_by_text("one", exact=True)).to_have_count(0)


def test_a_tap_is_answered_with_a_toast_or_an_alert(server: Server, open_page: Open) -> None:
    page = open_page()
    rani = column(page, RANI)
    server.says("Well?", reply_markup=buttons([("Good", "good"), ("Bad", "bad")]))
    button = rani.locator("button[data-testid=inline-button]", has_text="Good")
    button.click()
    query = server.update("callback_query")
    assert (query["data"], query["from"]["id"]) == ("good", RANI)
    expect(button).to_have_attribute("aria-busy", "true")
    server.bot("answerCallbackQuery", callback_query_id=query["id"], text="noted")
    expect(rani.get_by_test_id("callback-toast")).to_have_text("noted")
    expect(button).not_to_have_attribute("aria-busy", "true")
    rani.locator("button[data-testid=inline-button]", has_text="Bad").click()
    server.bot("answerCallbackQuery", callback_query_id=server.update("callback_query")["id"], text="oh no", show_alert=True)
    expect(rani.get_by_role("alertdialog")).to_contain_text("oh no")
    expect(column(page, DIMAS).get_by_role("alertdialog")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(rani.get_by_role("alertdialog")).to_have_count(0)


def test_a_reply_keyboard_opens_and_goes(server: Server, open_page: Open) -> None:
    rani = column(open_page(), RANI)
    server.says(
        "Choose",
        reply_markup={
            "keyboard": [["Peer", "Mood"]],
            "resize_keyboard": True,
            "one_time_keyboard": True,
            "input_field_placeholder": "or write",
        },
    )
    expect(rani.get_by_test_id("composer")).to_have_attribute("placeholder", "or write")
    rani.locator("button[data-testid=reply-key]", has_text="Mood").click()
    assert server.update("message")["text"] == "Mood"
    expect(rani.get_by_test_id("reply-keyboard")).to_be_hidden()
    rani.get_by_test_id("keyboard-toggle").click()
    expect(rani.get_by_test_id("reply-keyboard")).to_be_visible()
    server.says("Done", reply_markup={"remove_keyboard": True})
    expect(rani.get_by_test_id("reply-keyboard")).to_be_hidden()
    expect(rani.get_by_test_id("keyboard-toggle")).to_be_hidden()


def test_commands_come_from_the_menu_and_after_a_slash(server: Server, open_page: Open) -> None:
    page = open_page()
    rani = column(page, RANI)
    server.bot("setMyCommands", commands=[{"command": "mood", "description": "the last days"}, {"command": "sos", "description": "a human"}])
    rani.get_by_test_id("menu-button").click()
    page.get_by_test_id("command-menu").get_by_text("a human").click()
    assert server.update("message")["text"] == "/sos"
    rani.get_by_test_id("composer").press_sequentially("/m")
    expect(rani.get_by_test_id("suggestion")).to_have_count(1)
    rani.get_by_test_id("composer").press("Enter")
    assert server.update("message")["text"] == "/mood"


def test_a_photo_and_an_album_are_attached(server: Server, open_page: Open) -> None:
    page = open_page()
    rani = column(page, RANI)
    rani.get_by_test_id("composer").fill("my window")
    rani.get_by_test_id("attach").click()
    page.get_by_test_id("attach-photo").click()
    got = server.update("message")
    assert got["photo"]
    assert got["caption"] == "my window"
    expect(message(rani, "my window").get_by_test_id("photo")).to_be_visible()
    rani.get_by_test_id("attach").click()
    page.get_by_test_id("attach-album").click()
    assert len({server.update("message")["media_group_id"] for _ in range(3)}) == 1
    expect(rani.get_by_test_id("album").get_by_test_id("photo")).to_have_count(3)
    rani.get_by_test_id("attach").click()
    page.get_by_test_id("attach-voice").click()
    assert server.update("message")["voice"]
    expect(rani.get_by_test_id("voice")).to_be_visible()


def test_a_file_from_this_computer_arrives_unchanged(server: Server, open_page: Open, tmp_path: Path) -> None:
    page = open_page()
    (tmp_path / "plan.txt").write_bytes(b"sleep, walk, call\n" * 100)
    column(page, RANI).get_by_test_id("attach").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_test_id("pick-document").click()
    chooser.value.set_files(tmp_path / "plan.txt")
    got = server.update("message")["document"]
    assert got["file_name"] == "plan.txt"
    path = server.bot("getFile", file_id=got["file_id"])["file_path"]
    with urllib.request.urlopen(f"{server.url}/file/bot{TOKEN}/{path}", timeout=10) as answer:
        assert answer.read() == (tmp_path / "plan.txt").read_bytes()


def test_a_reaction_is_given_and_taken_back(server: Server, open_page: Open) -> None:
    page = open_page()
    rani = column(page, RANI)
    server.says("I am here")
    message(rani, "I am here").locator(".bubble").click(button="right")
    page.get_by_test_id("react-🙏").click()
    assert server.update("message_reaction")["new_reaction"] == [{"type": "emoji", "emoji": "🙏"}]
    chip = message(rani, "I am here").get_by_test_id("reaction")
    expect(chip).to_have_attribute("aria-pressed", "true")
    chip.click()
    assert server.update("message_reaction")["new_reaction"] == []
    expect(chip).to_have_count(0)


def test_reply_quote_edit_and_delete_from_the_menu_of_a_message(server: Server, open_page: Open) -> None:
    page = open_page()
    rani = column(page, RANI)
    asked = server.says("How was the night?")
    actions(page, message(rani, "How was the night?"), "reply")
    write(rani, "short")
    assert server.update("message")["reply_to_message"]["message_id"] == asked["message_id"]
    expect(message(rani, "short").get_by_test_id("reply-to")).to_contain_text("How was the night?")
    page.evaluate(
        """(id) => {
        const text = document.querySelector(`[data-chat="101"] [data-message="${id}"] .text`).firstChild;
        getSelection().setBaseAndExtent(text, 8, text, 17);
    }""",
        asked["message_id"],
    )
    rani.locator(f'[data-message="{asked["message_id"]}"]').get_by_test_id("message-menu").dispatch_event("click")
    page.get_by_test_id("action-quote").click()
    write(rani, "which one?")
    assert server.update("message")["quote"]["text"] == "the night"
    actions(page, message(rani, "which one?"), "edit")
    expect(rani.get_by_test_id("composer")).to_have_value("which one?")
    write(rani, "the last one?")
    assert server.update("edited_message")["text"] == "the last one?"
    expect(message(rani, "the last one?").get_by_test_id("edited")).to_be_visible()
    actions(page, message(rani, "the last one?"), "delete")
    expect(rani.get_by_text("the last one?")).to_have_count(0)


def test_a_person_blocks_the_bot_and_comes_back(server: Server, open_page: Open) -> None:
    page = open_page()
    rani = column(page, RANI)
    rani.get_by_test_id("menu").click()
    page.get_by_test_id("toggle-block").click()
    assert server.update("my_chat_member")["new_chat_member"]["status"] == "kicked"
    expect(rani).to_have_attribute("data-state", "blocked")
    expect(rani.get_by_test_id("composer")).to_be_hidden()
    rani.get_by_test_id("unblock").click()
    assert server.update("my_chat_member")["new_chat_member"]["status"] == "member"
    expect(rani.get_by_test_id("composer")).to_be_visible()


def test_the_clock_moves_to_the_next_evening_and_back(server: Server, open_page: Open) -> None:
    page = open_page()
    page.get_by_test_id("clock").click()
    page.get_by_test_id("clock-evening").click()
    expect(page.get_by_test_id("clock")).to_contain_text("19:00:0")
    moved = server.control("clock")["now"]
    assert 0 < moved - time.time() <= 86_400
    assert int(moved + 7 * 3600) % 86_400 // 60 == 19 * 60  # Indonesia's west is seven hours ahead of UTC, always
    page.get_by_test_id("clock").click()
    page.get_by_test_id("clock-tomorrow").click()
    expect(page.get_by_test_id("clock")).to_have_class(re.compile("moved"))
    playwright_api.expect(page.get_by_test_id("clock")).to_contain_text("19:00:")
    page.get_by_test_id("clock").click()
    page.get_by_test_id("clock-now").click()
    expect(page.get_by_test_id("clock")).not_to_have_class(re.compile("moved"))
    assert abs(server.control("clock")["now"] - time.time()) < 5


def test_faults_are_switched_on_and_off(server: Server, open_page: Open) -> None:
    page = open_page()
    page.get_by_test_id("top-faults").click()
    page.get_by_test_id("fault-outage").click()
    expect(page.get_by_test_id("fault")).to_have_attribute("data-kind", "outage")
    assert [fault["kind"] for fault in server.control("state")["faults"]] == ["outage"]
    page.get_by_test_id("fault-off").click()
    expect(page.get_by_test_id("fault")).to_have_count(0)
    form = page.get_by_test_id("fault-form")
    form.get_by_test_id("field-kind").select_option("403")
    form.get_by_test_id("field-method").fill("sendMessage")
    form.get_by_test_id("field-times").fill("1")
    page.get_by_test_id("fault-add").click()
    expect(page.get_by_test_id("fault")).to_have_count(1)
    with pytest.raises(urllib.error.HTTPError, match="403"):
        server.says("refused")
    page.get_by_test_id("top-limits").click()
    expect(page.get_by_test_id("top-limits")).to_have_attribute("aria-pressed", "true")
    assert server.control("state")["limits"]["on"] is True


def test_the_log_shows_calls_live_and_filters_them(server: Server, open_page: Open) -> None:
    page = open_page(own=True)
    page.get_by_test_id("top-log").click()
    server.says("look at me")
    line = page.get_by_test_id("call").filter(has_text="look at me")
    expect(line).to_be_visible()
    line.locator("summary").click()
    expect(line.locator(".json").first).to_contain_text('"chat_id"')
    with pytest.raises(urllib.error.HTTPError):
        server.says("nobody there", chat=999)
    page.get_by_test_id("log-errors").check()
    expect(line).to_have_count(0)
    expect(page.get_by_test_id("call").filter(has_text="chat not found")).to_have_count(1)
    page.get_by_test_id("log-errors").uncheck()
    page.get_by_test_id("log-filter").fill("look at")
    expect(page.get_by_test_id("call")).to_have_count(1)
    page.keyboard.press("Escape")


def test_the_theme_follows_the_device_and_the_switch(server: Server, open_page: Open) -> None:
    page = open_page(color_scheme="dark")
    lightness = """() => getComputedStyle(document.querySelector('.column')).backgroundColor
        .match(/[\\d.]+/g).slice(0, 3).map(Number).reduce((one, other) => one + other)"""
    assert page.evaluate(lightness) < 200
    page.get_by_test_id("top-theme").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    assert page.evaluate(lightness) > 600
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    page.get_by_test_id("top-theme").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_on_a_small_phone_one_column_fills_the_page(server: Server, open_page: Open) -> None:
    page = open_page(width=360, height=640, has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    box = column(page, RANI).bounding_box()
    assert (box["x"], box["width"]) == (0, 360)
    write(column(page, RANI), "a long word " + "x" * 200)
    expect(message(column(page, RANI), "a long word")).to_be_visible()
    server.control(f"people/{DIMAS}/send", {"text": "/start"})
    server.says("for Dimas", chat=DIMAS)
    tab = page.get_by_test_id("tab").filter(has_text="Dimas")
    expect(tab.locator(".count")).to_be_visible()
    tab.click()
    expect(message(column(page, DIMAS), "for Dimas")).to_be_in_viewport()
    expect(tab.locator(".count")).to_have_count(0)
    page.get_by_test_id("top-more").click()
    page.get_by_test_id("more-log").click()
    expect(page.get_by_test_id("drawer")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_a_cut_socket_comes_back_with_what_was_missed(server: Server, open_page: Open) -> None:
    lines: list[Any] = []
    down = False

    def answer(line: Any) -> None:
        if down:
            line.close()
            return
        line.connect_to_server()
        lines.append(line)

    page = open_page(prepare=lambda page: page.route_web_socket(re.compile("/control/ws$"), answer))
    expect(page.get_by_test_id("status")).to_be_hidden()
    down = True
    lines[-1].close()
    expect(page.get_by_test_id("status")).to_be_visible()
    server.says("while you were away")
    expect(column(page, RANI).get_by_text("while you were away")).to_have_count(0)
    down = False
    expect(message(column(page, RANI), "while you were away")).to_be_visible()
    expect(page.get_by_test_id("status")).to_be_hidden()


@pytest.mark.parametrize(
    "headers", [{"Host": "evil.example"}, {"Origin": "http://evil.example"}, {"Origin": "null"}], ids=["host", "origin", "null-origin"]
)
def test_another_host_or_origin_gets_nothing(server: Server, headers: dict[str, str]) -> None:
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    }
    for path, extra in (("/", {}), ("/control/state", {}), ("/control/ws", upgrade)):
        connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=5)
        connection.request("GET", path, headers={**extra, **headers})
        answer = connection.getresponse()
        assert answer.status == 403
        assert b"Rani" not in answer.read()
        connection.close()


def test_a_page_from_elsewhere_cannot_read_the_world(server: Server, browser: Any) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route("http://evil.test/", lambda route: route.fulfill(content_type="text/html", body="<title>evil</title>"))
    page.goto("http://evil.test/")
    read = "url => fetch(url).then(answer => answer.text(), () => 'nothing')"
    assert page.evaluate(read, f"{server.url}/control/state") == "nothing"
    listen = """url => new Promise(done => {
        const line = new WebSocket(url);
        line.onmessage = event => done(event.data);
        line.onclose = line.onerror = () => done('nothing');
    })"""
    assert page.evaluate(listen, f"{server.url.replace('http', 'ws')}/control/ws") == "nothing"
    context.close()


def test_hostile_names_and_texts_are_only_text(server: Server, open_page: Open) -> None:
    evil = "<img src=x onerror=window.hit=1>"
    server.control(f"people/{RANI}", {"first_name": evil}, "PATCH")
    page = open_page()
    rani = column(page, RANI)
    expect(rani.get_by_test_id("name")).to_have_text(evil)
    write(rani, evil)
    link = {"type": "text_link", "offset": 0, "length": 5, "url": "javascript:window.hit=1"}
    server.control(f"people/{RANI}/send", {"text": "click", "entities": [link]})
    server.says(evil, reply_markup=buttons([(evil, evil[:60])]))
    expect(rani.locator("button[data-testid=inline-button]")).to_have_text(evil)
    message(rani, "click").get_by_test_id("text").click()
    page.get_by_test_id("top-log").click()
    expect(page.get_by_test_id("call").filter(has_text=evil)).to_be_visible()
    page.get_by_test_id("top-columns").click()
    expect(page.get_by_test_id("column-line").first).to_contain_text(evil)
    assert page.evaluate("window.hit") is None
    assert page.locator("a[href^=javascript]").count() == 0
    assert page.locator(".column img[src=x], .drawer img[src=x]").count() == 0


def test_formatting_is_drawn_from_utf16_offsets(server: Server, open_page: Open) -> None:
    rani = column(open_page(), RANI)
    text = "👩‍🚀 bold and secret\nquoted\ncode"

    def at(part: str) -> int:
        return len(text[: text.index(part)].encode("utf-16-le")) // 2

    kinds = {"bold": "bold and", "italic": "and", "spoiler": "secret", "blockquote": "quoted", "code": "code"}
    server.says(text, entities=[{"type": kind, "offset": at(part), "length": len(part)} for kind, part in kinds.items()])
    shown = message(rani, "bold and")
    expect(shown.locator("strong")).to_have_text("bold and")
    expect(shown.locator("strong em")).to_have_text("and")
    expect(shown.locator("blockquote")).to_have_text("quoted")
    expect(shown.locator("code")).to_have_text("code")
    spoiler = shown.get_by_role("button", name="Hidden")
    spoiler.click()
    expect(shown.locator(".e-spoiler.shown")).to_have_text("secret")


def test_protected_pinned_and_typing_are_shown(server: Server, open_page: Open) -> None:
    page = open_page()
    rani = column(page, RANI)
    sent = server.says("keep this", protect_content=True)
    expect(message(rani, "keep this").get_by_test_id("protected")).to_be_visible()
    message(rani, "keep this").locator(".bubble").click(button="right")
    expect(page.get_by_test_id("action-reply")).to_be_visible()
    expect(page.get_by_test_id("action-copy")).to_have_count(0)
    page.keyboard.press("Escape")
    server.bot("pinChatMessage", chat_id=RANI, message_id=sent["message_id"])
    expect(rani.get_by_test_id("pinned")).to_contain_text("keep this")
    server.bot("sendChatAction", chat_id=RANI, action="typing")
    expect(rani.get_by_test_id("typing")).to_be_visible()
    expect(rani.get_by_test_id("subtitle")).to_contain_text("typing")
    server.says("there")
    expect(rani.get_by_test_id("typing")).to_be_hidden()


def test_in_a_group_one_chooses_as_whom_to_write(server: Server, open_page: Open) -> None:
    page = open_page(width=1800)
    column(page, RATNA, TEAM).get_by_test_id("as").click()
    page.get_by_test_id(f"as-{HENDRA}").click()
    team = column(page, HENDRA, TEAM)
    write(team, "I take it")
    got = server.update("message")
    assert (got["from"]["id"], got["chat"]["id"]) == (HENDRA, TEAM)
    expect(message(team, "I take it")).to_have_attribute("data-out", "true")
    team.get_by_test_id("as").click()
    page.get_by_test_id(f"as-{RATNA}").click()
    expect(message(column(page, RATNA, TEAM), "I take it")).to_have_attribute("data-out", "false")


def test_topics_of_a_forum_are_tabs(server: Server, open_page: Open) -> None:
    server.control(f"groups/{TEAM}", {"forum": True}, "PATCH")
    thread = server.bot("createForumTopic", chat_id=TEAM, name="Case 7")["message_thread_id"]
    page = open_page(width=1800)
    team = column(page, RATNA, TEAM)
    server.says("in general", chat=TEAM)
    server.says("in the case", chat=TEAM, message_thread_id=thread)
    expect(message(team, "in the case")).to_be_visible()
    team.get_by_test_id("topic").filter(has_text="Case 7").click()
    expect(message(team, "in the case")).to_be_visible()
    expect(team.get_by_text("in general")).to_have_count(0)
    write(team, "noted")
    assert server.update("message")["message_thread_id"] == thread
    expect(message(team, "noted")).to_be_visible()


def test_people_are_added_renamed_hidden_and_shown(server: Server, open_page: Open) -> None:
    page = open_page(width=1800)
    page.get_by_test_id("top-add-person").click()
    page.get_by_test_id("field-first_name").fill("Putri")
    page.get_by_test_id("confirm").click()
    added = page.get_by_test_id("column").filter(has=page.get_by_test_id("name").filter(has_text="Putri"))
    write(added, "hello")
    assert server.update("message")["from"]["first_name"] == "Putri"
    added.get_by_test_id("menu").click()
    page.get_by_test_id("hide-column").click()
    expect(added).to_have_count(0)
    page.get_by_test_id("top-columns").click()
    page.get_by_test_id("column-line").filter(has_text="Putri").get_by_test_id("column-shown").check()
    expect(added).to_be_visible()
    rani = column(page, RANI)
    rani.get_by_test_id("menu").click()
    page.get_by_test_id("language").click()
    page.get_by_test_id("language-en").click()
    expect(rani.locator(".lang")).to_have_text("en")
    rani.get_by_test_id("menu").click()
    page.get_by_test_id("rename").click()
    page.get_by_test_id("field-first_name").fill("Rina")
    page.get_by_test_id("confirm").click()
    expect(rani.get_by_test_id("name")).to_have_text("Rina")
    write(rani, "it is me")
    sender = server.update("message")["from"]
    assert (sender["first_name"], sender["language_code"]) == ("Rina", "en")


def test_old_messages_are_fetched_when_somebody_scrolls_up(server: Server, open_page: Open) -> None:
    rani = column(open_page(), RANI)
    for number in range(260):
        server.control(f"people/{RANI}/send", {"text": f"message {number}."})
    expect(rani.get_by_text("message 259.", exact=True)).to_be_in_viewport()
    assert rani.get_by_test_id("message").count() <= 200
    expect(rani.get_by_text("message 3.", exact=True)).to_have_count(0)
    rani.get_by_test_id("history").evaluate("node => { node.scrollTop = 0; }")
    expect(rani.get_by_text("message 3.", exact=True)).to_have_count(1)
    server.says("newest")
    expect(rani.get_by_test_id("jump").locator(".count")).to_have_text("1")
    rani.get_by_test_id("jump").click()
    expect(message(rani, "newest")).to_be_in_viewport()


def test_the_world_is_reset_only_after_a_question(server: Server, open_page: Open) -> None:
    page = open_page()
    rani = column(page, RANI)
    write(rani, "soon gone")
    expect(message(rani, "soon gone")).to_be_visible()
    page.get_by_test_id("top-reset").click()
    page.keyboard.press("Escape")
    expect(message(rani, "soon gone")).to_be_visible()
    page.get_by_test_id("top-reset").click()
    page.get_by_test_id("confirm").click()
    expect(rani.get_by_text("soon gone")).to_have_count(0)
    expect(rani.get_by_test_id("start")).to_be_visible()


def test_both_languages_say_everything(server: Server, open_page: Open) -> None:
    page = open_page(locale="id-ID")
    expect(page.get_by_role("heading", name="Telegram lokal")).to_be_visible()
    texts = page.evaluate("Promise.all(['id', 'en'].map(name => import(`/texts/${name}.js`))).then(all => all.map(one => one.default))")
    indonesian, english = texts
    assert indonesian.keys() == english.keys()
    for key, text in english.items():
        assert indonesian[key].strip()
        assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", indonesian[key])), key
    page.get_by_test_id("top-help").click()
    expect(page.get_by_test_id("help")).to_contain_text("Rani baru mengenal bot ini")
    page.get_by_test_id("top-language").click()
    expect(page.get_by_test_id("help")).to_contain_text("Rani is new to the bot")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_a_newcomer_is_shown_the_story(server: Server, open_page: Open) -> None:
    def never_seen(page: Any) -> None:
        page.add_init_script("localStorage.removeItem('local-telegram')")

    expect(open_page(width=1600, prepare=never_seen).get_by_test_id("help")).to_be_visible()
    narrow = open_page(width=400, prepare=never_seen)
    narrow.get_by_test_id("help-hint").get_by_role("button").first.click()
    expect(narrow.get_by_test_id("help")).to_be_visible()


def test_everything_can_be_reached_and_named_without_a_mouse(server: Server, open_page: Open) -> None:
    page = open_page()
    rani = column(page, RANI)
    server.says("one", reply_markup=buttons([("Yes", "y")]))
    server.says("two")
    expect(message(rani, "two")).to_be_visible()
    rani.get_by_test_id("history").focus()
    page.keyboard.press("ArrowUp")
    expect(message(rani, "two")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("message-actions")).to_be_visible()
    page.keyboard.press("End")
    expect(page.get_by_test_id("action-json")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("message-actions")).to_have_count(0)
    for name in ("columns", "log", "faults", "help"):
        page.get_by_test_id(f"top-{name}").click()
        nameless = page.evaluate("""() => [...document.querySelectorAll('button, input, select, textarea, [role=button]')]
            .filter(node => node.checkVisibility() && !(node.ariaLabel || node.innerText?.trim() || node.labels?.length || node.title))
            .map(node => node.outerHTML.slice(0, 120))""")
        assert nameless == []
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("drawer")).to_be_hidden()
