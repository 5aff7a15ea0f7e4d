"""What somebody who blocks the bot had arranged, and albums in a group: whole, in order, and found by what comes after."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.effects.media import ALBUM_QUIET
from bot.store import appointments, counsel
from bot.store.database import Unit
from bot.store.outbox import Outgoing
from conversations.guidance import Open
from tests.bot.desk import COUNSELOR, OTHER, PERSON, SECOND, Desk, texts
from tests.bot.test_circles import running


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with Desk(tmp_path) as desk:
        yield desk


def blocks(desk: Desk, who: int) -> dict[str, Any]:
    user = {"id": who, "is_bot": False, "first_name": "X"}
    states = {"old_chat_member": {"status": "member", "user": user}, "new_chat_member": {"status": "kicked", "user": user}}
    return desk.raw(my_chat_member={"chat": {"id": who, "type": "private"}, "from": user, "date": 1, **states})


@pytest.mark.parametrize(("who", "hears", "words"), [(PERSON, COUNSELOR, "memblokir bot"), (COUNSELOR, PERSON, "konselor lain")])
async def test_an_appointment_with_somebody_who_blocked_the_bot_stands_and_the_other_knows(desk: Desk, who: int, hears: int, words: str) -> None:
    person, counselor = await desk.person(PERSON), await desk.person(COUNSELOR)
    at = desk.now + 86_400_000
    await desk.store.unit(lambda unit: appointments.book(unit, person.id, counselor.id, "learning", "chat", "", at, 45))
    sent = await desk.handle(blocks(desk, who))
    assert words in texts([row for row in sent if row.chat == hears])
    assert await desk.value("SELECT state FROM appointments") == "booked"
    assert words not in texts(await desk.handle(blocks(desk, who))), "once"


async def test_a_group_whose_leader_blocked_the_bot_is_closed(desk: Desk) -> None:
    await running(desk, PERSON, OTHER)
    sent = await desk.handle(blocks(desk, COUNSELOR))
    assert {PERSON, OTHER} <= {row.chat for row in sent}
    assert await desk.value("SELECT state FROM circles") == "closed"


def part(desk: Desk, who: int, album: str, **fields: Any) -> dict[str, Any]:
    return desk.message(who, photo=[{"file_id": "F", "file_unique_id": "U", "width": 1, "height": 1}], media_group_id=album, **fields)


def groups(rows: list[Outgoing]) -> list[Outgoing]:
    return [row for row in rows if row.method in {"sendMediaGroup", "sendPhoto"}]


async def test_an_album_in_a_group_goes_out_whole_and_once(desk: Desk) -> None:
    await running(desk, PERSON, OTHER)
    first = part(desk, PERSON, "7", caption="liburan")
    assert groups(await desk.handle(first, part(desk, PERSON, "7"))) == []
    sent = groups(await desk.tick(ms=ALBUM_QUIET + 1))
    assert {row.chat for row in sent} == {OTHER, COUNSELOR} and {row.method for row in sent} == {"sendMediaGroup"}
    media = sent[0].params["media"]
    assert len(media) == 2 and "liburan" in media[0]["caption"] and media[0]["caption"] != "liburan", "headed by the pseudonym"
    assert len(sent[0].hook.split(",")) == 2
    assert await desk.value("SELECT count(*) FROM circle_albums") == 0
    assert groups(await desk.tick(ms=ALBUM_QUIET + 1)) == []


async def test_a_heavy_album_in_a_group_goes_as_several_messages(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(desk.world.place.media["circle_adults"], "video", "allow")  # type: ignore[arg-type]
    await running(desk, PERSON, OTHER)
    video = {"file_id": "F", "file_unique_id": "U", "width": 1, "height": 1, "duration": 1, "file_size": 19_000_000}
    await desk.handle(*(desk.message(PERSON, video=video, media_group_id="7") for _ in range(5)))
    sent = [row for row in await desk.tick(ms=ALBUM_QUIET + 1) if row.chat == OTHER]
    assert [len(row.params.get("media", "1")) for row in sent] == [2, 2, 1]


async def test_what_follows_an_album_does_not_overtake_it(desk: Desk) -> None:
    await running(desk, PERSON, OTHER)
    await desk.handle(part(desk, PERSON, "7"))
    sent = [row for row in await desk.says(PERSON, "itu tadi") if row.chat == OTHER]
    assert [row.method for row in sent] == ["sendPhoto", "sendMessage"], "a single part is a picture"
    await desk.handle(part(desk, PERSON, "8"), part(desk, PERSON, "8"))
    assert [row.method for row in groups(await desk.handle(part(desk, PERSON, "9"))) if row.chat == OTHER] == ["sendMediaGroup"]
    await desk.handle(part(desk, PERSON, "9"))
    token = await desk.value("SELECT c.token FROM conversations c JOIN people p ON p.id = c.owner WHERE c.flow = 'circle' AND p.telegram_id = 301")
    sent = await desk.handle(desk.tap(COUNSELOR, f"circle.{token}.circle.close"))
    assert [row.method for row in groups(sent) if row.chat == OTHER] == ["sendMediaGroup"], "sent before the end: it still arrives"


async def test_an_album_without_place_for_a_head_and_one_of_a_group_that_is_over(desk: Desk) -> None:
    await running(desk, PERSON, OTHER)
    await desk.handle(part(desk, PERSON, "7", caption="x" * 1020), part(desk, PERSON, "7"))
    sent = [row for row in await desk.tick(ms=ALBUM_QUIET + 1) if row.chat == OTHER]
    assert [row.method for row in sent] == ["sendMessage", "sendMediaGroup"]
    await desk.handle(part(desk, PERSON, "8"))
    await desk.store.unit(lambda unit: unit.run("UPDATE circles SET state = 'closed'"))
    assert groups(await desk.tick(ms=ALBUM_QUIET + 1)) == []
    assert await desk.value("SELECT count(*) FROM circle_albums") == 0


@pytest.mark.parametrize("way", ["erase", "withdraw", "stop", "block"])
async def test_whoever_goes_out_of_a_group_is_said_goodbye_to_once(desk: Desk, way: str) -> None:
    await running(desk, PERSON, OTHER)
    if way == "block":
        sent = await desk.handle(blocks(desk, PERSON))
    elif way == "stop":
        sent = await desk.says(PERSON, "/stop")
    else:
        await desk.says(PERSON, "/privacy")
        await desk.taps(PERSON, "privacy", "privacy", way)
        sent = await desk.taps(PERSON, "privacy", way, "yes")
    sent += await desk.tick(ms=60_000)
    assert [texts([row]).count("keluar.") for row in sent if row.chat == OTHER] == [1]


async def test_guidance_of_a_counselor_who_blocked_the_bot_is_shown_to_the_others(desk: Desk) -> None:
    asking, _, _ = await desk.person(PERSON), await desk.person(COUNSELOR), await desk.person(SECOND)

    def ask(unit: Unit) -> None:
        counsel.draft(unit, asking.id, "learning", "Nilaiku turun.")
        counsel.ask(unit, asking.id, "week", "chat")

    await desk.store.unit(ask)
    await desk.open("guidance", None, Open("week"), asking.id)
    await desk.taps(COUNSELOR, "guidance", "wish", "take")
    sent = await desk.handle(blocks(desk, COUNSELOR))
    assert await desk.all("SELECT state, counselor FROM guidance_requests") == [("open", None)]
    assert "Bu Ratna sedang nggak bisa melanjutkan" in texts([row for row in sent if row.chat == PERSON])
    assert any(row.chat == SECOND for row in sent)
