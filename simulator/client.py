"""The Python API, for tests in the same process: a simulator as a context manager, and people as objects.

    async with Simulator() as telegram:
        rani = telegram.person("Rani", language="id")
        await rani.says("/start")
        await rani.hears("Halo")

The server is real HTTP on a free port (``telegram.url``), so that the bot under test is spoken to exactly as by Telegram.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from simulator import records, seed
from simulator.clock import Clock
from simulator.control import ControlApi
from simulator.core import Core
from simulator.errors import ControlError
from simulator.faults import Faults
from simulator.handles import Group, PersonHandle
from simulator.journal import Journal
from simulator.model import Bot
from simulator.people import People
from simulator.server import Server
from simulator.storage import Storage
from simulator.transcript import transcript
from simulator.world import World

TOKEN = "7000000001:local-sebaya-bot-token-AAAAAAAAAAAA"


class Simulator:
    """A local Telegram. ``token``: of the first bot; ``world``: True for the seed world, a path or data for another, False for none."""

    def __init__(
        self,
        port: int = 0,
        token: str | None = None,
        *,
        host: str = "127.0.0.1",
        limits: bool = False,
        clock: Clock | None = None,
        world: bool | Path | dict[str, Any] = False,
        journal: int = 200_000,
        strict: bool = True,
        allow_violations: bool = False,
        username: str = "sebaya_local_bot",
        first_name: str = "Sebaya",
        database: Path | None = None,
    ) -> None:
        self.core = Core(clock, journal_cap=journal, strict=strict)
        self.core.limits.on = limits
        self.people = People(self.core.world, self.core.messages)
        self.control = ControlApi(self)
        self.server = Server(self.core, self.control)
        self.host, self.port = host, port
        self.allow_violations = allow_violations
        self.storage = Storage(self.core, database) if database is not None else None
        self._seed = world
        self._first = {"token": token, "username": username, "first_name": first_name}
        self._snapshots: dict[str, list[Any]] = {}

    # -- life

    async def start(self) -> Simulator:
        """Open the database (if any) and the port. OSError if the port is taken, StorageError if the file cannot be used."""
        known = self.storage.load() if self.storage else False
        if self.storage:
            self.storage.start()
        if known:
            self._own_bot()
        else:
            self._plant()
        await self.server.start(self.host, self.port)
        self.port = self.server.port
        self.core.webhooks.resume()
        return self

    async def stop(self) -> None:
        """Close everything; nothing is lost."""
        self.control.hub.close()
        await self.core.webhooks.stop()
        await self.server.stop()
        if self.storage:
            await self.storage.stop()

    async def __aenter__(self) -> Simulator:
        return await self.start()

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.stop()
        if kind is None and self.violations and not self.allow_violations:
            raise AssertionError("the bot broke the Bot API:\n" + "\n".join(self.violations))

    def _plant(self) -> None:
        """The first world, with the bot of the token that was given (or else the seed's own)."""
        data: dict[str, Any] = self._seed if isinstance(self._seed, dict) else {}
        if not data and self._seed:
            data = seed.load(self._seed if isinstance(self._seed, Path) else seed.DEFAULT)
        if self._first["token"] is not None or not data.get("bots"):
            first = {**self._first, "token": self._first["token"] or TOKEN}
            data = {**data, "bots": [first, *data.get("bots", [])[1:]]}
        seed.plant(self.world, data)
        self._own_bot()

    def _own_bot(self) -> None:
        """Make sure of the bot whose token was given; it is the one meant where none is named."""
        token = self._first["token"]
        if token is not None and token not in self.world.by_token:
            self.world.add_bot(token, str(self._first["username"]), str(self._first["first_name"]))
        self.world.primary = self.world.by_token[token].id if token else next(iter(self.world.bots))

    def reset(self) -> None:
        """Back to the first world. Update ids go on."""
        self.world.clear()
        self._plant()
        self.core.faults.clear()
        self.world.emit({"type": "state"})

    def snapshot(self, name: str | None = None) -> str:
        """Remember the world; returns the name to restore it by."""
        name = name or f"snapshot-{len(self._snapshots) + 1}"
        self._snapshots[name] = records.snapshot(self.world)
        return name

    def restore(self, name: str) -> None:
        """Back to a remembered world; ControlError 404 for a name that is not known. Update ids go on."""
        if name not in self._snapshots:
            raise ControlError(f"there is no snapshot {name!r}; there are {sorted(self._snapshots)}", 404)
        records.restore(self.world, self._snapshots[name])
        self.core.webhooks.resume()

    # -- what is there

    @property
    def url(self) -> str:
        """``http://127.0.0.1:PORT``; PTB's base_url is this plus ``/bot``, its base_file_url this plus ``/file/bot``."""
        return f"http://{self.server.host}:{self.server.port}"

    @property
    def token(self) -> str:
        """The first bot's token."""
        return self.bot.token

    @property
    def world(self) -> World:
        """All accounts and chats."""
        return self.core.world

    @property
    def clock(self) -> Clock:
        """The world's clock."""
        return self.core.clock

    @property
    def journal(self) -> Journal:
        """All calls."""
        return self.core.journal

    @property
    def faults(self) -> Faults:
        """The fault plan."""
        return self.core.faults

    @property
    def violations(self) -> list[str]:
        """What the bot did that the library's signatures do not allow."""
        return self.core.violations

    @property
    def bot(self) -> Bot:
        """The first bot."""
        return self.world.first_bot

    def person(self, first_name: str, language: str | None = None, *, id: int | None = None, **extra: Any) -> PersonHandle:
        """A new person. ``extra``: last_name, username."""
        account = self.world.add_person(first_name, id, language_code=language, **extra)
        return PersonHandle(self, account)

    def known(self, number: int) -> PersonHandle:
        """A person who is there already (from the seed)."""
        return PersonHandle(self, self.world.person(number))

    def group(self, title: str, members: list[PersonHandle] | None = None, *, forum: bool = False, bot_admin: bool = True) -> Group:
        """A new supergroup with the first bot in it; the first member is its owner."""
        data = {"id": None, "title": title, "members": [one.id for one in members or []], "forum": forum, "bot_admin": bot_admin}
        before = set(self.world.groups)
        seed.plant(self.world, {"groups": [data], "columns": self.world.columns})
        return Group(self, next(number for number in self.world.groups if number not in before))

    async def wait_for(self, predicate: Callable[[], Any], timeout: float = 5.0) -> Any:
        """Wait until ``predicate()`` is true (looked at whenever something happens); AssertionError after ``timeout`` seconds."""
        if not await self.world.bell.wait(lambda: bool(predicate()), timeout):
            raise AssertionError(f"did not become true within {timeout:g} s: {predicate}")
        return predicate()

    async def idle(self, timeout: float = 10.0) -> None:
        """Wait until every bot has fetched and confirmed all updates and no call is under way."""
        queues = list(self.world.queues.values())
        await self.wait_for(lambda: not self.core.in_flight and all(not queue.pending for queue in queues), timeout)

    def transcript(self, whose: PersonHandle | Group) -> str:
        """What was said in a person's private chat or in a group."""
        return transcript(whose.chat)
