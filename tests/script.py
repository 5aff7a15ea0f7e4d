"""Scripts: a chat written down as it is to happen, and played against the whole bot. ``tests/scripts/*.yaml`` hold them.

A line is one of

======================================  ================================================================================
``Rani: /start``                        writes (``\\n`` is a new line)
``Rani hears: Aku bot``                 the next message (or edit) of the bot in her chat that has these words
``Rani hears nothing``                  the bot has written nothing since
``Rani taps: Ya, aku mau``              the newest button with this label
``Rani taps twice: Ya, aku mau``        a double tap, both before the bot answers
``Ratna and Hendra tap: Aku lihat``     each in their own chat, both before the bot answers
``Rani and Sari say: /end``             the same, written
``Rani sends 50 photos``                one after the other, all before the bot answers
``Sari has 50 photos in order``         what arrived of them
``Rani presses: SOS``                   a key of the reply keyboard
``Rani sees: sudah nggak berlaku``      the notice that answered her last tap
``Rani sends: photo``                   photo, sticker, voice, document, video … (a caption after a comma)
``Rani edits: halo -> halo semua``      her own message that has the first words
``Rani answers: halo -> hai juga``      replies to the message that has the first words
``Rani forges: offer.x.offer.accept``   a button that was never drawn, on the newest message of the bot
``Rani blocks the bot``, ``unblocks``
``Ratna in group taps: Aku lihat``      everything above works in the group too
``Group hears: Panggilan bantuan``
``Ratna in topic: halo``                the same in the newest topic of the group
``The group has topics``                and ``no topics``; ``The group migrates``; ``The topic is deleted``, ``The topic is closed``;
                                       ``The group has one topic``: none but the general one is left
``Nisa opens the link of Maya``          follows the newest deep link that somebody else was sent
``Dimas joins the group``               and ``The bot is put out of the group``
``Rani is ready``                       has been through the onboarding (``is ready and under 18``)
``2 hours pass``, ``1 minute passes``   what falls due on the way happens at its time
``restart``                             the program stops and starts anew on the same database
======================================  ================================================================================
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from simulator.control.grouping import bot_member
from simulator.handles import Group, PersonHandle
from simulator.model import Chat
from simulator.transcript import transcript
from tests.support import Running

FOLDER = Path(__file__).parent / "scripts"
_PASS = re.compile(r"(\d+) (second|minute|hour|day)s? pass(?:es)?")
_BOTH = re.compile(r"(\w+) and (\w+) tap: (.*)")
_LINE = re.compile(r"(?P<who>\w+)(?P<group> in group| in topic)?(?: (?P<verb>[a-z 18]+))?(?:: (?P<what>.*))?", re.DOTALL)
_BOTH_SAY = re.compile(r"(\w+) and (\w+) say: (.*)")
_FLOOD = re.compile(r"(\w+) sends (\d+) photos")
_LINK = re.compile(r"(\w+) opens the link of (\w+)")
_ARRIVED = re.compile(r"(\w+) has (\d+) photos in order")


@dataclass(frozen=True)
class Script:
    """One story: its title, whose language everybody speaks, its lines, and what is set otherwise than in ``config.yaml`` (``config:``)."""

    file: str
    title: str
    language: str
    lines: tuple[str, ...]
    config: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.file}: {self.title}"


def scripts() -> list[Script]:
    """All scripts of all files."""
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        whole = yaml.safe_load(path.read_text(encoding="utf-8"))
        for title, text in whole["scripts"].items():
            lines = tuple(line.strip() for line in text.splitlines() if line.strip() and not line.strip().startswith("#"))
            found.append(Script(path.stem, title, whole["language"], lines, whole.get("config", {})))
    return found


class Player:
    """Plays one script. A line that does not come true is an AssertionError with the chat as it was."""

    def __init__(self, bot: Running) -> None:
        self.bot = bot
        self._heard: dict[str, int] = {}
        self._taps: dict[int, Any] = {}
        self._thread: int | None = None

    async def play(self, script: Script) -> None:
        for number, line in enumerate(script.lines, 1):
            try:
                await self.line(line)
            except Exception as error:
                pytest.fail(f"{script.name}, line {number}: {line}\n{type(error).__name__}: {error}", pytrace=False)

    async def line(self, line: str) -> None:
        who: PersonHandle
        passed = _PASS.fullmatch(line)
        if passed:
            await self.bot.advance(**{passed[2] + "s": float(passed[1])})
            return
        if line == "restart":
            await self.bot.restart()
            return
        if line == "The bot is put out of the group":
            self.bot.group.kicks_bot()
            return
        if line.startswith(("The group ", "The topic ")):
            self._to_group(line.removeprefix("The "))
            await self.bot.settled()
            return
        both = _BOTH.fullmatch(line)
        if both:
            for name in (both[1], both[2]):
                who = getattr(self.bot, name.lower())
                self._taps[who.id] = await who.taps(both[3], timeout=0.05)
            await self.bot.settled()
            return
        if await self._at_once(line):
            await self.bot.settled()
            return
        match = _LINE.fullmatch(line)
        assert match is not None, "this line cannot be understood"
        verb, what = match["verb"] or "says", (match["what"] or "").replace("\\n", "\n")
        if match["who"] == "Group":
            await self._told(verb, None, self.bot.group, what)
            return
        who = getattr(self.bot, match["who"].lower())
        if verb.startswith("is ready"):
            await self.bot.onboard(who, minor="under" in line)
            self._heard[who.chat.key] = max(who.chat.stamps.values())
            return
        group = self.bot.group if match["group"] else None
        if verb.startswith(("hears", "sees")):
            await self._told(verb, who, group, what)
        else:
            self._thread = max(group.chat.topics) if group and match["group"] == " in topic" else None
            await self._does(verb, who, group, what)
        await self.bot.settled()

    def _to_group(self, line: str) -> None:
        """What the owner of the counselors' group does to it."""
        groups, chat = self.bot.telegram.core.groups, self.bot.group.chat
        owner = next(self.bot.telegram.world.user(user) for user, member in chat.members.items() if member.status == "creator")
        assert owner is not None
        newest = chat.topics[max(chat.topics)] if chat.topics else None
        match line:
            case "group has topics" | "group has no topics":
                groups.set_forum(chat, line == "group has topics")
                groups.set_member(chat, self.bot.telegram.bot.id, bot_member(True, None), owner)
            case "group migrates":
                self.bot.group.migrates()
            case "group has one topic":
                assert list(chat.topics) == [1], chat.topics
            case "topic is deleted" if newest:
                groups.delete_topic(chat, newest)
            case "topic is closed" if newest:
                groups.set_closed(chat, owner, newest, True)
            case _:
                raise AssertionError(f"nobody knows what it means that the {line}")

    async def _at_once(self, line: str) -> bool:
        """Lines in which much happens before the bot answers."""
        if said := _BOTH_SAY.fullmatch(line):
            for name in (said[1], said[2]):
                await getattr(self.bot, name.lower()).says(said[3])
        elif flood := _FLOOD.fullmatch(line):
            for number in range(int(flood[2])):
                await getattr(self.bot, flood[1].lower()).sends_photo(f"foto {number + 1}")
        elif opened := _LINK.fullmatch(line):
            shown = " ".join(words(message) for message in getattr(self.bot, opened[2].lower()).chat.messages.values())
            await getattr(self.bot, opened[1].lower()).starts(re.findall(r"start=([\w-]+)", shown)[-1])
        elif arrived := _ARRIVED.fullmatch(line):
            messages = getattr(self.bot, arrived[1].lower()).chat.messages.values()
            captions = [message["caption"] for message in messages if "photo" in message]
            assert captions == [f"foto {number + 1}" for number in range(int(arrived[2]))], captions
        else:
            return False
        return True

    async def _told(self, verb: str, who: PersonHandle | None, group: Group | None, what: str) -> None:
        await self.bot.settled()
        if verb == "sees":
            assert who is not None
            answer = (self._taps[who.id]["answer"] or {}).get("text", "")
            assert what in answer, f"the notice says {answer!r}"
            return
        chat = group.chat if group else who.chat  # type: ignore[union-attr]
        fresh = self._fresh(chat)
        if verb == "hears nothing":
            assert not fresh, f"heard {[words(message) for _, message in fresh]}"
            return
        assert verb == "hears", f"nobody knows how to {verb}"
        for stamp, message in fresh:
            if " ".join(what.split()) in " ".join(words(message).split()):
                self._heard[chat.key] = stamp
                return
        raise AssertionError(f"not heard. New here: {[words(message) for _, message in fresh]}\nThe chat:\n{transcript(chat)}") from None

    def _fresh(self, chat: Chat) -> list[tuple[int, Any]]:
        """What the bot wrote or changed in a chat since what was heard last, oldest first. ``stamps`` say when."""
        after = self._heard.get(chat.key, 0)
        new = sorted((stamp, number) for number, stamp in chat.stamps.items() if stamp > after and number in chat.messages)
        return [(stamp, chat.messages[number]) for stamp, number in new if chat.messages[number]["from"]["is_bot"]]

    async def _does(self, verb: str, who: PersonHandle, group: Group | None, what: str) -> None:
        chat = group.chat if group else who.chat
        match verb:
            case "says":
                await who.says(what, chat=group, thread=self._thread)
            case "taps":
                self._taps[who.id] = await who.taps(what, chat=group, timeout=0.05)
            case "taps twice":
                first = await who.taps(what, chat=group, timeout=0.05)
                number = first["message"]
                self._taps[who.id] = self.bot.telegram.people.tap(who.account, chat, number, data=first["data"])
            case "presses":
                await who.presses(what, chat=group, timeout=0.05)
            case "sends":
                kind, _, caption = what.partition(", ")
                spec: dict[str, Any] = {kind: True} | ({"caption": caption} if caption else {})
                await who.sends(chat=group, thread=self._thread, **spec)
            case "edits":
                old, _, new = what.partition(" -> ")
                await who.edits(find(chat, old, who.id), new, chat=group)
            case "answers":
                old, _, new = what.partition(" -> ")
                await who.replies(find(chat, old), new, chat=group)
            case "forges":
                newest = next(m for m in reversed(chat.messages.values()) if m["from"]["is_bot"])
                self._taps[who.id] = self.bot.telegram.people.tap(who.account, chat, newest["message_id"], data=what)
            case "joins the group":
                await who.joins(self.bot.group)
            case "blocks the bot":
                await who.blocks()
            case "unblocks the bot":
                await who.unblocks()
            case _:
                raise AssertionError(f"nobody knows how to {verb}")


def words(message: Any) -> str:
    """What a message says, and its buttons in brackets."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return str(message.get("text") or message.get("caption") or "") + "".join(f" [{b['text']}]" for row in rows for b in row)


def find(chat: Chat, text: str, writer: int | None = None) -> Any:
    """The newest message with these words."""
    for message in reversed(chat.messages.values()):
        if text in (message.get("text") or "") and (writer is None or message["from"]["id"] == writer):
            return message
    raise AssertionError(f"there is no message with {text!r}:\n{transcript(chat)}")
