"""Who may be paired, and who counts as silent: nobody in a group or with a counselor, no minor with somebody who is there for adults only."""

from __future__ import annotations

import pytest

from tests.bot.desk import COORDINATOR, COUNSELOR, OTHER, PERSON, VOLUNTEER, Desk, texts
from tests.bot.test_circles import _start_leader, planned, seat
from tests.bot.test_pairing import answers, asked, wants

NOTE = {"file_id": "x", "file_unique_id": "y", "length": 1, "duration": 1}


async def group_of(desk: Desk, leader: int) -> None:
    number = await planned(desk, OTHER, leader=leader)
    await desk.store.unit(lambda unit: _start_leader(desk, unit, number))
    await desk.tick()
    await seat(desk, OTHER, "enter")


async def test_what_the_leader_says_to_the_group_goes_to_the_group(desk: Desk) -> None:
    await group_of(desk, VOLUNTEER)
    await desk.person(PERSON)
    await wants(desk, PERSON)
    if VOLUNTEER in await asked(desk):
        await answers(desk, VOLUNTEER, "accept")
    out = await desk.says(VOLUNTEER, "ceritakan tentang almarhum")
    assert PERSON not in [row.chat for row in out]


async def test_what_a_member_says_to_the_group_goes_to_the_group(desk: Desk) -> None:
    number = await planned(desk, OTHER)
    await desk.store.unit(lambda unit: _start_leader(desk, unit, number))
    await desk.tick()
    await wants(desk, OTHER)  # waits for a peer, and goes into the group meanwhile
    await seat(desk, OTHER, "enter")
    await desk.person(VOLUNTEER, volunteer=("grief",))
    await desk.person(PERSON)
    await wants(desk, PERSON)
    await answers(desk, VOLUNTEER, "accept")
    out = await desk.says(OTHER, "ini untuk kelompok")
    assert VOLUNTEER not in [row.chat for row in out]
    assert COUNSELOR in [row.chat for row in out]


async def test_nobody_is_paired_in_a_talk_with_a_counselor(desk: Desk) -> None:
    await desk.person(PERSON)
    await desk.person(COUNSELOR)
    await desk.person(VOLUNTEER, volunteer=("grief",))
    await desk.says(PERSON, "/counselor")
    for menu, value in (("field", "other"), ("skip", "skip"), ("soon", "whenever"), ("way", "chat")):
        await desk.taps(PERSON, "counselor", menu, value)
    await desk.taps(COUNSELOR, "guidance", "wish", "take")
    await wants(desk, PERSON)
    await desk.taps(COUNSELOR, "guidance", "wish", "talk")
    if VOLUNTEER in await asked(desk):
        await answers(desk, VOLUNTEER, "accept")
    assert await desk.value("SELECT count(*) FROM links WHERE kind = 'peer' AND closed_at IS NULL") == 0


async def test_nobody_is_paired_while_they_write_a_report(desk: Desk) -> None:
    await desk.paired()
    await desk.says(PERSON, "/end")
    await wants(desk, PERSON)
    await desk.says(PERSON, "/report")
    await answers(desk, VOLUNTEER, "accept")
    await desk.taps(PERSON, "report_form", "report", "insult")
    await desk.taps(PERSON, "report_form", "show", "no")
    out = await desk.says(PERSON, "dia mengejekku")
    assert "dia mengejekku" not in texts([row for row in out if row.chat == VOLUNTEER])
    assert await desk.value("SELECT count(*) FROM links WHERE closed_at IS NULL") == 0


async def adults_only(desk: Desk) -> None:
    await desk.says(COORDINATOR, "/volunteers")
    number = await desk.value("SELECT id FROM people WHERE telegram_id = :who", who=VOLUNTEER)
    await desk.taps(COORDINATOR, "volunteers", "who", str(number))
    assert "hanya ngobrol dengan orang dewasa" in texts(await desk.taps(COORDINATOR, "volunteers", "volunteers", "adults"))


@pytest.mark.parametrize("before", ["offered", "talking"])
async def test_adults_only_from_now_on_means_now(desk: Desk, before: str) -> None:
    await desk.person(COORDINATOR)
    await desk.person(PERSON, adult=False)
    await desk.person(VOLUNTEER, volunteer=("grief",))
    await wants(desk, PERSON)
    if before == "talking":
        await answers(desk, VOLUNTEER, "accept")
    await adults_only(desk)
    if before == "offered":
        await answers(desk, VOLUNTEER, "accept")
    out = await desk.says(VOLUNTEER, "kamu sendirian di rumah?")
    assert PERSON not in [row.chat for row in out]


@pytest.mark.parametrize("writer", [PERSON, VOLUNTEER])
async def test_a_picture_that_waits_for_a_yes_is_an_answer(desk: Desk, writer: int) -> None:
    """Nobody is told off as silent, replaced or let go who sent something that the bot itself holds back."""
    await desk.paired()
    await desk.says(VOLUNTEER, "halo")
    if writer == VOLUNTEER:
        await desk.says(PERSON, "hai")
    for _ in range(4):
        await desk.tick(seconds=59)
    await desk.handle(desk.message(writer, video_note=NOTE))
    out = []
    for _ in range(4):
        out += await desk.tick(seconds=59)
    assert not [row.params["text"] for row in out if row.chat == writer]
