"""The count: what the journal of the local Telegram shows, against what people wrote and what the database says.

``wrong`` has a line for everything that must not be: lost, misrouted, out of order, sent twice without need, state wrong.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from bot.store.database import Unit
from simulator.journal import Entry
from tests.crash.ears import TAG
from tests.crash.town import SLEEPER, Town

STREAMS = 2  # a chat has one message in flight in its talk and one among its alarms; each can be doubled by a kill


@dataclass(slots=True)
class Count:
    """``deaths``: starts of the process but the last. ``messages``: numbered ones; ``shown``: of any kind; ``doubled``: sent a second time."""

    deaths: int = 0
    messages: int = 0
    shown: int = 0
    doubled: int = 0
    prompts: int = 0
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.deaths} deaths, {self.shown} messages shown, {self.messages} of them numbered, {self.prompts} prompts, "
            f"{self.doubled} doubled, {len(self.wrong)} wrong"
        )


async def count(town: Town, *, clean: bool = False) -> Count:
    """Counts everything, once the bot has ended. ``clean``: it was only ever stopped kindly, nothing may have come twice or been missed."""
    store = await town.store()
    try:
        return await store.unit(lambda unit: _Counting(town, unit, clean).all())
    finally:
        await store.close()


class _Counting:
    def __init__(self, town: Town, unit: Unit, clean: bool) -> None:
        self.town, self.unit, self.clean = town, unit, clean
        self.found = Count()
        self.said: list[tuple[int, Entry]] = []  # the number of the process that said it, what it said
        run = 0
        for entry in town.telegram.journal.entries:
            run += entry.method == "getMe"
            if entry.method == "sendMessage" and entry.status == 200:
                self.said.append((run, entry))
        self.found.deaths = run - 1
        self.found.shown = len(self.said)

    def all(self) -> Count:
        self.numbered()
        self.every_row()
        self.prompts()
        self.state()
        return self.found

    def wrong(self, text: str) -> None:
        self.found.wrong.append(text)

    # ------------------------------------------------------------------------------------------------------------ numbered messages

    def numbered(self) -> None:
        """Each written one in the right chat, in order, at most the one in flight twice; and its copy noted under the right id."""
        written = {text for actor in self.town.actors for text in actor.written}
        self.found.messages = len(written)
        targets = self.targets()
        seen: dict[str, int] = {}
        newest: dict[int, str] = {}
        doubled: set[tuple[int, int]] = set()
        for run, entry in self.said:
            text, chat = entry.params["text"], entry.params["chat_id"]
            tag = TAG.match(text)
            if not tag:
                continue
            if targets.get((tag[1], tag[2])) != chat:
                self.wrong(f"misrouted: {text}")
            if text in seen:
                self.found.doubled += 1
                if self.clean or seen[text] == run or newest[chat] != text or (chat, run) in doubled:
                    self.wrong(f"doubled although not in flight at a kill: {text}")
                doubled.add((chat, run))
            elif int(tag[3]) and f"{tag[1]}/{tag[2]}/{int(tag[3]) - 1}" not in seen:
                self.wrong(f"out of order: {text}")
            seen[text], newest[chat] = run, text
        for text in sorted(written - set(seen)):
            self.wrong(f"lost: {text}")

    def targets(self) -> dict[tuple[str, str], int]:
        """Whose chat the messages of a writer's n-th chat belong in: from the pairings, in the order they were made."""
        rows = self.unit.all(
            """SELECT l.kind, p.telegram_id, h.telegram_id FROM links l JOIN people p ON p.id = l.person JOIN people h ON h.id = l.helper
               ORDER BY l.id"""
        )
        names = {actor.me.id: actor.name for actor in self.town.actors}
        times: Counter[tuple[str, str]] = Counter()
        found: dict[tuple[str, str], int] = {}
        for kind, person, helper in rows:
            for one, other in ((person, helper), (helper, person)):
                times[names[one], kind] += 1
                number = times[names[one], kind]
                found[names[one], f"c{number}" if kind == "case" else str(number)] = other
        return found

    # ------------------------------------------------------------------------------------------------------------ messages of any kind

    def every_row(self) -> None:
        """Every row of the outbox arrived, and what arrived more often than there are rows was in flight at a kill."""
        rows = dict(self.unit.all("SELECT chat, count(*) FROM outbox WHERE method = 'sendMessage' AND state = 'sent' AND lane < 3 GROUP BY chat"))
        shown = Counter(entry.params["chat_id"] for _, entry in self.said if entry.params["chat_id"] not in self.sleeping)
        for chat in rows.keys() | shown.keys():
            extra = shown[chat] - rows.get(chat, 0)
            if extra < 0:
                self.wrong(f"lost: {-extra} rows of chat {chat} were marked sent and never arrived")
            if extra > (0 if self.clean else STREAMS * self.found.deaths):
                self.wrong(f"doubled: {extra} messages of chat {chat}")
        unsent = "SELECT chat, state, error FROM outbox WHERE method = 'sendMessage' AND state != 'sent' AND lane < 3"
        for chat, state, error in self.unit.all(unsent):
            self.wrong(f"a message of chat {chat} ended as {state} {error}")

    @property
    def sleeping(self) -> range:
        return range(SLEEPER, SLEEPER + self.town.sleepers)

    def prompts(self) -> None:
        """A prompt may be missed when the bot died while it was on its way; it never comes twice."""
        states = defaultdict(list)
        for chat, state in self.unit.all("SELECT chat, state FROM outbox WHERE lane = 3"):
            states[chat].append(state)
        shown = Counter(entry.params["chat_id"] for _, entry in self.said if entry.params["chat_id"] in self.sleeping)
        self.found.prompts = shown.total()
        for chat in self.sleeping:
            if shown[chat] > 1 or len(states[chat]) > 1:
                self.wrong(f"{shown[chat]} prompts in chat {chat}, {states[chat]}")
            if (self.clean or states[chat] == ["sent"]) and not shown[chat]:
                self.wrong(f"the prompt of chat {chat} never arrived: {states[chat]}")
            if not states[chat] and shown[chat]:
                self.wrong(f"a prompt from nowhere in chat {chat}")

    # ------------------------------------------------------------------------------------------------------------------------ state

    def state(self) -> None:
        """What people did is in the database exactly once, and nothing is left hanging."""
        done: Counter[str] = Counter()
        for person in self.town.persons:
            done.update(person.done)
        chats, cases = done["peer"], done["case"]
        written = sum(len(actor.written) for actor in self.town.actors)
        self.expect("consents", len(self.town.persons) + len(self.town.volunteers) + self.town.sleepers)
        self.expect("moods", done["checkin"])
        self.expect("requests WHERE state = 'paired'", chats)
        self.expect("requests", chats)
        self.expect("links WHERE kind = 'peer' AND closed_at IS NOT NULL", chats)
        self.expect("ratings", 2 * chats)
        self.expect("alerts WHERE state = 'closed'", cases)
        self.expect("alerts", cases)
        self.expect("alert_reasons", cases)
        self.expect("links WHERE kind = 'case' AND closed_at IS NOT NULL", cases)
        self.expect("links", chats + cases)
        self.expect("relayed WHERE target_message IS NOT NULL", written)
        self.expect("relayed", written)
        self.expect("conversations WHERE flow NOT IN ('prompt')", 0)
        self.expect("outbox WHERE state IN ('new', 'sending')", 0)
        self.expect("parked", 0)

    def expect(self, what: str, number: int) -> None:
        found = self.unit.value(f"SELECT count(*) FROM {what}")
        if found != number:
            self.wrong(f"state: {found} instead of {number} in {what}")
