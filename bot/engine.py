"""The engine: an update or a timer comes in, meets exactly one conversation, leaves as rows.

::

    raw updates of one poll ─▶ handle ─▶ one unit ─┬─ savepoint: update_id · read · interrupts · step · effects · outbox
                                                   ├─ savepoint: …
                                                   └─ COMMIT ─▶ the sender has the new rows ─▶ only now is Telegram asked for the next ones

An update that raises takes back only its own savepoint, is tried once more, and is then parked with its reason: the next ones go on, and a
coordinator is told. Timers come in the same way, as Timeout events.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable
from typing import Any

from bot import logs, prompts
from bot.effects import load as load_effects
from bot.effects import rooms
from bot.failures import Failures
from bot.logs import trace
from bot.play import Play
from bot.setback import Setback
from bot.store import outbox, timers, updates
from bot.store.database import Database, Unit
from bot.store.outbox import Outgoing
from bot.telegram.incoming import Grouped, Membership, RoomChanged, Tapped, Written
from bot.telegram.reader import Reader, Unreadable
from bot.turn import Turn, World

log = logging.getLogger(__name__)
DUE_AT_ONCE = 200
TRIES = 2


class Engine:
    """``deliver`` is handed every batch of new outgoing rows once they are durable."""

    def __init__(self, store: Database, world: World, reader: Reader, deliver: Callable[[list[Outgoing]], None]) -> None:
        load_effects()
        self._store = store
        self._world = world
        self._reader = reader
        self._deliver = deliver
        self._failures = Failures(world)
        self._setback = Setback()

    async def handle(self, raws: Iterable[Any]) -> None:
        """Takes in the updates of one poll. When this returns they are durable and may be confirmed; if it raises, none of them is."""
        batch = list(raws)
        self._deliver(await self._store.unit(lambda unit: self._take(unit, batch)))

    async def tick(self) -> int:
        """Fires what is due; returns how many timers did. In small units, so that an alert never waits behind a wall of prompts."""
        fired = 0
        while True:
            count, rows = await self._store.unit(self._fire)
            self._deliver(rows)
            fired += count
            if count < DUE_AT_ONCE:
                return fired

    async def ask_about_room(self) -> None:
        """At start: whether the counselors' group has topics, and whether we may make them."""

        def work(unit: Unit) -> list[Outgoing]:
            turn = Turn(unit, self._world)
            rooms.ask_about(turn)
            return turn.out

        self._deliver(await self._store.unit(work))

    async def let_staff_go(self) -> None:
        """At start, before anything is sent: whoever is of the staff no more has nothing of it left. What follows goes out with what waits."""
        await self._store.unit(lambda unit: self._play(unit, lambda play: play.started()))

    async def undelivered(self, row: Outgoing, why: str) -> None:
        """A message that can never arrive: ``blocked`` (the person blocked the bot) or ``refused`` (Telegram does not take it)."""

        def work(unit: Unit) -> list[Outgoing]:
            outbox.mark_failed(unit, row.id, why)
            try:
                with unit.savepoint():
                    return self._play(unit, lambda play: play.undelivered(row, why))
            except Exception as error:
                if not unit.db.in_transaction:
                    raise
                log.error("what follows from an undelivered message could not be done: %s", trace(error))
                return []

        self._deliver(await self._store.unit(work))

    # ------------------------------------------------------------------------------------------------------------------- in a unit

    def _take(self, unit: Unit, raws: list[Any]) -> list[Outgoing]:
        out: list[Outgoing] = []
        for raw in raws:
            out += self._guarded(unit, raw)
        return out

    def _guarded(self, unit: Unit, raw: Any) -> list[Outgoing]:
        """One update in a savepoint of its own; tried twice, then parked."""
        logs.update.set(str(_update_id(raw) or ""))
        try:
            return self._tried(unit, raw)
        finally:
            logs.update.set("")

    def _tried(self, unit: Unit, raw: Any) -> list[Outgoing]:
        reason = ""
        for _ in range(TRIES):
            try:
                with unit.savepoint():
                    return self._one(unit, raw)
            except Unreadable as error:
                reason = str(error)
                break
            except Exception as error:
                if not unit.db.in_transaction:  # the database itself gave up: nothing of this poll may be confirmed
                    raise
                log.error("an update could not be handled: %s", trace(error))
                reason = type(error).__name__
        return self._park(unit, raw, reason)

    def _one(self, unit: Unit, raw: Any) -> list[Outgoing]:
        number = _update_id(raw)
        if number is None:
            raise Unreadable("no update_id")
        if not updates.first_time(unit, number):
            log.debug("it came before")
            return []
        incoming = self._reader.read(raw)
        out = self._answer(unit, incoming)
        if log.isEnabledFor(logging.DEBUG):
            log.debug("%s leads to messages %s", type(incoming).__name__.lower(), [row.id for row in out])
        return out

    def _answer(self, unit: Unit, incoming: Any) -> list[Outgoing]:
        match incoming:
            case Written():
                return self._play(unit, lambda play: play.written(incoming))
            case Tapped():
                return self._play(unit, lambda play: play.tapped(incoming))
            case Membership():
                return self._play(unit, lambda play: play.membership(incoming))
            case Grouped() | RoomChanged():
                return self._play(unit, lambda play: play.in_group(incoming))
        return []

    def _play(self, unit: Unit, act: Callable[[Play], None]) -> list[Outgoing]:
        turn = Turn(unit, self._world)
        act(Play(turn))
        return turn.out

    def _park(self, unit: Unit, raw: Any, reason: str) -> list[Outgoing]:
        number = _update_id(raw)
        update_id = -unit.ids.next() if number is None else number  # made up, only so that it can be kept
        updates.first_time(unit, update_id)
        updates.park(unit, update_id, reason, json.dumps(raw, default=repr))
        log.error("update parked: %s", reason)
        return self._failures.parked(unit, self._meant(raw))

    def _meant(self, raw: Any) -> Any:
        """What an update that was parked meant; None where that cannot be told."""
        try:
            return self._reader.read(raw)
        except Exception:
            return None

    def _fire(self, unit: Unit) -> tuple[int, list[Outgoing]]:
        self._setback.look(unit)
        due = timers.take_due(unit, DUE_AT_ONCE)
        out, left = self._many_prompts(unit, due)
        for kind, subject, due_at in left:
            log.debug("a timer of kind %s is due", kind)
            try:
                with unit.savepoint():
                    out += self._play(unit, lambda play, k=kind, s=subject, d=due_at: play.timer(k, s, d))  # type: ignore[misc]
            except Exception as error:
                if not unit.db.in_transaction:
                    raise
                log.error("a timer of kind %s failed; it is tried again in a minute: %s", kind, trace(error))
                timers.put(unit, kind, subject, unit.now + 60_000)
                out += self._failures.timer(unit, kind, subject)
        return len(due), out

    def _many_prompts(self, unit: Unit, due: list[tuple[str, int, int]]) -> tuple[list[Outgoing], list[tuple[str, int, int]]]:
        """A wall of daily questions is written down together; all else, and whatever that could not do, is left for one by one."""
        asking = [(subject, due_at) for kind, subject, due_at in due if kind == "prompt"]
        if len(asking) < prompts.MANY:
            return [], due
        try:
            with unit.savepoint():
                out, left = prompts.Asking(unit, self._world).ask(asking)
        except Exception as error:
            if not unit.db.in_transaction:
                raise
            log.error("daily questions could not be written down together: %s", trace(error))
            return [], due
        return out, [one for one in due if one[0] != "prompt"] + [("prompt", *one) for one in left]


def _update_id(raw: Any) -> int | None:
    number = raw.get("update_id") if isinstance(raw, dict) else None
    return number if isinstance(number, int) and 0 <= number < 1 << 63 else None
