"""Counselors by invitation: the link is for one, the role is whole from the first moment, and gone whole when it is taken back."""

from __future__ import annotations

import re

import pytest

from bot.effects.inviting import GOOD_FOR
from bot.facts import facts_for
from bot.store import alerts, appointments, circles, counsel, meta, outbox, staff
from bot.store.circles import Circle
from bot.store.database import Unit
from bot.turn import Turn
from conversations import case_form
from conversations import staff as flow
from conversations.guidance import Open
from conversations.kit import Facts
from tests.bot.desk import COORDINATOR, COUNSELOR, GROUP, OTHER, PERSON, SECOND, VOLUNTEER, Desk, texts

DEWI, MORE = 305, 402


async def link(desk: Desk, name: str = "Bu Dewi") -> str:
    """A new invitation for a counselor."""
    await desk.store.unit(lambda unit: meta.note(unit, "username", "sebaya_bot"))
    if await desk.value("SELECT 1 FROM people WHERE telegram_id = :id", id=COORDINATOR) is None:
        await desk.person(COORDINATOR)
    await desk.says(COORDINATOR, "/invite")
    await desk.taps(COORDINATOR, "invite", "invite", "counselor")
    sent = await desk.says(COORDINATOR, name)
    found = re.search(r"start=([\w-]+)", "\n".join(str(row.params.get("caption")) for row in sent))
    assert found is not None
    return found[1]


async def invited(desk: Desk, who: int = DEWI) -> int:
    """Somebody who has come by an invitation; their row."""
    await desk.says(who, f"/start {await link(desk)}")
    return int(await desk.value("SELECT person FROM staff"))


async def known(desk: Desk, what: object, who: int, subject: int = 0) -> Facts:
    number = await desk.value("SELECT id FROM people WHERE telegram_id = :who", who=who)
    return await desk.store.unit(lambda unit: facts_for(Turn(unit, desk.world), what, number, subject=subject))  # type: ignore[arg-type]


async def test_an_invitation_makes_a_counselor_at_once(desk: Desk) -> None:
    token = await link(desk)
    sent = await desk.says(DEWI, f"/start {token}")
    assert "Selamat datang, Bu Dewi" in texts(sent)
    assert any(row.chat == COORDINATOR and "Bu Dewi" in str(row.params.get("text")) for row in sent), "the coordinators hear of it"
    assert await desk.value("SELECT count(*) FROM conversations WHERE flow = 'onboarding'") == 0, "a counselor is not asked what a person is asked"
    assert "panggilan yang terbuka" in texts(await desk.says(DEWI, "/alerts"))
    assert await desk.value("SELECT count(*) FROM audit WHERE action = 'staff.added'") == 1
    await desk.person(PERSON)
    sent = await desk.says(PERSON, "/sos")
    assert any(row.chat == DEWI and "Panggilan bantuan" in str(row.params.get("text")) for row in sent), "on the ladder"
    sent = await desk.taps(DEWI, "escalation", "alert", "ack")
    assert any(row.chat == PERSON and "Bu Dewi" in str(row.params.get("text")) for row in sent), "by the name that was given"


async def test_an_invitation_in_the_middle_of_the_welcome_ends_it(desk: Desk) -> None:
    token = await link(desk)
    await desk.says(DEWI, "/start")
    sent = [row for row in await desk.says(DEWI, f"/start {token}") if row.chat == DEWI]
    assert [str(row.params["text"])[:8] for row in sent] == ["Selamat ", "Pertama,"], "and nothing of the welcome comes after it"
    assert await desk.value("SELECT count(*) FROM conversations WHERE flow = 'onboarding'") == 0
    assert "panggilan yang terbuka" in texts(await desk.says(DEWI, "/alerts"))


async def test_two_people_with_one_link(desk: Desk) -> None:
    token = await link(desk)
    sent = await desk.handle(desk.message(DEWI, f"/start {token}"), desk.message(OTHER, f"/start {token}"))
    assert await desk.value("SELECT count(*) FROM staff") == 1
    assert "Selamat datang, Bu Dewi" in texts([row for row in sent if row.chat == DEWI])
    assert "sudah dipakai" in texts([row for row in sent if row.chat == OTHER])
    assert "sudah dipakai" not in texts(await desk.says(DEWI, f"/start {token}")), "their own link a second time is no mistake"
    await desk.says(OTHER, "/alerts")
    assert await desk.value("SELECT count(*) FROM conversations WHERE flow = 'alerts'") == 0


@pytest.mark.parametrize("token", ["counselor", "AAAAAAAAAAAAAAAAAAAAAA", "x" * 64, "../staff", "staff"])
async def test_a_forged_link_is_nothing(desk: Desk, token: str) -> None:
    await link(desk)
    await desk.says(PERSON, f"/start {token}")
    assert await desk.value("SELECT count(*) FROM staff") == 0


async def test_an_old_link_and_one_taken_back_are_good_for_nothing(desk: Desk) -> None:
    token = await link(desk)
    await desk.person(MORE)
    desk.world.config.coordinators.append(desk.world.config.coordinators[0].model_copy(update={"id": MORE, "name": "Pak Adi"}))
    try:
        await desk.says(COORDINATOR, "/staff")
        invite = str(await desk.value("SELECT id FROM invites"))
        sent = await desk.taps(COORDINATOR, "staff", "revoke", invite)
        assert "nggak berlaku" in texts(sent)
        assert any(row.chat == MORE and "menarik undangan" in str(row.params.get("text")) for row in sent), "the others hear of it"
    finally:
        desk.world.config.coordinators.pop()
    assert "sudah dipakai atau sudah terlalu lama" in texts(await desk.says(DEWI, f"/start {token}"))
    token = await link(desk)
    await desk.tick(ms=GOOD_FOR + 1)
    assert "sudah dipakai atau sudah terlalu lama" in texts(await desk.says(DEWI, f"/start {token}"))
    assert await desk.value("SELECT count(*) FROM staff") == 0


async def test_a_link_is_not_used_up_by_whoever_made_it_or_is_a_counselor(desk: Desk) -> None:
    token = await link(desk)
    await desk.person(COUNSELOR)
    for who in (COORDINATOR, COUNSELOR):
        assert "tolong teruskan" in texts(await desk.says(who, f"/start {token}"))
    assert "Selamat datang" in texts(await desk.says(DEWI, f"/start {token}"))


async def test_an_invitation_used_between_looking_and_taking_it_back(desk: Desk) -> None:
    token = await link(desk)
    await desk.says(COORDINATOR, "/staff")
    invite = str(await desk.value("SELECT id FROM invites"))
    opened = (await desk.all("SELECT token FROM conversations WHERE flow = 'staff'"))[0][0]
    await desk.store.unit(lambda unit: unit.run("UPDATE invites SET used_at = :now, used_by = NULL", now=unit.now))
    assert await desk.handle(desk.tap(COORDINATOR, f"staff.{opened}.revoke.{invite}")) != []
    assert await desk.value("SELECT count(*) FROM audit WHERE action = 'invite.revoked'") == 0
    assert "sudah dipakai" in texts(await desk.says(DEWI, f"/start {token}"))


async def remove(desk: Desk, person: int) -> str:
    await desk.says(COORDINATOR, "/staff")
    await desk.taps(COORDINATOR, "staff", "remove", str(person))
    return texts(await desk.taps(COORDINATOR, "staff", "staff", "yes"))


async def test_who_is_removed_has_nothing_left_and_their_people_are_called_out_for_again(desk: Desk) -> None:
    person = await invited(desk)
    await desk.person(COUNSELOR)
    await desk.person(PERSON)
    await desk.says(PERSON, "/sos")
    await desk.taps(DEWI, "escalation", "alert", "ack")
    await desk.taps(DEWI, "escalation", "alert", "talk")
    assert await desk.value("SELECT count(*) FROM links WHERE closed_at IS NULL") == 1
    before = len(desk.out)
    said = await remove(desk, person)
    later = desk.out[before:]
    assert "bukan konselor lagi" in said
    assert await desk.all("SELECT state FROM alerts") == [("open",)], "on the ladder again"
    assert any(row.chat == COUNSELOR and "Panggilan" in str(row.params.get("text")) for row in later), "and the others are called at once"
    assert await desk.value("SELECT count(*) FROM links WHERE closed_at IS NULL") == 0
    assert any(row.chat == PERSON for row in later), "the person is not left in a chat with nobody"
    owned = await desk.all("SELECT flow FROM conversations WHERE owner = :person", person=person)
    assert not [row for row in owned if row[0] in {"case_chat", "case_note", "case_form", "alerts"}]
    for forged in ("ack", "talk", "close", "who"):
        assert "bukan untukmu" in texts(await desk.taps(DEWI, "escalation", "alert", forged))
    sent = await desk.tick(minutes=2)
    assert any(row.chat == COUNSELOR for row in sent) and not any(row.chat == DEWI for row in sent), "no call reaches them any more"
    assert await desk.value("SELECT count(*) FROM audit WHERE action = 'staff.removed'") == 1


async def test_what_stood_in_a_removed_counselors_chat_is_emptied_and_tells_nothing_new(desk: Desk) -> None:
    person = await invited(desk)
    asking, _ = await desk.person(PERSON), await desk.person(COUNSELOR)

    def ask(unit: Unit) -> None:
        counsel.draft(unit, asking.id, "learning", "Nilaiku turun.")
        counsel.ask(unit, asking.id, "week", "chat")

    await desk.store.unit(ask)
    wish = await desk.open("guidance", None, Open("week"), asking.id)
    await desk.says(PERSON, "/sos")
    call = await desk.value("SELECT id FROM conversations WHERE flow = 'escalation'")
    for number, conversation in enumerate((call, call, wish.id), 1):
        for chat in (DEWI, COUNSELOR, GROUP):
            await desk.store.unit(lambda unit, at=(conversation, chat, number): alerts.add_card(unit, *at, "id"))  # type: ignore[misc]
    before = len(desk.out)
    await remove(desk, person)
    emptied = [row for row in desk.out[before:] if row.chat == DEWI and row.method == "editMessageText"]
    assert {row.params["message_id"] for row in emptied} == {1, 2, 3}, "older ones, too"
    assert all("Ini untuk konselor" in row.params["text"] for row in emptied)
    await desk.store.unit(lambda unit: alerts.add_card(unit, call, DEWI, 4, "id"))  # one that was on its way
    await desk.store.unit(lambda unit: alerts.add_card(unit, wish.id, DEWI, 5, "id"))
    sent = [*await desk.taps(COUNSELOR, "escalation", "alert", "ack"), *await desk.taps(COUNSELOR, "guidance", "wish", "take")]
    assert not any(row.chat == DEWI for row in sent)
    assert {row.chat for row in sent if row.method == "editMessageText"} == {COUNSELOR, GROUP}


async def test_a_removed_counselors_appointments_and_groups_are_cancelled(desk: Desk) -> None:
    person = await invited(desk)
    asking = await desk.person(PERSON)

    def work(unit: Unit) -> None:
        appointments.book(unit, asking.id, person, "learning", "chat", "", unit.now + 86_400_000, 45)
        for state in ("planned", "open"):
            circles.add(unit, Circle(0, "counseling", person, "grief", 5, "adult", "id", unit.now + 3_600_000, 60, state, None))
        unit.run("UPDATE circles SET state = 'open' WHERE id = (SELECT max(id) FROM circles)")

    await desk.store.unit(work)
    await remove(desk, person)
    assert await desk.all("SELECT state FROM appointments") == [("cancelled",)]
    assert {row[0] for row in await desk.all("SELECT state FROM circles")} == {"cancelled", "closed"}


async def test_guidance_taken_by_somebody_who_is_removed_is_shown_to_the_others(desk: Desk) -> None:
    person = await invited(desk)
    asking = await desk.person(PERSON)
    await desk.person(COUNSELOR)

    def ask(unit: Unit) -> None:
        counsel.draft(unit, asking.id, "learning", "Nilaiku turun.")
        counsel.ask(unit, asking.id, "week", "chat")

    await desk.store.unit(ask)
    await desk.open("guidance", None, Open("week"), asking.id)
    await desk.taps(DEWI, "guidance", "wish", "take")
    assert await desk.all("SELECT state, counselor FROM guidance_requests") == [("taken", person)]
    before = len(desk.out)
    await remove(desk, person)
    assert await desk.all("SELECT state, counselor FROM guidance_requests") == [("open", None)]
    assert any(row.chat == COUNSELOR for row in desk.out[before:])


async def test_a_case_is_handed_to_an_invited_colleague(desk: Desk) -> None:
    person = await invited(desk)
    await desk.person(COUNSELOR)
    await desk.person(PERSON)
    await desk.says(PERSON, "/sos")
    alert = await desk.value("SELECT id FROM alerts")
    assert (person, "Bu Dewi") in (await known(desk, case_form, COUNSELOR, alert)).colleagues
    await desk.taps(COUNSELOR, "escalation", "alert", "ack")
    await desk.taps(COUNSELOR, "escalation", "alert", "hand")
    await desk.taps(COUNSELOR, "case_form", "whom", str(person))
    await desk.says(COUNSELOR, "sudah tenang, butuh teman bicara besok")
    assert await desk.value("SELECT handler FROM alerts") == person


async def test_nobody_else_removes_anybody_and_nobody_of_the_config_is_removed(desk: Desk) -> None:
    person = await invited(desk)
    for who in (COUNSELOR, SECOND, VOLUNTEER, PERSON):
        await desk.person(who)
    await desk.says(COORDINATOR, "/staff")
    found = (await known(desk, flow, COORDINATOR)).staff_list
    assert [(one.name, one.invited) for one in found.members] == [("Bu Ratna", False), ("Pak Hendra", False), ("Bu Dewi", True)]
    ratna = str(await desk.value("SELECT id FROM people WHERE telegram_id = :id", id=COUNSELOR))
    for who in (COUNSELOR, DEWI, VOLUNTEER, PERSON):
        await desk.says(who, "/staff")
        assert "bukan untukmu" in texts(await desk.taps(who, "staff", "remove", str(person)))
        assert not (await known(desk, flow, who)).staff_list.members
    await desk.taps(COORDINATOR, "staff", "remove", ratna)
    await desk.taps(COORDINATOR, "staff", "remove", str(person))
    desk.world.access._coordinators.discard(COORDINATOR)
    await desk.taps(COORDINATOR, "staff", "staff", "yes")
    assert await desk.value("SELECT count(*) FROM staff") == 1


async def test_two_coordinators_remove_at_once(desk: Desk) -> None:
    person = await invited(desk)
    await desk.says(COORDINATOR, "/staff")
    await desk.taps(COORDINATOR, "staff", "remove", str(person))
    await desk.store.unit(lambda unit: staff.remove(unit, person))
    assert "sudah berubah" in str([row.params for row in await desk.taps(COORDINATOR, "staff", "staff", "yes")])
    assert await desk.value("SELECT count(*) FROM audit WHERE action = 'staff.removed'") == 0


async def test_a_name_of_the_config_counts_for_who_is_in_both(desk: Desk) -> None:
    ratna = await desk.person(COUNSELOR)
    await desk.person(COORDINATOR)
    await desk.store.unit(lambda unit: staff.add(unit, ratna.id, "Bu R.", None))
    await desk.store.unit(lambda unit: staff.add(unit, ratna.id, "Bu R. baru", None))
    found = (await known(desk, flow, COORDINATOR)).staff_list
    assert [one.name for one in found.members] == ["Bu Ratna", "Pak Hendra"]


async def gone(desk: Desk, who: int) -> str:
    """Taken out of the config, and started again: what everybody is told."""
    config = desk.world.config
    every = list(config.counselors)
    config.counselors[:] = [one for one in every if one.id != who]
    desk.world.access._counselors.discard(who)
    before = await desk.value("SELECT coalesce(max(id), 0) FROM outbox")
    try:
        await desk.engine.let_staff_go()
        waiting = await desk.store.unit(outbox.unsent)
        desk.later = [row for row in waiting if row.id > before]
        return texts(desk.later)
    finally:
        config.counselors[:] = every
        desk.world.access._counselors.add(who)


async def test_who_was_taken_out_of_the_config_keeps_neither_the_chat_nor_the_call(desk: Desk) -> None:
    ratna = await desk.person(COUNSELOR)
    await desk.person(SECOND)
    await desk.person(COORDINATOR)
    await desk.person(PERSON)
    await desk.says(PERSON, "/sos")
    await desk.taps(COUNSELOR, "escalation", "alert", "ack")
    await desk.taps(COUNSELOR, "escalation", "alert", "talk")
    await desk.says(PERSON, "bu, tadi hujan deras")
    said = await gone(desk, COUNSELOR)
    assert "hujan deras" not in said, "what had not gone out stays here"
    told = {chat: texts([row for row in desk.later if row.chat == chat]) for chat in {row.chat for row in desk.later}}
    assert "bukan konselor lagi" in told[COUNSELOR]
    assert "Belum ada yang menjawab" not in told[COUNSELOR]
    assert "kuteruskan ke yang lain" in told[COORDINATOR]
    assert "nggak sampai" in told[PERSON], "the person is not left in a chat with nobody, and knows which words are not read"
    assert "Panggilan" in told[SECOND], "the others are called at once"
    assert await desk.all("SELECT state FROM alerts") == [("open",)]
    assert await desk.value("SELECT count(*) FROM links WHERE closed_at IS NULL") == 0
    assert await desk.value("SELECT count(*) FROM conversations WHERE owner = :who AND flow = 'case_chat'", who=ratna.id) == 0
    assert await desk.value("SELECT count(*) FROM cards WHERE chat = :chat", chat=COUNSELOR) == 0
    assert await gone(desk, COUNSELOR) == "", "once is enough"


async def test_who_came_by_an_invitation_too_stays(desk: Desk) -> None:
    ratna = await desk.person(COUNSELOR)
    await desk.store.unit(lambda unit: staff.add(unit, ratna.id, "Bu R.", None))
    await desk.person(PERSON)
    await desk.says(PERSON, "/sos")
    await desk.taps(COUNSELOR, "escalation", "alert", "ack")
    assert await gone(desk, COUNSELOR) == ""
    assert await desk.all("SELECT state, handler FROM alerts") == [("seen", ratna.id)]


async def test_guidance_and_appointments_of_who_is_only_a_coordinator_now_go_to_others(desk: Desk) -> None:
    ratna, asking = await desk.person(COUNSELOR), await desk.person(PERSON)

    def work(unit: Unit) -> None:
        appointments.book(unit, asking.id, ratna.id, "learning", "chat", "", unit.now + 86_400_000, 45)

    await desk.store.unit(work)
    desk.world.access._coordinators.add(COUNSELOR)
    try:
        assert "bukan konselor lagi" in await gone(desk, COUNSELOR)
    finally:
        desk.world.access._coordinators.discard(COUNSELOR)
    assert await desk.all("SELECT state FROM appointments") == [("cancelled",)]
