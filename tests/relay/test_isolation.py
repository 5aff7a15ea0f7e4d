"""Isolation: whatever people, volunteers, the network and the machine do in whatever order, no word reaches anybody outside its pair.

Hypothesis plays a town on the engine itself, over a real database, with a Telegram in memory. Every text carries its number and version, so
that each screen can be checked against who was paired with whom when it was written. ``SEBAYA_NIGHTLY=1`` plays more than 50,000 steps.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from bot.store import outbox
from bot.telegram import late
from tests.bot.desk import Desk
from tests.relay.wire import Shown, Wire

NIGHTLY = os.environ.get("SEBAYA_NIGHTLY") == "1"
PEOPLE, VOLUNTEERS, COUNSELOR = (101, 102, 103, 104), (201, 202), 301
EVERYBODY = (*PEOPLE, *VOLUNTEERS, COUNSELOR)
WRITTEN = re.compile(r"#(\d+)v(\d+)#")
FAST = Path("/dev/shm")
COMMANDS = ("help", "checkin", "duty", "chats", "chats", "unsend", "mood", "counselor", "end", "end", "stop")
indices = st.integers(0, 1_000_000)


@dataclass(slots=True)
class Note:
    """One thing somebody wrote: its message id, the links open to them then (number → the other's chat), and its life since."""

    writer: int
    message: int
    open: dict[int, int]
    must: int | None = None  # the only link it may take (an answer to something there); None: any of those open
    version: int = 0
    due: int = 0  # the version that must be seen on the other side
    media: bool = False
    unsent: bool = False


class Town(RuleBasedStateMachine):
    """What everybody has written, and what of it stands where."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = Path(tempfile.mkdtemp(dir=FAST if FAST.is_dir() else None))
        self.desk = Desk(self.folder)
        self.notes: dict[int, Note] = {}
        self.seen: dict[int, tuple[int, Shown]] = {}  # number → link and copy
        self.order: dict[tuple[int, int], int] = {}
        self.checked: dict[int, int] = {}
        self.reactions: dict[tuple[int, int], tuple[int, str]] = {}  # who, message of theirs → note, emoji

    def run(self, work: Any) -> Any:
        return self.loop.run_until_complete(work)

    @initialize(topics=st.booleans())
    def begin(self, topics: bool) -> None:
        """``topics``: Telegram has topics in private chats."""
        self.topics = topics
        self.run(self._begin())
        for who in PEOPLE:
            self.meets(who)

    async def _begin(self) -> None:
        await self.desk.__aenter__()
        self.wire = Wire(self.desk)
        self.desk.world.abilities.private_topics = self.topics
        for who in PEOPLE:
            await self.desk.person(who)
        for who in VOLUNTEERS:
            await self.desk.person(who, volunteer=("grief", "anxiety"))
        await self.desk.person(COUNSELOR)
        await self.desk.store.unit(lambda unit: unit.run("UPDATE volunteers SET capacity = 3"))

    def teardown(self) -> None:
        if hasattr(self, "wire"):
            self.run(self._settled())
            parked = self.run(self.desk.value("SELECT group_concat(reason) FROM parked"))
            self.run(self.desk.store.close())
            shutil.rmtree(self.folder)
            self.loop.close()
            assert parked is None

    # ----------------------------------------------------------------------------------------------------------------------- rules

    @rule(who=st.sampled_from(PEOPLE))
    def meets(self, who: int) -> None:
        """Asks for a peer; whoever is offered it accepts."""
        self.run(self._update(self.desk.message(who, "/peer")))
        self.run(self.wire.deliver())
        self._tap_first(who, "peer_request.")
        self.run(self.wire.deliver())
        for volunteer in VOLUNTEERS:
            self._tap_first(volunteer, "offer.")

    @rule(who=st.sampled_from((*PEOPLE, *VOLUNTEERS)), others=st.lists(st.sampled_from((*PEOPLE, *VOLUNTEERS)), max_size=6))
    def talk(self, who: int, others: list[int]) -> None:
        for one in (who, *others):
            self._write(one)

    @rule(who=st.sampled_from(EVERYBODY), which=indices)
    def taps(self, who: int, which: int) -> None:
        """Any button on the screen, old ones too."""
        buttons = [(shown, data) for shown in self.wire.on(who)[-12:] for data in shown.buttons]
        if buttons:
            shown, data = buttons[which % len(buttons)]
            self.run(self._update(self.desk.tap(who, data, message=shown.number)))

    @rule(who=st.sampled_from(EVERYBODY))
    def writes(self, who: int) -> None:
        self._write(who)

    @rule(who=st.sampled_from(EVERYBODY), which=indices)
    def answers(self, who: int, which: int) -> None:
        notes = self._known(who)
        if notes:
            number, message = notes[which % len(notes)]
            link = self.seen[number][0]
            self._write(who, must=link, reply_to_message={"message_id": message})

    @rule(who=st.sampled_from(VOLUNTEERS), which=indices, ends=st.integers(0, 9))
    def writes_in_a_topic(self, who: int, which: int, ends: int) -> None:
        """It is for the chat of that topic, or for nobody when that one is over."""
        threads = self.wire.threads.get(who)
        if not threads:
            return
        thread, link = threads[which % len(threads)]
        where = {"message_thread_id": thread, "is_topic_message": True}
        if ends:
            self._write(who, must=link, **where)
        else:
            before = self.run(self._links(who))
            self.run(self._update(self.desk.message(who, "/end", **where)))
            gone = set(before) - set(self.run(self._links(who)))
            assert gone <= {link}, "the end in one topic ended another chat"

    @rule(who=st.sampled_from((*PEOPLE, *VOLUNTEERS)), parts=st.integers(1, 3))
    def sends_photos(self, who: int, parts: int) -> None:
        album = {"media_group_id": str(next(self._albums))} if parts > 1 else {}
        for _ in range(parts):
            self._write(who, photo=[{"file_id": "F"}], **album)

    _albums = itertools.count(1)

    @rule(who=st.sampled_from(EVERYBODY), which=indices)
    def edits(self, who: int, which: int) -> None:
        own = [number for number, note in self.notes.items() if note.writer == who]
        if own:
            number = own[-1 - which % min(6, len(own))]
            note = self.notes[number]
            note.version += 1
            if self._live(number):
                note.due = note.version
            words = f"#{number}v{note.version}#"
            body = self.desk.message(who, **({"photo": [{"file_id": "F"}], "caption": words} if note.media else {"text": words}))["message"]
            self.run(self._update(self.desk.raw(edited_message={**body, "message_id": note.message})))

    @rule(who=st.sampled_from(EVERYBODY), which=indices, emoji=st.sampled_from(["👍", "❤", ""]))
    def reacts(self, who: int, which: int, emoji: str) -> None:
        notes = self._known(who)
        if notes:
            number, message = notes[which % len(notes)]
            if self._live(number):
                self.reactions[who, message] = (number, emoji)
            change = {"chat": {"id": who, "type": "private"}, "user": {"id": who}, "message_id": message}
            given = [{"type": "emoji", "emoji": emoji}] if emoji else []
            self.run(self._update(self.desk.raw(message_reaction={**change, "new_reaction": given})))

    @rule(who=st.sampled_from(EVERYBODY), which=indices)
    def unsends(self, who: int, which: int) -> None:
        own = [number for number, note in self.notes.items() if note.writer == who]
        if own:
            number = own[-1 - which % min(6, len(own))]
            self.notes[number].unsent |= self._live(number) or number not in self.seen
            reply = {"message_id": self.notes[number].message}
            self.run(self._update(self.desk.message(who, "/unsend", reply_to_message=reply)))

    @rule(who=st.sampled_from(EVERYBODY), name=st.sampled_from(COMMANDS))
    def commands(self, who: int, name: str) -> None:
        self.run(self._update(self.desk.message(who, f"/{name}")))

    @rule(who=st.sampled_from((*EVERYBODY, *[0] * 12)))
    def blocks_or_comes_back(self, who: int) -> None:
        if not who:
            return
        there = who in self.wire.blocked
        (self.wire.blocked.discard if there else self.wire.blocked.add)(who)
        status = "member" if there else "kicked"
        change = {"chat": {"id": who, "type": "private"}, "from": {"id": who}, "new_chat_member": {"status": status}}
        self.run(self._update(self.desk.raw(my_chat_member=change)))
        if there and who in VOLUNTEERS:
            duty = "UPDATE volunteers SET on_duty = 1 WHERE person = (SELECT id FROM people WHERE telegram_id = :who)"
            self.run(self.desk.store.unit(lambda unit: unit.run(duty, who=who)))

    @rule(most=st.integers(1, 20))
    def delivers(self, most: int) -> None:
        self.run(self.wire.deliver(most))
        self._check()

    @rule(seconds=st.sampled_from([1, 2, 30, 61, 400]))
    def waits(self, seconds: int) -> None:
        self.run(self.desk.tick(seconds=seconds))

    @rule()
    def settles(self) -> None:
        self.run(self._settled())

    @rule(arrived=st.booleans())
    def crashes(self, arrived: bool) -> None:
        """The program dies; the message on its way may have arrived without anybody having noted it. A new one takes over."""
        self.run(self._crash(arrived=arrived))

    async def _crash(self, *, arrived: bool) -> None:
        old = self.desk
        if arrived and old.out:
            row = old.out[0]
            if row.method == "sendMessage" and "reply_parameters" not in row.params and row.chat not in self.wire.blocked:
                params = await old.store.unit(lambda unit: late.with_ids(unit, row.params))
                self.wire._show(row.chat, row.method, params or row.params)
        await old.store.close()
        self.desk = Desk(self.folder)
        self.desk.now, self.desk._number = old.now, old._number
        await self.desk.__aenter__()
        self.desk.world.abilities.private_topics = self.topics
        self.wire.desk = self.desk
        self.desk.out.extend(await self.desk.store.unit(outbox.unsent))

    # ------------------------------------------------------------------------------------------------------------------------ means

    def _tap_first(self, who: int, prefix: str) -> None:
        found = next(((s, d) for s in reversed(self.wire.on(who)) for d in s.buttons if d.startswith(prefix)), None)
        if found is not None:
            self.run(self._update(self.desk.tap(who, found[1], message=found[0].number)))

    def _write(self, who: int, must: int | None = None, **fields: Any) -> None:
        number = len(self.notes) + 1
        media = "photo" in fields
        update = self.desk.message(who, **fields, **{"caption" if media else "text": f"#{number}v0#"})
        links = self.run(self._links(who))
        self.notes[number] = Note(who, update["message"]["message_id"], links, must, media=media)
        self.run(self._update(update))

    async def _update(self, update: dict[str, Any]) -> None:
        await self.desk.handle(update)

    async def _links(self, who: int) -> dict[int, int]:
        """The open links of somebody: number → the other's chat, told by the table alone."""
        rows = await self.desk.all(
            """SELECT l.id, CASE p.telegram_id WHEN :who THEN h.telegram_id ELSE p.telegram_id END
               FROM links l JOIN people p ON p.id = l.person JOIN people h ON h.id = l.helper
               WHERE l.closed_at IS NULL AND :who IN (p.telegram_id, h.telegram_id)""",
            who=who,
        )
        return {row[0]: row[1] for row in rows}

    def _known(self, who: int) -> list[tuple[int, int]]:
        """Notes somebody can point at, with the message id on their own screen: own ones and copies that arrived."""
        self._check()
        own = [(number, note.message) for number, note in self.notes.items() if note.writer == who and number in self.seen]
        got = [(number, copy.number) for number, (_, copy) in self.seen.items() if copy.chat == who]
        return (own + got)[-8:]

    def _live(self, number: int) -> bool:
        """Whether the other side has (or will have) it and the chat is still open."""
        self.run(self.wire.deliver())
        self._check()
        note = self.notes[number]
        return number in self.seen and not note.unsent and self.seen[number][0] in self.run(self._links(note.writer))

    # ----------------------------------------------------------------------------------------------------------------------- checks

    def _check(self) -> None:
        """Everything new on every screen: for whom was it written, and in which order."""
        for chat, screen in self.wire.screens.items():
            last = self.checked.get(chat, 0)
            for shown in [one for number, one in screen.items() if number > last]:
                self.checked[chat] = shown.number
                for number, _ in WRITTEN.findall(shown.text):
                    self._arrived(chat, int(number), shown)

    def _arrived(self, chat: int, number: int, shown: Shown) -> None:
        note = self.notes[number]
        link = next((link for link, other in note.open.items() if other == chat), None)
        assert link is not None, f"#{number} of {note.writer} reached {chat}, paired then with {note.open}"
        assert note.must is None or note.must == link, f"#{number} was an answer in another chat"
        assert shown.params.get("protect_content"), "not protected"
        thread = shown.params.get("message_thread_id")
        assert thread is None or (thread, link) in self.wire.threads[chat], f"#{number} stands in the topic of another chat"
        again = number in self.seen
        assert not again or self.seen[number][1].chat == chat, f"#{number} reached two"
        assert again or number > self.order.get((note.writer, chat), 0), f"#{number} overtook another"
        self.order[note.writer, chat] = max(number, self.order.get((note.writer, chat), 0))
        if not again:
            note.due = note.version  # what was changed while it waited (a part of an album) leaves as it is by then
        self.seen[number] = (link, shown)

    async def _settled(self) -> None:
        """Everything delivered: what was edited, unsent or reacted to is so on the other side."""
        await self.wire.deliver()
        self._check()
        for number, (_, copy) in self.seen.items():
            note = self.notes[number]
            if note.unsent:
                assert copy.gone, f"#{number} was taken back and is still there"
            else:
                found = WRITTEN.search(copy.text)
                assert found and int(found[2]) == note.due, f"#{number} shows {copy.text}, not version {note.due}"
        for (who, message), (number, emoji) in self.reactions.items():
            note, (_, copy) = self.notes[number], self.seen[number]
            there = copy.reaction if note.writer == who else self.wire.reactions.get((note.writer, note.message), "")
            assert note.unsent or there == emoji, f"the reaction of {who} on {message} is {there!r}, not {emoji!r}"


TestIsolation = Town.TestCase
TestIsolation.settings = settings(
    max_examples=800 if NIGHTLY else 25,
    stateful_step_count=100 if NIGHTLY else 50,
    deadline=None,
    derandomize=not NIGHTLY,
    suppress_health_check=list(HealthCheck),
    database=None,
    print_blob=False,
)
