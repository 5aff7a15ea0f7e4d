"""What goes wrong on purpose: flood control, the fault plan, latency; and that the clock can be moved."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest
from telegram.error import RetryAfter

from simulator import Clock, Simulator
from simulator.errors import ApiError
from simulator.faults import Fault
from simulator.limits import Limits


class Timer:
    """Time that stands still until it is moved."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def timer():
    return Timer()


@pytest.fixture
def limits(timer):
    made = Limits(timer)
    made.on = True
    return made


def wait_of(limits, chat, count=1):
    with pytest.raises(ApiError) as raised:
        limits.take(chat, count)
    assert raised.value.description == f"Too Many Requests: retry after {raised.value.parameters['retry_after']}"
    return raised.value.parameters["retry_after"]


# -- flood control


def test_one_message_a_second_to_a_private_chat_after_a_small_burst(limits, timer):
    for _ in range(3):
        limits.take(5)
    assert wait_of(limits, 5) == 1
    timer.now += 1
    limits.take(5)
    assert wait_of(limits, 5) == 1


def test_twenty_a_minute_to_a_group(limits, timer):
    for _ in range(20):
        timer.now += 0.04
        limits.take(-100)
    assert wait_of(limits, -100) == 3
    timer.now += 3
    limits.take(-100)


def test_thirty_a_second_overall(limits, timer):
    for chat in range(1, 31):
        limits.take(chat)
    assert wait_of(limits, 31) == 1
    timer.now += 0.1
    for chat in range(31, 34):
        limits.take(chat)
    wait_of(limits, 34)


def test_a_refused_message_takes_nothing(limits, timer):
    for _ in range(3):
        limits.take(5)
    for _ in range(10):
        wait_of(limits, 5)
    for chat in range(100, 127):
        limits.take(chat)
    wait_of(limits, 200)


def test_an_album_counts_as_its_messages(limits):
    limits.change(chat_burst=10)
    limits.take(5, 8)
    assert wait_of(limits, 5, 3) == 1


def test_figures_can_be_set_and_nonsense_is_refused(limits):
    limits.change(overall=1000, chat=100, chat_burst=50, group=6000)
    for _ in range(50):
        limits.take(5)
    with pytest.raises(ValueError, match="must be a positive number"):
        limits.change(overall=0)


async def test_429_has_retry_after_in_text_and_parameters(session):
    async with Simulator(limits=True) as telegram:
        rani = telegram.person("Rani")
        await rani.says("hi")
        url = f"{telegram.url}/bot{telegram.token}/sendMessage"
        for _ in range(4):
            async with session.post(url, data={"chat_id": rani.id, "text": "x"}) as answer:
                last = answer.status, await answer.json()
    status, body = last
    assert (status, body["error_code"]) == (429, 429)
    assert body["description"] == f"Too Many Requests: retry after {body['parameters']['retry_after']}"


async def test_flood_control_is_an_exception_for_ptb_and_leaves_reading_alone(ptb, rani, telegram):
    telegram.core.limits.change(on=True, chat=0.001, chat_burst=1)
    await ptb.send_message(rani.id, "x")
    with pytest.raises(RetryAfter):
        await ptb.send_message(rani.id, "y")
    await ptb.get_chat(rani.id)
    await ptb.send_chat_action(rani.id, "typing")


async def test_flood_control_is_off_unless_asked_for(api, rani):
    for _ in range(60):
        await api("sendMessage", chat_id=rani.id, text="x")


# -- the fault plan


async def test_500_does_nothing(api, rani, telegram):
    telegram.faults.add("500", method="sendMessage", times=1)
    assert await api.refused("sendMessage", chat_id=rani.id, text="x") == "Internal Server Error"
    assert len(rani.sees()) == 1
    await api("sendMessage", chat_id=rani.id, text="x")


async def test_502_is_html(api, rani, telegram, session):
    telegram.faults.add("502")
    async with session.post(api.url("getMe")) as answer:
        assert (answer.status, answer.content_type) == (502, "text/html")
        assert "<h1>502 Bad Gateway</h1>" in await answer.text()


@pytest.mark.parametrize(("kind", "status", "text"), [("401", 401, "Unauthorized"), ("403", 403, "Forbidden: bot was blocked by the user")])
async def test_refusals_on_order(api, rani, telegram, kind, status, text):
    telegram.faults.add(kind)
    got, body = await api.full("sendMessage", chat_id=rani.id, text="x")
    assert (got, body["description"]) == (status, text)


async def test_429_on_order_with_seconds(api, rani, telegram):
    telegram.faults.add("429", seconds=7)
    status, body = await api.full("sendMessage", chat_id=rani.id, text="x")
    assert (status, body["parameters"], body["description"]) == (429, {"retry_after": 7}, "Too Many Requests: retry after 7")


async def test_cut_before_does_nothing_and_cut_after_does_it(api, rani, telegram):
    telegram.faults.add("cut_before", times=1)
    with pytest.raises(aiohttp.ClientError):
        await api("sendMessage", chat_id=rani.id, text="before")
    telegram.faults.clear()
    telegram.faults.add("cut_after", times=1)
    with pytest.raises(aiohttp.ClientError):
        await api("sendMessage", chat_id=rani.id, text="after")
    assert [message["text"] for message in rani.sees()] == ["/start", "after"]


async def test_a_slow_answer_comes_later_but_its_effect_at_once(api, rani, telegram):
    telegram.faults.add("slow", seconds=0.2)
    call = asyncio.create_task(api("sendMessage", chat_id=rani.id, text="x"))
    await rani.hears("x")
    assert not call.done()
    assert (await call)["text"] == "x"


async def test_a_hang_gives_no_answer_and_does_nothing(api, rani, telegram, session):
    telegram.faults.add("hang")
    with pytest.raises(TimeoutError):
        async with session.post(api.url("sendMessage"), data={"chat_id": rani.id, "text": "x"}, timeout=aiohttp.ClientTimeout(total=0.2)):
            pass
    assert len(rani.sees()) == 1


async def test_an_outage_lasts_until_it_is_over(api, rani, telegram):
    fault = telegram.faults.add("outage")
    for _ in range(3):
        with pytest.raises(aiohttp.ClientError):
            await api("getMe")
    telegram.faults.remove(fault.id)
    assert await api("getMe")


async def test_faults_hit_by_method_and_chat(api, rani, telegram):
    budi = telegram.person("Budi")
    await budi.says("hi")
    telegram.faults.add("500", method="sendmessage", chat=budi.id)
    assert await api("sendMessage", chat_id=rani.id, text="x")
    assert await api("sendChatAction", chat_id=budi.id, action="typing")
    assert await api.refused("sendMessage", chat_id=budi.id, text="x") == "Internal Server Error"


def strikes(fault, count=10):
    return [number for number in range(1, count + 1) if fault.strikes("getMe", None)]


def test_faults_hit_the_nth_and_every_nth_call_and_so_often():
    assert strikes(Fault("500", nth=3)) == [3]
    assert strikes(Fault("500", every=4)) == [4, 8]
    assert strikes(Fault("500", times=2)) == [1, 2]


def test_faults_by_probability_are_the_same_for_the_same_seed():
    first = strikes(Fault("500", probability=0.3, seed=5), 200)
    assert first == strikes(Fault("500", probability=0.3, seed=5), 200)
    assert 30 < len(first) < 90


@pytest.mark.parametrize(
    "wrong", [{"kind": "nonsense"}, {"kind": "500", "nth": 0}, {"kind": "500", "probability": 2}, {"kind": "slow", "seconds": -1}]
)
def test_nonsense_in_the_plan_is_refused(wrong):
    with pytest.raises(ValueError, match="must be"):
        Fault(**wrong)


async def test_latency_delays_every_answer(api, telegram):
    telegram.core.latency.change(mean_ms=50)
    started = asyncio.get_running_loop().time()
    await api("getMe")
    assert asyncio.get_running_loop().time() - started >= 0.045


# -- the clock


def test_the_clock_moves_runs_faster_and_stands_still(timer):
    clock = Clock(start=500, source=timer)
    timer.now += 10
    assert clock.now() == 510
    clock.advance(hours=1)
    assert clock.date() == 4110
    clock.run_at(60)
    timer.now += 1
    assert clock.now() == 4170
    clock.run_at(0)
    timer.now += 100
    assert clock.now() == 4170


@pytest.mark.parametrize("wrong", [-1, 1 << 40])
def test_the_clock_refuses_impossible_times(wrong):
    with pytest.raises(ValueError, match="cannot show"):
        Clock().set(wrong)
    with pytest.raises(ValueError, match="cannot run"):
        Clock(speed=-1)


async def test_messages_are_dated_by_the_clock(api, rani, telegram):
    telegram.clock.set(2_000_000_000)
    message = await api("sendMessage", chat_id=rani.id, text="x")
    assert 0 <= message["date"] - 2_000_000_000 < 30


async def test_the_journal_is_capped_and_numbers_go_on(session):
    async with Simulator(journal=10) as telegram:
        for _ in range(25):
            async with session.get(f"{telegram.url}/bot{telegram.token}/getMe") as answer:
                assert answer.status == 200
        assert (len(telegram.journal.entries), telegram.journal.last, telegram.journal.dropped) == (10, 25, 15)
        assert telegram.journal.calls()[0].seq == 16


async def test_the_journal_has_params_result_status_and_time(api, rani, telegram):
    await api("sendMessage", chat_id=rani.id, text="x")
    entry = telegram.journal.calls("sendmessage")[-1]
    assert (entry.params, entry.status, entry.chat) == ({"chat_id": rani.id, "text": "x"}, 200, rani.id)
    assert entry.result["text"] == "x"
    assert entry.took_ms > 0
    await api.refused("sendMessage", chat_id=5, text="x")
    assert telegram.journal.calls("sendMessage")[-1].view()["result"] == {"description": "Bad Request: chat not found"}


async def test_old_messages_are_let_go_when_there_are_too_many(api, rani, telegram):
    telegram.world.messages_kept = 50
    for number in range(80):
        await api("sendMessage", chat_id=rani.id, text=f"no. {number}")
    assert len(rani.chat.messages) == len(rani.chat.stamps) == 50
    assert rani.sees()[-1]["text"] == "no. 79"
