"""getUpdates: the long poll, confirmation, retention, kinds, conflicts; update ids."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from simulator import ControlError, Simulator

OTHER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


async def waiting(telegram, count=1):
    await telegram.wait_for(lambda: telegram.world.queues[telegram.bot.id].polling)


async def test_without_timeout_an_empty_answer_comes_at_once(api):
    assert await api("getUpdates") == []


async def test_a_poll_wakes_at_once_when_something_comes(api, rani, telegram):
    poll = asyncio.create_task(api("getUpdates", timeout=30))
    await waiting(telegram)
    await rani.says("halo")
    assert [update["message"]["text"] for update in await asyncio.wait_for(poll, 5)] == ["halo"]


async def test_a_poll_ends_empty_after_its_timeout(api, telegram):
    started = asyncio.get_running_loop().time()
    assert await api("getUpdates", timeout=1) == []
    assert asyncio.get_running_loop().time() - started >= 0.95


async def test_a_poll_lasts_at_most_fifty_seconds():
    from simulator.updates import LONGEST_POLL

    assert LONGEST_POLL == 50


async def test_a_poll_ends_when_the_client_goes(api, rani, telegram):
    poll = asyncio.create_task(api("getUpdates", timeout=30))
    await waiting(telegram)
    poll.cancel()
    queue = telegram.world.queues[telegram.bot.id]
    for _ in range(200):
        if not queue.polling:
            break
        await asyncio.sleep(0.01)
    assert not queue.polling


async def test_unconfirmed_updates_come_again(api, rani):
    await rani.says("halo")
    first = await api("getUpdates")
    assert await api("getUpdates") == first


async def test_an_offset_confirms_what_is_below_it(api, rani):
    for number in range(3):
        await rani.says(f"no. {number}")
    first = await api("getUpdates")
    rest = await api("getUpdates", offset=first[1]["update_id"])
    assert [update["message"]["text"] for update in rest] == ["no. 1", "no. 2"]
    assert await api("getUpdates", offset=first[2]["update_id"] + 1) == []


async def test_a_negative_offset_forgets_all_but_the_last(api, rani):
    for number in range(5):
        await rani.says(f"no. {number}")
    assert [update["message"]["text"] for update in await api("getUpdates", offset=-2)] == ["no. 3", "no. 4"]
    assert len(await api("getUpdates")) == 2


@pytest.mark.parametrize(("limit", "count"), [(1, 1), (3, 3), (0, 1), (-5, 1), (1000, 100)])
async def test_limit_is_clamped_to_1_and_100(api, rani, limit, count):
    for number in range(120):
        await rani.says(f"no. {number}")
    assert len(await api("getUpdates", limit=limit)) == count


async def test_update_ids_rise_by_one(api, rani):
    for number in range(4):
        await rani.says(f"no. {number}")
    ids = [update["update_id"] for update in await api("getUpdates")]
    assert ids == list(range(ids[0], ids[0] + 4))


async def test_update_ids_can_be_told_to_jump(api, rani, telegram):
    await rani.says("one")
    telegram.world.queues[telegram.bot.id].jump(1000)
    await rani.says("two")
    first, second = (update["update_id"] for update in await api("getUpdates"))
    assert second == first + 1001


async def test_updates_are_kept_for_24_hours_of_the_world_s_clock(api, rani, telegram):
    await rani.says("old")
    telegram.clock.advance(hours=23)
    await rani.says("young")
    assert len(await api("getUpdates")) == 2
    telegram.clock.advance(hours=2)
    assert [update["message"]["text"] for update in await api("getUpdates")] == ["young"]


async def test_a_second_poll_ends_the_older_with_409(api, rani, telegram):
    older = asyncio.create_task(api.full("getUpdates", timeout=30))
    await waiting(telegram)
    newer = asyncio.create_task(api("getUpdates", timeout=30))
    status, body = await asyncio.wait_for(older, 5)
    assert (status, body["description"]) == (409, OTHER)
    await waiting(telegram)
    await rani.says("for the newer")
    assert len(await asyncio.wait_for(newer, 5)) == 1


async def test_a_second_poll_is_a_conflict_for_ptb_and_aiogram(ptb, aio, telegram):
    from telegram.error import Conflict

    older = asyncio.create_task(ptb.get_updates(timeout=20))
    await waiting(telegram)
    await aio.get_updates(timeout=0)
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await older


async def test_get_updates_while_a_webhook_is_set_is_409(api):
    await api("setWebhook", url="http://127.0.0.1:1/hook")
    status, body = await api.full("getUpdates")
    assert (status, body["description"]) == (409, WEBHOOK)


async def test_setting_a_webhook_ends_a_waiting_poll(api, telegram):
    poll = asyncio.create_task(api.refused("getUpdates", timeout=30))
    await waiting(telegram)
    await api("setWebhook", url="http://127.0.0.1:1/hook")
    assert await poll == "Conflict: terminated by setWebhook request"


async def test_reactions_and_chat_members_do_not_come_by_default(api, rani):
    message = await rani.says("halo")
    await rani.reacts(message, "👍")
    assert [set(update) - {"update_id"} for update in await api("getUpdates")] == [{"message"}]


async def test_allowed_updates_are_remembered(api, rani):
    await api("getUpdates", allowed_updates=["message", "message_reaction"])
    message = await rani.says("halo")
    await rani.reacts(message, "👍")
    updates = await api("getUpdates")
    assert updates[1]["message_reaction"]["new_reaction"] == [{"type": "emoji", "emoji": "👍"}]
    assert updates[1]["message_reaction"]["old_reaction"] == []


async def test_kinds_that_were_not_asked_for_do_not_come(api, rani):
    await api("getUpdates", allowed_updates=["callback_query"])
    await rani.says("halo")
    assert await api("getUpdates") == []


async def test_an_empty_list_of_allowed_updates_is_the_default_again(api, rani):
    await api("getUpdates", allowed_updates=["callback_query"])
    await api("getUpdates", allowed_updates=[])
    await rani.says("halo")
    assert len(await api("getUpdates")) == 1


async def test_drop_pending_updates_drops_them(api, rani):
    await rani.says("halo")
    assert await api("deleteWebhook", drop_pending_updates=True) is True
    assert await api("getUpdates") == []


async def test_an_idle_bot_makes_one_call_per_timeout(ptb, telegram):
    await ptb.get_updates(timeout=1)
    assert len(telegram.journal.calls("getUpdates")) == 1


async def test_a_raw_update_is_queued_as_it_is(api, telegram, control):
    answer = await control.post("/inject", {"update": {"nonsense": {"a": 1}}})
    assert await api("getUpdates") == [{"update_id": answer["update_id"], "nonsense": {"a": 1}}]


async def test_each_bot_has_its_own_queue(api, telegram, rani, session):
    other = telegram.world.add_bot("7000000777:other", "other_bot", "Other")
    telegram.people.say(rani.account, telegram.world.private(other.id, rani.id), "to the other")
    assert await api("getUpdates") == []
    updates = await api("getUpdates", token=other.token)
    assert updates[0]["message"]["text"] == "to the other"


async def test_a_person_s_message_carries_the_language_of_the_app(api, rani):
    await rani.says("halo")
    (update,) = await api("getUpdates")
    assert update["message"]["from"] == {"id": rani.id, "is_bot": False, "first_name": "Rani", "language_code": "id"}
    assert update["message"]["chat"] == {"id": rani.id, "first_name": "Rani", "type": "private"}


async def test_commands_carry_their_entity(api, rani):
    await rani.says("/start now")
    (update,) = await api("getUpdates")
    assert update["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]


async def test_messages_and_updates_survive_in_both_libraries(ptb, aio, rani):
    await rani.says("halo 😀 /help")
    (one,) = await ptb.get_updates()
    (two,) = await aio.get_updates()
    assert one.message.text == two.message.text == "halo 😀 /help"
    assert one.message.parse_entities() == {one.message.entities[0]: "/help"}


async def test_a_blocked_bot_cannot_be_written_to_by_the_person(rani):
    await rani.blocks()
    with pytest.raises(ControlError, match="has blocked the bot"):
        await rani.says("halo")


async def test_polls_of_two_bots_do_not_disturb_each_other(telegram, api):
    other = telegram.world.add_bot("7000000777:other", "other_bot", "Other")
    poll = asyncio.create_task(api.full("getUpdates", timeout=1))
    await waiting(telegram)
    assert await api("getUpdates", token=other.token) == []
    assert (await poll)[0] == 200


async def test_a_burst_is_fetched_in_hundreds_in_order(api, rani):
    for number in range(250):
        await rani.says(f"no. {number}")
    seen, offset = [], 0
    while updates := await api("getUpdates", offset=offset):
        seen += [update["message"]["text"] for update in updates]
        offset = updates[-1]["update_id"] + 1
    assert seen == [f"no. {number}" for number in range(250)]


async def test_the_first_update_id_differs_between_worlds():
    async with Simulator() as one, Simulator() as two:
        assert one.world.queues[one.bot.id].next_id != two.world.queues[two.bot.id].next_id


async def test_a_client_that_goes_does_not_lose_the_update(api, rani, telegram):
    with pytest.raises(asyncio.TimeoutError):
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=0.2)) as short:
            await short.get(api.url("getUpdates"), params={"timeout": 20})
    await rani.says("halo")
    assert len(await api("getUpdates")) == 1
