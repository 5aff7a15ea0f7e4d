"""One turn: who has the word, and what conversations set off among themselves."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot import lookups, stage
from bot.lookups import calls
from bot.play import Play
from bot.stage import Stage, settle
from bot.store import care, links, outbox, people, serving, timers, volunteers
from bot.store.database import Unit
from bot.turn import Begin, Post, Turn
from conversations import aftercare, checkin, escalation, peer_chat, peer_request, referral
from conversations.kit import Timeout
from tests.bot.desk import COUNSELOR, GROUP, PERSON, VOLUNTEER, Desk, spoil, texts


async def test_an_edit_is_heard_in_chats_only(desk: Desk) -> None:
    person = await desk.person(PERSON)
    await desk.open("checkin", person.id, checkin.More(3))
    edited = desk.message(PERSON, "lain")
    assert not await desk.handle({"update_id": 50, "edited_message": edited["message"]})
    assert await desk.value("SELECT count(*) FROM conversations") == 1


async def test_a_conversation_that_is_gone_gets_no_events(desk: Desk) -> None:
    def post(unit: Unit) -> Turn:
        turn = Turn(unit, desk.world)
        turn.queue.append(Post(12345, Timeout()))
        turn.post(None, Timeout())
        settle(turn)
        return turn

    assert not (await desk.store.unit(post)).out


async def test_conversations_that_set_each_other_off_without_end(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    person = await desk.person(PERSON)

    def again(self: Stage, begin: Begin) -> None:
        self.turn.queue.append(begin)

    monkeypatch.setattr(Stage, "_begin", again)

    def work(unit: Unit) -> None:
        turn = Turn(unit, desk.world)
        turn.start("checkin", person.id)
        settle(turn)

    with pytest.raises(RuntimeError, match="without end"):
        await desk.store.unit(work)
    assert stage.MOST_EVENTS > 100


async def test_what_lies_below_is_asked_again(desk: Desk) -> None:
    await desk.person(PERSON)
    await desk.says(PERSON, "/settings")
    await desk.says(PERSON, "/exercise")
    sent = await desk.taps(PERSON, "exercise", "exercise", "stop")
    assert "Pengaturan" in texts(sent)


async def test_nobody_is_drawn_out_of_a_chat_by_a_form(desk: Desk) -> None:
    person, _ = await desk.paired()

    def work(unit: Unit) -> list[Any]:
        turn = Turn(unit, desk.world)
        turn.start("settings", person.id)
        settle(turn)
        return turn.out

    assert not await desk.store.unit(work)


async def test_an_offer_nobody_can_place_pairs_all_the_same(desk: Desk) -> None:
    """The person's waiting conversation was unreadable and is gone, their request is not: the volunteer must not talk to nobody."""
    await desk.person(PERSON)
    await desk.person(VOLUNTEER, volunteer=("grief",))
    await desk.says(PERSON, "/peer")
    await desk.taps(PERSON, "peer_request", "topic", "grief")
    await spoil(desk, "peer_request", "version")
    await desk.says(PERSON, "halo")
    sent = await desk.taps(VOLUNTEER, "offer", "offer", "accept")
    assert any(row.chat == PERSON and "Kamu terhubung" in texts([row]) for row in sent)
    assert [row.chat for row in await desk.says(PERSON, "halo")] == [VOLUNTEER]


async def test_a_wait_on_top_of_a_chat_is_silent(desk: Desk) -> None:
    person, _ = await desk.paired()
    await desk.open("peer_request", person.id, peer_request.Waiting("grief"))
    await desk.store.unit(lambda unit: unit.run("UPDATE conversations SET rank = 1 WHERE flow = 'peer_request'"))
    waiting = await desk.value("SELECT id FROM conversations WHERE flow = 'peer_request'")

    def fire(unit: Unit) -> list[Any]:
        turn = Turn(unit, desk.world)
        Play(turn).timer("expire", waiting, unit.now)
        return turn.out

    assert not await desk.store.unit(fire)


async def test_undelivered_words_are_told_to_their_writer(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    await desk.paired()
    row = (await desk.says(PERSON, "halo"))[0]
    before = len(desk.out)
    with caplog.at_level(logging.DEBUG):
        await desk.engine.undelivered(row, "refused")
    told = desk.out[before:]
    assert [one.chat for one in told] == [PERSON] and "nggak sampai" in texts(told)
    await desk.engine.undelivered(told[0], "refused")
    assert len(desk.out) == before + 1, "and that notice, if it is refused too, is the last"
    assert isinstance(peer_chat.Chatting(1, "person", "x"), peer_chat.STATES)
    assert escalation.SHARED


async def test_coming_back_plans_the_prompt_again(desk: Desk) -> None:
    person = await desk.person(PERSON)
    await desk.store.unit(lambda unit: people.set_prompt(unit, person.id, 19, "Asia/Jakarta"))
    there = {"chat": {"id": PERSON, "type": "private"}, "from": {"id": PERSON}, "new_chat_member": {"status": "member"}}
    for status in ("kicked", "member", "kicked", "kicked"):
        await desk.handle(desk.raw(my_chat_member={**there, "new_chat_member": {"status": status}}))
        assert await desk.value("SELECT count(*) FROM timers WHERE kind = 'prompt'") == (status == "member")
    await desk.says(PERSON, "halo")
    assert await desk.value("SELECT count(*) FROM timers WHERE kind = 'prompt'") == 1
    asked = await desk.handle(desk.raw(my_chat_member={**there, "chat": {"id": GROUP, "type": "supergroup"}}))
    assert [row.method for row in asked] == ["getChat"], "the bot stands differently in the group: what it is and may there is asked anew"
    assert not await desk.handle(desk.raw(my_chat_member={**there, "chat": {"id": GROUP - 1, "type": "supergroup"}}))


async def test_what_is_shared_and_cannot_be_read_begins_anew(desk: Desk) -> None:
    """An alert must never end in silence, whatever has become of its row."""
    await desk.person(PERSON)
    await desk.says(PERSON, "/sos")
    await spoil(desk, "escalation", "version")
    await desk.tick(seconds=3600)
    assert await desk.value("SELECT count(*) FROM conversations WHERE flow = 'escalation'") == 1
    assert "Belum ada yang menjawab" in texts(await desk.tick(seconds=3600))


async def test_who_somebody_is_can_be_all_that_telegram_knows(desk: Desk) -> None:
    person, counselor = await desk.person(PERSON), await desk.person(COUNSELOR)

    def lost(unit: Unit) -> list[Any]:
        turn = Turn(unit, desk.world)
        turn.call(COUNSELOR, "crisis", "getChat", {"chat_id": PERSON}, hook=f"who:{counselor.id}:{person.id}")
        row = turn.out.pop()
        Play(turn).undelivered(row, "refused")
        return turn.out

    assert str(PERSON) in texts(await desk.store.unit(lost))


async def test_words_for_a_case_that_nobody_has_wait_for_its_next_counselor(desk: Desk) -> None:
    """Said in the topic of a case that has lost its topic and its counselor: there is nobody to be told."""
    person, counselor = await desk.person(PERSON), await desk.person(COUNSELOR)
    await desk.says(PERSON, "/sos")
    case = await desk.value("SELECT case_id FROM alerts")

    def speak(unit: Unit) -> list[Any]:
        link = links.add(unit, "case", person.id, counselor.id, ("a", "b"), 1, case)
        turn = Turn(unit, desk.world)
        turn.start("case_room", counselor.id, link.id, link=link.id, alias="a")
        settle(turn)
        return turn.out

    assert texts(await desk.store.unit(speak)) == ""


def test_a_need_is_looked_up_in_one_place() -> None:
    for register in (lookups.looks_up, lookups.looks_about):
        with pytest.raises(ValueError, match="already"):
            register("queue")(lambda *_: {})


async def test_what_is_the_coordinators_is_looked_up_for_nobody_else(desk: Desk) -> None:
    person = await desk.person(PERSON)
    found = await desk.store.unit(lambda unit: lookups.LOOKUPS["audiences"](Turn(unit, desk.world), person))
    assert found == {}


async def test_without_any_hours_nobody_is_promised_a_time(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    person = await desk.person(PERSON)
    monkeypatch.setattr(calls, "next_on_duty", lambda turn, but: None)
    assert await desk.store.unit(lambda unit: calls._back(Turn(unit, desk.world), person)) is None


async def test_nobody_is_there_who_is_suspended_or_rests(desk: Desk) -> None:
    """A suspended volunteer is not there; a break takes the shifts until its end out."""
    gone, resting = await desk.person(PERSON, volunteer=("grief",)), await desk.person(VOLUNTEER, volunteer=("grief",))
    counselor = await desk.person(COUNSELOR)

    def look(unit: Unit) -> Any:
        volunteers.suspend(unit, gone.id, counselor.id, "x")
        volunteers.set_duty(unit, resting.id, False)
        serving.add_shift(unit, resting.id, 2, 19, 2)
        care.rest(unit, resting.id, unit.now + 30 * 86_400_000, "own")
        return lookups.LOOKUPS["rota"](Turn(unit, desk.world), counselor)

    found = await desk.store.unit(look)
    assert not [one for one in found["rota"] if one.kind in {"now", "volunteer"}]


@pytest.mark.parametrize(("hour", "waits"), [(3, 5), (23, 9), (9, 0)])
async def test_what_can_wait_is_not_asked_at_night(desk: Desk, hour: int, waits: int) -> None:
    """The bot was down when it was due, and comes back in the night of the person."""
    person = await desk.person(PERSON)
    waiting = await desk.open("referral", person.id, referral.Waiting(1, "Ruang tenang"), 1)
    midnight = datetime.fromtimestamp(desk.now / 1000, ZoneInfo(person.zone)).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=9)
    desk.now = int((midnight + timedelta(hours=hour)).timestamp() * 1000)
    await desk.store.unit(lambda unit: timers.put(unit, "expire", waiting.id, desk.now - 3_600_000))
    sent = await desk.tick()
    assert bool(sent) == (waits == 0)
    if waits:
        assert not await desk.tick(ms=waits * 3_600_000 - 1000)
        assert await desk.tick(ms=1000)


async def test_what_cannot_wait_is_asked_at_night_too(desk: Desk) -> None:
    person = await desk.person(PERSON)
    waiting = await desk.open("aftercare", person.id, aftercare.Waiting(1))
    desk.now = int(datetime(2026, 12, 5, 3, tzinfo=ZoneInfo(person.zone)).timestamp() * 1000)
    await desk.store.unit(lambda unit: timers.put(unit, "expire", waiting.id, desk.now))
    assert await desk.tick()


async def test_who_wrote_words_that_were_damaged_on_their_way_is_told(desk: Desk) -> None:
    await desk.paired()
    await desk.says(PERSON, "halo")
    (number,) = (await desk.all("SELECT max(id) FROM outbox"))[0]
    await desk.store.unit(lambda unit: unit.run("UPDATE outbox SET payload_x = :x WHERE id = :id", x=b"garbage", id=number))
    row = (await desk.store.unit(outbox.unsent))[-1]
    before = len(desk.out)
    await desk.engine.undelivered(row, "damaged")
    assert "nggak sampai" in texts([one for one in desk.out[before:] if one.chat == PERSON])
