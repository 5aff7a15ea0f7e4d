"""Webhooks: delivery, secret, order, retries, errors told, a method call in the answer."""

from __future__ import annotations

import asyncio
import json

import pytest
from aiohttp import web


class Receiver:
    """A bot's web server. ``answers``: what to say to the next updates (status, or a JSON object); then 200."""

    def __init__(self):
        self.got, self.headers, self.answers = [], [], []
        self.news = asyncio.Event()
        self.gate = asyncio.Event()
        self.gate.set()

    async def handle(self, request):
        update = json.loads(await request.read())
        self.got.append(update)
        self.headers.append(request.headers)
        self.news.set()
        await self.gate.wait()
        answer = self.answers.pop(0) if self.answers else 200
        return web.Response(status=answer) if isinstance(answer, int) else web.json_response(answer)

    async def until(self, count):
        while len(self.got) < count:
            self.news.clear()
            await asyncio.wait_for(self.news.wait(), 5)


@pytest.fixture
async def receiver():
    made = Receiver()
    runner = web.ServerRunner(web.Server(made.handle), shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield made
    made.gate.set()
    await runner.cleanup()


async def test_updates_are_delivered_with_the_secret(api, rani, receiver):
    assert await api("setWebhook", url=receiver.url, secret_token="s3cret_-") is True
    await rani.says("halo")
    await receiver.until(1)
    assert receiver.got[0]["message"]["text"] == "halo"
    assert receiver.headers[0]["X-Telegram-Bot-Api-Secret-Token"] == "s3cret_-"
    assert receiver.headers[0]["Content-Type"] == "application/json"


async def test_what_was_pending_is_delivered_first(api, rani, receiver):
    await rani.says("one")
    await api("setWebhook", url=receiver.url)
    await rani.says("two")
    await receiver.until(2)
    assert [update["message"]["text"] for update in receiver.got] == ["one", "two"]


async def test_a_delivered_update_is_confirmed(api, rani, receiver, telegram):
    await api("setWebhook", url=receiver.url)
    await rani.says("halo")
    await telegram.idle()
    assert (await api("getWebhookInfo"))["pending_update_count"] == 0


async def test_anything_but_2xx_is_tried_again_and_told_as_last_error(api, rani, receiver, telegram):
    receiver.answers = [500, 404]
    await api("setWebhook", url=receiver.url)
    await rani.says("halo")
    await receiver.until(3)
    assert {update["update_id"] for update in receiver.got} == {receiver.got[0]["update_id"]}
    info = await api("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 404 Not Found"
    assert info["last_error_date"] == pytest.approx(telegram.clock.now(), abs=5)
    await telegram.idle()


async def test_a_server_that_is_not_there_is_told_as_connection_refused(api, rani, telegram):
    await api("setWebhook", url="http://127.0.0.1:9/hook")
    await rani.says("halo")
    await telegram.wait_for(lambda: "last_error_message" in telegram.world.queues[telegram.bot.id].webhook)
    info = await api("getWebhookInfo")
    assert (info["last_error_message"], info["pending_update_count"]) == ("Connection refused", 1)


async def test_deliveries_are_in_order_per_chat_and_parallel_across_chats(api, rani, receiver, telegram):
    budi = telegram.person("Budi")
    receiver.gate.clear()
    await api("setWebhook", url=receiver.url)
    await rani.says("one")
    await rani.says("two")
    await budi.says("other")
    await receiver.until(2)
    assert {update["message"]["text"] for update in receiver.got} == {"one", "other"}
    receiver.gate.set()
    await receiver.until(3)
    assert receiver.got[2]["message"]["text"] == "two"


async def test_no_more_than_max_connections_at_once(api, receiver, telegram):
    people = [telegram.person(f"P{number}") for number in range(5)]
    receiver.gate.clear()
    await api("setWebhook", url=receiver.url, max_connections=2)
    for person in people:
        await person.says("x")
    await receiver.until(2)
    await asyncio.sleep(0.05)
    assert len(receiver.got) == 2
    receiver.gate.set()
    await receiver.until(5)


async def test_a_method_call_in_the_answer_is_done(api, rani, receiver):
    receiver.answers = [{"method": "sendMessage", "chat_id": rani.id, "text": "dari webhook"}]
    await api("setWebhook", url=receiver.url)
    await rani.says("halo")
    assert await rani.hears("dari webhook")


async def test_allowed_updates_hold_for_webhooks(api, rani, receiver):
    await api("setWebhook", url=receiver.url, allowed_updates=["message_reaction"])
    message = await rani.says("halo")
    await rani.reacts(message, "👍")
    await receiver.until(1)
    assert "message_reaction" in receiver.got[0]


async def test_webhook_info_tells_what_was_set(api, ptb, receiver):
    assert (await api("getWebhookInfo")) == {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
    await ptb.set_webhook(receiver.url, max_connections=7, allowed_updates=["message"])
    info = await ptb.get_webhook_info()
    assert (info.url, info.max_connections, info.allowed_updates) == (receiver.url, 7, ("message",))


async def test_deleting_the_webhook_brings_back_get_updates(api, rani, receiver, aio):
    await api("setWebhook", url=receiver.url)
    assert await aio.delete_webhook(drop_pending_updates=True)
    await rani.says("halo")
    assert len(await api("getUpdates")) == 1
    assert receiver.got == []


async def test_a_bad_address_or_secret_is_400(api):
    assert await api.refused("setWebhook", url="ftp://x.y") == "Bad Request: bad webhook: invalid HTTPS URL specified"
    text = await api.refused("setWebhook", url="https://x.y", secret_token="with space")
    assert text == "Bad Request: secret token contains unallowed characters"
