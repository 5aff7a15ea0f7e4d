"""Groups at the desk: what only the leader may do, who may come in, and that ages are looked at until the last moment."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.store import circles, people
from bot.store.circles import Circle
from bot.store.database import Unit
from bot.store.outbox import Outgoing
from conversations.circle_seat import EARLY
from tests.bot.desk import COUNSELOR, OTHER, PERSON, START, VOLUNTEER, Desk, texts

AT = START + 3_600_000


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with Desk(tmp_path) as desk:
        yield desk


async def planned(desk: Desk, *members: int, leader: int = COUNSELOR, minors: bool = False) -> int:
    """A group whose members took their seats by the buttons."""
    made = await desk.person(leader, volunteer=("grief",) if leader == VOLUNTEER else ())
    for who in members:
        await desk.person(who, adult=not minors)
    new = Circle(0, "counseling", made.id, "grief", 3, "minor" if minors else "adult", "id", AT, 60, "planned", None)
    number: int = await desk.store.unit(lambda unit: circles.add(unit, new))
    for who in members:
        await desk.says(who, "/groups")
        await desk.taps(who, "groups", "circle", str(number))
        await desk.taps(who, "groups", "groups", "join")
        await desk.taps(who, "groups", "groups", "agree")
    return number


async def seat(desk: Desk, who: int, value: str) -> list[Outgoing]:
    """A tap on the seat of this very person."""
    sql = "SELECT c.token FROM conversations c JOIN people p ON p.id = c.owner WHERE c.flow = 'circle_seat' AND p.telegram_id = :who"
    return await desk.handle(desk.tap(who, f"circle_seat.{await desk.value(sql, who=who)}.seat.{value}"))


async def inside(desk: Desk, who: int, menu: str, value: str) -> list[Outgoing]:
    sql = "SELECT c.token FROM conversations c JOIN people p ON p.id = c.owner WHERE c.flow = 'circle' AND p.telegram_id = :who"
    return await desk.handle(desk.tap(who, f"circle.{await desk.value(sql, who=who)}.{menu}.{value}"))


async def running(desk: Desk, *members: int) -> int:
    number = await planned(desk, *members)
    await desk.store.unit(lambda unit: _start_leader(desk, unit, number))
    await desk.tick()
    for who in members:
        await seat(desk, who, "enter")
    return number


def _start_leader(desk: Desk, unit: Unit, number: int) -> Any:
    """As if the leader had opened it."""
    from bot.effects import run
    from bot.stage import settle
    from bot.turn import Scene, Turn
    from conversations.effects.circles import OpenCircle

    turn = Turn(unit, desk.world)
    leader = circles.get(unit, number).leader
    run(OpenCircle(number), turn, Scene(leader, leader, None))
    settle(turn)
    return turn.out


async def ids(desk: Desk, who: int) -> int:
    number: int = await desk.value("SELECT id FROM people WHERE telegram_id = :who", who=who)
    return number


async def test_what_is_written_reaches_everybody_else_under_the_pseudonym(desk: Desk) -> None:
    number = await running(desk, PERSON, OTHER)
    alias = await desk.value("SELECT alias FROM circle_members WHERE person = :who", who=await ids(desk, PERSON))
    sent = await desk.says(PERSON, "halo semua")
    assert sorted(row.chat for row in sent) == [OTHER, COUNSELOR]
    assert all(row.params["text"] == f"{alias}:\nhalo semua" and row.params["protect_content"] for row in sent)
    assert await desk.value("SELECT count(*) FROM circle_copies") == 2
    assert b"halo" not in await desk.value("SELECT body_x FROM circle_messages")
    photo = await desk.handle(desk.message(PERSON, photo=[{"file_id": "F"}], caption="lihat"))
    assert {row.method for row in photo} == {"sendPhoto"} and {row.params["caption"] for row in photo} == {f"{alias}:\nlihat"}
    much = await desk.handle(desk.message(PERSON, photo=[{"file_id": "F"}], caption="a" * 1500))
    for chat in {row.chat for row in photo}:
        words, picture = (row for row in much if row.chat == chat)
        assert words.params["text"] == f"{alias}:\n" + "a" * 1500 and picture.params["caption"] == f"{alias}:\n"
    sticker = await desk.handle(desk.message(PERSON, sticker={"file_id": "S"}))
    assert [row.method for row in sticker] == ["sendMessage", "sendSticker"] * 2, "where there is no caption the pseudonym stands above"
    assert "relay" not in {row.hook for row in sent} and await desk.value("SELECT state FROM circles WHERE id = :id", id=number) == "open"


async def test_only_the_leader_leads(desk: Desk) -> None:
    await running(desk, PERSON, OTHER)
    other = await ids(desk, OTHER)
    for menu, value in (("circle", "pause"), ("circle", "close"), ("lead", f"remove-{other}"), ("member", str(other))):
        await inside(desk, PERSON, menu, value)
    assert await desk.value("SELECT state FROM circles") == "open"
    assert await desk.value("SELECT count(*) FROM circle_members WHERE state = 'joined'") == 2


async def test_the_leaders_tools(desk: Desk) -> None:
    await running(desk, PERSON, OTHER)
    person, other = await ids(desk, PERSON), await ids(desk, OTHER)
    assert "Siapa?" in texts(await inside(desk, COUNSELOR, "circle", "members"))
    assert "apa yang mau" in texts(await inside(desk, COUNSELOR, "member", str(person)))
    await inside(desk, COUNSELOR, "lead", f"mute-{person}")
    assert "mendengarkan dulu" in texts(await desk.says(PERSON, "halo"))
    await inside(desk, COUNSELOR, "lead", f"unmute-{person}")
    assert len(await desk.says(PERSON, "halo")) == 2
    await inside(desk, COUNSELOR, "lead", f"word-{other}")
    assert "giliran orang lain" in texts(await desk.says(PERSON, "aku?"))
    await inside(desk, COUNSELOR, "circle", "free")
    assert "Siapa?" in texts(await inside(desk, COUNSELOR, "lead", "word-5"))
    await inside(desk, COUNSELOR, "lead", f"help-{person}")
    assert await desk.value("SELECT person FROM alerts") == person
    await inside(desk, COUNSELOR, "lead", f"remove-{other}")
    assert "mengakhiri keikutsertaanmu" in "\n".join(desk.sent(OTHER))
    await desk.says(OTHER, "/groups")
    assert await desk.value("SELECT state FROM circle_members WHERE person = :who", who=other) == "removed"


async def test_ages_are_looked_at_when_it_begins_and_at_the_door(desk: Desk) -> None:
    number = await planned(desk, PERSON, OTHER)
    person = await ids(desk, PERSON)
    await desk.store.unit(lambda unit: people.set_age_band(unit, person, ""))  # not said counts as under 18
    sent = await desk.store.unit(lambda unit: _start_leader(desk, unit, number))
    assert any(row.chat == PERSON and "bukan untuk umur" in str(row.params.get("text")) for row in sent)
    other = await ids(desk, OTHER)
    await desk.store.unit(lambda unit: people.set_age_band(unit, other, "minor"))
    await seat(desk, OTHER, "enter")
    assert await desk.value("SELECT count(*) FROM conversations WHERE flow = 'circle' AND owner = :who", who=other) == 0


async def test_a_group_of_the_other_age_cannot_be_joined_by_force(desk: Desk) -> None:
    number = await planned(desk, PERSON, minors=True)
    await desk.person(OTHER)
    await desk.says(OTHER, "/groups")
    await desk.taps(OTHER, "groups", "circle", str(number))
    assert await desk.value("SELECT count(*) FROM circle_members") == 1


async def test_a_volunteer_who_is_not_cleared_leads_no_minors(desk: Desk) -> None:
    await desk.person(VOLUNTEER, volunteer=("grief",))
    await desk.store.unit(lambda unit: unit.run("UPDATE volunteers SET youth = 0"))
    await desk.says(VOLUNTEER, "/groups")
    for menu, value in (("groups", "new"), ("topic", "grief"), ("band", "minor")):
        last = await desk.taps(VOLUNTEER, "groups", menu, value)
    assert "belum paham" in texts(last)
    assert EARLY > 0 and await desk.value("SELECT band FROM (SELECT age_band AS band FROM circle_drafts)") == ""


async def test_replies_edits_reactions_and_taking_back_find_every_copy(desk: Desk) -> None:
    await running(desk, PERSON, OTHER)
    first = desk.message(PERSON, "halo semua")
    number = first["message"]["message_id"]
    await desk.handle(first)
    copies = await desk.all("SELECT id, target_chat FROM circle_copies ORDER BY id")
    await desk.store.unit(lambda unit: [circles.set_target(unit, copy, 5000) for copy, _ in copies])
    reply = await desk.handle(desk.message(OTHER, "hai", reply_to_message={"message_id": 5000}, quote={"text": "halo"}))
    to = {row.chat: row.params["reply_parameters"] for row in reply}
    assert to[PERSON]["message_id"] == number and to[PERSON]["quote"] == "halo"
    assert to[COUNSELOR]["message_id"] == {"circled": next(copy for copy, chat in copies if chat == COUNSELOR)}
    edited = {**desk.message(PERSON, "halo lagi")["message"], "message_id": number}
    sent = await desk.handle(desk.raw(edited_message=edited))
    assert [row.method for row in sent] == ["editMessageText"] * 2
    change = {"chat": {"id": OTHER, "type": "private"}, "user": {"id": OTHER}, "message_id": 5000, "new_reaction": [{"type": "emoji", "emoji": "👍"}]}
    sent = await desk.handle(desk.raw(message_reaction=change))
    assert {row.chat for row in sent if row.method == "setMessageReaction"} == {PERSON, COUNSELOR}
    sent = await desk.handle(desk.message(PERSON, "/unsend", reply_to_message={"message_id": number}))
    assert [row.method for row in sent].count("deleteMessage") == 2
    again = await desk.handle(desk.message(PERSON, "/unsend", reply_to_message={"message_id": number}))
    assert "deleteMessage" not in {row.method for row in again}
