"""Sealing: only with this key, only in this place; the key's own file is for its owner alone."""

from __future__ import annotations

import base64
import stat
from pathlib import Path

import pytest

from bot.crypt import Crypt, Unsealable, load_key, read_key
from bot.problems import KeyProblem
from bot.store import people
from tests.bot.desk import OTHER, PERSON, Desk
from tests.support import KEY

TEXT = base64.b64encode(KEY).decode()


def test_sealed_text_opens_in_its_place_only() -> None:
    crypt = Crypt(KEY)
    sealed = crypt.seal("halo 😀", "people.name:1")
    assert crypt.open(sealed, "people.name:1") == "halo 😀"
    assert b"halo" not in sealed
    assert sealed != crypt.seal("halo 😀", "people.name:1"), "every seal has its own nonce"
    for place in ("people.name:2", "moods.note:1"):
        with pytest.raises(Unsealable, match="damaged or was moved"):
            crypt.open(sealed, place)


@pytest.mark.parametrize("value", [b"", b"\x01", b"\x01abcd", b"\x01" + b"x" * 60])
def test_what_was_never_sealed_does_not_open(value: bytes) -> None:
    with pytest.raises(Unsealable):
        Crypt(KEY).open(value, "x:1")


def test_a_damaged_value_does_not_open() -> None:
    crypt = Crypt(KEY)
    sealed = crypt.seal("halo", "x:1")
    for cut in (sealed[:-1], sealed[:20], sealed[:-1] + bytes([sealed[-1] ^ 1]), sealed[:6]):
        with pytest.raises(Unsealable):
            crypt.open(cut, "x:1")


def test_another_key_does_not_open() -> None:
    with pytest.raises(Unsealable, match="another key"):
        Crypt(b"y" * 32).open(Crypt(KEY).seal("halo", "x:1"), "x:1")


async def test_a_value_moved_to_another_row_does_not_open(desk: Desk) -> None:
    await desk.person(PERSON, name="Mawar")
    await desk.person(OTHER, name="Melati")
    swap = "UPDATE people SET name_x = (SELECT name_x FROM people WHERE telegram_id = :a) WHERE telegram_id = :b"
    await desk.store.unit(lambda unit: unit.run(swap, a=PERSON, b=OTHER))
    assert (await desk.store.unit(lambda unit: people.by_telegram_id(unit, PERSON))).name == "Mawar"  # type: ignore[union-attr]
    assert (await desk.store.unit(lambda unit: people.by_telegram_id(unit, OTHER))).name == "", "never another one's"  # type: ignore[union-attr]
    await desk.says(OTHER, "/mood")
    assert await desk.value("SELECT count(*) FROM parked") == 0, "it concerns that value, not the program"


@pytest.mark.parametrize("text", ["", "short", "ü" * 44, "!" * 44, TEXT[:20]])
def test_what_is_no_key(text: str) -> None:
    with pytest.raises(KeyProblem):
        Crypt(read_key(text))


def test_both_alphabets_of_base64_are_read() -> None:
    key = bytes(range(224, 256))
    assert read_key(base64.b64encode(key).decode() + "\n") == read_key(base64.urlsafe_b64encode(key).decode()) == key


def test_the_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    database = tmp_path / "data" / "sebaya.db"
    key = load_key(None, database)
    file = database.parent / "key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert load_key(None, database) == key
    assert load_key(TEXT, database) == KEY, "the environment's comes first"


def test_a_database_without_its_key_is_left_alone(tmp_path: Path) -> None:
    database = tmp_path / "sebaya.db"
    database.write_bytes(b"x")
    with pytest.raises(KeyProblem, match="database but no key"):
        load_key(None, database)
    assert not (tmp_path / "key").exists()


def test_a_key_file_that_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(KeyProblem):
        load_key(None, tmp_path / "sebaya.db")
    with pytest.raises(KeyProblem, match="cannot be read or written"):
        load_key(None, tmp_path / "key" / "sebaya.db")
