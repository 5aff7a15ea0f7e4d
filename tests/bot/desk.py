"""The engine at a desk: a real database, raw updates in, rows of the outbox out, no Telegram. The clock is an attribute."""

from __future__ import annotations

import random
from pathlib import Path
from types import TracebackType
from typing import Any

from bot.access import Access
from bot.content import CONSENT_VERSION
from bot.crypt import Crypt
from bot.engine import Engine
from bot.store import conversations, people, volunteers
from bot.store.conversations import Conversation
from bot.store.database import Database, Unit
from bot.store.outbox import Outgoing
from bot.store.people import Person
from bot.telegram.reader import Reader
from bot.telegram.render import Renderer
from bot.turn import World
from conversations.flows import FLOWS
from tests.support import KEY, content

START = 1_795_413_600_000
PERSON, OTHER, VOLUNTEER, COUNSELOR, SECOND, COORDINATOR = 101, 102, 201, 301, 302, 401
GROUP = -1001000000501


class Desk:
    """``async with Desk(tmp_path) as desk``; ``desk.out`` gathers what was handed to the sender."""

    def __init__(self, folder: Path, key: bytes = KEY) -> None:
        self.path = folder / "desk.db"
        self.now = START
        self.key = key
        self.out: list[Outgoing] = []
        self.later: list[Outgoing] = []
        self._number = 0

    async def __aenter__(self) -> Desk:
        self.store = await Database.open(self.path, Crypt(self.key), lambda: self.now)
        whole = content()
        config = whole.config
        chance = random.Random(1)
        self.world = World(config, whole.place(), Renderer(whole.texts), Access(config), chance)
        self.engine = Engine(self.store, self.world, Reader(whole.texts, whole.detector), self.out.extend)
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.store.close()

    # ------------------------------------------------------------------------------------------------------------------- updates

    def raw(self, **fields: Any) -> dict[str, Any]:
        self._number += 1
        return {"update_id": self._number, **fields}

    def message(self, who: int, text: str = "", **fields: Any) -> dict[str, Any]:
        self._number += 1
        user = {"id": who, "is_bot": False, "first_name": "X", "language_code": "id"}
        body = {"message_id": self._number, "date": 1, "chat": {"id": who, "type": "private"}, "from": user, **fields}
        return {"update_id": self._number, "message": body | ({"text": text} if text else {})}

    def tap(self, who: int, data: str, *, chat: int = 0, message: int = 7) -> dict[str, Any]:
        self._number += 1
        place = {"id": chat or who, "type": "supergroup" if chat else "private"}
        where = {"message_id": message, "date": 1, "chat": place, "text": "?"}
        query = {"id": str(self._number), "from": {"id": who, "is_bot": False, "first_name": "X"}, "message": where, "data": data}
        return {"update_id": self._number, "callback_query": query}

    async def says(self, who: int, text: str) -> list[Outgoing]:
        """What leaves because of one message."""
        return await self.handle(self.message(who, text))

    async def taps(self, who: int, flow: str, menu: str, value: str, *, chat: int = 0) -> list[Outgoing]:
        """Taps a button of the newest conversation of a flow."""
        token = await self.value("SELECT token FROM conversations WHERE flow = :flow ORDER BY id DESC", flow=flow)
        return await self.handle(self.tap(who, f"{flow}.{token}.{menu}.{value}", chat=chat))

    async def handle(self, *raws: Any) -> list[Outgoing]:
        before = len(self.out)
        await self.engine.handle(raws)
        return self.out[before:]

    async def blocks(self, who: int) -> list[Outgoing]:
        """Somebody blocks the bot."""
        user = {"id": who, "is_bot": False, "first_name": "X"}
        return await self.handle(
            self.raw(my_chat_member={"chat": {"id": who, "type": "private"}, "from": user, "new_chat_member": {"status": "kicked"}})
        )

    async def tick(self, **later: int) -> list[Outgoing]:
        before = len(self.out)
        self.now += later.get("ms", 0) + 1000 * later.get("seconds", 0) + 60_000 * later.get("minutes", 0) + 3_600_000 * later.get("hours", 0)
        await self.engine.tick()
        return self.out[before:]

    # ------------------------------------------------------------------------------------------------------------------ database

    async def value(self, sql: str, **values: Any) -> Any:
        return await self.store.unit(lambda unit: unit.value(sql, **values))

    async def all(self, sql: str, **values: Any) -> list[Any]:
        return await self.store.unit(lambda unit: unit.all(sql, **values))

    async def person(self, who: int, *, consent: bool = True, adult: bool = True, volunteer: tuple[str, ...] = (), name: str = "") -> Person:
        """Somebody who is there already."""

        def work(unit: Unit) -> Person:
            made = people.add(unit, who, "id", "Asia/Jakarta", reachable=True)
            people.set_name(unit, made.id, name or f"Nama{who}")
            if adult:
                people.set_age_band(unit, made.id, "adult")
            if consent:
                people.give_consent(unit, made.id, CONSENT_VERSION)
            if volunteer:
                volunteers.apply(unit, made.id, volunteer)
                volunteers.decide(unit, made.id, "approved", made.id, youth=True)
                volunteers.set_duty(unit, made.id, True)
            return people.by_id(unit, made.id)

        return await self.store.unit(work)

    async def everybody(self) -> None:
        """A person, and all of the staff that the config names."""
        for who in (COUNSELOR, SECOND, COORDINATOR, PERSON):
            await self.person(who)

    async def open(self, flow: str, owner: int | None, state: Any, subject: int = 0) -> Conversation:
        """A conversation in some state, as if it had come so far."""
        return await self.store.unit(lambda unit: conversations.add(unit, FLOWS[flow], owner, subject, state))

    async def paired(self) -> tuple[Person, Person]:
        """A person and a volunteer in a chat."""
        person, helper = await self.person(PERSON), await self.person(VOLUNTEER, volunteer=("grief",))
        await self.says(PERSON, "/peer")
        await self.taps(PERSON, "peer_request", "topic", "grief")
        await self.taps(VOLUNTEER, "offer", "offer", "accept")
        return person, helper

    def sent(self, who: int) -> list[str]:
        """The texts that went to a chat."""
        return [str(row.params["text"]) for row in self.out if row.chat == who and row.method == "sendMessage"]


def told(rows: list[Outgoing], *chats: int) -> str:
    """What some chats are told in these rows."""
    return texts([row for row in rows if row.chat in chats and row.method.startswith("send")])


def texts(rows: list[Outgoing]) -> str:
    """All texts of some rows, for looking into."""
    return "\n".join(str(row.params.get("text", "")) for row in rows)


async def spoil(desk: Desk, flow: str, what: str) -> None:
    """The state of a flow's conversations as a newer, an older or a broken program would leave it."""

    def work(unit: Unit) -> None:
        for conversation in unit.all("SELECT id FROM conversations WHERE flow = :flow", flow=flow):
            number = conversation[0]
            sealed = unit.crypt.seal(what, f"conversations.state:{number}") if what.startswith(("{", "[", "x")) else None
            if sealed is not None:
                unit.run("UPDATE conversations SET state_x = :state WHERE id = :id", state=sealed, id=number)
            elif what == "version":
                unit.run("UPDATE conversations SET version = 999 WHERE id = :id", id=number)
            elif what == "flow":
                unit.run("UPDATE conversations SET flow = 'no_such_flow' WHERE id = :id", id=number)
            else:
                unit.run("UPDATE conversations SET state_x = :state WHERE id = :id", state=b"garbage", id=number)

    await desk.store.unit(work)
