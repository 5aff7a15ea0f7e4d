"""Cases, their notes, and the counselors' group in which each has a topic."""

from __future__ import annotations

from dataclasses import dataclass

from bot.store.database import Unit

REOPENS = 14 * 86_400_000  # ms after closing in which a case goes on when the person calls again


@dataclass(frozen=True, slots=True)
class Case:
    """``chat`` and ``thread``: its topic (None: there is none). ``asked_at``: when it was last asked for. Times in epoch ms."""

    id: int
    person: int
    chat: int
    thread: int | None
    asked_at: int | None
    header: int | None
    outcome: str
    follow_up_at: int | None
    opened_at: int
    closed_at: int | None


@dataclass(frozen=True, slots=True)
class Note:
    """``author`` is empty when they are gone."""

    author: int | None
    kind: str
    words: str
    at: int


_SELECT = "SELECT id, person, chat, thread, asked_at, header, outcome, follow_up_at, opened_at, closed_at FROM cases "


def get(unit: Unit, case: int) -> Case:
    row = unit.one(_SELECT + "WHERE id = :case", case=case)
    if row is None:
        raise LookupError("no such case")
    return Case(*row)


def find(unit: Unit, case: int) -> Case | None:
    """None when it was erased meanwhile."""
    row = unit.one(_SELECT + "WHERE id = :case", case=case)
    return Case(*row) if row else None


def of_alert(unit: Unit, alert: int) -> Case | None:
    row = unit.one(_SELECT + "WHERE id = (SELECT case_id FROM alerts WHERE id = :alert)", alert=alert)
    return Case(*row) if row else None


def of_thread(unit: Unit, chat: int, thread: int) -> Case | None:
    row = unit.one(_SELECT + "WHERE chat = :chat AND thread = :thread", chat=chat, thread=thread)
    return Case(*row) if row else None


def topics_of(unit: Unit, person: int) -> list[Case]:
    """The person's cases that have a topic in the counselors' group, closed ones too."""
    return [Case(*row) for row in unit.all(_SELECT + "WHERE person = :person AND thread IS NOT NULL ORDER BY id", person=person)]


def open_with(unit: Unit, person: int, alert: int) -> tuple[Case, bool]:
    """The person's case for an alert: the open one; one closed not long ago, opened again (True); or a new one."""
    row = unit.one(
        _SELECT + "WHERE person = :person AND (closed_at IS NULL OR closed_at > :since) ORDER BY closed_at IS NULL DESC, closed_at DESC LIMIT 1",
        person=person,
        since=unit.now - REOPENS,
    )
    again = row is not None and row[9] is not None
    number = row[0] if row else unit.ids.next()
    if row is None:
        unit.run("INSERT INTO cases (id, person, opened_at) VALUES (:id, :person, :now)", id=number, person=person, now=unit.now)
    elif again:
        unit.run("UPDATE cases SET closed_at = NULL WHERE id = :id", id=number)
    unit.run("UPDATE alerts SET case_id = :case WHERE id = :alert", case=number, alert=alert)
    return get(unit, number), again


def last_handler(unit: Unit, case: int) -> int | None:
    """Who had it last (a person's id)."""
    sql = "SELECT handler FROM alerts WHERE case_id = :case AND handler IS NOT NULL ORDER BY id DESC LIMIT 1"
    found: int | None = unit.value(sql, case=case)
    return found


def open_alert(unit: Unit, case: int) -> int | None:
    found: int | None = unit.value("SELECT id FROM alerts WHERE case_id = :case AND closed_at IS NULL", case=case)
    return found


def ask_for_topic(unit: Unit, case: int, chat: int) -> None:
    unit.run("UPDATE cases SET chat = :chat, thread = NULL, header = NULL, asked_at = :now WHERE id = :id", chat=chat, now=unit.now, id=case)


def set_topic(unit: Unit, case: int, chat: int, thread: int) -> None:
    unit.run("UPDATE cases SET chat = :chat, thread = :thread WHERE id = :id", chat=chat, thread=thread, id=case)


def no_topic(unit: Unit, case: int) -> None:
    """It goes on in private chats and, for cards, in the group as a whole."""
    unit.run("UPDATE cases SET chat = 0, thread = NULL, asked_at = NULL, header = NULL WHERE id = :id", id=case)


def set_header(unit: Unit, case: int, message: int) -> None:
    unit.run("UPDATE cases SET header = :message WHERE id = :id", message=message, id=case)


def close(unit: Unit, case: int) -> None:
    unit.run("UPDATE cases SET closed_at = :now WHERE id = :id", now=unit.now, id=case)


def set_outcome(unit: Unit, case: int, outcome: str) -> None:
    unit.run("UPDATE cases SET outcome = :outcome WHERE id = :id", outcome=outcome, id=case)


def set_follow_up(unit: Unit, case: int, at: int | None) -> None:
    unit.run("UPDATE cases SET follow_up_at = :at WHERE id = :id", at=at, id=case)


def with_topic(unit: Unit, chat: int) -> list[Case]:
    """Open cases whose topic is, or will be, in this chat."""
    return [Case(*row) for row in unit.all(_SELECT + "WHERE chat = :chat AND closed_at IS NULL ORDER BY id", chat=chat)]


def add_note(unit: Unit, case: int, author: int, kind: str, words: str) -> int:
    number = unit.ids.next()
    unit.run(
        "INSERT INTO case_notes (id, case_id, author, kind, words_x, at) VALUES (:id, :case, :author, :kind, :words, :now)",
        id=number,
        case=case,
        author=author,
        kind=kind,
        words=unit.crypt.seal(words, f"case_notes.words:{number}"),
        now=unit.now,
    )
    return number


def notes(unit: Unit, case: int) -> list[Note]:
    """Oldest first."""
    rows = unit.all("SELECT id, author, kind, words_x, at FROM case_notes WHERE case_id = :case ORDER BY id", case=case)
    return [Note(author, kind, unit.crypt.open(words, f"case_notes.words:{number}"), at) for number, author, kind, words, at in rows]


# ------------------------------------------------------------------------------------------------------------------------- the group


def room(unit: Unit, configured: int) -> tuple[int, bool]:
    """The group's id now, and whether topics can be made there."""
    row = unit.one("SELECT chat, forum FROM rooms WHERE configured = :configured", configured=configured)
    return (row[0], bool(row[1])) if row else (configured, False)


def set_room(unit: Unit, configured: int, chat: int, *, forum: bool) -> None:
    unit.run(
        """INSERT INTO rooms (configured, chat, forum) VALUES (:configured, :chat, :forum)
           ON CONFLICT (configured) DO UPDATE SET chat = :chat, forum = :forum""",
        configured=configured,
        chat=chat,
        forum=int(forum),
    )


def place_of(unit: Unit, case: int) -> dict[str, int]:
    """Where a message for the case goes right now, as parameters of the Bot API: its topic, or the private chat of whoever has it. Empty: nowhere."""
    one = get(unit, case)
    if one.thread is not None:
        return {"chat_id": one.chat, "message_thread_id": one.thread}
    sql = """SELECT p.telegram_id FROM alerts a JOIN people p ON p.id = a.handler WHERE a.case_id = :case ORDER BY a.id DESC LIMIT 1"""
    handler: int | None = unit.value(sql, case=case)
    return {"chat_id": handler} if handler is not None else {}


# ------------------------------------------------------------------------------------------------------------------ what passes away


def add_passing(unit: Unit, chat: int, message: int) -> int:
    number = unit.ids.next()
    unit.run("INSERT INTO passing (id, chat, message) VALUES (:id, :chat, :message)", id=number, chat=chat, message=message)
    return number


def take_passing(unit: Unit, number: int) -> tuple[int, int] | None:
    """Chat and message of something whose time is over; it is forgotten here."""
    row = unit.one("SELECT chat, message FROM passing WHERE id = :id", id=number)
    unit.run("DELETE FROM passing WHERE id = :id", id=number)
    return (row[0], row[1]) if row else None
