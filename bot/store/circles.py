"""Groups: planned, seats and the waiting list, and the map of what was written in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.store.database import Unit
from conversations.circling import Draft

HOUR = 3_600_000  # ms


@dataclass(frozen=True, slots=True)
class Circle:
    """``state``: planned, open, paused, round, closed, cancelled; ``band``: minor or adult."""

    id: int
    kind: str
    leader: int
    topic: str
    seats: int
    band: str
    language: str
    starts_at: int
    minutes: int
    state: str
    speaker: int | None

    @property
    def running(self) -> bool:
        return self.state in {"open", "paused", "round"}


@dataclass(frozen=True, slots=True)
class Seat:
    """``state``: joined, waiting, left, removed. ``came``: they were in."""

    circle: int
    person: int
    alias: str
    state: str
    muted: bool
    came: bool


_SELECT = "SELECT id, kind, leader, topic, seats, age_band, language, starts_at, minutes, state, speaker FROM circles "
_SEAT = "SELECT circle, person, alias, state, muted, came_at IS NOT NULL FROM circle_members "


def get(unit: Unit, circle: int) -> Circle:
    """Raises LookupError."""
    row = unit.one(_SELECT + "WHERE id = :id", id=circle)
    if row is None:
        raise LookupError("no such group")
    return Circle(*row)


def coming(unit: Unit, language: str, band: str, person: int) -> list[Circle]:
    """What is planned or runs, for people of this language and age, and what ``person`` leads; the next first."""
    rows = unit.all(
        _SELECT
        + """WHERE state NOT IN ('closed', 'cancelled') AND starts_at > :since
             AND ((language = :language AND age_band = :band) OR leader = :person) ORDER BY starts_at, id LIMIT 20""",
        since=unit.now - 3 * HOUR,
        language=language,
        band=band,
        person=person,
    )
    return [Circle(*row) for row in rows]


def add(unit: Unit, circle: Circle) -> int:
    """A new one; its id is given here."""
    number = unit.ids.next()
    unit.run(
        """INSERT INTO circles (id, kind, leader, topic, seats, age_band, language, starts_at, minutes, made_at)
           VALUES (:id, :kind, :leader, :topic, :seats, :band, :language, :at, :minutes, :now)""",
        id=number,
        kind=circle.kind,
        leader=circle.leader,
        topic=circle.topic,
        seats=circle.seats,
        band=circle.band,
        language=circle.language,
        at=circle.starts_at,
        minutes=circle.minutes,
        now=unit.now,
    )
    return number


def draft(unit: Unit, person: int) -> Draft:
    row = unit.one("SELECT topic, age_band, seats, day FROM circle_drafts WHERE person = :person", person=person)
    return Draft(*row) if row else Draft()


def save_draft(unit: Unit, person: int, draft: Draft) -> None:
    unit.run(
        """INSERT INTO circle_drafts (person, topic, age_band, seats, day) VALUES (:person, :topic, :band, :seats, :day)
           ON CONFLICT (person) DO UPDATE SET topic = :topic, age_band = :band, seats = :seats, day = :day""",
        person=person,
        topic=draft.topic,
        band=draft.band,
        seats=draft.seats,
        day=draft.day,
    )


def set_state(unit: Unit, circle: int, state: str, speaker: int | None = None) -> None:
    unit.run("UPDATE circles SET state = :state, speaker = :speaker WHERE id = :id", state=state, speaker=speaker, id=circle)


def _seat(row: Any) -> Seat:
    circle, person, alias, state, muted, came = row
    return Seat(circle, person, alias, state, bool(muted), bool(came))


def seats(unit: Unit, circle: int, state: str = "joined") -> list[Seat]:
    """Those in a state, in the order in which they came to it."""
    return [_seat(row) for row in unit.all(_SEAT + "WHERE circle = :circle AND state = :state ORDER BY place, person", circle=circle, state=state)]


def every_seat(unit: Unit, circle: int) -> list[Seat]:
    return [_seat(row) for row in unit.all(_SEAT + "WHERE circle = :circle ORDER BY place, person", circle=circle)]


def seat(unit: Unit, circle: int, person: int) -> Seat | None:
    row = unit.one(_SEAT + "WHERE circle = :circle AND person = :person", circle=circle, person=person)
    return _seat(row) if row else None


def put(unit: Unit, circle: int, person: int, alias: str, state: str) -> None:
    """A seat or a place on the list; who left before gets it anew."""
    unit.run(
        """INSERT INTO circle_members (circle, person, alias, state, place) VALUES (:circle, :person, :alias, :state, :place)
           ON CONFLICT (circle, person) DO UPDATE SET state = :state, place = :place""",
        circle=circle,
        person=person,
        alias=alias,
        state=state,
        place=unit.ids.next(),
    )


def mute(unit: Unit, circle: int, person: int, *, muted: bool) -> None:
    unit.run("UPDATE circle_members SET muted = :muted WHERE circle = :circle AND person = :person", muted=int(muted), circle=circle, person=person)


def came(unit: Unit, circle: int, person: int) -> None:
    sql = "UPDATE circle_members SET came_at = coalesce(came_at, :now) WHERE circle = :circle AND person = :person"
    unit.run(sql, now=unit.now, circle=circle, person=person)


def inside(unit: Unit, circle: int) -> list[int]:
    """Who is in now: whoever has the conversation open, oldest first."""
    rows = unit.all("SELECT owner FROM conversations WHERE flow = 'circle' AND subject = :circle ORDER BY id", circle=circle)
    return [row[0] for row in rows]


def led_by(unit: Unit, leader: int) -> list[int]:
    """The groups that somebody leads and that are not over."""
    return [row[0] for row in unit.all("SELECT id FROM circles WHERE leader = :leader AND state NOT IN ('closed', 'cancelled')", leader=leader)]


def seats_of(unit: Unit, person: int) -> list[int]:
    """The groups that are not over and in which somebody has a seat or waits for one."""
    rows = unit.all(
        """SELECT m.circle FROM circle_members m JOIN circles c ON c.id = m.circle
           WHERE m.person = :person AND m.state IN ('joined', 'waiting') AND c.state NOT IN ('closed', 'cancelled') ORDER BY m.circle""",
        person=person,
    )
    return [row[0] for row in rows]


def running_of(unit: Unit, person: int) -> int | None:
    """The group somebody is in."""
    value: int | None = unit.value(
        "SELECT subject FROM conversations WHERE flow = 'circle' AND owner = :person ORDER BY rank DESC LIMIT 1", person=person
    )
    return value


def keep_words(unit: Unit, circle: int, person: int, words: str) -> None:
    unit.run(
        """INSERT INTO circle_words (circle, person, words_x, at) VALUES (:circle, :person, :words, :now)
           ON CONFLICT (circle, person) DO UPDATE SET words_x = :words""",
        circle=circle,
        person=person,
        words=unit.crypt.seal(words, f"circle_words.words:{circle}:{person}"),
        now=unit.now,
    )


# ---------------------------------------------------------------------------------------------------------------------- messages


def add_message(unit: Unit, circle: int, sender: int, source: tuple[int, int], body: str) -> int:
    """``source``: chat and message id of the original."""
    number = unit.ids.next()
    unit.run(
        """INSERT INTO circle_messages (id, circle, sender, source_chat, source_message, body_x, at)
           VALUES (:id, :circle, :sender, :chat, :message, :body, :now)""",
        id=number,
        circle=circle,
        sender=sender,
        chat=source[0],
        message=source[1],
        body=unit.crypt.seal(body, f"circle_messages.body:{number}"),
        now=unit.now,
    )
    return number


def set_body(unit: Unit, message: int, body: str, *, unsent: bool = False) -> None:
    """The words after an edit; none once it was taken back."""
    unit.run(
        "UPDATE circle_messages SET body_x = :body, unsent = :unsent WHERE id = :id",
        body=unit.crypt.seal(body, f"circle_messages.body:{message}"),
        unsent=int(unsent),
        id=message,
    )


def add_copy(unit: Unit, message: int, chat: int) -> int:
    number = unit.ids.next()
    sql = "INSERT INTO circle_copies (id, message, target_chat, at) VALUES (:id, :message, :chat, :now)"
    unit.run(sql, id=number, message=message, chat=chat, now=unit.now)
    return number


def set_target(unit: Unit, copy: int, message: int) -> None:
    unit.run("UPDATE circle_copies SET target_message = :message WHERE id = :copy", message=message, copy=copy)


def target_of(unit: Unit, copy: int) -> int | None:
    """The message id of a copy, once it was sent."""
    value: int | None = unit.value("SELECT target_message FROM circle_copies WHERE id = :copy", copy=copy)
    return value


def own_message(unit: Unit, circle: int, chat: int, message: int) -> int | None:
    """What somebody wrote themselves, unless it was taken back."""
    sql = "SELECT id FROM circle_messages WHERE circle = :circle AND source_chat = :chat AND source_message = :message AND unsent = 0"
    value: int | None = unit.value(sql, circle=circle, chat=chat, message=message)
    return value


def message_of(unit: Unit, circle: int, chat: int, message: int) -> int | None:
    """What a message in somebody's chat is: their own one or a copy of another's."""
    sql = """SELECT m.id FROM circle_messages m WHERE m.circle = :circle AND m.source_chat = :chat AND m.source_message = :message
             UNION ALL SELECT m.id FROM circle_copies c JOIN circle_messages m ON m.id = c.message
             WHERE m.circle = :circle AND c.target_chat = :chat AND c.target_message = :message"""
    value: int | None = unit.value(sql, circle=circle, chat=chat, message=message)
    return value


def in_chat(unit: Unit, message: int, chat: int) -> Any:
    """How a message is named in a chat: its id there, or ``{"circled": copy}`` while that may not be known; None: it is not there."""
    own = unit.value("SELECT source_message FROM circle_messages WHERE id = :message AND source_chat = :chat", message=message, chat=chat)
    if own is not None:
        return own
    copy = unit.value("SELECT id FROM circle_copies WHERE message = :message AND target_chat = :chat", message=message, chat=chat)
    return {"circled": copy} if copy is not None else None


def body_of(unit: Unit, message: int) -> str:
    return unit.crypt.open(unit.value("SELECT body_x FROM circle_messages WHERE id = :id", id=message), f"circle_messages.body:{message}")
