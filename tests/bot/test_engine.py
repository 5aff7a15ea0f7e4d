"""The engine: what cannot be read or handled is parked and stops nobody; nothing is handled twice; nothing is half done."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest

from bot import engine as engines
from bot import failures, prompts, retention
from bot.config import Retention
from bot.play import Play
from bot.problems import StoreProblem
from bot.store import timers
from bot.store.outbox import Outgoing
from conversations import checkin
from tests.bot.desk import COORDINATOR, GROUP, OTHER, PERSON, START, VOLUNTEER, Desk, texts

HUGE = 1 << 64


@pytest.mark.parametrize(
    "broken",
    [
        {"update_id": 900, "message": {"text": "no chat"}},
        {"update_id": 900, "message": None},
        {"update_id": 900, "callback_query": {"id": "1"}},
        {"update_id": 900, "edited_message": {"chat": {"type": "private"}, "from": None}},
        {"update_id": 900, "my_chat_member": {"chat": {"type": "private"}}},
        {"update_id": 900, "message": {"message_id": "x", "chat": {"id": 1, "type": "private"}, "from": {"id": 1}, "text": "x"}},
        {"update_id": 900, "message": {"message_id": 1, "chat": {"id": 1, "type": "private"}, "from": {"id": 1}, "text": ["x"]}},
        {"update_id": HUGE, "message": {}},
        {"update_id": "900"},
        ["no object"],
        None,
    ],
)
async def test_an_unreadable_update_is_parked_and_the_next_ones_go_on(desk: Desk, broken: Any) -> None:
    sent = await desk.handle(desk.message(PERSON, "/start"), broken, desk.message(OTHER, "/start"))
    assert len(await desk.all("SELECT * FROM parked")) == 1
    assert {PERSON, OTHER} <= {row.chat for row in sent}
    told = [row for row in sent if row.chat == COORDINATOR]
    assert len(told) == 1 and "log" in texts(told)


async def test_a_parked_update_keeps_its_reason_and_its_words_sealed(desk: Desk) -> None:
    await desk.handle({"update_id": 3, "message": {"chat": "rahasia"}})
    (number, reason, raw) = (await desk.all("SELECT update_id, reason, raw_x FROM parked"))[0]
    assert (number, reason) == (3, "TypeError in message")
    assert b"rahasia" not in raw
    assert "rahasia" in await desk.store.unit(lambda unit: unit.crypt.open(raw, "parked.raw:3"))
    assert not await desk.handle({"update_id": 3, "message": {"chat": "rahasia"}}), "and is not parked twice"


async def test_coordinators_are_not_flooded_with_notices(desk: Desk) -> None:
    for number in range(5):
        await desk.handle({"update_id": number})
        await desk.handle({"update_id": 100 + number, "message": 1})
    assert len(desk.sent(COORDINATOR)) == 1
    desk.now += failures.EVERY
    await desk.handle({"update_id": 99, "message": 1})
    assert len(desk.sent(COORDINATOR)) == 2


async def test_kinds_of_updates_without_a_use_are_let_go(desk: Desk) -> None:
    assert not await desk.handle({"update_id": 1, "poll": {"id": "1"}})
    assert await desk.value("SELECT count(*) FROM parked") == 0


def breaking(monkeypatch: pytest.MonkeyPatch, times: int, act: Callable[[Any], None] | None = None) -> list[int]:
    """The check-in raises this often, after its effects are done; returns a counter."""
    calls: list[int] = []
    whole = checkin.start

    def start(facts: Any, **args: Any) -> Any:
        calls.append(1)
        if len(calls) <= times:
            raise ValueError("kata rahasia")
        return whole(facts, **args)

    monkeypatch.setattr(checkin, "start", start)
    return calls


async def test_a_step_that_raises_takes_back_only_its_own_and_is_parked(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await desk.person(PERSON)
    await desk.person(OTHER)
    calls = breaking(monkeypatch, 99)
    before = await desk.value("SELECT count(*) FROM outbox")
    with caplog.at_level(logging.DEBUG):
        sent = await desk.handle(desk.message(OTHER, "/mood"), desk.message(PERSON, "/checkin"), desk.message(OTHER, "/menu"))
    assert len(calls) == engines.TRIES
    assert [row.chat for row in sent if row.chat != COORDINATOR] == [OTHER, PERSON, OTHER]
    assert "Maaf, ada yang salah di pihakku" in "".join(desk.sent(PERSON))
    assert await desk.value("SELECT reason FROM parked") == "ValueError"
    assert await desk.value("SELECT count(*) FROM outbox") == before + 4
    assert "rahasia" not in caplog.text, "what went wrong may be said in somebody's own words: only where it happened is logged"
    assert "test_engine.py" in caplog.text


async def test_a_step_that_raises_once_is_tried_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    await desk.person(PERSON)
    breaking(monkeypatch, 1)
    assert "perasaanmu" in texts(await desk.says(PERSON, "/checkin"))
    assert await desk.value("SELECT count(*) FROM parked") == 0


async def test_even_the_notice_may_fail(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failures, "_tell", fail)
    await desk.handle({"update_id": 900, "message": 1}, desk.message(PERSON, "/start"))
    assert desk.sent(PERSON)


def fail(*_: Any) -> None:
    raise LookupError("gone")


def give_up(doing: Any, *_: Any) -> None:
    """What SQLite does when the disk is full: the whole transaction is gone."""
    getattr(doing, "turn", doing).unit.db.execute("ROLLBACK")
    raise OSError("database or disk is full")


@pytest.mark.parametrize(("where", "way"), [(Play, "written"), (failures, "_tell")])
async def test_when_the_database_gives_up_nothing_is_confirmed(desk: Desk, monkeypatch: pytest.MonkeyPatch, where: Any, way: str) -> None:
    monkeypatch.setattr(where, way, give_up)
    with pytest.raises(OSError, match="full"):
        await desk.handle(desk.message(PERSON, "/start"), {"update_id": 77, "message": 1})
    assert await desk.value("SELECT count(*) FROM updates") == 0
    assert not desk.out


async def test_an_update_is_handled_once(desk: Desk) -> None:
    update = desk.message(PERSON, "/start")
    assert await desk.handle(update, update)
    assert len(desk.sent(PERSON)) == 1
    assert not await desk.handle(update)


async def test_update_ids_that_begin_anew_below_are_handled(desk: Desk) -> None:
    await desk.handle({**desk.message(PERSON, "/start"), "update_id": 800_000_000})
    sent = await desk.handle({**desk.message(PERSON, "/help"), "update_id": 17})
    assert "bukan manusia" in texts(sent)


async def test_a_thousand_timers_fire_in_small_units(desk: Desk) -> None:
    people = [await desk.person(1000 + n) for n in range(5)]

    def due(unit: Any) -> None:
        for n in range(engines.DUE_AT_ONCE * 2):
            timers.put(unit, "expire", 50_000 + n, unit.now)
        timers.put(unit, "prompt", people[0].id, unit.now)

    others = await desk.value("SELECT count(*) FROM timers")  # what the program itself set at its start
    await desk.store.unit(due)
    assert await desk.engine.tick() == engines.DUE_AT_ONCE * 2 + 1 + others
    assert await desk.engine.tick() == 0


async def test_a_timer_that_fails_is_tried_again_in_a_minute(desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    await desk.store.unit(lambda unit: timers.put(unit, "expire", 1, unit.now))
    monkeypatch.setattr(Play, "timer", fail)
    await desk.tick()
    assert await desk.value("SELECT due_at FROM timers WHERE kind = 'expire'") == START + 60_000
    assert "gone" not in caplog.text


async def test_a_timer_on_which_the_database_gives_up_stays(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    await desk.store.unit(lambda unit: timers.put(unit, "expire", 1, unit.now))
    monkeypatch.setattr(Play, "timer", give_up)
    with pytest.raises(OSError, match="full"):
        await desk.tick()
    assert await desk.value("SELECT due_at FROM timers WHERE kind = 'expire'") == START


async def test_a_dead_letter_is_marked_even_if_what_follows_fails(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    await desk.says(PERSON, "/start")
    row = desk.out[-1]
    monkeypatch.setattr(Play, "undelivered", fail)
    await desk.engine.undelivered(row, "refused")
    assert await desk.value("SELECT state FROM outbox WHERE id = :id", id=row.id) == "failed"
    monkeypatch.setattr(Play, "undelivered", give_up)
    with pytest.raises(OSError, match="full"):
        await desk.engine.undelivered(row, "refused")


async def test_a_refused_message_of_nobody(desk: Desk) -> None:
    row = Outgoing(1, 9999, 2, "sendMessage", {}, conversation=12345)
    await desk.engine.undelivered(row, "refused")
    await desk.engine.undelivered(row, "blocked")
    assert not desk.out


async def test_a_group_that_cannot_be_reached_is_not_waited_for(desk: Desk) -> None:
    await desk.person(PERSON)
    sent = await desk.says(PERSON, "/sos")
    card = next(row for row in sent if row.chat == GROUP)
    before = len(desk.out)
    await desk.engine.undelivered(card, "refused")
    assert {301, 302} <= {row.chat for row in desk.out[before:]}


async def test_the_same_loss_is_told_once(desk: Desk) -> None:
    """A person whose account is gone: the 403 is the first that is heard of it."""
    await desk.person(PERSON)
    sent = await desk.says(PERSON, "/sos")
    await desk.taps(301, "escalation", "alert", "ack", chat=GROUP)
    card = next(row for row in desk.out if row.chat == PERSON and "Bu Ratna" in texts([row]))
    before = len(desk.out)
    await desk.engine.undelivered(card, "blocked")
    assert len([row for row in desk.out[before:] if row.chat == GROUP]) == 1
    assert sent


async def test_old_machinery_is_forgotten(desk: Desk) -> None:
    await desk.handle(desk.message(PERSON, "/start"))
    row = desk.out[0]
    await desk.store.unit(lambda unit: unit.run("UPDATE outbox SET state = 'sent', done_at = :now WHERE id = :id", now=unit.now, id=row.id))
    assert not await retention.run(desk.store, Retention())
    desk.now += 4 * 86_400_000
    assert (await retention.run(desk.store, Retention())) == {"outbox": 1, "updates": 1}
    assert await desk.value("SELECT count(*) FROM updates") == 0


async def test_a_closed_database_takes_nothing(desk: Desk) -> None:
    await desk.store.close()
    with pytest.raises(StoreProblem, match="closed"):
        await desk.handle(desk.message(VOLUNTEER, "/start"))


async def test_rules_that_fail_hold_nothing_up_and_are_told_once_an_hour(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    await desk.person(PERSON)
    monkeypatch.setattr(type(desk.engine._reader._detector), "look", fail)
    told = await desk.says(PERSON, "aku sedih")
    assert any(row.chat == COORDINATOR for row in told)
    assert any(row.chat == PERSON for row in told)
    again = await desk.says(PERSON, "masih sedih")
    assert not any(row.chat == COORDINATOR for row in again)
    assert await desk.value("SELECT count(*) FROM parked") == 0


async def test_daily_questions_that_cannot_be_written_stop_everything_when_the_database_is_gone(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    person = await desk.person(PERSON)
    await desk.store.unit(lambda unit: timers.put(unit, "prompt", person.id, unit.now))

    def gone(asking: prompts.Asking, *_: Any) -> None:
        asking._unit.db.execute("ROLLBACK")
        raise OSError("database or disk is full")

    monkeypatch.setattr(prompts, "MANY", 1)
    monkeypatch.setattr(prompts.Asking, "ask", gone)
    with pytest.raises(OSError, match="full"):
        await desk.tick()
