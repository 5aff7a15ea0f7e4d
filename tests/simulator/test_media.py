"""Media: uploads, getFile with the same bytes, resending by file_id, albums, captions, edits of media."""

from __future__ import annotations

import io
import json

import aiohttp
import pytest
import telegram as ptb_library
from aiogram.types import BufferedInputFile

from simulator import made_up

KINDS = ["photo", "voice", "video", "video_note", "sticker", "animation", "audio", "document"]


def method(kind):
    return "send" + "".join(part.capitalize() for part in kind.split("_"))


def file_of(message, kind):
    return message[kind][-1] if kind == "photo" else message[kind]


async def upload(api, session, kind, content, name="file.bin", **params):
    form = aiohttp.FormData()
    for field, value in params.items():
        form.add_field(field, str(value))
    form.add_field(kind, content, filename=name, content_type="application/octet-stream")
    async with session.post(api.url(method(kind)), data=form) as answer:
        body = await answer.json()
        assert body["ok"], body
        return body["result"]


async def download(api, session, file_id):
    path = (await api("getFile", file_id=file_id))["file_path"]
    async with session.get(f"{api.telegram.url}/file/bot{api.token}/{path}") as answer:
        assert answer.status == 200
        return await answer.read()


@pytest.mark.parametrize("kind", KINDS)
async def test_uploaded_bytes_come_back_the_same(api, rani, session, kind):
    content = made_up.content(kind, 7)[2] + b"\0\xff tail"
    message = await upload(api, session, kind, content, chat_id=rani.id)
    assert await download(api, session, file_of(message, kind)["file_id"]) == content


@pytest.mark.parametrize("kind", KINDS)
async def test_what_people_send_arrives_with_its_bytes_and_is_sent_again_by_file_id(api, rani, session, kind):
    await rani.sends(**{kind: True})
    (update,) = await api("getUpdates")
    sent = file_of(update["message"], kind)
    assert len(await download(api, session, sent["file_id"])) == sent["file_size"]
    again = await api(method(kind), chat_id=rani.id, **{kind: sent["file_id"]})
    assert file_of(again, kind)["file_unique_id"] == sent["file_unique_id"]


@pytest.mark.parametrize("kind", KINDS)
async def test_media_are_sent_by_ptb_and_aiogram(ptb, aio, rani, kind):
    content = made_up.content(kind, 3)[2]
    one = await getattr(ptb, "send_" + kind)(rani.id, content)
    two = await getattr(aio, "send_" + kind)(rani.id, BufferedInputFile(content, "x.bin"))
    assert one.effective_attachment
    assert getattr(two, kind)


async def test_a_download_with_ptb_and_aiogram(ptb, aio, rani):
    data = b"isi berkas"
    message = await rani.sends_document(data)
    file = await ptb.get_file(message["document"]["file_id"])
    assert bytes(await file.download_as_bytearray()) == data
    into = io.BytesIO()
    await aio.download(message["document"]["file_id"], into)
    assert into.getvalue() == data


async def test_a_photo_comes_in_sizes_the_largest_last(api, rani, session):
    message = await upload(api, session, "photo", made_up.jpeg(1), chat_id=rani.id)
    sizes = message["photo"]
    assert (sizes[-1]["width"], sizes[-1]["height"]) == made_up.SIZE
    assert sizes[0]["file_id"] != sizes[-1]["file_id"]


async def test_an_unknown_file_id_is_400(api, rani):
    text = await api.refused("sendPhoto", chat_id=rani.id, photo="AgACnonsense")
    assert text.startswith("Bad Request: wrong remote file identifier specified:")
    assert await api.refused("getFile", file_id="nonsense") == "Bad Request: invalid file_id"


async def test_a_file_id_of_another_kind_is_400_can_t_use_file_of_type(api, rani):
    voice = (await rani.sends_voice())["voice"]["file_id"]
    text = await api.refused("sendPhoto", chat_id=rani.id, photo=voice)
    assert text == "Bad Request: can't use file of type VoiceNote as Photo"


async def test_an_empty_file_is_400_file_must_be_non_empty(api, rani, session):
    form = aiohttp.FormData()
    form.add_field("chat_id", str(rani.id))
    form.add_field("document", b"", filename="x.txt")
    async with session.post(api.url("sendDocument"), data=form) as answer:
        assert (await answer.json())["description"] == "Bad Request: file must be non-empty"


async def test_attach_names_that_are_not_there_are_400(api, rani):
    media = [{"type": "photo", "media": "attach://one"}, {"type": "photo", "media": "attach://two"}]
    assert await api.refused("sendMediaGroup", chat_id=rani.id, media=media) == 'Bad Request: file "one" is not found in the request'


async def test_an_album_is_uploaded_with_attach(api, rani, session):
    form = aiohttp.FormData()
    form.add_field("chat_id", str(rani.id))
    media = [{"type": "photo", "media": "attach://one", "caption": "<b>x</b>", "parse_mode": "HTML"}, {"type": "video", "media": "attach://two"}]
    form.add_field("media", json.dumps(media))
    form.add_field("one", made_up.jpeg(1), filename="1.jpg")
    form.add_field("two", made_up.mp4(1), filename="2.mp4")
    async with session.post(api.url("sendMediaGroup"), data=form) as answer:
        first, second = (await answer.json())["result"]
    assert first["media_group_id"] == second["media_group_id"]
    assert first["caption_entities"][0]["type"] == "bold"
    assert second["message_id"] == first["message_id"] + 1


async def test_albums_with_both_libraries(ptb, aio, rani):
    from aiogram.types import InputMediaPhoto

    one = await ptb.send_media_group(rani.id, [ptb_library.InputMediaPhoto(made_up.jpeg(n)) for n in range(3)])
    two = await aio.send_media_group(rani.id, [InputMediaPhoto(media=BufferedInputFile(made_up.jpeg(n), "x.jpg")) for n in range(2)])
    assert len({message.media_group_id for message in one}) == 1
    assert len(two) == 2


@pytest.mark.parametrize(
    ("kinds", "error"),
    [
        (["photo"], "too few messages to send as an album"),
        (["photo"] * 11, "too many messages to send as an album"),
        (["photo", "document"], "document can't be mixed with other media types"),
        (["audio", "document"], "audio can't be mixed with other media types"),
    ],
)
async def test_albums_have_2_to_10_media_that_fit_together(api, rani, kinds, error):
    media = [{"type": kind, "media": "https://example.org/x"} for kind in kinds]
    assert await api.refused("sendMediaGroup", chat_id=rani.id, media=media) == f"Bad Request: {error}"


async def test_a_person_s_album_arrives_as_messages_of_one_group(api, rani):
    await rani.sends_album(3, "halo")
    messages = [update["message"] for update in await api("getUpdates")]
    assert len({message["media_group_id"] for message in messages}) == 1
    assert [message.get("caption") for message in messages] == ["halo", None, None]


async def test_a_caption_is_edited(api, rani):
    photo = (await rani.sends_photo())["photo"][-1]["file_id"]
    message = await api("sendPhoto", chat_id=rani.id, photo=photo, caption="one")
    edited = await api("editMessageCaption", chat_id=rani.id, message_id=message["message_id"], caption="<i>two</i>", parse_mode="HTML")
    assert (edited["caption"], edited["caption_entities"][0]["type"]) == ("two", "italic")


async def test_a_medium_is_edited_with_both_libraries(ptb, aio, rani):
    from aiogram.types import InputMediaVideo

    message = await ptb.send_photo(rani.id, made_up.jpeg(1))
    one = await ptb.edit_message_media(ptb_library.InputMediaPhoto(made_up.jpeg(2), caption="two"), rani.id, message.message_id)
    assert one.caption == "two"
    video = InputMediaVideo(media=BufferedInputFile(made_up.mp4(1), "x.mp4"))
    two = await aio.edit_message_media(video, chat_id=rani.id, message_id=message.message_id)
    assert two.video
    assert two.photo is None


async def test_a_thumbnail_is_kept(ptb, rani):
    message = await ptb.send_document(rani.id, b"x", thumbnail=made_up.jpeg(5), filename="x.txt")
    assert message.document.thumbnail.width == made_up.SIZE[0]
    assert message.document.file_name == "x.txt"


async def test_spoilers_and_captions_above_are_kept(api, rani):
    photo = (await rani.sends_photo())["photo"][-1]["file_id"]
    sent = await api("sendPhoto", chat_id=rani.id, photo=photo, caption="x", has_spoiler=True, show_caption_above_media=True)
    assert sent["has_media_spoiler"] is sent["show_caption_above_media"] is True


async def test_a_file_of_another_token_is_401_and_an_unknown_path_404(api, session, telegram):
    async with session.get(f"{telegram.url}/file/bot1:x/photos/file_0.jpg") as answer:
        assert answer.status == 401
    async with session.get(f"{telegram.url}/file/bot{api.token}/photos/nothing.jpg") as answer:
        assert answer.status == 404


async def test_a_file_named_by_url_becomes_a_made_up_one(api, rani):
    assert (await api("sendPhoto", chat_id=rani.id, photo="https://example.org/x.jpg"))["photo"]
    assert (await api.refused("sendPhoto", chat_id=rani.id, photo="ftp://x.y")).startswith("Bad Request:")


def test_made_up_files_are_what_they_say():
    assert made_up.jpeg(1).startswith(b"\xff\xd8\xff\xfe")
    assert made_up.jpeg(1).endswith(b"\xff\xd9")
    assert made_up.ogg(1).count(b"OggS") == 3
    assert b"OpusHead" in made_up.ogg(1)
    assert made_up.mp4(1)[4:8] == b"ftyp"
    assert made_up.jpeg(1) != made_up.jpeg(2)


async def test_nobody_has_profile_photos(api, rani):
    assert await api("getUserProfilePhotos", user_id=rani.id) == {"total_count": 0, "photos": []}
