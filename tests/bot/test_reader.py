"""What gets in: words, their formatting, message ids. Everything else of an update stays outside."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.telegram.allowed import FORMATTING, MEDIA, formatting
from bot.telegram.incoming import Grouped, Membership, RoomChanged, Tapped, Written
from bot.telegram.reader import Reader, Unreadable
from conversations.kit import Command, Edited, Reacted, Text
from tests.support import content

CHAT: dict[str, Any] = {"id": 1, "type": "private"}
FROM: dict[str, Any] = {"id": 1, "is_bot": False, "first_name": "R", "language_code": "en-GB"}


@pytest.fixture
def reader() -> Reader:
    return Reader(content().texts, content().detector)


def message(**fields: Any) -> dict[str, Any]:
    return {"update_id": 1, "message": {"message_id": 5, "chat": CHAT, "from": FROM, **fields}}


def event(reader: Reader, **fields: Any) -> Any:
    read = reader.read(message(**fields))
    assert isinstance(read, Written)
    return read.event


def test_words(reader: Reader) -> None:
    assert event(reader, text="halo") == Text("halo", "", 5, 0, ())
    assert event(reader, text="halo", reply_to_message={"message_id": 3}) == Text("halo", "", 5, 3, ())
    assert event(reader, text="aku mau bunuh diri").crisis
    written = reader.read(message(text="x"))
    assert isinstance(written, Written) and written.sender.language == "en"


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/start", Command("start")),
        ("/Start@sebaya_bot abc def", Command("start", "abc def")),
        ("/end", Command("end")),
        ("🆘 SOS, butuh bantuan", Command("sos")),
        ("📣 Get a counselor", Command("counselor")),
        (" 📝 How I am ", Command("checkin")),
    ],
)
def test_commands_and_keys(reader: Reader, text: str, command: Command) -> None:
    assert event(reader, text=text) == command


@pytest.mark.parametrize("text", ["SOS", "sos", "Sos!", "🆘", "🆘🆘", "sosss", "S.O.S", "SOS, butuh bantuan", "sos i need help"])
def test_sos_written_out_is_sos(reader: Reader, text: str) -> None:
    assert event(reader, text=text) == Command("sos")


@pytest.mark.parametrize("text", ["panggil konselor", "Minta konselor!", "call a counselor"])
def test_a_counselor_can_be_called_in_words(reader: Reader, text: str) -> None:
    assert event(reader, text=text) == Command("counselor")


@pytest.mark.parametrize("text", ["medsos", "so so", "pake sos tomat", "akhiri obrolan", "help", ""])
def test_other_words_stay_words(reader: Reader, text: str) -> None:
    assert isinstance(event(reader, text=text), Text)


def test_in_a_group_nobody_calls_by_a_word(reader: Reader) -> None:
    read = reader.read(message(text="sos", chat={"id": -1, "type": "supergroup"}))
    assert isinstance(read, Grouped) and isinstance(read.event, Text)


@pytest.mark.parametrize("text", ["/", "/ start", "/" + "x" * 33, "//start", "start", "/st-art"])
def test_what_only_looks_like_a_command(reader: Reader, text: str) -> None:
    assert isinstance(event(reader, text=text), Text)


@pytest.mark.parametrize("kind", MEDIA)
def test_media_by_kind(reader: Reader, kind: str) -> None:
    content: Any = [{"file_id": "small"}, {"file_id": "F"}] if kind == "photo" else {"file_id": "F", "file_name": "rahasia.pdf"}
    read = event(reader, **{kind: content})
    assert (read.kind, read.caption, read.message) == (kind, "", 5)
    assert read.file in {"", "F"} and "rahasia" not in str(read)
    assert event(reader, **{kind: content}, caption="mau bunuh diri").crisis


def test_edits(reader: Reader) -> None:
    edited = {"message_id": 5, "chat": CHAT, "from": FROM, "text": "lain"}
    assert reader.read({"edited_message": edited}) == Written(reader.read(message(text="x")).sender, Edited("lain", "", 5))  # type: ignore[union-attr]
    for other in ({"chat": {"id": -1, "type": "channel"}}, {"from": {**FROM, "is_bot": True}}):
        assert reader.read({"edited_message": {**edited, **other}}) is None
    without = {name: value for name, value in edited.items() if name != "text"}
    assert reader.read({"edited_message": without}) is None
    with_caption = reader.read({"edited_message": {**without, "photo": [], "caption": "lain"}})
    assert isinstance(with_caption, Written) and with_caption.event == Edited("lain", "", 5, (), True)


def test_stickers_keep_their_format(reader: Reader) -> None:
    for fields, name in (({"is_animated": True}, "sticker.tgs"), ({"is_video": True}, "sticker.webm"), ({}, "sticker.webp")):
        assert event(reader, sticker={"file_id": "F", **fields}).name == name


def test_reactions(reader: Reader) -> None:
    change = {
        "chat": CHAT,
        "user": FROM,
        "message_id": 5,
        "new_reaction": [{"type": "custom_emoji", "custom_emoji_id": "1"}, {"type": "emoji", "emoji": "❤"}],
    }
    read = reader.read({"message_reaction": change})
    assert isinstance(read, Written) and read.event == Reacted(5, "❤")
    assert reader.read({"message_reaction": {**change, "chat": {"id": -1, "type": "channel"}}}) is None
    assert reader.read({"message_reaction": {name: value for name, value in change.items() if name != "user"}}) is None


@pytest.mark.parametrize(
    "fields",
    [{"chat": {"id": -1, "type": "channel"}, "text": "x"}, {"from": {**FROM, "is_bot": True}, "text": "x"}, {"pinned_message": {}}, {}],
)
def test_what_is_not_for_us(reader: Reader, fields: dict[str, Any]) -> None:
    assert reader.read(message(**fields)) is None


@pytest.mark.parametrize(
    "update",
    [
        {"message": {}},
        {"message": None},
        {"message": []},
        message(**{"from": None}),
        message(text=5),
        message(text="x", message_id="y"),
        message(text="x", entities=[{}]),
        message(text="x", entities=[5]),
        message(text="x", reply_to_message="5"),
        {"callback_query": {"id": "1", "from": {}}},
        {"callback_query": {"id": "1", "from": FROM, "message": {"reply_markup": {"inline_keyboard": [5]}}}},
        {"my_chat_member": {"chat": CHAT, "from": FROM}},
        5,
    ],
)
def test_what_has_not_the_promised_shape(reader: Reader, update: Any) -> None:
    with pytest.raises(Unreadable) as error:
        reader.read(update)
    assert "first_name" not in str(error.value)


def test_kinds_we_have_no_use_for(reader: Reader) -> None:
    assert reader.read({"update_id": 1, "poll": {}}) is None


def test_only_harmless_formatting_gets_in() -> None:
    kinds = ["bold", "text_mention", "mention", "url", "text_link", "custom_emoji", "phone_number", "email", "hashtag", "cashtag", "bot_command"]
    given = [{"type": kind, "offset": 0, "length": 1, "url": "t.me/x", "user": {"id": 1}, "custom_emoji_id": "9"} for kind in kinds]
    assert json.loads(formatting(given)) == [{"type": "bold", "offset": 0, "length": 1}]
    assert formatting(None) == formatting([]) == ""
    code = [{"type": "pre", "offset": 0, "length": 1, "language": "python"}, {"type": "pre", "offset": 0, "length": 1, "language": "call me on 0812"}]
    assert [one.get("language") for one in json.loads(formatting(code))] == ["python", None]
    assert "text_link" not in FORMATTING


@pytest.mark.parametrize("kind", ["url", "text_link", "mention", "text_mention", "email", "phone_number"])
def test_what_telegram_makes_a_contact_of_is_known_by_its_place(reader: Reader, kind: str) -> None:
    at = [{"type": "bold", "offset": 0, "length": 2}, {"type": kind, "offset": 3, "length": 9}]
    assert event(reader, text="😀 0812-3456 ya", entities=at).contacts == ((2, 11),)
    assert event(reader, photo=[{"file_id": "F"}], caption="😀 0812-3456", caption_entities=at).contacts == ((2, 11),)
    assert event(reader, text="0812-3456", entities=[at[0]]).contacts == ()
    edited = reader.read({"edited_message": {"message_id": 5, "chat": CHAT, "from": FROM, "text": "😀 0812-3456", "entities": at}})
    assert isinstance(edited, Written) and isinstance(edited.event, Edited) and edited.event.contacts == ((2, 11),)


def test_the_short_number_of_a_service_is_no_contact(reader: Reader) -> None:
    assert event(reader, text="telepon 119", entities=[{"type": "phone_number", "offset": 8, "length": 3}]).contacts == ()


def tapped(reader: Reader, **fields: Any) -> Tapped:
    read = reader.read({"callback_query": {"id": "9", "from": FROM, **fields}})
    assert isinstance(read, Tapped)
    return read


def test_taps(reader: Reader) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Baik", "callback_data": "checkin.t.mood.4"}], [{"text": "Lain", "url": "x"}]]}
    where = {"message_id": 4, "chat": CHAT, "text": "Apa kabar?", "entities": [{"type": "bold"}], "reply_markup": keyboard}
    tap = tapped(reader, message=where, data="checkin.t.mood.4")
    assert (tap.flow, tap.token, tap.menu, tap.value, tap.message, tap.label, tap.private) == ("checkin", "t", "mood", "4", 4, "Baik", True)
    assert tapped(reader, message=where, data="go.-.go.a.b.c").value == "a.b.c"
    assert tapped(reader, data="nonsense").flow == ""
    assert tapped(reader).chat == 0
    assert not tapped(reader, message={"chat": {"id": -1, "type": "supergroup"}}, data="x").private
    assert tapped(reader, message={"chat": CHAT, "message_id": 4, "date": 0}, data="a.b.c.d").label == "", "a message too old to be shown"


def test_blocked_and_unblocked(reader: Reader) -> None:
    change = {"chat": CHAT, "from": FROM, "new_chat_member": {"status": "kicked"}}
    assert reader.read({"my_chat_member": change}) == Membership(tapped(reader).sender, False)
    assert reader.read({"my_chat_member": {**change, "chat": {"id": -1, "type": "group"}}}) == RoomChanged(-1)


def test_what_is_written_in_a_group_is_told_apart_by_its_topic(reader: Reader) -> None:
    forum = {"chat": {"id": -1, "type": "supergroup", "is_forum": True}}
    who = tapped(reader).sender
    opened = {"message_thread_id": 7, "is_topic_message": True, "reply_to_message": {"message_id": 7, "forum_topic_created": {"name": "x"}}}
    assert reader.read(message(**forum, **opened, text="halo")) == Grouped(who, -1, 7, Text("halo", "", 5))
    assert reader.read(message(**forum, text="halo")) == Grouped(who, -1, 0, Text("halo", "", 5))
    edited = {"message_id": 5, "from": FROM, "text": "lain", **forum, **opened}
    assert reader.read({"edited_message": edited}) == Grouped(who, -1, 7, Edited("lain", "", 5))
    change = {**forum, "user": FROM, "message_id": 5, "new_reaction": []}
    assert reader.read({"message_reaction": change}) == Grouped(who, -1, 0, Reacted(5, ""))


def test_a_group_that_is_different(reader: Reader) -> None:
    group = {"chat": {"id": -1, "type": "group"}}
    assert reader.read(message(**group, migrate_to_chat_id=-100)) == RoomChanged(-1, now=-100)
    assert reader.read(message(**group, message_thread_id=7, forum_topic_closed={})) == RoomChanged(-1, closed=7)
