"""The Python API, the command line, and that the simulator knows nothing of Sebaya."""

from __future__ import annotations

import ast
import asyncio
import sys
from pathlib import Path

import pytest

import simulator
from simulator import Simulator

SOURCES = sorted(Path(simulator.__file__).parent.rglob("*.py"))


async def test_hears_goes_on_after_the_last_one_heard(api, rani):
    for text in ("satu", "dua", "satu lagi"):
        await api("sendMessage", chat_id=rani.id, text=text)
    assert (await rani.hears("satu"))["text"] == "satu"
    assert (await rani.hears("satu"))["text"] == "satu lagi"


async def test_hears_takes_regular_expressions_and_edits(api, rani):
    message = await api("sendMessage", chat_id=rani.id, text="12 orang")
    assert await rani.hears(r"^\d+ orang$")
    await api("editMessageText", chat_id=rani.id, message_id=message["message_id"], text="13 orang")
    assert (await rani.hears("orang"))["text"] == "13 orang"


async def test_hears_waits(api, rani):
    heard = asyncio.create_task(rani.hears("nanti"))
    await asyncio.sleep(0)
    await api("sendMessage", chat_id=rani.id, text="nanti")
    assert (await heard)["text"] == "nanti"


async def test_what_is_not_heard_fails_with_the_transcript(api, rani):
    await api("sendMessage", chat_id=rani.id, text="lain")
    with pytest.raises(AssertionError, match=r"Rani did not hear 'halo'[\s\S]*Sebaya \(bot\): lain"):
        await rani.hears("halo", timeout=0.01)
    with pytest.raises(AssertionError, match="sees no button"):
        await rani.taps("Ya", timeout=0.01)
    with pytest.raises(AssertionError, match="has no key"):
        await rani.presses("Ya", timeout=0.01)


async def test_idle_waits_until_all_is_confirmed(api, rani, telegram):
    await rani.says("halo")
    idle = asyncio.create_task(telegram.idle())
    await asyncio.sleep(0.01)
    assert not idle.done()
    (update,) = await api("getUpdates")
    await api("getUpdates", offset=update["update_id"] + 1)
    await asyncio.wait_for(idle, 5)


async def test_wait_for_fails_when_nothing_happens(telegram):
    with pytest.raises(AssertionError, match="did not become true"):
        await telegram.wait_for(lambda: False, timeout=0.01)


async def test_snapshots_in_python(rani, telegram):
    name = telegram.snapshot()
    await rani.says("x")
    telegram.restore(name)
    assert [message["text"] for message in telegram.known(rani.id).sees()] == ["/start"]


async def test_the_transcript_tells_the_story(api, rani, telegram):
    markup = {"inline_keyboard": [[{"text": "Ya", "callback_data": "y"}]]}
    await api("sendMessage", chat_id=rani.id, text="Setuju?", reply_markup=markup)
    await rani.sends_photo("foto")
    lines = telegram.transcript(rani).splitlines()
    assert lines[1].endswith("Sebaya (bot): Setuju? [Ya]")
    assert lines[2].endswith("Rani: [photo] foto")


async def test_a_taken_port_is_an_error(telegram):
    with pytest.raises(OSError, match="in use"):
        await Simulator(port=telegram.port).start()


def test_a_token_of_another_form_is_refused():
    with pytest.raises(ValueError, match="a token looks like"):
        Simulator().world.add_bot("nonsense", "x_bot", "X")


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.name))
def test_the_simulator_imports_nothing_of_sebaya(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        assert not any(name.split(".")[0] in ("bot", "conversations") for name in names)


async def test_it_runs_alone_and_stops_cleanly(tmp_path, session):
    command = ["-m", "simulator", "--port", "0", "--database", str(tmp_path / "x.db")]
    process = await asyncio.create_subprocess_exec(sys.executable, *command, stdout=asyncio.subprocess.PIPE)
    line = (await asyncio.wait_for(process.stdout.readline(), 20)).decode()
    url = line.split()[2]
    async with session.get(url + "/control/state") as answer:
        assert len((await answer.json())["people"]) == 7
    process.terminate()
    assert await asyncio.wait_for(process.wait(), 10) == 0


async def test_it_says_why_it_cannot_start(tmp_path, telegram):
    command = ["-m", "simulator", "--port", str(telegram.port)]
    process = await asyncio.create_subprocess_exec(sys.executable, *command, stderr=asyncio.subprocess.PIPE)
    _, errors = await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 1
    assert b"the local Telegram cannot start" in errors
