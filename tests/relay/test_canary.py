"""The canary: two people whose every field is marked talk in every way there is; no mark leaves the bot, in no request and no log."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import telegram
from telegram.constants import MessageEntityType

from bot.store import people, volunteers
from bot.store.database import Unit
from bot.telegram.allowed import FORMATTING, MEDIA
from conversations.relaying import KINDS
from simulator.handles import PersonHandle
from tests.relay.canary import FIGURES, WORD, marked, marks_in, number, origins
from tests.support import Running, changed, content

IDS = {"person": 7_700_799_991, "volunteer": 7_700_799_992}
SIDES = tuple(IDS)
# What makes a message words, a picture …: set one at a time. Without these fields it is nobody's own, or no message at all.
CONTENT = {"text", "caption", *MEDIA}
FOREIGN = {"forward_origin", "via_bot"}


class Stage:
    """Two marked people in one chat, and the means to put anything into the mouth of either."""

    def __init__(self, bot: Running) -> None:
        self.bot = bot
        self.handles: dict[str, PersonHandle] = {}
        self.messages = 0

    async def begin(self) -> None:
        for side, who in IDS.items():
            marks = {"last_name": f"{WORD}_last", "username": f"{WORD}_{side}"}
            self.handles[side] = self.bot.telegram.person(f"{WORD}_first", "id", id=who, **marks)
            await self.bot.onboard(self.handles[side])

        def work(unit: Unit) -> None:
            found = people.by_telegram_id(unit, IDS["volunteer"])
            assert found is not None
            volunteers.apply(unit, found.id, ("grief",))
            volunteers.decide(unit, found.id, "approved", found.id, youth=True)
            volunteers.set_duty(unit, found.id, True)

        await self.bot.unit(work)
        await self.handles["person"].says("/peer")
        await self.bot.settled()
        await self.handles["person"].taps("Kehilangan")
        await self.bot.settled()
        await self.handles["volunteer"].taps("Ya, bisa")
        await self.bot.settled()

    def of(self, side: str) -> PersonHandle:
        return self.handles[side]

    def other(self, side: str) -> PersonHandle:
        return self.handles[SIDES[1 - SIDES.index(side)]]

    def file(self, kind: str) -> str:
        """A file that Telegram knows under a marked name. Its id is opaque, and the only thing of it that may pass."""
        found = self.bot.telegram.world.files.add(kind, f"{WORD}.bin", "video/mp4", b"content")
        return str(found.file_id)

    async def hears(self, update: dict[str, Any]) -> None:
        """A raw update; whatever it sets off has left when this returns."""
        await self.bot.app.engine.handle([{"update_id": number(), **update}])
        await self.bot.settled()

    def message(self, side: str, **fields: Any) -> dict[str, Any]:
        """A message with a mark in every field but those that make it somebody's message."""
        self.messages += 1
        who = IDS[side]
        whole = {name: value for name, value in marked(telegram.Message).items() if name not in CONTENT | FOREIGN}
        user = {**marked(telegram.User), "id": who, "is_bot": False, "language_code": "id"}
        chat = {**marked(telegram.Chat), "id": who, "type": "private"}
        reply = {**marked(telegram.Message), "message_id": 1}
        return {**whole, "message_id": 90_000 + self.messages, "from": user, "chat": chat, "reply_to_message": reply, "media_group_id": "", **fields}

    def medium(self, kind: str) -> Any:
        """The content of a message of that kind; of what may pass, with a real file."""
        one = marked(telegram.Message)[kind]
        if kind not in KINDS:
            return one
        small = one[0] if isinstance(one, list) else one
        real = {**small, "file_id": self.file(kind), "is_animated": False, "is_video": False}
        return [real] if isinstance(one, list) else real

    def check(self) -> None:
        """No request carries a mark, but for the address it goes to; nor does anything on a screen that the bot has put there."""
        for entry in self.bot.telegram.journal.calls():
            params = {
                name: value
                for name, value in entry.view()["params"].items()
                if name != "chat_id" or value not in {*IDS.values(), *map(str, IDS.values())}
            }
            assert not marks_in(json.dumps(params, ensure_ascii=False, default=repr)), entry.method
        for side in SIDES:
            own = self.of(side)
            for message in own.sees():
                if message["from"]["id"] != own.id:
                    seen = {k: v for k, v in message.items() if k not in {"chat", "reply_to_message"}}
                    assert not marks_in(json.dumps(seen, ensure_ascii=False)), seen


@pytest.fixture
async def stage(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> AsyncIterator[Stage]:
    caplog.set_level(logging.DEBUG, "bot")
    relay = content().config.relay
    allowed = relay.media.model_copy(update=dict.fromkeys(KINDS, "allow"))
    config = changed(content().config, relay={"media": allowed})
    async with Running(tmp_path, config=config, volunteers=False) as bot:
        made = Stage(bot)
        await made.begin()
        yield made
        made.check()
        assert not marks_in(caplog.text)


def entities() -> list[dict[str, Any]]:
    """One of each kind, with marks in all their fields; ``pre`` also with a mark that looks like the name of a language."""
    made = [{**marked(telegram.MessageEntity), "type": str(kind.value), "offset": 0, "length": 4} for kind in MessageEntityType]
    return [*made, {"type": "pre", "offset": 0, "length": 4, "language": "CANARYlang"}]


@pytest.mark.parametrize("side", SIDES)
async def test_words_edits_replies_quotes_and_reactions(stage: Stage, side: str) -> None:
    await stage.other(side).says("pesan pertama")
    await stage.bot.settled()
    copy = stage.of(side).sees()[-1]
    quote = {**marked(telegram.TextQuote), "text": "pesan"}
    answer = {**marked(telegram.Message), "message_id": copy["message_id"]}
    answer.pop("forum_topic_created")  # the first message of a topic is answered by all that stands in it
    message = stage.message(side, text="halo semua", entities=entities(), reply_to_message=answer, quote=quote)
    await stage.hears({"message": message})
    got = stage.other(side).sees()[-1]
    assert got["text"] == "•••• semua", "what Telegram calls a link, a number or somebody is covered"
    assert got["reply_to_message"]["text"] == "pesan pertama" and got["quote"]["text"] == "pesan"
    assert {entity["type"] for entity in got["entities"]} == FORMATTING
    await stage.hears({"edited_message": {**message, "text": "halo lagi", "entities": entities()}})
    assert stage.other(side).sees()[-1]["text"] == "•••• lagi"
    for given in ({"type": "emoji", "emoji": "👍"}, {"type": "custom_emoji", "custom_emoji_id": f"{WORD}_emoji"}, {"type": "paid"}):
        change = {**marked(telegram.MessageReactionUpdated), "user": message["from"], "chat": message["chat"], "new_reaction": [given]}
        await stage.hears({"message_reaction": {**change, "message_id": copy["message_id"]}})
    foreign = {**marked(telegram.TextQuote), "text": f"{WORD} bukan dari sini"}
    await stage.hears({"message": stage.message(side, text="kutipan palsu", reply_to_message=answer, quote=foreign)})
    assert stage.other(side).sees()[-1]["text"] == "kutipan palsu"


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("album", ["", f"{WORD}_album"])
async def test_every_kind_of_message(stage: Stage, side: str, album: str) -> None:
    passed = []
    for kind in MEDIA:
        before = len(stage.other(side).sees())
        words = {} if kind in {"sticker", "video_note"} else {"caption": "lihat ini", "caption_entities": entities()}
        message = stage.message(side, **{kind: stage.medium(kind)}, **words, media_group_id=f"{album}_{kind}" if album else "")
        await stage.hears({"message": message})
        await stage.bot.advance(seconds=2)
        await stage.bot.settled()
        if len(stage.other(side).sees()) > before:
            passed.append(kind)
        await stage.hears({"edited_message": {**message, **({"caption": "lihat itu"} if words else {})}})
    assert set(passed) == set(KINDS)


@pytest.mark.parametrize("side", SIDES)
async def test_what_is_not_their_own(stage: Stage, side: str) -> None:
    before = len(stage.other(side).sees())
    for origin in origins():
        await stage.hears({"message": stage.message(side, text="terusan", forward_origin=origin)})
        await stage.hears({"message": stage.message(side, photo=stage.medium("photo"), caption="terusan", forward_origin=origin)})
    await stage.hears({"message": stage.message(side, text="dari bot", via_bot=marked(telegram.User))})
    assert len(stage.other(side).sees()) == before


async def test_words_and_names_of_an_update_that_breaks_stay_out_of_the_logs(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    broken = {**stage.message("person", text="x"), "from": {"id": f"{WORD}_no_number", "is_bot": False}}
    await stage.hears({"message": broken})
    await stage.hears({"message": {**stage.message("person"), "photo": f"{WORD}_no_list"}})
    assert "parked" in caplog.text and FIGURES not in caplog.text
