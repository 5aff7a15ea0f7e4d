"""Applications of volunteers: none waits for ever, whoever of the coordinators can be reached when."""

from __future__ import annotations

from bot.store import applications
from bot.store.database import Unit
from bot.store.outbox import Outgoing
from tests.bot.desk import COORDINATOR, PERSON, VOLUNTEER, Desk, texts, told

CARD, AGAIN = "Pendaftaran relawan", "Masih menunggu"


async def apply(desk: Desk, who: int = PERSON) -> list[Outgoing]:
    """Somebody sends an application; what leaves because of it."""
    await desk.person(who)
    await desk.says(who, "/volunteer")
    await desk.taps(who, "volunteer", "promise", "yes")
    await desk.taps(who, "volunteer", "topic", "grief")
    await desk.taps(who, "volunteer", "topics", "done")
    return await desk.taps(who, "volunteer", "apply", "send")


async def test_an_application_that_nobody_decides_is_shown_again_every_day(desk: Desk) -> None:
    await desk.person(COORDINATOR)
    first = told(await apply(desk), COORDINATOR)
    assert CARD in first
    assert AGAIN not in first
    for _ in range(3):
        again = told(await desk.tick(hours=24), COORDINATOR)
        assert CARD in again
        assert AGAIN in again
    await desk.taps(COORDINATOR, "application", "decide", "approve")
    assert CARD not in told(await desk.tick(hours=72), COORDINATOR)


async def test_a_coordinator_who_comes_or_comes_back_is_shown_what_waits(desk: Desk) -> None:
    card = next(row for row in await apply(desk) if row.chat == COORDINATOR)
    await desk.engine.undelivered(card, "blocked")  # they never opened the bot
    assert CARD in told(await desk.says(COORDINATOR, "/start"), COORDINATOR)
    assert CARD not in told(await desk.says(COORDINATOR, "/help"), COORDINATOR), "once"
    await desk.blocks(COORDINATOR)
    assert CARD in told(await desk.says(COORDINATOR, "/start"), COORDINATOR)
    await desk.taps(COORDINATOR, "application", "decide", "approve")
    assert await desk.value("SELECT state FROM volunteers") == "approved"


async def test_an_application_is_shown_to_coordinators_only(desk: Desk) -> None:
    await apply(desk)
    assert CARD not in told(await desk.says(PERSON + 50, "/start"), PERSON + 50)


async def talk(desk: Desk, who: int) -> None:
    """Somebody known is in a chat with a volunteer."""
    await desk.person(VOLUNTEER, volunteer=("grief",))
    await desk.says(who, "/peer")
    await desk.taps(who, "peer_request", "topic", "grief")
    await desk.taps(VOLUNTEER, "offer", "offer", "accept")


async def test_no_word_of_a_long_application_is_lost(desk: Desk) -> None:
    coordinator = await desk.person(COORDINATOR)
    await apply(desk)
    why, said = "w" * 1490 + "why", [(f"ask{n}" + "🙂" * 1480 + f"qend{n}", f"say{n}" + "🙂" * 1480 + f"aend{n}") for n in range(3)]
    person = await desk.value("SELECT person FROM volunteers")

    def work(unit: Unit) -> None:
        applications.save(unit, person, ("id",), why)
        for question, answer in said[:2]:
            assert applications.answer(unit, applications.add_question(unit, person, coordinator.id, question), person, answer)
        applications.add_question(unit, person, coordinator.id, said[2][0])

    await desk.store.unit(work)
    shown = [row for row in await desk.tick(hours=24) if row.chat == COORDINATOR]
    assert all(len(row.params["text"].encode("utf-16-le")) <= 2 * 4096 for row in shown)
    together = texts(shown)
    for words in (why, *(part for pair in said[:2] for part in pair), said[2][0]):
        assert words in together
    assert ["reply_markup" in row.params for row in shown] == [False] * (len(shown) - 1) + [True], "the card that decides comes last"
    assert [row.hook.startswith("card:") for row in shown][-1]
    assert sum(row.hook != "" for row in shown) == 1


async def test_what_would_be_cut_is_to_be_shortened_first(desk: Desk) -> None:
    await desk.person(PERSON)
    await desk.says(PERSON, "/volunteer")
    await desk.taps(PERSON, "volunteer", "promise", "yes")
    await desk.taps(PERSON, "volunteer", "topic", "grief")
    await desk.taps(PERSON, "volunteer", "topics", "done")
    await desk.taps(PERSON, "volunteer", "apply", "why")
    assert "kepanjangan" in texts(await desk.says(PERSON, "a" * 1501))
    assert "a" * 1500 in texts(await desk.says(PERSON, "a" * 1500))
    await desk.taps(PERSON, "volunteer", "apply", "send")
    await desk.person(COORDINATOR)
    await desk.taps(COORDINATOR, "application", "decide", "ask")
    assert "kepanjangan" in texts(await desk.says(COORDINATOR, "b" * 1501))
    await desk.says(COORDINATOR, "b" * 1500)
    await desk.says(PERSON, "/volunteer")
    assert "kepanjangan" in texts(await desk.says(PERSON, "c" * 1501))
    assert "c" * 1500 in told(await desk.says(PERSON, "c" * 1500), COORDINATOR)


async def test_a_coordinator_in_a_chat_asks_later(desk: Desk) -> None:
    await apply(desk)
    await desk.person(COORDINATOR)
    await talk(desk, COORDINATOR)
    assert "masih dalam obrolan lain" in texts(await desk.taps(COORDINATOR, "application", "decide", "ask"))
    await desk.says(COORDINATOR, "/end")
    assert "Mau tanya apa" in texts(await desk.taps(COORDINATOR, "application", "decide", "ask"))


async def test_who_is_in_a_chat_is_asked_when_it_is_over(desk: Desk) -> None:
    await apply(desk)
    await desk.person(COORDINATOR)
    await talk(desk, PERSON)
    await desk.taps(COORDINATOR, "application", "decide", "ask")
    asked = await desk.says(COORDINATOR, "Kapan kamu punya waktu?")
    assert "Terkirim" in told(asked, COORDINATOR)
    assert told(asked, PERSON, VOLUNTEER) == ""
    assert "Kapan kamu" not in told(await desk.tick(minutes=5), PERSON)
    await desk.says(PERSON, "/end")
    assert "Kapan kamu punya waktu?" in told(await desk.tick(minutes=5), PERSON)
    assert "Kapan kamu punya waktu?" not in told(await desk.tick(minutes=10), PERSON), "once"


async def test_a_question_that_waits_is_not_asked_after_the_decision(desk: Desk) -> None:
    await apply(desk)
    await desk.person(COORDINATOR)
    await talk(desk, PERSON)
    await desk.taps(COORDINATOR, "application", "decide", "ask")
    await desk.says(COORDINATOR, "Kapan kamu punya waktu?")
    await desk.taps(COORDINATOR, "application", "decide", "reject")
    await desk.says(PERSON, "/end")
    assert "Kapan kamu" not in told(await desk.tick(minutes=10), PERSON)


async def test_a_question_that_comes_too_late_says_so(desk: Desk) -> None:
    await apply(desk)
    await desk.person(COORDINATOR)
    await desk.taps(COORDINATOR, "application", "decide", "ask")
    await desk.taps(COORDINATOR, "application", "decide", "reject")
    late = told(await desk.says(COORDINATOR, "Kapan kamu punya waktu?"), COORDINATOR)
    assert "sudah diputuskan" in late
    assert "Terkirim" not in late
