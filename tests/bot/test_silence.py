"""Silence in a chat, where it meets the program: a down time is not a silence, and one row per message is enough."""

from __future__ import annotations

from bot.effects import chatting
from bot.store import links
from bot.store.database import Unit
from bot.turn import Scene, Turn
from conversations.effects import LookAtSilence, ReplaceVolunteer
from conversations.kit import ChatEnded
from tests.bot.desk import PERSON, VOLUNTEER, Desk, texts


async def test_after_a_down_time_what_was_written_meanwhile_comes_in_first(desk: Desk) -> None:
    await desk.paired()
    await desk.says(VOLUNTEER, "halo")
    assert texts(await desk.tick(hours=1)) == ""
    await desk.says(PERSON, "aku di sini")
    assert "menunggu balasanmu" not in texts(await desk.tick(minutes=1))


async def test_a_silence_after_it_is_noticed_a_minute_later(desk: Desk) -> None:
    await desk.paired()
    await desk.says(VOLUNTEER, "halo")
    await desk.tick(hours=1)
    assert "menunggu balasanmu" in texts(await desk.tick(minutes=1))


async def test_nothing_is_written_for_a_message_but_the_message(desk: Desk) -> None:
    await desk.paired()
    before = await desk.all("SELECT * FROM timers")
    states = await desk.all("SELECT updated_at, state_x FROM conversations")
    desk.now += 1000
    await desk.says(VOLUNTEER, "halo")
    await desk.says(PERSON, "halo juga")
    assert await desk.all("SELECT * FROM timers") == before
    assert await desk.all("SELECT updated_at, state_x FROM conversations") == states


async def test_a_chat_that_is_closed_already_only_ends(desk: Desk) -> None:
    person, helper = await desk.paired()

    def work(unit: Unit) -> None:
        link = links.open_of(unit, person.id)[0]
        links.close(unit, link.id)
        turn = Turn(unit, desk.world)
        scene = Scene(helper.id, helper.id, None, link.id)
        chatting.look(LookAtSilence(), turn, scene)
        chatting.replace_volunteer(ReplaceVolunteer(), turn, scene)
        assert not [item for item in turn.queue if not isinstance(getattr(item, "event", None), ChatEnded)]
        assert not turn.out

    await desk.store.unit(work)
