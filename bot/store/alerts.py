"""Alerts and the reasons that joined them; and cards, the messages that show something shared and change with it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.store.database import Unit

RANK = {"concern": 0, "high": 1, "imminent": 2}


@dataclass(frozen=True, slots=True)
class Alert:
    """``state``: open, seen, talking, closed. Times in epoch ms."""

    id: int
    person: int
    severity: str
    state: str
    handler: int | None
    opened_at: int
    seen_at: int | None
    closed_at: int | None


@dataclass(frozen=True, slots=True)
class Reason:
    severity: str
    reason: str
    words: str
    at: int
    answers: tuple[tuple[str, str], ...] = ()  # to the short questions: question, answer


_SELECT = "SELECT id, person, severity, state, handler, opened_at, seen_at, closed_at FROM alerts "


def get(unit: Unit, alert: int) -> Alert:
    row = unit.one(_SELECT + "WHERE id = :alert", alert=alert)
    if row is None:
        raise LookupError("no such alert")
    return Alert(*row)


def open_of(unit: Unit, person: int) -> Alert | None:
    row = unit.one(_SELECT + "WHERE person = :person AND closed_at IS NULL", person=person)
    return Alert(*row) if row else None


def all_open(unit: Unit) -> list[Alert]:
    return [Alert(*row) for row in unit.all(_SELECT + "WHERE closed_at IS NULL ORDER BY opened_at, id")]


def add(unit: Unit, person: int, severity: str) -> int:
    number = unit.ids.next()
    unit.run(
        "INSERT INTO alerts (id, person, severity, state, opened_at) VALUES (:id, :person, :severity, 'open', :now)",
        id=number,
        person=person,
        severity=severity,
        now=unit.now,
    )
    return number


def add_reason(unit: Unit, alert: int, severity: str, reason: str, words: str, answers: tuple[tuple[str, str], ...] = ()) -> None:
    """A reason joins; the severity of the alert can only rise."""
    number = unit.ids.next()
    unit.run(
        """INSERT INTO alert_reasons (id, alert, severity, reason, words_x, screen_x, at)
           VALUES (:id, :alert, :severity, :reason, :words, :screen, :now)""",
        id=number,
        alert=alert,
        severity=severity,
        reason=reason,
        words=unit.crypt.seal(words, f"alert_reasons.words:{number}") if words else None,
        screen=unit.crypt.seal(" ".join(f"ask.{one} said.{said}" for one, said in answers), f"alert_reasons.screen:{number}") if answers else None,
        now=unit.now,
    )
    if RANK[severity] > RANK[get(unit, alert).severity]:
        unit.run("UPDATE alerts SET severity = :severity WHERE id = :alert", severity=severity, alert=alert)


def reasons(unit: Unit, alert: int) -> list[Reason]:
    rows = unit.all("SELECT id, severity, reason, words_x, screen_x, at FROM alert_reasons WHERE alert = :alert ORDER BY id", alert=alert)
    return [_reason(unit, *row) for row in rows]


def _reason(unit: Unit, number: int, severity: str, reason: str, words: bytes | None, screen: bytes | None, at: int) -> Reason:
    told = unit.crypt.open_kindly(words, f"alert_reasons.words:{number}")
    pieces = [piece.partition(".")[2] for piece in unit.crypt.open_kindly(screen, f"alert_reasons.screen:{number}").split()]
    return Reason(severity, reason, told, at, tuple(zip(pieces[::2], pieces[1::2], strict=True)))


def asked(unit: Unit, alert: int, unasked: Collection[str]) -> bool:
    """Whether any of its reasons is one that the person gave themselves: none of ``unasked``."""
    given = unit.all("SELECT DISTINCT reason FROM alert_reasons WHERE alert = :alert", alert=alert)
    return any(reason not in unasked for (reason,) in given)


def take(unit: Unit, alert: int, handler: int) -> None:
    unit.run(
        """UPDATE alerts SET state = 'seen', handler = :handler, seen_at = :now, answered_at = coalesce(answered_at, :now) WHERE id = :alert""",
        handler=handler,
        now=unit.now,
        alert=alert,
    )


def hand(unit: Unit, alert: int, handler: int) -> None:
    """Another counselor has it; its state stays."""
    unit.run("UPDATE alerts SET handler = :handler, seen_at = :now WHERE id = :alert", handler=handler, now=unit.now, alert=alert)


def set_state(unit: Unit, alert: int, state: str) -> None:
    unit.run("UPDATE alerts SET state = :state WHERE id = :alert", state=state, alert=alert)


def close(unit: Unit, alert: int, note: str) -> None:
    unit.run(
        "UPDATE alerts SET state = 'closed', closed_at = :now, note_x = :note WHERE id = :alert",
        now=unit.now,
        note=unit.crypt.seal(note, f"alerts.note:{alert}"),
        alert=alert,
    )


@dataclass(frozen=True, slots=True)
class Card:
    chat: int
    message: int
    language: str


def add_card(unit: Unit, conversation: int, chat: int, message: int, language: str) -> None:
    unit.run(
        "INSERT INTO cards (id, conversation, chat, message, language) VALUES (:id, :conversation, :chat, :message, :language)",
        id=unit.ids.next(),
        conversation=conversation,
        chat=chat,
        message=message,
        language=language,
    )


def cards(unit: Unit, conversation: int) -> list[Card]:
    rows = unit.all("SELECT chat, message, language FROM cards WHERE conversation = :conversation ORDER BY id", conversation=conversation)
    return [Card(*row) for row in rows]


def take_cards(unit: Unit, chat: int) -> list[int]:
    """Forgets every card in a chat; gives their message ids."""
    return [row[0] for row in unit.all("DELETE FROM cards WHERE chat = :chat RETURNING message", chat=chat)]


def newest_cards(unit: Unit, conversation: int) -> list[Card]:
    """The last card in each chat: the one that people look at."""
    rows = unit.all(
        """SELECT chat, message, language FROM cards
           WHERE id IN (SELECT max(id) FROM cards WHERE conversation = :conversation GROUP BY chat) ORDER BY id""",
        conversation=conversation,
    )
    return [Card(*row) for row in rows]


def answer_times(unit: Unit, since: int) -> list[tuple[int, int]]:
    """Of alerts raised after ``since`` that were acknowledged: when they were raised, and how long that took (ms)."""
    rows = unit.all("SELECT opened_at, answered_at - opened_at FROM alerts WHERE opened_at >= :since AND answered_at IS NOT NULL", since=since)
    return [(opened, took) for opened, took in rows]
