"""Who may tap what and where: the access table, forged and stale buttons."""

from __future__ import annotations

import pytest

from bot.stage import settle
from bot.store import conversations, people
from bot.store.database import Unit
from bot.turn import Turn
from conversations import alerts, checkin, exercise, onboarding, settings
from conversations.flows import FLOWS
from conversations.kit import Timeout, trait
from tests.bot.desk import COORDINATOR, COUNSELOR, GROUP, OTHER, PERSON, VOLUNTEER, Desk, texts

ROLES = {"person": PERSON, "volunteer": VOLUNTEER, "counselor": COUNSELOR, "coordinator": COORDINATOR}
MAY = {
    "application": {"coordinator"},
    "escalation": {"counselor", "coordinator"},
    "guidance": {"counselor"},
    "report": {"coordinator"},
    "service_check": {"coordinator"},
    "story": {"coordinator"},
}
SHARED = sorted(name for name, flow in FLOWS.items() if trait(flow, "SHARED"))
BUTTONS = {
    "application": ("decide", "approve"),
    "escalation": ("alert", "ack"),
    "guidance": ("wish", "take"),
    "report": ("report", "talked"),
    "service_check": ("checked", "good"),
    "story": ("line_decide", "show"),
}


def test_every_shared_flow_is_in_the_table() -> None:
    assert set(SHARED) == set(MAY) == set(BUTTONS)


@pytest.mark.parametrize("place", ["private", "the group", "another group"])
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("flow", SHARED)
async def test_who_may_tap_what_and_where(desk: Desk, flow: str, role: str, place: str) -> None:
    about = await desk.person(OTHER)
    for number in ROLES.values():
        await desk.person(number, volunteer=("grief",) if number == VOLUNTEER else ())
    await RAISE[flow](desk, about)
    chat = {"private": 0, "the group": GROUP, "another group": GROUP - 1}[place]
    sent = await desk.taps(ROLES[role], flow, *BUTTONS[flow], chat=chat)
    refused = "bukan untukmu" in texts(sent)
    assert refused == (role not in MAY[flow] or place == "another group")
    assert [row.method for row in sent].count("answerCallbackQuery") == 1


async def call(desk: Desk, about: people.Person) -> None:
    await desk.says(OTHER, "/sos")


async def guidance(desk: Desk, about: people.Person) -> None:
    await desk.says(OTHER, "/counselor")
    for menu, value in (("field", "learning"), ("skip", "skip"), ("soon", "week"), ("way", "chat")):
        await desk.taps(OTHER, "counselor", menu, value)


async def report(desk: Desk, about: people.Person) -> None:
    await desk.says(OTHER, "/peer")
    await desk.taps(OTHER, "peer_request", "topic", "grief")
    await desk.taps(VOLUNTEER, "offer", "offer", "accept")
    await desk.says(OTHER, "/report")
    await desk.taps(OTHER, "report_form", "report", "insult")
    await desk.taps(OTHER, "report_form", "show", "no")
    await desk.taps(OTHER, "report_form", "skip", "skip")


async def apply(desk: Desk, about: people.Person) -> None:
    await desk.says(OTHER, "/volunteer")
    await desk.taps(OTHER, "volunteer", "promise", "yes")
    await desk.taps(OTHER, "volunteer", "topic", "grief")
    await desk.taps(OTHER, "volunteer", "topics", "done")
    await desk.taps(OTHER, "volunteer", "apply", "send")


async def story(desk: Desk, about: people.Person) -> None:
    await desk.says(OTHER, "/stories")
    await desk.taps(OTHER, "stories", "stories", "write")
    await desk.says(OTHER, "Malam terberat pun pernah lewat.")


async def service_check(desk: Desk, about: people.Person) -> None:
    def begin(unit: Unit) -> Turn:
        turn = Turn(unit, desk.world)
        turn.start("service_check", None, 7, service=desk.world.place.shelf.services[0].id)
        settle(turn)
        return turn

    await desk.store.unit(begin)


RAISE = {"application": apply, "escalation": call, "guidance": guidance, "report": report, "service_check": service_check, "story": story}


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
        settle(turn)
        return turn

    assert "bukan untukmu" in texts((await desk.store.unit(begin)).out)
    assert alerts.step(None, Timeout(), None).effects == ()  # type: ignore[arg-type]


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
