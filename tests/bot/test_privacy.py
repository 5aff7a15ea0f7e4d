"""/privacy as people and those who help meet it: in a chat too, and when what was agreed to has changed."""

from __future__ import annotations

from bot import retention
from bot.config import Retention
from bot.content import CONSENT_VERSION
from bot.retention import DAY
from bot.store import alerts, counsel, signs
from bot.store.database import Unit
from tests.bot.desk import COORDINATOR, COUNSELOR, OTHER, PERSON, VOLUNTEER, Desk, texts


async def test_what_changed_since_somebody_agreed_is_said_and_asked_again(desk: Desk) -> None:
    person = await desk.person(PERSON)
    assert "berubah sejak kamu setuju" not in texts(await desk.says(PERSON, "/start"))
    await desk.store.unit(lambda unit: unit.run("UPDATE people SET consent = '2026-01-1'"))
    assert "berubah sejak kamu setuju" in texts(await desk.says(PERSON, "/start"))
    assert "Sejak itu ada yang berubah" in texts(await desk.says(PERSON, "/privacy"))
    assert "Siapa yang bisa membaca ceritamu?" in texts(await desk.taps(PERSON, "privacy", "privacy", "renew"))
    assert "<b>Datamu</b>" in texts(await desk.taps(PERSON, "privacy", "consent", "no")), "nothing is forced"
    await desk.taps(PERSON, "privacy", "privacy", "renew")
    assert "Sekarang berlaku yang baru" in texts(await desk.taps(PERSON, "privacy", "consent", "yes"))
    assert await desk.value("SELECT consent FROM people WHERE id = :id", id=person.id) == CONSENT_VERSION
    kept = await desk.all("SELECT version, at FROM consents WHERE person = :id ORDER BY id", id=person.id)
    assert kept[-1] == (CONSENT_VERSION, desk.now)


async def test_in_a_chat_ones_data_are_at_hand_and_the_chat_goes_on(desk: Desk) -> None:
    await desk.paired()
    assert "<b>Datamu</b>" in texts(await desk.says(PERSON, "/privacy"))
    out = await desk.says(PERSON, "masih di sini")
    assert [row.chat for row in out if "masih di sini" in str(row.params)] == [VOLUNTEER]
    assert "Obrolanmu tetap jalan" in texts(await desk.taps(PERSON, "privacy", "privacy", "close"))
    await desk.says(PERSON, "/privacy")
    await desk.taps(PERSON, "privacy", "privacy", "export")
    await desk.tick()
    assert await desk.value("SELECT count(*) FROM links WHERE closed_at IS NULL") == 1


async def test_a_counselor_who_takes_their_yes_back_lets_go_of_the_call(desk: Desk) -> None:
    """Nobody is left with somebody who has stopped."""
    await desk.person(PERSON)
    await desk.person(COUNSELOR)
    await desk.says(PERSON, "/sos")
    await desk.taps(COUNSELOR, "escalation", "alert", "ack")
    await desk.says(COUNSELOR, "/privacy")
    await desk.taps(COUNSELOR, "privacy", "privacy", "withdraw")
    await desk.taps(COUNSELOR, "privacy", "withdraw", "yes")
    assert await desk.all("SELECT state FROM alerts") == [("open",)]


async def test_a_counselor_who_is_erased_lets_go_of_requests_and_leaves_no_card_behind(desk: Desk) -> None:
    person, counselor = await desk.person(PERSON), await desk.person(COUNSELOR)
    await desk.person(OTHER)

    def live(unit: Unit) -> None:
        counsel.draft(unit, person.id, "learning", "nilaiku")
        counsel.ask(unit, person.id, "week", "chat")
        counsel.take(unit, person.id, counselor.id)

    await desk.says(OTHER, "/sos")
    await desk.store.unit(live)
    number = await desk.value("SELECT id FROM conversations WHERE flow = 'escalation'")
    await desk.store.unit(lambda unit: alerts.add_card(unit, number, COUNSELOR, 7, "id"))
    await desk.says(COUNSELOR, "/privacy")
    await desk.taps(COUNSELOR, "privacy", "privacy", "erase")
    await desk.taps(COUNSELOR, "privacy", "erase", "yes")
    await desk.tick(seconds=1)
    assert await desk.all("SELECT state, counselor FROM guidance_requests") == [("open", None)]
    assert not await desk.all("SELECT 1 FROM cards WHERE chat = :chat", chat=COUNSELOR)


async def test_what_coordinators_look_for_in_the_log_is_not_written_into_it(desk: Desk) -> None:
    await desk.person(COORDINATOR)
    await desk.says(COORDINATOR, "/audit")
    await desk.says(COORDINATOR, "Rani XI IPA 2")
    assert await desk.value("SELECT count(*) FROM audit WHERE action = 'audit.read'") == 2
    assert not await desk.all("SELECT 1 FROM audit WHERE detail LIKE '%Rani%'")


async def test_signs_of_danger_go_after_their_time(desk: Desk) -> None:
    """They hold words of chats: kept for ever they would outlive the thirty days of the chat itself."""
    person = await desk.person(PERSON)
    await desk.store.unit(lambda unit: signs.add(unit, person.id, "note", "suicide", "x", "capek"))
    desk.now += 29 * DAY
    await retention.run(desk.store, Retention())
    assert await desk.value("SELECT count(*) FROM risk_signs") == 1
    desk.now += 2 * DAY
    await retention.run(desk.store, Retention())
    assert await desk.value("SELECT count(*) FROM risk_signs") == 0
