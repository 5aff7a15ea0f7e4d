"""Whatever is killed, blocked, late or clicked twice: an alert ends acknowledged and closed by a human, or it is still climbing."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.store import conversations, staff
from bot.store.database import Unit
from conversations import escalation
from tests.bot.desk import COORDINATOR, COUNSELOR, GROUP, PERSON, SECOND, Desk

STAFF = (COUNSELOR, SECOND, COORDINATOR)
LONGEST = {"Climbing": 3600, "Seen": 900, "Talking": 3600}  # s: no step of the project's own ladder waits longer
INVITED = 305  # a counselor by invitation, who comes and goes
who = st.sampled_from((*STAFF, INVITED))


class Ladder(RuleBasedStateMachine):
    """One person calls; the staff taps what it likes, in any order, twice, too late; chats are blocked; the program dies and comes back."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        self.desk = Desk(Path(self.folder.name))
        self.run(self.desk.__aenter__())

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run(work)

    @initialize()
    def call(self) -> None:
        for number in (PERSON, *STAFF, INVITED):
            self.run(self.desk.person(number))
        self.run(self.desk.says(PERSON, "/sos"))

    @rule(by=who, value=st.sampled_from(("ack", "talk", "close", "hand", "note")), place=st.sampled_from((0, GROUP)))
    def tap(self, by: int, value: str, place: int) -> None:
        if self.run(self.desk.value("SELECT count(*) FROM conversations WHERE flow = 'escalation'")):
            self.run(self.desk.taps(by, "escalation", "alert", value, chat=place))

    @rule(by=who, words=st.sampled_from(("sudah aman", "/end", "halo")))
    def write(self, by: int, words: str) -> None:
        self.run(self.desk.says(by, words))

    @rule(words=st.sampled_from(("/sos", "/counselor", "/end", "/stop", "halo")))
    def person_writes(self, words: str) -> None:
        self.run(self.desk.says(PERSON, words))

    @rule(by=st.sampled_from((PERSON, *STAFF)), status=st.sampled_from(("kicked", "member")))
    def block(self, by: int, status: str) -> None:
        user = {"id": by, "is_bot": False, "first_name": "X"}
        change = {"chat": {"id": by, "type": "private"}, "from": user, "new_chat_member": {"status": status}}
        self.run(self.desk.handle(self.desk.raw(my_chat_member=change)))

    @rule(comes=st.booleans())
    def invited(self, comes: bool) -> None:
        """By an invitation, eager to help, and out again by a coordinator."""
        number = self.run(self.desk.value("SELECT id FROM people WHERE telegram_id = :id", id=INVITED))
        if comes:
            self.run(self.desk.store.unit(lambda unit: staff.add(unit, number, "Bu Dewi", None)))
            self.tap(INVITED, "ack", 0)
            return
        self.run(self.desk.says(COORDINATOR, "/staff"))
        self.run(self.desk.taps(COORDINATOR, "staff", "remove", str(number)))
        self.run(self.desk.taps(COORDINATOR, "staff", "staff", "yes"))

    @rule(number=st.integers(0, 3), why=st.sampled_from(("blocked", "refused")))
    def lost(self, number: int, why: str) -> None:
        cards = [row for row in self.desk.out if row.hook.startswith("card:")]
        if cards:
            self.run(self.desk.engine.undelivered(cards[-1 - number % len(cards)], why))

    @rule(seconds=st.sampled_from((1, 59, 60, 301, 900, 4000)))
    def wait(self, seconds: int) -> None:
        self.run(self.desk.tick(seconds=seconds))

    @rule()
    def dies(self) -> None:
        """Nothing but the database is left."""
        self.run(self.desk.__aexit__(None, None, None))
        self.run(self.desk.__aenter__())

    @invariant()
    def acknowledged_or_climbing(self) -> None:
        self.run(self.desk.tick())
        for number, state, closed, note, handler in self.run(self.desk.all("SELECT id, state, closed_at, note_x, handler FROM alerts")):
            if closed is not None:
                assert (state, note is not None, handler is not None) == ("closed", True, True), "closed by a human, with a note"
                continue
            step, due = self.run(self.desk.store.unit(lambda unit, number=number: _standing(unit, number)))
            assert due is not None and self.desk.now < due <= self.desk.now + LONGEST[step] * 1000, (step, due)
            assert {"open": "Climbing", "seen": "Seen", "talking": "Talking"}[state] == step

    @invariant()
    def who_is_gone_has_nobody(self) -> None:
        sql = """SELECT count(*) FROM alerts a JOIN people p ON p.id = a.handler
                 WHERE a.closed_at IS NULL AND a.state <> 'open' AND p.telegram_id = :id
                 AND NOT EXISTS (SELECT 1 FROM staff s WHERE s.person = p.id)"""
        assert self.run(self.desk.value(sql, id=INVITED)) == 0

    @invariant()
    def nobody_is_left_out(self) -> None:
        """While it climbs, somebody of the staff has a card in private."""
        if self.run(self.desk.value("SELECT count(*) FROM alerts WHERE state = 'open'")):
            assert {row.chat for row in self.desk.out if row.hook.startswith("card:")} & set(STAFF)

    def teardown(self) -> None:
        self.run(self.desk.__aexit__(None, None, None))
        self.loop.close()
        self.folder.cleanup()


def _standing(unit: Unit, alert: int) -> tuple[str, int | None]:
    found = conversations.find(unit, "escalation", None, alert)
    assert found is not None, "an alert without its conversation would be silent for ever"
    due = unit.value("SELECT due_at FROM timers WHERE kind = 'expire' AND subject = :id", id=found.id)
    return type(found.unpack(unit, escalation)).__name__, due


TestLadder = Ladder.TestCase
TestLadder.settings = settings(max_examples=12, stateful_step_count=25, deadline=None, derandomize=True, database=None)
