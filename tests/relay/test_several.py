"""A volunteer with several chats in one private chat: whose words are whose, and nothing is ever sent to the wrong one."""

from __future__ import annotations

import pytest

from tests.bot.desk import OTHER, PERSON, VOLUNTEER, Desk, texts
from tests.relay.wire import Shown, Wire


@pytest.fixture
async def wire(desk: Desk) -> Wire:
    """Two people in chats with one volunteer, who writes to the first of them."""
    made = Wire(desk)
    await desk.person(VOLUNTEER, volunteer=("grief",))
    await desk.store.unit(lambda unit: unit.run("UPDATE volunteers SET capacity = 2"))
    for who in (PERSON, OTHER):
        await desk.person(who)
        await desk.says(who, "/peer")
        await desk.taps(who, "peer_request", "topic", "grief")
        await desk.taps(VOLUNTEER, "offer", "offer", "accept")
    await made.deliver()
    assert await desk.value("SELECT count(*) FROM links WHERE closed_at IS NULL") == 2
    return made


async def choose(wire: Wire, who: int) -> None:
    link = await wire.desk.value(
        "SELECT l.id FROM links l JOIN people p ON p.id = l.person WHERE p.telegram_id = :who AND closed_at IS NULL", who=who
    )
    await wire.desk.taps(VOLUNTEER, "chats", "chats", str(link))
    await wire.deliver()


async def writes(wire: Wire, who: int, text: str, **fields: object) -> None:
    await wire.desk.handle(wire.desk.message(who, text, **fields))
    await wire.deliver()


def reached(wire: Wire, text: str) -> list[int]:
    return [chat for chat in (PERSON, OTHER, VOLUNTEER) for shown in wire.on(chat) if text == shown.text]


def last(wire: Wire, who: int = VOLUNTEER) -> Shown:
    return wire.on(who)[-1]


async def alias(wire: Wire, who: int) -> str:
    sql = "SELECT l.person_alias FROM links l JOIN people p ON p.id = l.person WHERE p.telegram_id = :who ORDER BY l.id DESC"
    return str(await wire.desk.value(sql, who=who))


async def test_with_the_second_chat_one_is_asked_whom_one_writes_to(wire: Wire) -> None:
    await writes(wire, VOLUNTEER, "halo, apa kabar?")
    assert reached(wire, "halo, apa kabar?") == []
    assert "belum kukirim" in last(wire).text and len(last(wire).buttons) == 2
    await choose(wire, OTHER)
    assert await alias(wire, OTHER) in last(wire).text
    await writes(wire, VOLUNTEER, "halo, apa kabar?")
    assert reached(wire, "halo, apa kabar?") == [OTHER]


async def test_messages_are_headed_and_a_tap_switches(wire: Wire) -> None:
    await choose(wire, OTHER)
    await writes(wire, PERSON, "ini aku", entities=[{"type": "italic", "offset": 0, "length": 3}])
    shown = last(wire)
    name = await alias(wire, PERSON)
    assert shown.text == f"{name}:\nini aku"
    assert shown.params["entities"][1] == {"type": "italic", "offset": len(name) + 2, "length": 3}
    await wire.desk.handle(wire.desk.tap(VOLUNTEER, shown.buttons[0], message=shown.number))
    await wire.deliver()
    assert name in last(wire).text
    await writes(wire, VOLUNTEER, "halo juga")
    assert reached(wire, "halo juga") == [PERSON]


async def test_an_answer_finds_its_chat_and_changes_nothing_else(wire: Wire) -> None:
    await choose(wire, OTHER)
    await writes(wire, PERSON, "di sini")
    await writes(wire, VOLUNTEER, "kudengar", reply_to_message={"message_id": last(wire).number})
    await writes(wire, VOLUNTEER, "lanjut")
    assert reached(wire, "kudengar") == [PERSON] and reached(wire, "lanjut") == [OTHER]


async def test_edits_keep_the_pseudonym_and_find_their_chat(wire: Wire) -> None:
    await choose(wire, OTHER)
    update = wire.desk.message(PERSON, "salah")
    await wire.desk.handle(update)
    await wire.deliver()
    shown = last(wire)
    await wire.desk.handle(wire.desk.raw(edited_message={**update["message"], "text": "benar"}))
    await wire.deliver()
    assert shown.text == f"{await alias(wire, PERSON)}:\nbenar"
    own = wire.desk.message(VOLUNTEER, "utnukmu")
    await wire.desk.handle(own)
    await wire.deliver()
    await wire.desk.taps(VOLUNTEER, "peer_chat", "chat", "here")
    await wire.desk.handle(wire.desk.raw(edited_message={**own["message"], "text": "untukmu"}))
    await wire.deliver()
    assert reached(wire, "untukmu") == [OTHER]


async def test_the_end_of_a_chat_between_two_messages(wire: Wire) -> None:
    await choose(wire, PERSON)
    await writes(wire, VOLUNTEER, "satu")
    await writes(wire, PERSON, "/end")
    await writes(wire, VOLUNTEER, "dua")
    assert reached(wire, "satu") == [PERSON] and reached(wire, "dua") == []
    assert "belum kukirim" in last(wire).text
    await choose(wire, OTHER)
    await writes(wire, VOLUNTEER, "tiga")
    assert reached(wire, "tiga") == [OTHER]


async def test_an_answer_to_a_chat_that_is_over_goes_to_nobody(wire: Wire) -> None:
    await choose(wire, OTHER)
    await writes(wire, PERSON, "dadah")
    goodbye = last(wire).number
    await writes(wire, PERSON, "/end")
    await writes(wire, VOLUNTEER, "jaga diri ya", reply_to_message={"message_id": goodbye})
    assert reached(wire, "jaga diri ya") == []
    assert "obrolan yang sudah selesai" in last(wire).text


async def test_when_both_end_while_one_is_asked(wire: Wire) -> None:
    await writes(wire, PERSON, "/end")
    assert "chats" in [row[0] for row in await wire.desk.all("SELECT flow FROM conversations")]
    await writes(wire, OTHER, "/end")
    assert "chats" not in [row[0] for row in await wire.desk.all("SELECT flow FROM conversations")]
    await writes(wire, VOLUNTEER, "masih ada?")
    assert reached(wire, "masih ada?") == []


async def test_pictures_and_long_words_are_headed_too(wire: Wire) -> None:
    await choose(wire, OTHER)
    name = await alias(wire, PERSON)
    await writes(wire, PERSON, "", photo=[{"file_id": "F"}], caption="lihat")
    assert last(wire).text == f"{name}:\nlihat"
    await writes(wire, PERSON, "", sticker={"file_id": "S"})
    assert last(wire).method == "sendSticker" and wire.on(VOLUNTEER)[-2].text == f"{name}:"
    await writes(wire, PERSON, "x" * 4096)
    assert last(wire).text == "x" * 4096 and wire.on(VOLUNTEER)[-2].text == f"{name}:"


async def test_no_more_at_once_than_one_takes(wire: Wire, desk: Desk) -> None:
    await desk.person(103)
    sent = await desk.says(103, "/peer")
    sent += await desk.taps(103, "peer_request", "topic", "grief")
    assert VOLUNTEER not in {row.chat for row in sent}
    sent = await desk.says(VOLUNTEER, "/chats")
    assert "lebih dari satu" in texts(sent)


async def test_the_volunteer_says_how_many(desk: Desk) -> None:
    await desk.person(VOLUNTEER, volunteer=("grief",))
    await desk.says(VOLUNTEER, "/duty")
    assert "dua obrolan" in texts(await desk.taps(VOLUNTEER, "duty", "capacity", "2"))
    assert await desk.value("SELECT capacity FROM volunteers") == 2
