"""Effects: each has one handler; every text the shell names exists; the consequences that no script reaches."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from pathlib import Path
from typing import Any

import pytest

from bot import effects
from bot.content import ROOT
from bot.effects import HANDLERS, cases
from bot.effects.person import owner
from bot.store import alerts, links, requests
from bot.store.database import Unit
from bot.turn import Scene, Turn
from conversations import effects as vocabulary
from conversations import kit
from conversations.case_note import AskNote
from conversations.effects import AnswerOffer, CloseCase, SetName
from conversations.kit import Change, Effect, Say, StartFlow, Toast
from conversations.offer import Offered
from tests.bot.desk import COUNSELOR, GROUP, OTHER, PERSON, SECOND, VOLUNTEER, Desk, texts
from tests.support import content

KEY = re.compile(r"[a-z_]+(\.[a-z_0-9]+)+")
# Words with a dot that are no texts: what the audit log says, and what the program makes itself.
NO_TEXTS = {"note.mp4", "date.day", "key.old", "services.card", "services.card_violence", "outbox.payload", "people.name"}


def kinds() -> set[type[Effect]]:
    """All effects that the conversations know."""
    files = [importlib.import_module(f"{vocabulary.__name__}.{found.name}") for found in pkgutil.iter_modules(vocabulary.__path__)]
    named = [named for module in (*files, kit) for named in vars(module).values()]
    return {kind for kind in named if isinstance(kind, type) and issubclass(kind, Effect) and kind is not Effect}


def test_every_effect_has_exactly_one_handler() -> None:
    effects.load()
    assert set(HANDLERS) == kinds()
    assert {Say, Change, Toast, StartFlow} <= set(HANDLERS)
    assert all(kind.__module__.startswith("conversations.") for kind in HANDLERS)
    with pytest.raises(ValueError, match="already"):
        effects.handles(vocabulary.SetName)(lambda effect, turn, scene: None)


def literals(path: Path) -> set[str]:
    """String literals that are the key of a text, apart from those given to the audit log."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("audit")]
    audited = {id(part) for call in calls for part in ast.walk(call)}
    found = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in audited}
    return {word for word in found if KEY.fullmatch(word)}


def test_every_text_the_program_names_exists() -> None:
    known = content().texts
    sections = {key.partition(".")[0] for key in known._texts["id"]}
    groups = {key.rpartition(".")[0] for key in known._texts["id"]}  # a name that something is put behind: appointment.booked + .chat
    for path in sorted([*(ROOT / "bot").rglob("*.py"), *(ROOT / "conversations").rglob("*.py")]):
        for key in literals(path) - NO_TEXTS - groups:
            if key.partition(".")[0] in sections:
                assert all(known.has(language, key) for language in known.languages), f"{path.name} names {key}"


async def run(desk: Desk, effect: Effect, scene: Scene) -> Turn:
    def work(unit: Unit) -> Turn:
        turn = Turn(unit, desk.world)
        effects.run(effect, turn, scene)
        return turn

    return await desk.store.unit(work)


async def test_an_effect_on_nobody(desk: Desk) -> None:
    nobody = Scene(None, None, None)
    with pytest.raises(LookupError, match="no owner"):
        await run(desk, SetName("x"), nobody)
    for effect in (Say("menu.main"), Change("menu.main"), Toast("tap.stale")):
        assert not (await run(desk, effect, nobody)).out
    with pytest.raises(LookupError):
        await desk.store.unit(lambda unit: owner(Turn(unit, desk.world), Scene(404, 404, None)))


async def test_who_is_gone_and_what_never_was(desk: Desk) -> None:
    person = await desk.person(PERSON)

    def work(unit: Unit) -> None:
        for look in (links.get, alerts.get):
            with pytest.raises(LookupError):
                look(unit, 404)
        assert requests.get(unit, 404) is None
        link = links.add(unit, "peer", person.id, person.id, ("a", "b"), 1)
        with pytest.raises(LookupError, match="not part"):
            link.other(5)

    await desk.store.unit(work)


async def test_an_accepted_offer_whose_request_is_gone(desk: Desk) -> None:
    helper = await desk.person(VOLUNTEER, volunteer=("grief",))
    conversation = await desk.open("offer", helper.id, Offered(404), 404)
    for answer, said in (("accepted", True), ("declined", False)):
        turn = await run(desk, AnswerOffer(answer), Scene(helper.id, helper.id, conversation, 404))
        assert ("nggak perlu dijawab" in texts(turn.out)) == said


async def test_only_the_counselor_who_has_it_closes_a_case(desk: Desk) -> None:
    await desk.person(PERSON)
    mine, other = await desk.person(COUNSELOR), await desk.person(SECOND)
    await desk.says(PERSON, "/sos")
    await desk.taps(COUNSELOR, "escalation", "alert", "ack", chat=GROUP)
    alert = await desk.value("SELECT id FROM alerts")
    note = await desk.open("case_note", other.id, AskNote(alert), alert)
    await run(desk, CloseCase(alert, "not mine"), Scene(other.id, other.id, note, alert))
    assert await desk.value("SELECT state FROM alerts") == "seen"
    await desk.taps(COUNSELOR, "escalation", "alert", "talk", chat=GROUP)
    await desk.taps(COUNSELOR, "escalation", "alert", "talk", chat=GROUP)
    assert "Kamu masih terhubung" in texts(desk.out[-3:]), "a second tap opens no second case"
    await desk.taps(COUNSELOR, "escalation", "alert", "close", chat=GROUP)
    sent = await desk.says(COUNSELOR, "sudah aman")
    assert {"closed"} == {row[0] for row in await desk.all("SELECT state FROM alerts")}
    assert "Obrolan dengan Bu Ratna selesai" in texts(sent)
    assert await desk.value("SELECT count(*) FROM conversations WHERE flow IN ('case_chat', 'escalation')") == 0
    assert mine.id and cases


async def test_a_volunteer_in_need_is_taken_out_of_their_chat(desk: Desk) -> None:
    """The counselor comes to the volunteer: the person they were with hears that the chat ended, not why."""
    await desk.paired()
    await desk.says(VOLUNTEER, "/sos")
    await desk.taps(COUNSELOR, "escalation", "alert", "ack", chat=GROUP)
    await desk.handle(desk.message(COUNSELOR, "/start"))
    sent = await desk.taps(COUNSELOR, "escalation", "alert", "talk", chat=GROUP)
    assert "mengakhiri obrolan" in texts([row for row in sent if row.chat == PERSON])
    assert "counselor" not in texts([row for row in sent if row.chat == PERSON])


async def test_a_card_that_arrives_late_is_brought_up_to_date(desk: Desk) -> None:
    from bot.delivered import Delivered

    await desk.person(PERSON)
    card = next(row for row in await desk.says(PERSON, "/sos") if row.chat == GROUP)
    delivered = Delivered(desk.world)

    def arrives(unit: Unit, number: int) -> list[Any]:
        return delivered(unit, card, {"message_id": number})

    assert await desk.store.unit(lambda unit: arrives(unit, 5)) == []
    await desk.taps(COUNSELOR, "escalation", "alert", "ack", chat=GROUP)
    late = await desk.store.unit(lambda unit: arrives(unit, 6))
    assert {row.params["message_id"] for row in late} == {6} and "Dibaca Bu Ratna" in texts(late)
    await desk.store.unit(lambda unit: unit.run("DELETE FROM conversations WHERE flow = 'escalation'"))
    assert await desk.store.unit(lambda unit: arrives(unit, 7)) == []


async def test_a_long_story_on_a_card_shows_its_begin_and_its_end(desk: Desk) -> None:
    await desk.person(PERSON)
    card = next(row for row in await desk.says(PERSON, "aku capek " + "x" * 4000 + " aku mau bunuh diri") if row.chat == GROUP)
    assert "aku capek x" in texts([card]) and "x…\n…x" in texts([card]) and "bunuh diri" in texts([card])


async def test_an_alert_about_somebody_without_a_name(desk: Desk) -> None:
    card = next(row for row in await desk.says(OTHER, "/sos") if row.chat == GROUP)
    assert "seseorang yang belum bernama (umur nggak disebut)" in texts([card])
    await desk.taps(COUNSELOR, "escalation", "alert", "ack", chat=GROUP)
    listed = await desk.says(COUNSELOR, "/alerts")
    assert "Panggilan yang terbuka: 1" in texts(listed) and "Dibaca Bu Ratna" in texts(listed)


async def test_a_prompt_due_after_a_long_down_time_waits_for_tomorrow(desk: Desk) -> None:
    await desk.person(PERSON)
    for menu, value in (("settings", "hour"), ("hour", "19")):
        if menu == "settings":
            await desk.says(PERSON, "/settings")
        await desk.taps(PERSON, "settings", menu, value)
    assert not desk.sent(PERSON)[-1].startswith("Hai, Nama")
    asked = await desk.tick(hours=6)
    assert "Gimana kabarmu" in texts(asked)
    assert not [row for row in await desk.tick(hours=28) if row.chat == PERSON and "Gimana" in texts([row])], "four hours late"
    assert "Gimana harimu" in texts(await desk.tick(hours=20))
