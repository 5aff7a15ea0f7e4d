"""One turn: who may tap what, who has the word, what becomes of states that nobody understands any more."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from bot import play as plays
from bot.play import Play
from bot.store import conversations, people
from bot.store.database import Unit
from bot.turn import Begin, Post, Turn
from conversations import alerts, checkin, escalation, exercise, onboarding, peer_chat, peer_request, settings
from conversations.flows import FLOWS
from conversations.kit import Timeout, trait
from tests.bot.desk import COORDINATOR, COUNSELOR, GROUP, OTHER, PERSON, VOLUNTEER, Desk, texts

OWN = "UPDATE conversations SET {} WHERE flow = :flow"


async def spoil(desk: Desk, flow: str, what: str) -> None:
    """The state of a flow's conversations as a newer, an older or a broken program would leave it."""

    def work(unit: Unit) -> None:
        for conversation in unit.all("SELECT id FROM conversations WHERE flow = :flow", flow=flow):
            number = conversation[0]
            sealed = unit.crypt.seal(what, f"conversations.state:{number}") if what.startswith(("{", "[", "x")) else None
            if sealed is not None:
                unit.run("UPDATE conversations SET state_x = :state WHERE id = :id", state=sealed, id=number)
            elif what == "version":
                unit.run("UPDATE conversations SET version = 999 WHERE id = :id", id=number)
            elif what == "flow":
                unit.run("UPDATE conversations SET flow = 'no_such_flow' WHERE id = :id", id=number)
            else:
                unit.run("UPDATE conversations SET state_x = :state WHERE id = :id", state=b"garbage", id=number)

    await desk.store.unit(work)


SPOILT = ["version", "flow", "garbage", '{"is": "Nonsense"}', '{"is": "AskMood", "extra": 1}', "[]", "x no json", '{"is": "AskWhat"}']


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
    assert [row.chat for row in sent] == [GROUP]
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
    monkeypatch.setattr(checkin, "VERSION", 2)
    monkeypatch.setattr(checkin, "upgrade", lambda version, data: {"is": "AskWhat", "mood": 4}, raising=False)
    assert "Makasih sudah cerita hari ini" in texts(await desk.says(PERSON, "sekolah"))


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


# --------------------------------------------------------------------------------------------------------------- the access table

ROLES = {"person": PERSON, "volunteer": VOLUNTEER, "counselor": COUNSELOR, "coordinator": COORDINATOR}
MAY = {"escalation": {"counselor", "coordinator"}, "application": {"coordinator"}}
SHARED = sorted(name for name, flow in FLOWS.items() if trait(flow, "SHARED"))
BUTTONS = {"escalation": ("alert", "ack"), "application": ("decide", "approve")}


def test_every_shared_flow_is_in_the_table() -> None:
    assert set(SHARED) == set(MAY) == set(BUTTONS)


@pytest.mark.parametrize("place", ["private", "the group", "another group"])
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("flow", SHARED)
async def test_who_may_tap_what_and_where(desk: Desk, flow: str, role: str, place: str) -> None:
    about = await desk.person(OTHER)
    for number in ROLES.values():
        await desk.person(number, volunteer=("grief",) if number == VOLUNTEER else ())
    await (desk.says(OTHER, "/sos") if flow == "escalation" else apply(desk, about))
    chat = {"private": 0, "the group": GROUP, "another group": GROUP - 1}[place]
    sent = await desk.taps(ROLES[role], flow, *BUTTONS[flow], chat=chat)
    refused = "bukan untukmu" in texts(sent)
    assert refused == (role not in MAY[flow] or place == "another group")
    assert [row.method for row in sent].count("answerCallbackQuery") == 1


async def apply(desk: Desk, about: people.Person) -> None:
    await desk.says(OTHER, "/volunteer")
    await desk.taps(OTHER, "volunteer", "promise", "yes")
    await desk.taps(OTHER, "volunteer", "topic", "grief")
    await desk.taps(OTHER, "volunteer", "topics", "done")
    await desk.taps(OTHER, "volunteer", "apply", "send")


async def test_roles_are_checked_when_the_button_is_tapped(desk: Desk) -> None:
    """A coordinator who was put out of the config meanwhile has a card with buttons that do nothing any more."""
    about = await desk.person(OTHER)
    await apply(desk, about)
    desk.world.access._coordinators.clear()
    assert "bukan untukmu" in texts(await desk.taps(COORDINATOR, "application", "decide", "approve"))
    assert await desk.value("SELECT state FROM volunteers") == "applied"


async def test_an_unknown_permission_is_nobodys(desk: Desk) -> None:
    person = await desk.person(COORDINATOR)
    assert not desk.world.access.allowed(person, "everything")
    assert desk.world.access.allowed(person, "")


async def test_the_list_of_alerts_is_the_staffs(desk: Desk) -> None:
    """Nobody else gets that far by a command; if they did, they would be refused here."""
    person = await desk.person(PERSON)
    await desk.open("exercise", person.id, exercise.Choose())

    def begin(unit: Unit) -> Turn:
        turn = Turn(unit, desk.world)
        turn.start("alerts", person.id)
        Play(turn)._settle()
        return turn

    assert "bukan untukmu" in texts((await desk.store.unit(begin)).out)
    assert alerts.step(None, Timeout(), None).effects == ()  # type: ignore[arg-type]


# ------------------------------------------------------------------------------------------------------------------------------ taps


@pytest.mark.parametrize(
    "data", ["", "x", "a.b.c", "....", "go.-.go.nonsense", "checkin.none.mood.3", "x" * 64, "go.-.go." + "y" * 50, "go.x.go.sos"]
)
async def test_forged_buttons_are_answered(desk: Desk, data: str) -> None:
    await desk.person(PERSON)
    sent = await desk.handle(desk.tap(PERSON, data))
    assert [row.method for row in sent].count("answerCallbackQuery") == 1
    assert await desk.value("SELECT count(*) FROM alerts") == 0


async def test_somebody_elses_button(desk: Desk) -> None:
    await desk.person(PERSON)
    await desk.person(OTHER)
    await desk.says(PERSON, "/checkin")
    assert "bukan untukmu" in texts(await desk.taps(OTHER, "checkin", "mood", "3"))
    assert await desk.value("SELECT count(*) FROM moods") == 0


async def test_the_right_token_under_another_flows_name(desk: Desk) -> None:
    await desk.person(PERSON)
    await desk.says(PERSON, "/checkin")
    token = await desk.value("SELECT token FROM conversations")
    assert "nggak berlaku" in texts(await desk.handle(desk.tap(PERSON, f"settings.{token}.mood.3")))


async def test_a_go_button_in_a_group_does_nothing(desk: Desk) -> None:
    sent = await desk.handle(desk.tap(COUNSELOR, "go.-.go.sos", chat=GROUP))
    assert [row.method for row in sent] == ["answerCallbackQuery"]


async def test_an_older_question_answered_later_has_the_word_again(desk: Desk) -> None:
    person = await desk.person(PERSON)
    await desk.open("checkin", person.id, checkin.AskMood())
    await desk.open("settings", person.id, settings.Choose())
    await desk.taps(PERSON, "checkin", "mood", "5")
    front = await desk.store.unit(lambda unit: conversations.front_of(unit, person.id))
    assert front is not None and front.flow == "checkin"


async def test_a_form_of_before_waits_while_two_people_talk(desk: Desk) -> None:
    person, _ = await desk.paired()
    await desk.open("settings", person.id, settings.Choose())
    await desk.store.unit(lambda unit: unit.run("UPDATE conversations SET rank = 1 WHERE flow = 'settings'"))
    assert "sedang dalam obrolan" in texts(await desk.taps(PERSON, "settings", "settings", "hour"))


async def test_a_tap_without_a_message_changes_nothing_in_place(desk: Desk) -> None:
    """A message too old to be sent along: the answer is counted, only the history is not marked."""
    await desk.person(PERSON)
    await desk.says(PERSON, "/checkin")
    token = await desk.value("SELECT token FROM conversations")
    tap = desk.tap(PERSON, f"checkin.{token}.mood.3")
    del tap["callback_query"]["message"]
    sent = await desk.handle(tap)
    assert [row.method for row in sent] == ["sendMessage", "answerCallbackQuery"]
    person = await desk.person(OTHER)
    await desk.open("onboarding", person.id, onboarding.AskTopics())
    tap = desk.tap(OTHER, "onboarding." + await desk.value("SELECT token FROM conversations WHERE flow = 'onboarding'") + ".topic.grief")
    del tap["callback_query"]["message"]
    assert [row.method for row in await desk.handle(tap)] == ["answerCallbackQuery"]


# ------------------------------------------------------------------------------------------------------------- turns among themselves


async def test_an_edit_is_heard_in_chats_only(desk: Desk) -> None:
    person = await desk.person(PERSON)
    await desk.open("checkin", person.id, checkin.AskWhat(3))
    edited = desk.message(PERSON, "lain")
    assert not await desk.handle({"update_id": 50, "edited_message": edited["message"]})
    assert await desk.value("SELECT count(*) FROM conversations") == 1


async def test_a_conversation_that_is_gone_gets_no_events(desk: Desk) -> None:
    def post(unit: Unit) -> Turn:
        turn = Turn(unit, desk.world)
        turn.queue.append(Post(12345, Timeout()))
        turn.post(None, Timeout())
        Play(turn)._settle()
        return turn

    assert not (await desk.store.unit(post)).out


async def test_conversations_that_set_each_other_off_without_end(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    person = await desk.person(PERSON)

    def again(self: Play, begin: Begin) -> None:
        self.turn.queue.append(begin)

    monkeypatch.setattr(Play, "_begin", again)

    def work(unit: Unit) -> None:
        turn = Turn(unit, desk.world)
        turn.start("checkin", person.id)
        Play(turn)._settle()

    with pytest.raises(RuntimeError, match="without end"):
        await desk.store.unit(work)
    assert plays.MOST_EVENTS > 100


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
        Play(turn)._settle()
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
    assert not await desk.handle(desk.raw(my_chat_member={**there, "chat": {"id": GROUP, "type": "supergroup"}}))
