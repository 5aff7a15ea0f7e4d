"""Appointments at the desk: nobody in two at once whatever happens at the same time, and calendar files that calendars understand."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from icalendar import Calendar

from bot.ics import calendar
from bot.store import appointments, hours
from bot.store.appointments import Appointment
from bot.store.database import Unit
from bot.store.outbox import Outgoing
from conversations.slots import quarters
from tests.bot.desk import COORDINATOR, COUNSELOR, OTHER, PERSON, SECOND, START, Desk, texts, told

AT = START + 26 * 3_600_000  # Tuesday, 15:00 in Jakarta


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with Desk(tmp_path) as desk:
        yield desk


async def counselor(desk: Desk, who: int = COUNSELOR) -> int:
    """Somebody with time all day, every day."""
    made = await desk.person(who)

    def work(unit: Unit) -> None:
        for weekday in range(7):
            hours.set_week(unit, made.id, weekday, ((0, 1440),))

    await desk.store.unit(work)
    return made.id


def book(person: int, counselor: int, at: int) -> object:
    return lambda unit: appointments.book(unit, person, counselor, "other", "chat", "", at, 45)


async def test_both_at_once(desk: Desk) -> None:
    one, two, staff = (await desk.person(PERSON)).id, (await desk.person(OTHER)).id, await counselor(desk)
    found = await asyncio.gather(*(desk.store.unit(book(who, staff, AT)) for who in (one, two)))  # type: ignore[arg-type]
    assert sorted(number is None for number in found) == [False, True]
    assert await desk.value("SELECT count(*) FROM appointments") == 1


async def test_nobody_is_ever_in_two_at_once(desk: Desk) -> None:
    """A thousand bookings, moves and cancellations at random: the quarters always are exactly those of the booked ones."""
    everybody = [(await desk.person(who)).id for who in (PERSON, OTHER)]
    staff = [await counselor(desk), await counselor(desk, SECOND)]
    chance = random.Random(7)

    def work(unit: Unit) -> None:
        for _ in range(1000):
            person, who, at = chance.choice(everybody), chance.choice(staff), AT + chance.randrange(40) * 900_000
            known = appointments.coming(unit, person)
            if known and chance.random() < 0.5:
                one = chance.choice(known)
                if chance.random() < 0.6:
                    appointments.move(unit, one, at)
                else:
                    assert appointments.end(unit, one.id, "cancelled") and not appointments.end(unit, one.id, "done")
            else:
                appointments.book(unit, person, who, "other", "chat", "", at, chance.choice((15, 45, 60)))
            wanted = {
                (side, quarter)
                for one in {found.id: found for side in (*everybody, *staff) for found in appointments.coming(unit, side)}.values()
                for side in (one.person, one.counselor)
                for quarter in quarters(one.starts_at, one.minutes)
            }
            assert set(unit.all("SELECT who, quarter FROM taken_quarters")) == wanted

    await desk.store.unit(work)


async def forge(desk: Desk, menu: str, value: str) -> str:
    return texts(await desk.taps(PERSON, "booking", menu, value))


async def test_a_time_that_was_never_offered(desk: Desk) -> None:
    await counselor(desk)
    await desk.person(PERSON)
    await desk.says(PERSON, "/book")
    assert "belum paham" in await forge(desk, "day", "2020-01-01")
    await forge(desk, "day", "2026-11-24")
    assert "belum paham" in await forge(desk, "time", str(AT // 900_000 + 1_000_000))
    assert "belum paham" in await forge(desk, "time", "²")


async def test_the_hours_change_while_somebody_decides(desk: Desk) -> None:
    staff = await counselor(desk)
    await desk.person(PERSON)
    await desk.says(PERSON, "/book")
    await forge(desk, "day", "2026-11-24")
    await forge(desk, "time", str(AT // 900_000))
    await desk.store.unit(lambda unit: hours.set_day(unit, staff, "2026-11-24", ()))
    assert "baru saja diambil" in await forge(desk, "booking", "yes")
    await desk.store.unit(lambda unit: hours.set_day(unit, staff, "2026-11-24", None))
    assert await desk.value("SELECT count(*) FROM appointments") == 0


async def test_only_the_two_of_an_appointment_can_touch_it(desk: Desk) -> None:
    await counselor(desk)
    for who in (PERSON, OTHER, COORDINATOR):
        await desk.person(who)
    await desk.says(PERSON, "/book")
    await forge(desk, "day", "2026-11-24")
    await forge(desk, "time", str(AT // 900_000))
    await forge(desk, "booking", "yes")
    for who in (OTHER, COORDINATOR):
        await desk.taps(who, "appointment", "appt", "cancel_yes")
    assert await desk.value("SELECT state FROM appointments") == "booked"
    assert [row.method for row in desk.out].count("sendDocument") == 2
    assert await desk.value("SELECT count(*) FROM files") == 2, "they lie sealed in the database until they are sent"


def test_the_calendar_file() -> None:
    appointment = Appointment(17, 1, 2, "emotional", "chat", "rahasia", AT, 45, "booked", 0)
    content = calendar(appointment, START, "Janji, ya; begitu", "SMA Contoh")
    assert b"\r\n" in content and b"DTSTART:20261124T080000Z" in content and b"DTEND:20261124T084500Z" in content
    event = Calendar.from_ical(content).walk("VEVENT")[0]
    assert (event["uid"], event["sequence"], event["status"], event["summary"]) == ("17@sebaya.invalid", 0, "CONFIRMED", "Janji, ya; begitu")
    assert b"METHOD:PUBLISH" in content and b"rahasia" not in content and b"emotional" not in content
    gone = calendar(Appointment(17, 1, 2, "emotional", "chat", "", AT, 45, "cancelled", 2), START, "Janji", "SMA Contoh")
    assert b"METHOD:CANCEL" in gone and b"STATUS:CANCELLED" in gone and b"SEQUENCE:2" in gone and b"UID:17@sebaya.invalid" in gone


async def wish(desk: Desk, who: int, field: str = "learning") -> list[Outgoing]:
    """Somebody asks for guidance; what leaves because of it."""
    await desk.says(who, "/counselor")
    for menu, value in (("field", field), ("skip", "skip"), ("soon", "week")):
        await desk.taps(who, "counselor", menu, value)
    return await desk.taps(who, "counselor", "way", "chat")


async def test_a_counselors_own_request_is_for_the_others(desk: Desk) -> None:
    for who in (COUNSELOR, SECOND, COORDINATOR):
        await desk.person(who)
    asked = await wish(desk, COUNSELOR)
    assert "Minta bimbingan" in told(asked, SECOND)
    assert "Minta bimbingan" not in told(asked, COUNSELOR)
    for _ in range(3):
        assert "Minta bimbingan" not in told(await desk.tick(hours=6), COUNSELOR)
    assert "permintaanmu sendiri" in texts(await desk.taps(COUNSELOR, "guidance", "wish", "take"))
    await desk.taps(SECOND, "guidance", "wish", "take")
    assert await desk.value("SELECT state FROM guidance_requests") == "taken"


async def test_where_there_is_no_other_counselor_a_coordinator_hears_of_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk.world.config, "counselors", desk.world.config.counselors[:1])
    for who in (COUNSELOR, COORDINATOR):
        await desk.person(who)
    assert "Minta bimbingan" in told(await wish(desk, COUNSELOR), COORDINATOR)


async def test_a_counselor_books_with_another_one(desk: Desk) -> None:
    await counselor(desk)
    assert "sekarang nggak ada waktu kosong" in texts(await desk.says(COUNSELOR, "/book"))
    await counselor(desk, SECOND)
    assert "Hari apa" in texts(await desk.says(COUNSELOR, "/book"))
