"""The public table of the relay, drawn from what the bot does: ``python -m tests.relay.table`` writes ``docs/relay.md``."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.content import ROOT
from tests.bot.desk import PERSON, VOLUNTEER, Desk
from tests.relay.wire import Wire

PAGE = ROOT / "docs" / "relay.md"
SIZED = {"file_id": "F", "file_unique_id": "U"}
SAMPLES: dict[str, tuple[dict[str, Any], ...]] = {
    "words, with their formatting": ({"text": "halo"},),
    "photo": ({"photo": [SIZED], "caption": "halo"},),
    "several photos as an album": ({"photo": [SIZED], "caption": "halo", "media_group_id": "1"}, {"photo": [SIZED], "media_group_id": "1"}),
    "voice message": ({"voice": SIZED, "caption": "halo"},),
    "video message (round)": ({"video_note": SIZED},),
    "sticker": ({"sticker": SIZED},),
    "animation (GIF)": ({"animation": SIZED, "document": SIZED, "caption": "halo"},),
    "music": ({"audio": SIZED, "caption": "halo"},),
    "video": ({"video": SIZED, "caption": "halo"},),
    "document, picture sent as a file": ({"document": SIZED, "caption": "halo"},),
    "live photo": ({"live_photo": SIZED, "photo": [SIZED], "caption": "halo"},),
    "contact": ({"contact": {}},),
    "location, also live": ({"location": {}},),
    "venue": ({"venue": {}, "location": {}},),
    "poll": ({"poll": {}},),
    "game": ({"game": {}},),
    "dice": ({"dice": {}},),
    "checklist": ({"checklist": {}},),
    "story": ({"story": {}},),
    "gift, giveaway, invoice, paid media": ({"gift": {}},),
    "anything forwarded": ({"text": "halo", "forward_origin": {}},),
    "anything made through another bot": ({"text": "halo", "via_bot": {}},),
}
HEAD = """# What the relay passes on

Two people talk through the bot, each under a pseudonym made for this pair. Every message is built anew from what is listed here; nothing else of
it gets through, and nothing is ever forwarded or copied. This page is generated from the tests (`python -m tests.relay.table`), with the settings
of `config.yaml` as they come; a place can be stricter.

*asked first*: the other side sees it only after a yes. *refused*: the writer is told so kindly, the other side gets nothing. *under 18*: one of the
two is, or may be. ✓ works in both directions, also for what was sent before the bot was restarted; – there is nothing to do.
"""
TAIL = """
- **Edited**: the words (or the caption) change on the other screen too, also while a picture still waits for its yes. After the end of a chat
  nothing changes any more.
- **Replied to**: the answer stands under the same message on the other side, with the quoted part if it is found there.
- **Reacted to**: ordinary emoji are mirrored; custom ones tell who uses them and stay where they are.
- **Unsent**: answering an own message with `/unsend` removes it from the other screen; what was held is never shown.
- **Covered** between peers: phone numbers (also spelled out), e-mail addresses, links and account names, in words, captions and edits.
- **Never passed on**: names, usernames, ids, language, file names, titles and performers, names of sticker sets, custom emoji, mentions, what is
  behind a link, where a message was forwarded from, which bot helped to write it.
- What is passed on is protected: the other side cannot forward or save it.
"""


class Try:
    """One kind of message, tried out between a person and a volunteer."""

    def __init__(self, desk: Desk, wire: Wire, sample: tuple[dict[str, Any], ...]) -> None:
        self.desk = desk
        self.wire = wire
        self.sample = sample

    async def row(self) -> list[str]:
        """What the columns say: sent, edited, replied to, reacted to, unsent."""
        messages = [self.desk.message(PERSON, **part) for part in self.sample]
        before = len(self.wire.on(VOLUNTEER))
        await self._do(*messages)
        await self.desk.tick(seconds=2)
        await self.wire.deliver()
        sent = "✓"
        asked = [button for shown in self.wire.on(VOLUNTEER)[before:] for button in shown.buttons if ".media.show-" in button]
        if asked:
            sent = "asked first"
            await self._do(self.desk.tap(VOLUNTEER, asked[0]))
        copies = [shown for shown in self.wire.on(VOLUNTEER)[before:] if not shown.buttons]
        if not copies:
            return ["refused", "–", "–", "–", "–"]
        return [sent, *[("✓" if done else "no") if done is not None else "–" for done in await self._after(messages[0]["message"], copies[0].number)]]

    async def _after(self, original: dict[str, Any], copy: int) -> list[bool | None]:
        shown = self.wire.screens[VOLUNTEER][copy]
        number = original["message_id"]
        await self._do(self.desk.message(VOLUNTEER, "jawab", reply_to_message={"message_id": copy}))
        answer = self.wire.on(PERSON)[-1].params.get("reply_parameters", {})
        await self._do(self._reaction(copy))
        edited = None
        field = next((name for name in ("text", "caption") if name in original), "")
        if field:
            await self._do(self.desk.raw(edited_message={**original, field: "lain"}))
            edited = shown.text == "lain"
        await self._do(self.desk.message(PERSON, "/unsend", reply_to_message={"message_id": number}))
        return [edited, answer.get("message_id") == number, self.wire.reactions.get((PERSON, number)) == "👍", shown.gone]

    def _reaction(self, message: int) -> dict[str, Any]:
        chat, user = {"id": VOLUNTEER, "type": "private"}, {"id": VOLUNTEER}
        change = {"chat": chat, "user": user, "message_id": message, "new_reaction": [{"type": "emoji", "emoji": "👍"}]}
        return self.desk.raw(message_reaction=change)

    async def _do(self, *updates: Any) -> None:
        await self.desk.handle(*updates)
        await self.wire.deliver()


async def rows(folder: Path, *, minor: bool) -> list[list[str]]:
    async with Desk(folder) as desk:
        wire = Wire(desk)
        await desk.person(PERSON, adult=not minor)
        await desk.person(VOLUNTEER, volunteer=("grief",))
        await desk.says(PERSON, "/peer")
        await desk.taps(PERSON, "peer_request", "topic", "grief")
        await desk.taps(VOLUNTEER, "offer", "offer", "accept")
        await wire.deliver()
        return [await Try(desk, wire, sample).row() for sample in SAMPLES.values()]


async def page(folder: Path) -> str:
    """The whole page."""
    for name in ("adults", "minors"):
        (folder / name).mkdir()
    adults, minors = await rows(folder / "adults", minor=False), await rows(folder / "minors", minor=True)
    return "\n".join([HEAD, *_table(adults, minors), TAIL])


def _table(adults: list[list[str]], minors: list[list[str]]) -> Iterator[str]:
    yield "| kind of message | sent | sent, under 18 | edited | replied to | reacted to | unsent |"
    yield "|---|---|---|---|---|---|---|"
    for name, grown, young in zip(SAMPLES, adults, minors, strict=True):
        assert young[0] == "refused" or young[1:] == grown[1:], name
        yield f"| {' | '.join([name, grown[0], young[0], *grown[1:]])} |"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        PAGE.write_text(asyncio.run(page(Path(made))), encoding="utf-8")
