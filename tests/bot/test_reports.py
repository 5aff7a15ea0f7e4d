"""A report about the only coordinator is not theirs to read or decide; and none ends in silence, also where one of the two erases everything."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.store import alerts, timers
from tests.bot.desk import COORDINATOR, COUNSELOR, GROUP, PERSON, SECOND, VOLUNTEER, Desk, texts, told


@pytest.fixture
async def desk(tmp_path: Path):  # type: ignore[no-untyped-def]
    async with Desk(tmp_path) as desk:
        yield desk


async def reported(desk: Desk) -> list[int]:
    """A coordinator who also volunteers is reported; returns the chats that got the card."""
    for number in (COUNSELOR, SECOND, PERSON):
        await desk.person(number)
    await desk.person(COORDINATOR, volunteer=("grief",))
    await desk.says(PERSON, "/peer")
    await desk.taps(PERSON, "peer_request", "topic", "grief")
    await desk.taps(COORDINATOR, "offer", "offer", "accept")
    await desk.says(PERSON, "/report")
    await desk.taps(PERSON, "report_form", "report", "insult")
    await desk.taps(PERSON, "report_form", "show", "no")
    sent = await desk.taps(PERSON, "report_form", "skip", "skip")
    return [row.chat for row in sent if "Laporan:" in str(row.params.get("text"))]


async def test_the_counselors_decide_about_the_only_coordinator(desk: Desk) -> None:
    assert await reported(desk) == [COUNSELOR, SECOND]
    assert "bukan untukmu" in texts(await desk.taps(COORDINATOR, "report", "report", "nothing"))
    assert await desk.value("SELECT outcome FROM reports") == ""
    assert COORDINATOR not in {row.chat for row in await desk.tick(minutes=31)}
    sent = await desk.taps(COUNSELOR, "report", "report", "warned")
    assert await desk.value("SELECT outcome FROM reports") == "warned"
    assert any(row.chat == PERSON and "memperingatkan" in str(row.params.get("text")) for row in sent)


async def test_it_climbs_with_them_too(desk: Desk) -> None:
    await reported(desk)
    await desk.tick(minutes=31)
    assert {COUNSELOR, SECOND} <= {row.chat for row in await desk.tick(minutes=31)}


async def test_a_group_that_moved_hears_of_a_report_and_reads_none(desk: Desk) -> None:
    await desk.person(COUNSELOR)
    now = -1002222222222
    await desk.handle(desk.message(COUNSELOR, chat={"id": GROUP, "type": "group"}, migrate_to_chat_id=now))
    await desk.paired()
    await desk.says(PERSON, "/report")
    await desk.taps(PERSON, "report_form", "report", "insult")
    await desk.taps(PERSON, "report_form", "show", "no")
    await desk.says(PERSON, "dia bilang namaku jelek")
    sent = await desk.tick(minutes=30) + await desk.tick(minutes=30)
    assert "namaku jelek" in texts([row for row in sent if row.chat == COORDINATOR])
    heard = texts([row for row in sent if row.chat == now])
    assert "laporan" in heard and "namaku jelek" not in heard


async def erased_with_a_report_open(desk: Desk, who: int) -> str:
    """One of the two, ``who``, erases everything; returns what the card says then."""
    await desk.person(COORDINATOR)
    person, volunteer = await desk.paired()
    await desk.says(PERSON, "/report")
    for menu, value in (("report", "insult"), ("show", "no")):
        await desk.taps(PERSON, "report_form", menu, value)
    await desk.says(PERSON, "dia mengejekku")
    card = await desk.value("SELECT id FROM conversations WHERE flow = 'report'")
    await desk.store.unit(lambda unit: alerts.add_card(unit, card, COORDINATOR, 77, "id"))
    number = {PERSON: person.id, VOLUNTEER: volunteer.id}[who]
    await desk.store.unit(lambda unit: timers.put(unit, "wipe", number, unit.now))
    out = await desk.tick() + await desk.tick(seconds=1)
    assert await desk.value("SELECT count(*) FROM reports") == 0
    changed = [row.params for row in out if row.chat == COORDINATOR and row.method == "editMessageText"]
    assert [(one["message_id"], "reply_markup" in one) for one in changed] == [(77, False)]
    return str(changed[0]["text"])


async def test_a_report_about_somebody_who_erases_is_closed_and_the_reporter_hears_it(desk: Desk) -> None:
    text = await erased_with_a_report_open(desk, VOLUNTEER)
    assert "yang dilaporkan sudah menghapus semua datanya" in text and f"Nama{VOLUNTEER}" not in text
    assert "laporannya kututup" in told(desk.out, PERSON)
    assert "laporannya kututup" not in told(desk.out, VOLUNTEER)


async def test_the_report_of_somebody_who_erases_is_closed_without_their_words(desk: Desk) -> None:
    text = await erased_with_a_report_open(desk, PERSON)
    assert "pelapornya sudah menghapus semua datanya" in text and f"Nama{VOLUNTEER}" in text and "mengejek" not in text
    assert "laporannya kututup" not in told(desk.out, PERSON, VOLUNTEER)
