"""Daily questions to many people at once: what is known of them in one query, what is asked in a few statements for all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.store.conversations import new_token
from bot.store.database import Unit
from bot.store.outbox import PROMPT


@dataclass(frozen=True, slots=True)
class Due:
    """Somebody who wants to be asked. ``last_mood``: the local date of their latest check-in, empty for none."""

    person: int
    chat: int
    language: str
    name: str
    hour: int
    zone: str
    last_prompt: str
    every: int
    unanswered: int
    asked_weekly: bool
    last_mood: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question as it is written down: ``payload`` is the JSON of the call with TOKEN still to be put in; ``again``: when the next is due."""

    person: int
    chat: int
    day: str
    payload: str
    again: int


TOKEN = "\ue002"  # stands in a payload where the conversation's token belongs


def due(unit: Unit, people: Iterable[int]) -> list[Due]:
    """Of these people those who may be asked at all."""
    rows = unit.all(
        f"""SELECT p.id, p.telegram_id, p.language, p.name_x, p.prompt_hour, p.zone, p.last_prompt, coalesce(t.every, 1),
              coalesce(t.unanswered, 0), coalesce(t.asked_weekly, 0),
              coalesce((SELECT m.day FROM moods m WHERE m.person = p.id ORDER BY m.id DESC LIMIT 1), '')
            FROM people p LEFT JOIN prompt_plans t ON t.person = p.id
            WHERE p.id IN ({_listed(people)}) AND p.prompt_hour IS NOT NULL AND p.paused = 0 AND p.reachable = 1 AND p.consent <> ''"""
    )
    found = []
    for number, chat, language, name_x, hour, zone, last, every, unanswered, asked, mood in rows:
        name = unit.crypt.open_kindly(name_x, f"people.name:{number}")
        found.append(Due(number, chat, language, name, hour, zone, last, every, unanswered, bool(asked), mood))
    return found


def ask(unit: Unit, questions: Sequence[Question], version: int, state: str) -> int:
    """Writes them all down, as the ordinary way does one by one; returns the id of the last message. ``state``: that of the new conversations."""
    owners = _listed(question.person for question in questions)
    old = f"SELECT id FROM conversations WHERE flow = 'prompt' AND owner IN ({owners})"
    unit.run(f"DELETE FROM timers WHERE kind = 'expire' AND subject IN ({old})")
    unit.run(f"DELETE FROM conversations WHERE flow = 'prompt' AND owner IN ({owners})")
    conversations, messages, timers = [], [], []
    for q in questions:
        number, message, token = unit.ids.next(), unit.ids.next(), new_token()
        conversations.append((number, q.person, version, unit.crypt.seal(state, f"conversations.state:{number}"), token, number, unit.now))
        payload = unit.crypt.seal(q.payload.replace(TOKEN, token), f"outbox.payload:{message}")
        messages.append((message, q.chat, PROMPT, payload, number, unit.now))
        timers.append((unit.ids.next(), q.person, q.again, q.again))
    unit.db.executemany(
        """INSERT INTO conversations (id, owner, flow, subject, version, state_x, token, front, rank, updated_at)
           VALUES (?, ?, 'prompt', 0, ?, ?, ?, 0, ?, ?)""",
        conversations,
    )
    unit.db.executemany(
        "INSERT INTO outbox (id, chat, lane, method, payload_x, conversation, created_at) VALUES (?, ?, ?, 'sendMessage', ?, ?, ?)", messages
    )
    unit.db.executemany(
        "INSERT INTO timers (id, kind, subject, due_at) VALUES (?, 'prompt', ?, ?) ON CONFLICT (kind, subject) DO UPDATE SET due_at = ?", timers
    )
    unit.db.executemany("UPDATE people SET last_prompt = ? WHERE id = ?", [(q.day, q.person) for q in questions])
    unit.db.executemany(
        "INSERT INTO prompt_plans (person, unanswered) VALUES (?, 1) ON CONFLICT (person) DO UPDATE SET unanswered = unanswered + 1",
        [(q.person,) for q in questions],
    )
    return int(messages[-1][0])


def _listed(numbers: Iterable[int]) -> str:
    """Ids for an IN (…); they are our own whole numbers, never text from outside."""
    return ",".join(str(int(number)) for number in numbers)
