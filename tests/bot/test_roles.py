"""Nothing beyond one's role: every command, every shared button, forged, from other groups, by deep link, and after a role was lost."""

from __future__ import annotations

import pytest

from bot.access import PERMISSIONS
from conversations.flows import FLOWS
from conversations.kit import End, Say, trait
from tests.bot.desk import COORDINATOR, COUNSELOR, GROUP, OTHER, PERSON, SECOND, VOLUNTEER, Desk, texts
from tests.bot.roles import WHO, does, shared
from tests.bot.test_taps import RAISE
from tests.conversations.situations import CARDS
from tests.conversations.walk import walk

STAFF_ONLY = {"alerts": {"counselor", "coordinator"}, "oncall": {"counselor", "coordinator"}, "board": {"coordinator"}, "audit": {"coordinator"}}
STAFF_ONLY |= {"directory": {"coordinator"}, "volunteers": {"coordinator"}}
STAFF_ONLY |= {"rota": {"counselor", "coordinator"}, **{name: {"coordinator"} for name in ("broadcast", "invite", "staff", "stats")}}
IDS = {"person": PERSON, "volunteer": VOLUNTEER, "counselor": COUNSELOR, "coordinator": COORDINATOR, "removed": SECOND}


@pytest.mark.parametrize("name", STAFF_ONLY)
def test_commands_of_the_staff_do_nothing_for_others(name: str) -> None:
    assert {who for who, facts in WHO.items() if does(name, facts)} == STAFF_ONLY[name]


@pytest.mark.parametrize("flow", sorted(RAISE))
async def test_every_shared_button_is_refused_to_everybody_else_and_everywhere_else(desk: Desk, flow: str) -> None:
    about = await desk.person(OTHER)
    for number in IDS.values():
        await desk.person(number, volunteer=("grief",) if number == VOLUNTEER else ())
    desk.world.access._counselors.discard(SECOND)
    await RAISE[flow](desk, about)
    before = await desk.all("SELECT flow, subject, state_x FROM conversations ORDER BY id")
    may = PERMISSIONS[trait(shared()[flow], "ACCESS")]
    for menu, value in CARDS[flow]:
        for role, number in IDS.items():
            for place in (0, GROUP, GROUP - 1):
                if role not in may or place == GROUP - 1:
                    sent = await desk.taps(number, flow, menu, value, chat=place)
                    assert "bukan untukmu" in texts(sent), (menu, value, role, place)
    assert await desk.all("SELECT flow, subject, state_x FROM conversations ORDER BY id") == before, "and nothing has changed"


@pytest.mark.parametrize("name", ["audit", "board", "broadcast", "invite", "rota", "staff", "stats"])
@pytest.mark.parametrize("who", ["person", "volunteer", "removed staff", "counselor"])
def test_what_was_open_does_nothing_once_the_role_is_gone(name: str, who: str) -> None:
    """Every state, every button of it, and words: nothing but a no."""
    if who in STAFF_ONLY[name]:
        return
    flow = FLOWS[name]
    for turn in walk(name):
        if turn.state is not None:
            step = flow.step(turn.state, turn.event, WHO[who])
            assert isinstance(step, End) and all(isinstance(effect, Say) for effect in step.effects), (turn.state, turn.event)


def test_every_shared_flow_is_tried() -> None:
    assert set(shared()) == set(RAISE)


async def test_another_group_and_strangers_in_the_group_are_not_heard(desk: Desk) -> None:
    await desk.person(PERSON)
    for chat in (GROUP, GROUP - 1):
        for who in (PERSON, COUNSELOR):
            for text in ("halo", "// catatan", "/alerts", "/sos", "/staff", "/stats", "/rota", "/board", "/invite"):
                place = {"chat": {"id": chat, "type": "supergroup", "is_forum": True}, "message_thread_id": 7, "is_topic_message": True}
                assert await desk.handle(desk.message(who, text, **place)) == [], (chat, who, text)


async def test_a_deep_link_gives_no_role(desk: Desk) -> None:
    for payload in ("admin", "counselor", "staff", "escalation.x.alert.ack", "staff.x.staff.yes", "go.-.go.alerts"):
        await desk.says(PERSON, f"/start {payload}")
    await desk.says(PERSON, "/alerts")
    assert await desk.value("SELECT count(*) FROM conversations WHERE flow = 'alerts'") == 0
    assert "Panggilan yang terbuka" not in "\n".join(desk.sent(PERSON))


async def test_a_counselor_who_was_removed_changes_nothing_more(desk: Desk) -> None:
    """A form that was open when the role was lost does not become a way in."""
    await desk.person(PERSON)
    for number in (COUNSELOR, SECOND, COORDINATOR):
        await desk.person(number)
    await desk.says(PERSON, "/sos")
    await desk.taps(COUNSELOR, "escalation", "alert", "ack")
    await desk.taps(COUNSELOR, "escalation", "alert", "who")
    desk.world.access._counselors.discard(COUNSELOR)
    sent = await desk.says(COUNSELOR, "aku harus tahu siapa orang ini sekarang")
    assert not [row for row in sent if row.method == "getChat"]
    assert await desk.value("SELECT count(*) FROM case_notes") == 0
