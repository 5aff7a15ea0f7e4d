"""Files the program makes: sealed bytes that wait for their turn, pictures drawn when theirs has come; both survive a restart."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import telegram

from bot import charts, retention
from bot.config import Retention
from bot.crypt import Crypt, Unsealable
from bot.store import files, outbox
from bot.store.database import Database, Unit
from bot.turn import Turn
from tests.bot.desk import Desk
from tests.bot.post import Post, posted
from tests.support import KEY

CALENDAR = b"BEGIN:VCALENDAR\r\n\xff\x00"


@pytest.fixture
def moon(monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture that is quickly drawn."""
    monkeypatch.setattr(charts, "PICTURES", frozenset({"moon"}))
    monkeypatch.setitem(sys.modules, "bot.charts.moon", SimpleNamespace(draw=lambda of: f"moon {of['day']}".encode()))  # type: ignore[arg-type]


class Sent(Post):
    """Keeps what was handed over."""

    async def __aenter__(self) -> Post:
        await super().__aenter__()
        self.handed: list[tuple[str, dict[str, Any]]] = []
        call = self.telegram.call

        async def keep(method: str, params: dict[str, Any]) -> Any:
            self.handed.append((method, params))
            return await call(method, params)

        self.telegram.call = keep  # type: ignore[method-assign]
        return self


def _content(value: Any) -> tuple[str, bytes]:
    assert isinstance(value, telegram.InputFile)
    content = value.input_file_content
    assert isinstance(content, bytes)
    return value.filename, content


def _row(unit: Unit, name: str, value: dict[str, Any], method: str = "sendDocument", lane: str = "reply") -> list[outbox.Outgoing]:
    return [outbox.add(unit, 1, lane, method, {"chat_id": 1, name: value})]


@pytest.mark.parametrize("lane", ["reply", "prompt"])
def test_a_file_is_sent_and_then_gone(tmp_path: Path, lane: str) -> None:
    async def story(post: Post) -> None:
        def work(unit: Unit) -> list[outbox.Outgoing]:
            number = files.add(unit, "sesi.ics", CALENDAR)
            assert CALENDAR not in bytes(unit.value("SELECT content_x FROM files"))
            return _row(unit, "document", {"file": number, "name": "sesi.ics"}, lane=lane)

        post.sender.offer(await post.store.unit(work))
        await post.run()
        assert isinstance(post, Sent)
        assert _content(post.handed[0][1]["document"]) == ("sesi.ics", CALENDAR)
        assert await post.store.unit(lambda unit: unit.value("SELECT count(*) FROM files")) == 0

    posted(tmp_path, story, Sent)


def test_a_picture_is_drawn_when_its_turn_has_come(tmp_path: Path, moon: None) -> None:
    async def story(post: Post) -> None:
        picture = {"drawn": "moon", "of": {"day": 3}, "name": "moon.png"}
        post.sender.offer(await post.store.unit(lambda unit: _row(unit, "photo", picture, "sendPhoto")))
        await post.run()
        assert isinstance(post, Sent)
        assert _content(post.handed[0][1]["photo"]) == ("moon.png", b"moon 3")

    posted(tmp_path, story, Sent)


def test_a_file_that_is_gone_and_a_picture_that_cannot_be_drawn_stop_nothing(tmp_path: Path) -> None:
    async def story(post: Post) -> None:
        rows = await post.store.unit(lambda unit: _row(unit, "document", {"file": 9, "name": "x"}))
        rows += await post.store.unit(lambda unit: _row(unit, "photo", {"drawn": "nothing", "of": {}, "name": "x"}))
        post.sender.offer(rows)
        await post.write((1, "next"))
        await post.run()
        assert post.telegram.texts() == ["next"]
        assert await post.states() == {"failed": 2, "sent": 1}

    posted(tmp_path, story)


@pytest.mark.parametrize("lane", ["reply", "prompt"])
def test_a_damaged_file_concerns_its_message_alone(tmp_path: Path, lane: str) -> None:
    async def story(post: Post) -> None:
        def work(unit: Unit) -> list[outbox.Outgoing]:
            rows = _row(unit, "document", {"file": files.add(unit, "sesi.ics", CALENDAR), "name": "sesi.ics"}, lane=lane)
            unit.run("UPDATE files SET content_x = x'01deadbeef00'")
            return rows

        post.sender.offer(await post.store.unit(work))
        await post.write((1, "next"))
        await post.run()
        assert post.telegram.texts() == ["next"]
        assert post.lost == [("None", "refused")]
        assert await post.states() == {"failed": 1, "sent": 1}

    posted(tmp_path, story)


async def test_what_is_no_longer_needed_goes_after_three_days(tmp_path: Path) -> None:
    now = 1_700_000_000_000
    store = await Database.open(tmp_path / "x.db", Crypt(KEY), lambda: now)
    waits = await store.unit(lambda unit: (files.add(unit, "a", b"a"), _row(unit, "document", {"file": 1, "name": "a"}))[1][0])
    now += 4 * 86_400_000
    assert await retention.run(store, Retention()) == {}, "a message still waits for it"
    await store.unit(lambda unit: outbox.mark_failed(unit, waits.id, "refused"))
    assert await retention.run(store, Retention()) == {"files": 1}
    await store.close()


async def test_a_turn_sends_files_and_pictures_with_words_under_them(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:

        def work(unit: Unit) -> list[outbox.Outgoing]:
            turn = Turn(unit, desk.world)
            turn.send_file(1, "reply", "sesi.ics", CALENDAR, {"text": "Halo", "parse_mode": "HTML"}, {"inline_keyboard": []})
            turn.send_picture(1, "prompt", "moon", {"day": 3}, {"text": "Bulan"})
            assert files.read(unit, turn.out[0].params["document"]["file"]) == CALENDAR
            return turn.out

        document, picture = await desk.store.unit(work)
        assert (document.method, picture.method) == ("sendDocument", "sendPhoto")
        assert (document.params["caption"], document.params["parse_mode"]) == ("Halo", "HTML")
        assert picture.params == {"chat_id": 1, "photo": {"drawn": "moon", "of": {"day": 3}, "name": "moon.png"}, "caption": "Bulan"}


def test_bytes_open_only_where_they_were_sealed() -> None:
    crypt = Crypt(KEY)
    sealed = crypt.seal_bytes(CALENDAR, "files.content:1")
    assert crypt.open_bytes(sealed, "files.content:1") == CALENDAR
    with pytest.raises(Unsealable):
        crypt.open_bytes(sealed, "files.content:2")
    with pytest.raises(Unsealable):
        crypt.open(sealed, "files.content:1")
