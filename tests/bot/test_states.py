"""States that nobody understands any more: newer, older or broken. They end politely, and an alert begins anew."""

from __future__ import annotations

import pytest

from bot.store.database import Unit
from conversations import checkin
from tests.bot.desk import GROUP, OTHER, PERSON, VOLUNTEER, Desk, spoil, texts

SPOILT = ["version", "flow", "garbage", '{"is": "Nonsense"}', '{"is": "AskMood", "extra": 1}', "[]", "x no json", '{"is": "More"}']


@pytest.mark.parametrize("what", SPOILT)
async def test_a_state_nobody_understands_ends_politely(desk: Desk, what: str, caplog: pytest.LogCaptureFixture) -> None:
    await desk.person(PERSON)
    await desk.says(PERSON, "/checkin")
    await spoil(desk, "checkin", what)
    sent = texts(await desk.says(PERSON, "halo"))
    assert "ada yang salah di pihakku" in sent and "belum paham maksudmu" in sent
    assert await desk.value("SELECT count(*) FROM conversations") == 0
    assert "could not be read" in caplog.text
    assert await desk.value("SELECT count(*) FROM parked") == 0


@pytest.mark.parametrize("what", SPOILT)
async def test_a_tap_on_it_is_answered_once(desk: Desk, what: str) -> None:
    await desk.person(PERSON)
    await desk.says(PERSON, "/checkin")
    await spoil(desk, "checkin", what)
    flow, token = (await desk.all("SELECT flow, token FROM conversations"))[0]
    sent = await desk.handle(desk.tap(PERSON, f"{flow}.{token}.mood.3"))
    assert [row.method for row in sent] == ["sendMessage", "answerCallbackQuery"]
    assert "ada yang salah di pihakku" in texts(sent)


async def test_a_stranger_learns_nothing_of_a_flow_that_is_gone(desk: Desk) -> None:
    await desk.person(PERSON)
    await desk.says(PERSON, "/checkin")
    await spoil(desk, "checkin", "flow")
    flow, token = (await desk.all("SELECT flow, token FROM conversations"))[0]
    assert "bukan untukmu" in texts(await desk.handle(desk.tap(OTHER, f"{flow}.{token}.mood.3")))


async def test_a_timer_of_a_state_nobody_understands(desk: Desk) -> None:
    await desk.person(PERSON)
    await desk.says(PERSON, "/checkin")
    await spoil(desk, "checkin", "version")
    assert "ada yang salah" in texts(await desk.tick(hours=21))


async def test_an_alert_nobody_understands_begins_anew(desk: Desk) -> None:
    await desk.person(PERSON)
    await desk.says(PERSON, "/sos")
    await spoil(desk, "escalation", "version")
    sent = await desk.tick(minutes=1)
    assert GROUP in [row.chat for row in sent]
    assert "Panggilan bantuan" in texts(sent)
    assert await desk.value("SELECT count(*) FROM timers WHERE kind = 'expire'") == 1


async def test_something_shared_by_a_flow_that_is_gone_is_let_go(desk: Desk) -> None:
    await desk.person(PERSON)
    await desk.says(PERSON, "/sos")
    await spoil(desk, "escalation", "flow")
    assert not await desk.tick(minutes=1)
    assert await desk.value("SELECT count(*) FROM conversations") == 0


async def test_blocking_the_bot_with_a_flow_that_is_gone(desk: Desk) -> None:
    await desk.person(PERSON)
    await desk.says(PERSON, "/checkin")
    await spoil(desk, "checkin", "flow")
    gone = {"chat": {"id": PERSON, "type": "private"}, "from": {"id": PERSON}, "new_chat_member": {"status": "kicked"}}
    await desk.handle(desk.raw(my_chat_member=gone))
    assert await desk.value("SELECT count(*) FROM parked") == 0
    assert await desk.value("SELECT reachable FROM people") == 0


async def test_an_upgraded_state_goes_on(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    await desk.person(PERSON)
    await desk.says(PERSON, "/checkin")
    monkeypatch.setattr(checkin, "VERSION", 3)
    monkeypatch.setattr(checkin, "upgrade", lambda version, data: {"is": "More", "mood": 3})
    assert "Sudah kucatat" in texts(await desk.says(PERSON, "sekolah"))


async def test_a_chat_that_began_before_the_age_was_known_goes_on(desk: Desk) -> None:
    await desk.paired()
    old = "UPDATE conversations SET version = 1, state_x = :state WHERE id = :id"

    def age(unit: Unit) -> None:
        for (number,) in unit.all("SELECT id FROM conversations WHERE flow = 'peer_chat' AND owner = (SELECT person FROM links)"):
            link = unit.value("SELECT id FROM links")
            state = f'{{"is": "Chatting", "link": {link}, "side": "person", "alias": "Awan"}}'
            unit.run(old, state=unit.crypt.seal(state, f"conversations.state:{number}"), id=number)

    await desk.store.unit(age)
    assert [row.chat for row in await desk.says(PERSON, "masih di sini")] == [VOLUNTEER]
