"""Erased is erased: marked values in every column of every table, and none of them is left in the database, its log or its free pages."""

from __future__ import annotations

import itertools
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from bot.store import database, datamap, erasure, links, moods, outbox, timers, updates
from bot.store.database import Unit
from bot.store.datamap import Field_, Table
from conversations import case_note
from tests.bot.desk import COORDINATOR, COUNSELOR, OTHER, PERSON, VOLUNTEER, Desk

MARK = "xERASEDx"
TELEGRAM = 0x0F1E2D3C4B5A  # a number whose six bytes are found nowhere by chance


class Marker:
    """Fills every table with rows that belong to ``person``, through each of the columns by which a row can be theirs."""

    def __init__(self, unit: Unit, person: int, other: int) -> None:
        self.unit, self.person, self.other = unit, person, other
        self.tables, self.real = datamap.load().tables, datamap.schema(unit.db)
        self.count = itertools.count(7_000_000)
        self.rows: dict[tuple[str, bool], int] = {}
        unit.run("PRAGMA ignore_check_constraints = ON")

    def fill(self) -> None:
        for name in reversed(erasure.children_first(self.real)):
            table = self.tables[name]
            for mine in [*dict.fromkeys((*table.whose, *table.goes_with)), *table.chats]:
                if (name, mine) != ("people", "id"):
                    self.row(name, table, mine)
            if name == "parked":  # found by looking into it
                self.row(name, table, "")

    def row(self, name: str, table: Table, mine: str) -> None:
        values = {
            field.name: self.value(name, table, field, mine) for field in self.real[name] if field.name != "telegram_id" or mine != "telegram_id"
        }
        if name == "people":
            return
        names = ", ".join(values)
        self.unit.run(f"INSERT OR IGNORE INTO {name} ({names}) VALUES ({', '.join(':' + n for n in values)})", **values)
        if "id" in values and (name, True) not in self.rows:
            self.rows[name, True] = values["id"]

    def value(self, name: str, table: Table, field: Field_, mine: str) -> Any:
        if field.name == "id":
            return self.unit.ids.next()
        if field.name in table.chats:
            return TELEGRAM if field.name == mine else 55
        if field.name in (*table.whose, *table.goes_with, *table.mentions):
            return self.reference(field, field.name == mine or len((*table.whose, *table.goes_with)) == 1)
        if field.type == "BLOB":
            return f"{MARK}{name}.{field.name}".encode() * 300
        if field.type == "TEXT":
            return f"{MARK}{name}.{field.name}{next(self.count)}"
        return TELEGRAM if field.name.endswith("chat") else next(self.count)

    def reference(self, field: Field_, mine: bool) -> int | None:
        """The person, or the other one; where the column points to another table, a row there that is theirs."""
        if any(column.name == "id" for column in self.real.get(field.points_to, [])) and field.points_to != "people":
            return self.rows.get((field.points_to, True), self.person)
        return self.person if mine else self.other


@pytest.fixture
async def filled(desk: Desk) -> tuple[Desk, int]:
    person = await desk.person(TELEGRAM, volunteer=("grief",), name=MARK)
    other = await desk.person(OTHER, volunteer=("grief",), name="Kawan")

    def work(unit: Unit) -> None:
        Marker(unit, person.id, other.id).fill()
        for _ in range(400):  # enough that whole pages become free
            moods.add(unit, person.id, 3, MARK * 60)
        moods.add(unit, other.id, 4, "2026-11-23")

    await desk.store.unit(work)
    return desk, person.id


def leftovers(path: Path) -> list[str]:
    """Where a mark is still found: in the database as it lies on the disk, free pages and all, or in the log beside it."""
    found = []
    for file in (path, path.with_name(path.name + "-wal")):
        content = file.read_bytes() if file.exists() else b""
        found += sorted({f"{file.name}: {mark.decode()}" for mark in re.findall(rb"%b[a-z_.]*" % MARK.encode(), content)})
        found += [f"{file.name}: the account"] if TELEGRAM.to_bytes(6, "big") in content else []
    return found


async def test_nothing_is_left(filled: tuple[Desk, int]) -> None:
    desk, person = filled
    tables = datamap.load().tables
    theirs = [name for name, table in tables.items() if table.whose or table.goes_with or table.chats or name == "parked"]
    empty = [name for name in theirs if not await desk.value(f"SELECT count(*) FROM {name}")]
    assert not empty, f"nothing was marked in {empty}"
    assert leftovers(desk.path)
    gone = await desk.store.unit(lambda unit: erasure.erase(unit, person, TELEGRAM))
    assert leftovers(desk.path) == []
    assert gone["moods"] == 401 and gone["people"] == 1
    assert await desk.value("SELECT count(*) FROM moods") == 1, "the other's is still there"
    assert not await desk.all("PRAGMA foreign_key_check")


async def test_the_order_in_which_tables_are_emptied_is_that_of_their_keys(desk: Desk) -> None:
    real = await desk.store.unit(lambda unit: datamap.schema(unit.db))
    order = erasure.children_first(real)
    assert sorted(order) == sorted(real)
    for name, fields in real.items():
        for field in fields:
            assert not field.points_to or field.points_to == name or order.index(name) < order.index(field.points_to)


async def test_what_the_law_asks_for_stays_without_words(desk: Desk) -> None:
    person = await desk.person(PERSON)
    await desk.store.unit(lambda unit: updates.audit(unit, person.id, "mood.shared", 5, "words"))
    await desk.store.unit(lambda unit: erasure.erase(unit, person.id, PERSON))
    assert await desk.all("SELECT action, detail FROM audit WHERE action = 'mood.shared'") == [("mood.shared", "")]


async def test_parked_updates_of_others_stay(desk: Desk) -> None:
    person = await desk.person(PERSON)

    def work(unit: Unit) -> None:
        updates.park(unit, 1, "x", f'{{"from": {PERSON}}}')
        updates.park(unit, 2, "x", f'{{"from": {OTHER}}}')
        unit.run("INSERT INTO parked (update_id, reason, raw_x, at) VALUES (3, 'x', :raw, 1)", raw=b"broken")
        erasure.erase(unit, person.id, PERSON)

    await desk.store.unit(work)
    assert await desk.all("SELECT update_id FROM parked") == [(2,)]


async def in_chat(desk: Desk, name: str = "Daun") -> tuple[int, int]:
    """A person and a volunteer in a peer chat; returns their ids."""
    person = await desk.person(PERSON, name=name)
    volunteer = await desk.person(VOLUNTEER, volunteer=("grief",), name="Dimas")
    await desk.says(PERSON, "/peer")
    await desk.taps(PERSON, "peer_request", "topics", "any")
    await desk.taps(VOLUNTEER, "offer", "offer", "accept")
    assert await desk.value("SELECT count(*) FROM links WHERE closed_at IS NULL") == 1
    return person.id, volunteer.id


async def plan(desk: Desk, kind: str, person: int) -> None:
    await desk.store.unit(lambda unit: timers.put(unit, kind, person, unit.now))


def said(rows: list[outbox.Outgoing], chat: int) -> str:
    return "\n".join(str(row.params.get("text", "")) for row in rows if row.chat == chat)


@pytest.mark.parametrize("kind", ["erase", "wipe"])
async def test_a_chat_ends_kindly_before_everything_goes(desk: Desk, kind: str) -> None:
    person, _ = await in_chat(desk)
    await desk.says(PERSON, f"rahasia {MARK}")
    await plan(desk, kind, person)
    out = await desk.tick()
    assert "dia pamit dari tempat ini" in said(out, VOLUNTEER)
    out = await desk.tick(seconds=1)
    assert "semua tentangmu sudah dihapus" in said(out, PERSON)
    assert not await desk.all("SELECT 1 FROM links UNION ALL SELECT 1 FROM relayed")
    assert not await desk.all("SELECT 1 FROM people WHERE telegram_id = :id", id=PERSON)


async def test_a_volunteer_may_go_too_and_nobody_is_left_alone(desk: Desk) -> None:
    person, volunteer = await in_chat(desk)
    await plan(desk, "erase", volunteer)
    heard = said(await desk.tick(), PERSON)
    assert "pamit dari tempat ini" in heard and "Aku sedang mencarikan" in heard
    assert "Makasih sudah menemani" not in heard, "that is for somebody who helped"
    await desk.tick(seconds=1)
    assert not await desk.all("SELECT 1 FROM volunteers")
    assert await desk.all("SELECT person, state FROM requests JOIN requests_first ON request = id") == [(person, "waiting")]
    await desk.person(VOLUNTEER + 1, volunteer=("grief",))
    await desk.taps(PERSON, "peer_request", "wait", "stay")
    assert await desk.value("SELECT state FROM offers") == "open"


async def test_a_counselor_who_goes_lets_go_of_the_call(desk: Desk) -> None:
    await desk.person(PERSON)
    counselor = await desk.person(COUNSELOR)
    await desk.says(PERSON, "/sos")
    await desk.taps(COUNSELOR, "escalation", "alert", "ack")
    await plan(desk, "erase", counselor.id)
    await desk.tick()
    await desk.tick(seconds=1)
    assert await desk.all("SELECT state, handler FROM alerts") == [("open", None)]


async def test_a_counselor_hears_it_in_the_talk(desk: Desk) -> None:
    person = await desk.person(PERSON)
    await desk.person(COUNSELOR)
    await desk.says(PERSON, "/sos")
    await desk.taps(COUNSELOR, "escalation", "alert", "ack")
    await desk.taps(COUNSELOR, "escalation", "alert", "talk")
    await plan(desk, "erase", person.id)
    out = await desk.tick()
    assert "sudah pamit dan menghapus semua datanya" in said(out, COUNSELOR)
    out = await desk.tick(seconds=1)
    assert "sudah menghapus semua datanya" in said(out, COORDINATOR)
    assert not await desk.all("SELECT 1 FROM alerts UNION ALL SELECT 1 FROM conversations WHERE flow IN ('escalation', 'case_chat', 'case_note')")


async def test_the_receipt_leaves_the_outbox_when_it_is_delivered_or_cannot_be(desk: Desk) -> None:
    def work(unit: Unit) -> tuple[Any, Any]:
        rows = [outbox.add(unit, 9, "reply", "sendMessage", {"text": MARK}, hook="erased") for _ in range(2)]
        outbox.mark_sent(unit, rows[0].id)
        outbox.forget(unit, rows[0].id)
        outbox.mark_failed(unit, rows[1].id, "blocked")
        return unit.one("SELECT 1 FROM outbox"), outbox.note_attempt(unit, rows[0].id)

    assert await desk.store.unit(work) == (None, 0)


async def test_the_log_is_emptied_later_when_somebody_is_reading(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "SCRUB_AGAIN", -1)  # with the next commit, not only a second later
    person = await desk.person(TELEGRAM, name=MARK)
    await desk.store.unit(lambda unit: moods.add(unit, person.id, 3, MARK * 50))
    reader = sqlite3.connect(desk.path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM people").fetchone()
    await desk.store.unit(lambda unit: erasure.erase(unit, person.id, TELEGRAM))
    assert leftovers(desk.path), "a reader still needs what was there when it began"
    reader.execute("COMMIT")
    reader.close()
    await desk.store.unit(lambda unit: None)
    assert leftovers(desk.path) == []


async def test_a_form_about_a_chat_that_is_erased_goes_with_it(desk: Desk) -> None:
    person, _ = await in_chat(desk)
    await desk.person(OTHER)
    await desk.says(OTHER, "/checkin")
    await desk.says(VOLUNTEER, "/end")
    token = await desk.value("SELECT token FROM conversations WHERE flow = 'feedback'")
    await desk.store.unit(lambda unit: unit.run("UPDATE conversations SET state_x = x'00' WHERE flow = 'feedback' AND owner = :id", id=person))
    await plan(desk, "wipe", person)
    await desk.tick()
    await desk.tick(seconds=1)
    out = await desk.handle(desk.tap(VOLUNTEER, f"feedback.{token}.rate.5"))
    assert "sudah nggak berlaku" in str(out[-1].params)
    assert not await desk.all("SELECT 1 FROM parked UNION ALL SELECT 1 FROM conversations WHERE flow = 'feedback'")
    with pytest.raises(LookupError):
        await desk.store.unit(lambda unit: links.get(unit, 1))


async def test_an_open_form_that_names_a_row_of_theirs_goes(desk: Desk) -> None:
    """Whatever conversation of somebody else holds the number of what goes: a report about the chat, for one."""
    person, other = await desk.person(PERSON), await desk.person(OTHER)
    await desk.says(PERSON, "/sos")
    alert = await desk.value("SELECT id FROM alerts")
    await desk.open("case_note", other.id, case_note.AskNote(alert))
    await plan(desk, "wipe", person.id)
    await desk.tick()
    await desk.tick(seconds=1)
    assert await desk.value("SELECT count(*) FROM conversations WHERE flow = 'case_note'") == 0
