"""Daily questions when many fall due in the same moment: the plain ones are written down together, in a tenth of the time.

What is asked, when, and of whom is decided by the same pure functions as ever (``conversations/prompt.py``, ``schedule.py``); only what is the
same for many is worked out once. Whatever is not plain (a silence after a low day, once a week, a Sunday) goes the ordinary way.
"""

from __future__ import annotations

import html
import json
from datetime import UTC, datetime, timedelta

from bot.store import prompts
from bot.store.database import Unit
from bot.store.outbox import PROMPT, Outgoing
from bot.store.prompts import TOKEN, Due, Question
from bot.turn import World
from conversations import prompt
from conversations.kit import Facts, dump
from conversations.schedule import local_day, next_prompt, offset_of, still_sensible

MANY = 20  # fewer are not worth it
NAME, CHAT = "\ue000", "\ue001"  # stand in a rendered question where a person's own belong
Timers = list[tuple[int, int]]


class Asking:
    """The questions of one unit. ``ask`` takes pairs of person and when it was due (epoch ms)."""

    def __init__(self, unit: Unit, world: World) -> None:
        self._unit = unit
        self._world = world
        self._now = datetime.fromtimestamp(unit.now / 1000, UTC)
        self._written: dict[tuple[str, str], str] = {}
        self._today: dict[str, tuple[str, bool]] = {}
        self._next: dict[tuple[int, str], datetime | None] = {}

    def ask(self, timers: Timers) -> tuple[list[Outgoing], Timers]:
        """Returns what wakes the sender (one row stands for all: prompts are read from the database), and those left for the ordinary way."""
        when = dict(timers)
        plain = [one for one in prompts.due(self._unit, when) if self._plain(one, when[one.person])]
        asked = {one.person for one in plain}
        left = [(person, due) for person, due in timers if person not in asked]
        if not plain:
            return [], left
        state = json.dumps(dump(prompt.Open()), separators=(",", ":"))
        last = prompts.ask(self._unit, [self._question(one) for one in plain], prompt.VERSION, state)
        return [Outgoing(last, plain[-1].chat, PROMPT, "sendMessage", {})], left

    def _plain(self, one: Due, due_at: int) -> bool:
        """Whether nothing but the day's question is to be said, now."""
        place = self._world.place
        today, sunday = self._day(one.zone)
        due = datetime.fromtimestamp(due_at / 1000, UTC)
        special = (
            sunday or one.every != 1 or one.unanswered >= place.weekly_after or (place.patterns.silence and one.unanswered == place.patterns.silence)
        )
        fresh = today > one.last_prompt and one.last_mood < today
        return not special and fresh and self._following(one) is not None and still_sensible(due, self._now, one.zone, place.prompt_window)

    def _day(self, zone: str) -> tuple[str, bool]:
        if zone not in self._today:
            today = local_day(self._now, zone)
            self._today[zone] = today, datetime.fromisoformat(today).isoweekday() == prompt.WEEK
        return self._today[zone]

    def _following(self, one: Due) -> datetime | None:
        """The full hour at which the next question is due; None where the clocks are moved about then: that takes a closer look."""
        key = one.hour, one.zone
        if key not in self._next:
            today = self._day(one.zone)[0]
            first, last = (next_prompt(self._now, one.hour, one.zone, today, offset) for offset in (timedelta(0), self._world.place.prompt_spread))
            self._next[key] = first if last - first == self._world.place.prompt_spread else None
        return self._next[key]

    def _question(self, one: Due) -> Question:
        following = self._following(one)
        assert following is not None
        again = following + offset_of(one.person, self._world.place.prompt_spread)
        name = json.dumps(html.escape(one.name, quote=False), ensure_ascii=False)[1:-1] if one.name else self._nobody(one.language)
        payload = self._payload(one).replace(NAME, name).replace(f'"{CHAT}"', str(one.chat))
        return Question(one.person, one.chat, self._day(one.zone)[0], payload, int(again.timestamp() * 1000))

    def _nobody(self, language: str) -> str:
        return json.dumps(self._world.renderer.texts.render(language, "common.no_name"), ensure_ascii=False)[1:-1]

    def _payload(self, one: Due) -> str:
        """The call as JSON, with signs where name, chat and token belong: the same for all who read the same wording."""
        key = one.language, self._day(one.zone)[0]
        if key not in self._written:
            now = datetime.fromisoformat(self._day(one.zone)[0]).replace(tzinfo=UTC)
            said = prompt.question(Facts(place=self._world.place, language=one.language, name=NAME, now=now))
            renderer = self._world.renderer
            params = {"chat_id": CHAT, **renderer.text(one.language, said.key, said.args)}
            params["reply_markup"] = renderer.inline(one.language, said.menus, prompt.NAME, TOKEN)
            self._written[key] = json.dumps(params, ensure_ascii=False, separators=(",", ":"))
        return self._written[key]
