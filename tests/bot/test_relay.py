"""The relay: the words and their harmless formatting, and nothing by which anybody could be found."""

from __future__ import annotations

import inspect
import json
from typing import Any

import pytest
import telegram

from simulator.handles import PersonHandle
from tests.bot.desk import PERSON, VOLUNTEER, Desk, texts
from tests.support import Running

MARK = "MARKED"
FOREIGN = {"forward_origin", "via_bot"}  # words that are not the sender's own: they are refused as a whole
IDENTIFYING = 987_654_321


def marked(kind: type[telegram.TelegramObject], depth: int = 2) -> dict[str, Any]:
    """An object of the Bot API with a marked value in every field the library knows."""
    fields = [name for name in inspect.signature(kind.__init__).parameters if name not in {"self", "api_kwargs"}]
    inner = {"user": telegram.User, "chat": telegram.Chat, "sender": telegram.User, "from": telegram.User, "contact": telegram.Contact}
    made: dict[str, Any] = {}
    for field in fields:
        name = "from" if field == "from_user" else field
        whole = next((made_of for part, made_of in inner.items() if part in name and depth), None)
        made[name] = marked(whole, depth - 1) if whole else f"{MARK}-{name}"
    return made


def everything(who: int, number: int, **fields: Any) -> dict[str, Any]:
    """A message in which every field is marked, apart from those without which it would be none."""
    whole = marked(telegram.Message)
    keep = {"message_id": number, "date": 1, "chat": {**marked(telegram.Chat), "id": who, "type": "private"}}
    user = {**marked(telegram.User), "id": who, "is_bot": False, "language_code": "id"}
    reply = {**marked(telegram.Message), "message_id": 1}
    made = {
        **whole,
        **keep,
        "from": user,
        "reply_to_message": reply,
        "entities": [],
        "caption_entities": [],
        "quote": marked(telegram.TextQuote),
        "is_topic_message": False,
        **fields,
    }
    return {name: value for name, value in made.items() if name not in FOREIGN}


async def test_no_field_of_the_sender_reaches_the_other_side(desk: Desk) -> None:
    await desk.paired()
    entities = [{**marked(telegram.MessageEntity), "type": kind, "offset": 0, "length": 4} for kind in ("bold", "text_mention", "text_link", "pre")]
    sent = await desk.handle({"update_id": 70, "message": everything(PERSON, 70, text="halo semua", entities=entities)})
    assert [row.chat for row in sent] == [VOLUNTEER, PERSON], "that what was tapped to find somebody is covered"
    assert sent[0].params["text"] == "•••• semua"
    assert MARK not in json.dumps(sent[0].params)
    assert str(PERSON) not in json.dumps(sent[0].params)
    assert [entity["type"] for entity in sent[0].params["entities"]] == ["bold", "pre"]
    sent = await desk.handle({"update_id": 71, "edited_message": everything(PERSON, 70, text="halo lagi", entities=entities)})
    assert [row.method for row in sent] == ["editMessageText", "sendMessage"]
    assert MARK not in json.dumps(sent[0].params)


@pytest.mark.parametrize("link", ["linktr.ee", "youtu.be", "bit.ly", "saweria.co", "budi.carrd.co"])
async def test_what_telegram_makes_a_link_of_is_covered(desk: Desk, link: str) -> None:
    """The other side would get it to tap, whatever ending it has."""
    await desk.paired()
    at = {"type": "url", "offset": 6, "length": len(link)}
    raw = desk.message(PERSON, f"lihat {link}", entities=[at])
    out = await desk.handle(raw)
    assert link not in texts(out) and "lihat ••••" in texts(out)
    assert link not in texts(await desk.handle(desk.raw(edited_message={**raw["message"], "text": f"Lihat {link}"})))
    out = await desk.handle(desk.message(PERSON, caption=f"lihat {link}", caption_entities=[at], photo=[{"file_id": "x", "file_unique_id": "y"}]))
    assert link not in json.dumps([row.params for row in out])


@pytest.mark.parametrize("foreign", sorted(FOREIGN))
@pytest.mark.parametrize("side", [PERSON, VOLUNTEER])
async def test_what_is_not_their_own_is_not_passed_on(desk: Desk, side: int, foreign: str) -> None:
    await desk.paired()
    sent = await desk.handle({"update_id": 80, "message": {**everything(side, 80, text="halo"), foreign: {}}})
    assert [row.chat for row in sent] == [side] and "Maaf" in texts(sent)


async def test_every_request_of_the_story_keeps_the_two_apart(bot: Running) -> None:
    """All calls that left: neither side's name, username or number stands in what the other one gets."""
    secret = {"last_name": "RahasiaBelakang", "username": "rahasia_nama"}
    person = bot.telegram.person("RahasiaDepan", "id", id=IDENTIFYING, **secret)
    await bot.onboard(person)
    await talk(bot, person)
    hidden = [*secret.values(), "RahasiaDepan", str(IDENTIFYING)]
    others = [
        entry for entry in bot.telegram.journal.calls() if entry.chat != person.id and entry.method not in {"getUpdates", "answerCallbackQuery"}
    ]
    assert len(others) > 10
    for entry in others:
        shown = json.dumps(entry.params, default=str, ensure_ascii=False)
        assert not [word for word in hidden if word in shown], entry.params
    mine = [json.dumps(entry.params, default=str) for entry in bot.telegram.journal.calls(chat=person.id)]
    assert not [shown for shown in mine if "Sari" in shown or "Dimas" in shown or '"202"' in shown]
    assert not {"forwardMessage", "copyMessage", "forwardMessages", "copyMessages"} & {entry.method for entry in bot.telegram.journal.calls()}


async def talk(bot: Running, person: PersonHandle) -> None:
    await person.says("/peer")
    await bot.settled()
    await person.taps("Kehilangan")
    await bot.settled()
    await bot.sari.taps("Ya, bisa")
    await bot.settled()
    first = await person.says("halo")
    await bot.settled()
    await bot.sari.replies(bot.sari.sees()[-1], "halo juga")
    await person.edits(first, "halo semua")
    await person.says("aku mau bunuh diri")
    await bot.settled()
    await bot.ratna.taps("Aku lihat", chat=bot.group)
    await bot.settled()
    await bot.ratna.taps("Ngobrol", chat=bot.group)
    await bot.settled()
    await person.says("halo bu")
    await bot.settled()


async def test_replies_point_to_the_same_message_on_the_other_side(bot: Running) -> None:
    await bot.onboard(bot.rani)
    await bot.rani.says("/peer")
    await bot.settled()
    await bot.rani.taps("Kehilangan")
    await bot.settled()
    await bot.sari.taps("Ya, bisa")
    await bot.settled()
    mine = await bot.rani.says("satu")
    await bot.settled()
    copy = bot.sari.sees()[-1]
    await bot.sari.replies(copy, "jawab satu")
    await bot.rani.replies(mine, "tambahan")
    await bot.settled()
    here, there = bot.rani.sees()[-2:], bot.sari.sees()[-1]
    answer = next(message for message in here if message["text"] == "jawab satu")
    assert answer["reply_to_message"]["message_id"] == mine["message_id"]
    assert there["text"] == "tambahan" and there["reply_to_message"]["message_id"] == copy["message_id"]
    greeting = next(message for message in bot.sari.sees() if "Kamu terhubung" in message["text"])
    await bot.sari.replies(greeting, "bukan kepada siapa pun")
    await bot.settled()
    assert "reply_to_message" not in bot.rani.sees()[-1]


async def test_words_of_every_kind_and_length(bot: Running) -> None:
    await bot.onboard(bot.rani)
    await talk_to_sari(bot)
    for words in ("x" * 4096, "😀" * 2048, "\u202eterbalik \u200bkosong", "<b>&amp;</b>"):
        await bot.rani.says(words)
        await bot.settled()
        assert bot.sari.sees()[-1]["text"] == words
    entity = {"type": "bold", "offset": 3, "length": 2}
    await bot.rani.says("😀 ab", entities=[entity])
    await bot.settled()
    assert bot.sari.sees()[-1]["entities"] == [entity]


async def talk_to_sari(bot: Running) -> None:
    await bot.rani.says("/peer")
    await bot.settled()
    await bot.rani.taps("Kehilangan")
    await bot.settled()
    await bot.sari.taps("Ya, bisa")
    await bot.settled()


async def test_words_for_a_link_that_is_closed_go_nowhere(desk: Desk) -> None:
    await desk.paired()
    await desk.store.unit(lambda unit: unit.run("UPDATE links SET closed_at = 1"))
    sent = await desk.says(PERSON, "masih ada?")
    assert {row.chat for row in sent} == {PERSON} and "mengakhiri obrolan" in texts(sent)
    edited = desk.message(VOLUNTEER, "lain")["message"]
    sent = await desk.handle({"update_id": 91, "edited_message": edited})
    assert {row.chat for row in sent} == {VOLUNTEER}


async def test_an_edit_of_what_was_never_passed_on(desk: Desk) -> None:
    await desk.paired()
    assert not await desk.handle({"update_id": 90, "edited_message": desk.message(PERSON, "lain")["message"]})


async def test_more_words_than_fit_below_a_picture_go_before_it(desk: Desk) -> None:
    """Who pays Telegram may write 4,096 characters below a picture; a bot 1,024."""
    await desk.paired()
    words = "a" * 1500
    out = await desk.handle(desk.message(PERSON, caption=words, photo=[{"file_id": "x", "file_unique_id": "y"}]))
    sent = [row for row in out if row.chat == VOLUNTEER]
    if not any(row.method == "sendPhoto" for row in sent):  # held until the other side says yes
        sent += [row for row in await desk.taps(VOLUNTEER, "peer_chat", "media", "yes") if row.chat == VOLUNTEER]
    relayed = [row for row in sent if row.method == "sendPhoto" or row.params.get("text") == words]
    assert [row.method for row in relayed] == ["sendMessage", "sendPhoto"] and "caption" not in relayed[1].params
    assert await desk.value("SELECT count(*) FROM relayed WHERE kind = 'photo'") == 1
