"""The page that a person gets with their data: everything on it has words, in their language, and pictures of their moods."""

from __future__ import annotations

import ast
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from bot import takeout
from bot.content import ROOT
from bot.store import datamap, portable
from bot.store.database import Unit
from bot.takeout.values import Words
from tests.bot.desk import Desk
from tests.support import content

LANGUAGES = ("id", "en")
EXPORTED = {name: table for name, table in datamap.load().tables.items() if table.export}


def words(language: str) -> Words:
    texts = content().texts
    return lambda key, args: texts.render(language, key, args) if texts.has(language, key) else ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_column_and_value_has_words(language: str) -> None:
    say, missing = words(language), []
    for name, table in EXPORTED.items():
        keys = [f"takeout.table.{name}"]
        for column, told in table.columns.items():
            shown = not told.hidden and column not in (*table.whose, *table.goes_with, "id", "case_id")
            keys += [f"takeout.column.{column.removesuffix('_x')}"] if shown else []
            keys += [f"takeout.value.{value}" for value in told.one_of]
        missing += [key for key in keys if not say(key, {})]
    assert not missing


async def test_it_is_said_of_every_column_how_it_is_read(desk: Desk) -> None:
    """A word of the program (``waiting``) is never shown to a person as it stands."""
    real = await desk.store.unit(lambda unit: datamap.schema(unit.db))
    silent = [
        f"{name}.{field.name}"
        for name, table in EXPORTED.items()
        for field in real[name]
        if field.type == "TEXT" and not (told := table.columns[field.name]).hidden and not told.says and not told.one_of
    ]
    assert not silent, "give each `says:` or `one_of:` in bot/store/data_map/"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_way_of_reading_leads_to_texts(language: str) -> None:
    known = content().texts
    for name, table in EXPORTED.items():
        for column, told in table.columns.items():
            if "*" in told.says:
                before, after = told.says.split("*")
                keys = [key for key in known._texts[language] if key.startswith(before) and key.endswith(after)]
                assert keys, f"{name}.{column}: no text {told.says}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_action_on_record_has_words(language: str) -> None:
    """Both for the person's own page and for coordinators (/audit)."""
    actions = {action for path in (ROOT / "bot").rglob("*.py") for action in _actions(path)}
    assert len(actions) > 50
    assert not [action for action in sorted(actions) if not words(language)(f"audit.action.{action}", {})]


def _actions(path: Path) -> list[str]:
    """The actions that a module puts on record, as far as they are written there."""
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "audit":
            found += [part.value for part in ast.walk(node.args[2]) if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    return [action for action in found if re.fullmatch(r"[a-z]+\.[a-z_]*[a-z]", action)]


TABLES: dict[str, Any] = {
    "moods": [
        {"id": 1, "mood": 2, "day": "2026-10-30", "what": "study", "feelings": "sad,tired", "energy": 1, "note": "capek & <b>sepi</b>", "at": 0},
        {"id": 2, "mood": 4, "day": "2026-11-02", "at": 0},
        {"id": 3, "mood": 5, "day": "2026-11-03", "at": 0},
    ],
    "links": [{"id": 7, "kind": "peer", "person_alias": "Biru", "helper_alias": "Angin", "opened_at": 0}],
    "relayed": [{"id": 1_700_000_000_000_000, "link": 7, "body": "halo", "kind": "text", "unsent": 0}],
    "requests": [{"id": 9, "topic": "grief", "state": "waiting", "gender": "woman", "again": 1, "created_at": 0}],
    "offers": [{"id": 10, "state": "open", "why": '{"shared": ["study", "grief"], "again": 0}'}],
    "plans": [{"id": 8, "plan": '{"id": 8, "what": "nilai", "options": [{"text": "tanya guru", "good": "cepat", "bad": ""}]}', "state": "set"}],
    "on_call_hours": [{"weekday": 0, "from_minute": 450, "to_minute": 960}],
    "audit": [{"id": 3, "action": "consent.withdrawn", "at": 0}],
}


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        (
            "id",
            [
                "2 (kurang baik)",
                "Sedih, Capek",
                "ya",
                "menunggu",
                "<dd>Ujian dan belajar, Kehilangan</dd>",
                "Biru · Angin",
                "07:30",
                "Sen<",
                "2023-11-15",
            ],
        ),
        (
            "en",
            [
                "2 (not so good)",
                "Sad, Tired",
                "yes",
                "waiting",
                "<dd>Exams and study, Grief and loss</dd>",
                "Biru · Angin",
                "07:30",
                "Mon<",
                "2023-11-15",
            ],
        ),
    ],
)
def test_what_stands_on_the_page_is_said_in_words(language: str, shown: list[str]) -> None:
    page = takeout.page(TABLES, words(language), "Asia/Jakarta", language, 0)
    for part in [
        *shown,
        "<dd>Ujian dan belajar, Kehilangan</dd>" if language == "id" else "Exams and study, Grief and loss",
        "capek &amp; &lt;b&gt;sepi&lt;/b&gt;",
        "tanya guru",
        "cepat",
    ]:
        assert part in page, part
    for raw in ("grief", ">peer<", ">woman", "audit.", "takeout.", "consent.withdrawn", '"shared"', "<dt>at</dt>", "<dd>7</dd>"):
        assert raw not in page, raw
    assert ("waiting" in page) == (language == "en")


def test_the_moods_are_drawn_a_month_each_and_lie_beside_the_page() -> None:
    with zipfile.ZipFile(io.BytesIO(takeout.pack(TABLES, words("id"), "Asia/Jakarta", "id", 0))) as file:
        assert file.namelist() == ["index.html", "data.json", "mood-2026-10.svg", "mood-2026-11.svg"]
        november, page = file.read("mood-2026-11.svg").decode(), file.read("index.html").decode()
    assert november.count("<circle") == 2 and "Nov 2026" in november and "kurang baik" in november
    assert november in page, "the page needs nothing but itself"


def test_a_day_that_is_none_is_not_drawn() -> None:
    assert "<circle" not in takeout.page({"moods": [{"mood": 3, "day": "day1"}]}, words("id"), "Asia/Jakarta", "id", 0)


async def test_gathering_does_not_read_what_is_of_others(desk: Desk) -> None:
    """However much others wrote: it happens in the one transaction that everybody waits for."""
    mine, theirs = await desk.person(1, name="Aku"), await desk.person(2, name="Lain")

    def steps(unit: Unit) -> int:
        count = 0

        def step() -> None:
            nonlocal count
            count += 1

        unit.db.set_progress_handler(step, 1000)
        takeout_rows = portable.collect(unit, mine.id, staff_notes=False)
        unit.db.set_progress_handler(None, 0)
        assert set(takeout_rows) >= {"people"}
        return count

    before = await desk.store.unit(steps)

    def fill(unit: Unit) -> None:
        rows = [(n, theirs.id, 3, "2026-11-23", b"x" * 200, 0) for n in range(1, 20_001)]
        unit.db.executemany("INSERT INTO moods (id, person, mood, day, note_x, at) VALUES (?, ?, ?, ?, ?, ?)", rows)

    await desk.store.unit(fill)
    assert await desk.store.unit(steps) <= before + 5
