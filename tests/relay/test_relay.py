"""What one side does arrives on the other: words, edits, replies, quotes, reactions, pictures, albums, unsend; in order and under pseudonyms."""

from __future__ import annotations

import pytest

from bot.effects import media
from conversations.kit import Media
from simulator.handles import PersonHandle
from tests.relay.conftest import last, shown
from tests.support import Running


def reactions(bot: Running, who: PersonHandle) -> list[str]:
    """What stands on the last message of somebody's chat."""
    shown = bot.telegram.core.messages.reactions_view(who.chat, last(who)["message_id"])
    return [reaction["emoji"] for reaction in shown]


async def test_an_edit_reaches_the_copy(pair: Running) -> None:
    message = await pair.rani.says("besok ujain")
    await pair.settled()
    await pair.rani.edits(message, "besok ujian")
    await pair.settled()
    assert shown(pair.dimas) == "besok ujian"
    assert "edit_date" in last(pair.dimas)


async def test_an_edit_before_the_copy_is_sent_still_finds_it(pair: Running) -> None:
    message = await pair.rani.says("satu")
    await pair.rani.edits(message, "dua")
    await pair.settled()
    assert shown(pair.dimas) == "dua"


async def test_a_reply_lands_on_the_right_message_on_both_sides(pair: Running) -> None:
    await pair.rani.says("pertama")
    await pair.rani.says("kedua")
    await pair.settled()
    first = last(pair.dimas, 2)
    await pair.dimas.replies(first, "tentang yang pertama", quote="pertama")
    await pair.settled()
    assert last(pair.rani)["reply_to_message"]["text"] == "pertama"
    assert last(pair.rani)["quote"]["text"] == "pertama"
    await pair.dimas.replies(last(pair.dimas), "lanjutan")
    await pair.settled()
    assert last(pair.rani)["reply_to_message"]["text"] == "tentang yang pertama"


async def test_a_reaction_is_mirrored_and_taken_back(pair: Running) -> None:
    await pair.rani.says("makasih ya")
    await pair.settled()
    await pair.dimas.reacts(last(pair.dimas), "👍")
    await pair.settled()
    assert reactions(pair, pair.rani) == ["👍"]
    await pair.dimas.reacts(last(pair.dimas), None)
    await pair.settled()
    assert reactions(pair, pair.rani) == []


async def test_unsend_removes_the_copy(pair: Running) -> None:
    message = await pair.rani.says("jangan dibaca")
    await pair.settled()
    before = len(pair.dimas.sees())
    await pair.rani.replies(message, "/unsend")
    await pair.settled()
    assert len(pair.dimas.sees()) == before - 1
    assert "tarik" in shown(pair.rani)


async def test_unsend_takes_only_ones_own(pair: Running) -> None:
    await pair.dimas.says("milik Dimas")
    await pair.settled()
    await pair.rani.replies(last(pair.rani), "/unsend")
    await pair.rani.says("/unsend")
    await pair.settled()
    assert any(message.get("text") == "milik Dimas" for message in pair.rani.sees())
    assert "balas" in shown(pair.rani)


@pytest.mark.parametrize("kind", ["photo", "voice", "sticker", "animation"])
async def test_allowed_kinds_pass_protected(pair: Running, kind: str) -> None:
    await pair.rani.sends(**{kind: True})
    await pair.settled()
    assert kind in last(pair.dimas)
    assert last(pair.dimas)["has_protected_content"]


@pytest.mark.parametrize(("kind", "answer", "arrives"), [("video", "Lihat", True), ("video_note", "Lihat", True), ("video", "Nanti", False)])
async def test_what_must_be_asked_waits_for_the_answer(pair: Running, kind: str, answer: str, arrives: bool) -> None:
    await pair.rani.sends(**{kind: True})
    await pair.settled()
    assert "Mau lihat" in shown(pair.dimas)
    assert kind not in last(pair.dimas)
    await pair.dimas.taps(answer)
    await pair.settled()
    assert (kind in last(pair.dimas)) is arrives
    if not arrives:
        assert "belum mau" in shown(pair.rani)


@pytest.mark.parametrize("spec", [{"document": True}, {"contact": True}, {"location": True}, {"poll": True}])
async def test_what_can_show_who_one_is_never_passes(pair: Running, spec: dict[str, bool]) -> None:
    before = len(pair.dimas.sees())
    await pair.rani.sends(**spec)
    await pair.settled()
    assert len(pair.dimas.sees()) == before
    assert "siapa kamu" in shown(pair.rani)


async def test_a_forwarded_message_never_passes(pair: Running) -> None:
    before = len(pair.dimas.sees())
    await pair.rani.forwards(last(pair.rani))
    await pair.settled()
    assert len(pair.dimas.sees()) == before
    assert "siapa kamu" in shown(pair.rani)


async def test_an_album_stays_whole_and_before_what_follows(pair: Running) -> None:
    await pair.rani.sends_album(3, caption="liburan")
    await pair.rani.says("itu tadi liburanku")
    await pair.settled()
    *album, words = pair.dimas.sees()[-4:]
    assert [("photo" in message) for message in album] == [True] * 3
    assert len({message["media_group_id"] for message in album}) == 1
    assert album[0]["caption"] == "liburan"
    assert words["text"] == "itu tadi liburanku"


async def test_an_album_alone_goes_when_no_further_part_comes(pair: Running) -> None:
    await pair.rani.sends_album(2)
    await pair.settled()
    assert "photo" not in last(pair.dimas)
    await pair.advance(seconds=2)
    await pair.settled()
    assert "photo" in last(pair.dimas)


async def test_an_album_too_heavy_for_one_upload_goes_as_several_messages(pair: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    first, *_ = await pair.rani.sends(album=[{"video": True}, {"photo": True}, {"video": True}], caption="liburan")
    monkeypatch.setattr(media, "UPLOAD", first["video"]["file_size"])
    await pair.advance(seconds=2)
    await pair.dimas.taps("Lihat")
    await pair.settled()
    album = [message for message in pair.dimas.sees() if "video" in message or "photo" in message]
    assert ["video" in message for message in album] == [True, False, True]
    assert album[0]["media_group_id"] == album[1]["media_group_id"] and "media_group_id" not in album[2]
    await pair.rani.replies(first, "/unsend")
    await pair.settled()
    assert sum("video" in message for message in pair.dimas.sees()) == 1, "each part is found by itself"


def test_how_much_goes_into_one_upload() -> None:
    half, unknown, photo = Media("video", size=media.UPLOAD // 2), Media("audio"), Media("photo", size=media.UPLOAD)
    assert media.portions((half, photo, half, photo)) == [(half, photo, half, photo)]
    assert media.portions((half, half, half)) == [(half, half), (half,)]
    assert [len(part) for part in media.portions((unknown,) * 5)] == [2, 2, 1]
    whole = Media("video", size=media.UPLOAD + 1)
    assert media.portions((whole, whole)) == [(whole,), (whole,)], "what is too heavy by itself is tried: Telegram says so"


async def test_a_caption_edit_reaches_the_copy(pair: Running) -> None:
    photo = await pair.rani.sends_photo("lama")
    await pair.settled()
    await pair.rani.edits(photo, "baru")
    await pair.settled()
    assert last(pair.dimas)["caption"] == "baru"


async def test_pictures_do_not_pass_where_somebody_is_under_18(young_pair: Running) -> None:
    before = len(young_pair.dimas.sees())
    await young_pair.rani.sends_photo()
    await young_pair.dimas.sends_photo()
    await young_pair.settled()
    assert len(young_pair.dimas.sees()) == before + 2  # Dimas' own photo, and the word that it did not pass
    assert "semua umur" in shown(young_pair.rani)
    await young_pair.rani.sends_voice()
    await young_pair.settled()
    assert "voice" in last(young_pair.dimas)


async def test_contact_data_is_covered_and_the_writer_told(pair: Running) -> None:
    await pair.rani.says("wa aku ya 0812-3456-7890")
    await pair.settled()
    assert shown(pair.dimas) == "wa aku ya ••••••••••••••"
    assert "•••" in shown(pair.rani)


async def test_formatting_passes(pair: Running) -> None:
    await pair.rani.says("penting sekali", entities=[{"type": "bold", "offset": 0, "length": 7}])
    await pair.settled()
    assert [e["type"] for e in last(pair.dimas)["entities"]] == ["bold"]


async def test_what_is_held_is_gone_when_the_chat_ends(pair: Running) -> None:
    await pair.rani.sends(video=True)
    await pair.settled()
    await pair.rani.says("/end")
    await pair.settled()
    assert await pair.value("SELECT count(*) FROM held_media") == 0
    await pair.dimas.taps("Lihat")
    await pair.settled()
    assert "video" not in last(pair.dimas)
