"""Where a relay goes wrong: a quote that does not stand there, what is edited or taken back while it is held, an album before the end."""

from __future__ import annotations

from tests.relay.conftest import last, shown
from tests.support import Running


async def test_a_quote_of_covered_words_still_arrives(pair: Running) -> None:
    await pair.rani.says("wa aku 081234567890 ya")
    await pair.settled()
    await pair.dimas.replies(last(pair.dimas), "jangan kirim nomor ya", quote="••••")
    await pair.settled()
    assert shown(pair.rani) == "jangan kirim nomor ya"
    assert "reply_to_message" in last(pair.rani)


async def test_a_quote_that_was_edited_away_still_arrives(pair: Running) -> None:
    message = await pair.rani.says("satu dua")
    await pair.settled()
    copy = last(pair.dimas)
    pair.rani.chat.messages[message["message_id"]]["text"] = "lain"  # the edit is on its way to the bot
    await pair.dimas.replies(copy, "yang mana?", quote="satu")
    await pair.settled()
    assert shown(pair.rani) == "yang mana?"


async def test_what_is_held_is_taken_back(pair: Running) -> None:
    (video,) = await pair.rani.sends(video=True)
    await pair.settled()
    await pair.rani.replies(video, "/unsend")
    await pair.settled()
    assert "tarik" in shown(pair.rani)
    await pair.dimas.taps("Lihat")
    await pair.settled()
    assert "video" not in last(pair.dimas)


async def test_a_part_of_an_album_is_taken_back_before_it_left(pair: Running) -> None:
    first, *_ = await pair.rani.sends_album(3, caption="liburan")
    await pair.rani.replies(first, "/unsend")
    await pair.advance(seconds=2)
    await pair.settled()
    assert sum("photo" in message for message in pair.dimas.sees()) == 2


async def test_a_file_that_telegram_no_longer_has_concerns_its_message_alone(pair: Running) -> None:
    await pair.rani.sends(video=True)
    await pair.settled()
    pair.telegram.world.files.by_path.clear()
    await pair.dimas.taps("Lihat")
    await pair.settled()
    assert "nggak sampai" in shown(pair.rani)
    await pair.rani.says("masih ada?")
    await pair.settled()
    assert shown(pair.dimas) == "masih ada?"


async def test_what_is_held_takes_the_new_words(pair: Running) -> None:
    (video,) = await pair.rani.sends(video=True, caption="namaku Rani")
    await pair.rani.edits(video, "ini aku")
    await pair.settled()
    await pair.dimas.taps("Lihat")
    await pair.settled()
    assert shown(pair.dimas) == "ini aku"
    photo, *_ = await pair.rani.sends_album(2, caption="namaku Rani")
    await pair.rani.edits(photo, "kami")
    await pair.advance(seconds=2)
    await pair.settled()
    assert "kami" in [message.get("caption") for message in pair.dimas.sees()]


async def test_what_was_taken_back_does_not_come_again(pair: Running) -> None:
    message = await pair.rani.says("jangan dibaca")
    await pair.settled()
    await pair.rani.replies(message, "/unsend")
    await pair.settled()
    body = await pair.value("SELECT count(*) FROM relayed WHERE unsent = 1")
    assert body == 1
    before = len(pair.dimas.sees())
    await pair.rani.edits(message, "jangan dibaca juga")
    await pair.settled()
    assert len(pair.dimas.sees()) == before


async def test_an_album_sent_before_the_end_still_arrives(pair: Running) -> None:
    await pair.rani.sends_album(2)
    await pair.rani.says("/end")
    await pair.settled()
    assert sum("photo" in message for message in pair.dimas.sees()) == 2


async def test_an_edit_after_the_end_reaches_nobody(pair: Running) -> None:
    message = await pair.rani.says("sampai nanti")
    await pair.settled()
    await pair.dimas.says("/end")
    await pair.settled()
    await pair.rani.edits(message, "ini nomorku")
    await pair.rani.reacts(message, "👍")
    await pair.settled()
    assert "sampai nanti" in [shown.get("text") for shown in pair.dimas.sees()]


async def test_fifty_pictures_in_a_minute_arrive_in_order(pair: Running) -> None:
    for number in range(50):
        await pair.rani.sends_photo(f"gambar {number}")
    await pair.settled()
    captions = [message["caption"] for message in pair.dimas.sees() if "photo" in message]
    assert captions == [f"gambar {number}" for number in range(50)]
