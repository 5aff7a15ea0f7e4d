"""Persistence: after a restart everything goes on."""

from __future__ import annotations

import asyncio
import sqlite3

import pytest

from simulator import Simulator
from simulator.storage import StorageError


async def first_life(path, session):
    async with Simulator(database=path) as telegram:
        rani = telegram.person("Rani", language="id")
        await rani.says("/start")
        await rani.sends_photo("foto", data=b"\xff\xd8 isi")
        group = telegram.group("Tim", [rani], forum=True)
        thread = group.opens_topic("Kasus", by=rani)
        url = f"{telegram.url}/bot{telegram.token}/"
        await session.post(url + "setMyCommands", json={"commands": [{"command": "help", "description": "Bantuan"}]})
        await session.post(url + "sendMessage", json={"chat_id": rani.id, "text": "x", "reply_markup": {"keyboard": [["Mulai"]]}})
        await session.post(url + "setMessageReaction", json={"chat_id": rani.id, "message_id": 1, "reaction": [{"type": "emoji", "emoji": "👍"}]})
        telegram.clock.advance(days=3)
        queue = telegram.world.queues[telegram.bot.id]
        return {
            "rani": rani.id,
            "group": group.id,
            "thread": thread,
            "next": queue.next_id,
            "pending": [update for _, update in queue.pending.values()],
            "messages": rani.sees(),
            "seq": telegram.journal.last,
            "now": telegram.clock.now(),
        }


async def test_everything_goes_on_after_a_restart(tmp_path, session):
    path = tmp_path / "telegram.db"
    before = await first_life(path, session)
    async with Simulator(database=path) as telegram:
        rani = telegram.known(before["rani"])
        queue = telegram.world.queues[telegram.bot.id]
        assert queue.next_id == before["next"]
        assert [update for _, update in queue.pending.values()] == before["pending"]
        assert rani.sees() == before["messages"]
        assert (await rani.says("lagi"))["message_id"] == before["messages"][-1]["message_id"] + 1
        assert rani.sees_keyboard()["keyboard"] == [[{"text": "Mulai"}]]
        assert [command["command"] for command in rani.commands()] == ["help"]
        assert telegram.core.messages.reactions_view(rani.chat, 1)[0]["emoji"] == "👍"
        assert telegram.world.group(before["group"]).topics[before["thread"]].name == "Kasus"
        assert telegram.journal.last >= before["seq"]
        assert telegram.clock.now() == pytest.approx(before["now"], abs=60)
        file_id = before["messages"][1]["photo"][-1]["file_id"]
        async with session.get(f"{telegram.url}/control/files/{file_id}") as answer:
            assert await answer.read() == b"\xff\xd8 isi"


async def test_confirmed_updates_and_deleted_messages_stay_gone(tmp_path, session):
    path = tmp_path / "telegram.db"
    async with Simulator(database=path) as telegram:
        rani = telegram.person("Rani")
        message = await rani.says("x")
        await rani.says("y")
        telegram.storage.flush()
        await rani.deletes(message)
        telegram.world.queues[telegram.bot.id].drop_all()
    async with Simulator(database=path) as telegram:
        assert [message["text"] for message in telegram.known(rani.id).sees()] == ["y"]
        assert not telegram.world.queues[telegram.bot.id].pending


async def test_changes_are_written_in_the_background(tmp_path):
    path = tmp_path / "telegram.db"
    async with Simulator(database=path) as telegram:
        await telegram.person("Rani").says("halo")
        for _ in range(100):
            with sqlite3.connect(path) as reader:
                if reader.execute("SELECT count(*) FROM records WHERE kind = 'message'").fetchone()[0]:
                    break
            await asyncio.sleep(0.05)
        else:
            pytest.fail("nothing was written")


async def test_a_reset_is_stored_too(tmp_path):
    path = tmp_path / "telegram.db"
    async with Simulator(database=path, world=True) as telegram:
        await telegram.known(101).says("halo")
        telegram.reset()
    async with Simulator(database=path, world=True) as telegram:
        assert telegram.known(101).sees() == []
        assert len(telegram.world.people) == 7
        assert telegram.world.columns


async def test_the_seed_is_planted_only_once(tmp_path):
    path = tmp_path / "telegram.db"
    for _ in range(2):
        async with Simulator(database=path, world=True) as telegram:
            telegram.person("Putri")
    assert len(telegram.world.people) == 9


async def test_a_file_that_is_no_database_is_a_clear_error(tmp_path):
    path = tmp_path / "x.db"
    path.write_bytes(b"this is not a database, it is a text that is long enough" * 50)
    with pytest.raises(StorageError, match="cannot be used"):
        Simulator(database=path)


async def test_a_file_of_a_newer_version_is_a_clear_error(tmp_path):
    path = tmp_path / "x.db"
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 99")
    with pytest.raises(StorageError, match="newer version"):
        Simulator(database=path)
