"""The file with everything about a person: all of theirs is in it, and nothing of anybody else."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest

from bot import takeout
from bot.store import alerts, appointments, files, moods, portable, timers, updates
from bot.store.database import Unit
from bot.store.outbox import Outgoing
from tests.bot.desk import COUNSELOR, OTHER, PERSON, VOLUNTEER, Desk


async def export(desk: Desk, person: int) -> tuple[dict[str, Any], str]:
    """The JSON and the page that came into the chat."""
    await desk.store.unit(lambda unit: timers.put(unit, "export", person, unit.now))
    out = await desk.tick()
    row = next(row for row in out if row.method == "sendDocument")
    return await desk.store.unit(lambda unit: unpacked(unit, row))


def unpacked(unit: Unit, row: Outgoing) -> tuple[dict[str, Any], str]:
    content = files.read(unit, row.params["document"]["file"])
    assert content is not None and row.params["document"]["name"] == takeout.NAME
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert file.testzip() is None
        return json.loads(file.read("data.json")), file.read("index.html").decode()


async def test_everything_of_the_person_and_nothing_of_others(desk: Desk) -> None:
    person, helper = await desk.paired()
    await desk.says(PERSON, "ini <b>kataku</b> & ceritaku")
    await desk.says(VOLUNTEER, "ini kata relawan")

    def live(unit: Unit) -> None:
        for mood in (2, 4):
            moods.add(unit, person.id, mood, "2026-11-23")
        moods.add_to_last(unit, person.id, "study", "catatanku")
        alert = alerts.add(unit, person.id, "high")
        alerts.add_reason(unit, alert, "high", "words", "tolong aku")
        alerts.close(unit, alert, "catatan konselor")

    await desk.store.unit(live)
    data, page = await export(desk, person.id)
    tables = data["tables"]
    assert [row["mood"] for row in tables["moods"]] == [2, 4] and tables["moods"][1]["note"] == "catatanku"
    assert tables["relayed"][0]["body"] == "ini <b>kataku</b> & ceritaku" and len(tables["relayed"]) == 1
    assert tables["alert_reasons"][0]["words"] == "tolong aku" and "note" not in tables["alerts"][0]
    assert "ini &lt;b&gt;kataku&lt;/b&gt; &amp; ceritaku" in page and page.count("<circle") == 2 and "Kabarmu" in page
    for word in ("ini kata relawan", "Dimas", str(VOLUNTEER), str(helper.id), "catatan konselor", str(helper.telegram_id)):
        assert word not in json.dumps(data).replace(str(person.telegram_id), "") and word not in page, word


async def test_a_counselors_note_only_by_the_rule_of_the_place(desk: Desk) -> None:
    person = await desk.person(PERSON)

    def live(unit: Unit) -> Any:
        alert = alerts.add(unit, person.id, "high")
        alerts.close(unit, alert, "catatan konselor")
        return portable.collect(unit, person.id, staff_notes=True), portable.collect(unit, person.id, staff_notes=False)

    with_notes, without = await desk.store.unit(live)
    assert with_notes["alerts"][0]["note"] == "catatan konselor" and "note" not in without["alerts"][0]


async def test_the_words_of_an_appointment_go_to_whoever_wrote_them(desk: Desk) -> None:
    """It belongs to both, and the counselor's own data hold nothing that the person told."""
    person, counselor = await desk.person(PERSON), await desk.person(COUNSELOR)

    def live(unit: Unit) -> tuple[Any, Any]:
        appointments.book(unit, person.id, counselor.id, "learning", "chat", "soal nilaiku", unit.now, 45)
        found = [portable.collect(unit, who.id, staff_notes=False)["appointments"][0] for who in (person, counselor)]
        return found[0], found[1]

    theirs, hers = await desk.store.unit(live)
    assert theirs["words"] == "soal nilaiku" and "words" not in hers and hers["field"] == "learning"
    assert not {"person", "counselor"} & (theirs.keys() | hers.keys())


async def test_who_looked_at_what_is_theirs_but_not_who_blocked_or_reported_them(desk: Desk) -> None:
    person, helper = await desk.paired()
    counselor = await desk.person(COUNSELOR)

    def live(unit: Unit) -> list[str]:
        link = unit.value("SELECT id FROM links")
        alert = alerts.add(unit, person.id, "high")
        for actor, action, subject in (
            (person.id, "plan.shared", person.id),
            (counselor.id, "glass.seen", person.id),
            (counselor.id, "alert.closed", alert),
            (helper.id, "peer.blocked", link),
            (helper.id, "report.filed", link),
            (counselor.id, "glass.seen", helper.id),
        ):
            updates.audit(unit, actor, action, subject, "rahasia")
        rows = portable.collect(unit, person.id, staff_notes=False)["audit"][-3:]
        assert all(set(row) == {"id", "action", "at"} for row in rows), "neither who nor any detail"
        return [row["action"] for row in rows]

    assert await desk.store.unit(live) == ["plan.shared", "glass.seen", "alert.closed"]


async def test_a_value_that_does_not_open_spoils_nothing(desk: Desk) -> None:
    person = await desk.person(PERSON)
    await desk.store.unit(lambda unit: unit.run("UPDATE people SET name_x = :broken", broken=b"broken"))
    found = await desk.store.unit(lambda unit: portable.collect(unit, person.id, staff_notes=False))
    assert found["people"][0]["name"] is None


async def test_of_somebody_else_nothing(desk: Desk) -> None:
    await desk.person(PERSON)
    other = await desk.person(OTHER, consent=False, name="Lain")
    data, _ = await export(desk, other.id)
    assert set(data["tables"]) == {"people"} and len(data["tables"]["people"]) == 1


@pytest.mark.parametrize("tables", [{}, {"moods": [{"mood": 3}], "odd_table": [{"odd_column": "x"}]}])
def test_the_page_of_what_has_no_words_yet(tables: dict[str, Any]) -> None:
    words = {"takeout.nothing": "NICHTS", "takeout.other": "ANDERES"}
    page = takeout.page(tables, lambda key, args: words.get(key, ""), "Asia/Jakarta", "id", 0)
    assert ("<h2>ANDERES</h2>" in page and "odd" not in page and "<circle" not in page) if tables else "NICHTS" in page
