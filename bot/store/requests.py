"""Requests to talk, and the offers made for them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from bot.store.database import Unit
from conversations.kit import Queue
from conversations.wishing import Wishes

NO_WISHES = Wishes()
DAY = 24 * 3_600_000
LOOK_BACK = 7 * DAY  # how far the usual wait looks back: a week in ms


@dataclass(frozen=True, slots=True)
class Request:
    id: int
    person: int
    topics: tuple[str, ...]
    state: str


def split(ids: str | None) -> tuple[str, ...]:
    """Topic ids as they are kept in one field, with commas between them."""
    return tuple(topic for topic in (ids or "").split(",") if topic)


def _request(row: Any) -> Request:
    number, person, topics, state = row
    return Request(number, person, split(topics), state)


_SELECT = "SELECT id, person, topic, state FROM requests "


def get(unit: Unit, request: int) -> Request | None:
    row = unit.one(_SELECT + "WHERE id = :request", request=request)
    return _request(row) if row else None


def open_of(unit: Unit, person: int) -> Request | None:
    row = unit.one(_SELECT + "WHERE person = :person AND state IN ('waiting', 'offered')", person=person)
    return _request(row) if row else None


def add(unit: Unit, person: int, topics: tuple[str, ...], wishes: Wishes = NO_WISHES) -> int:
    number = unit.ids.next()
    unit.run(
        """INSERT INTO requests (id, person, topic, state, created_at, again, gender, age, apart)
           VALUES (:id, :person, :topic, 'waiting', :now, :again, :gender, :age, :apart)""",
        id=number,
        person=person,
        topic=",".join(topics),
        again=int(wishes.again),
        gender=wishes.gender,
        age=wishes.age,
        apart=int(wishes.apart),
        now=unit.now,
    )
    return number


def waited(unit: Unit, request: int) -> float:
    """Seconds since it was asked for."""
    return float(unit.value("SELECT (:now - created_at) / 1000.0 FROM requests WHERE id = :request", now=unit.now, request=request))


def set_state(unit: Unit, request: int, state: str) -> None:
    paired = ", paired_at = :now" if state == "paired" else ""
    unit.run(
        f"UPDATE requests SET state = :state{paired} WHERE id = :request",
        state=state,
        request=request,
        **({"now": unit.now} if paired else {}),
    )


def put_first(unit: Unit, request: int, without: int) -> None:
    """The wait goes on in front of everybody else; the volunteer ``without`` counts as having said no."""
    set_state(unit, request, "waiting")
    unit.run("UPDATE offers SET state = 'declined' WHERE request = :request AND volunteer = :without", request=request, without=without)
    unit.run("INSERT INTO requests_first (request, at) VALUES (:request, :now) ON CONFLICT DO NOTHING", request=request, now=unit.now)


def offer(unit: Unit, request: int, volunteer: int, shared: tuple[str, ...] = (), *, again: bool = False) -> int:
    """``shared`` and ``again``: why this volunteer is asked; both sides are told when they are paired."""
    number = unit.ids.next()
    unit.run(
        "INSERT INTO offers (id, request, volunteer, state, created_at, why) VALUES (:id, :request, :volunteer, 'open', :now, :why)",
        id=number,
        request=request,
        volunteer=volunteer,
        now=unit.now,
        why=json.dumps({"shared": shared, "again": int(again)}),
    )
    return number


def why(unit: Unit, request: int, volunteer: int) -> tuple[tuple[str, ...], bool]:
    """The shared topics and whether they talked before, as it stood in the last offer of this request to this volunteer."""
    kept = unit.value(
        "SELECT why FROM offers WHERE request = :request AND volunteer = :volunteer ORDER BY id DESC LIMIT 1",
        request=request,
        volunteer=volunteer,
    )
    reasons = json.loads(kept)
    return tuple(reasons.get("shared", ())), bool(reasons.get("again", 0))


def close_offer(unit: Unit, request: int, volunteer: int, state: str) -> bool:
    """Ends the open offer of a request to one volunteer; False if there was none."""
    return (
        unit.run(
            "UPDATE offers SET state = :state WHERE request = :request AND volunteer = :volunteer AND state = 'open'",
            state=state,
            request=request,
            volunteer=volunteer,
        ).rowcount
        == 1
    )


def has_open_offers(unit: Unit, request: int) -> bool:
    return unit.one("SELECT 1 FROM offers WHERE request = :request AND state = 'open'", request=request) is not None


def close_offers(unit: Unit, request: int, state: str) -> list[int]:
    """Ends the open offers of a request; returns the volunteers who had them."""
    rows = unit.all("UPDATE offers SET state = :state WHERE request = :request AND state = 'open' RETURNING volunteer", state=state, request=request)
    return [row[0] for row in rows]


def offered_to(unit: Unit, volunteer: int) -> list[int]:
    """The requests of the offers that are open with this volunteer."""
    return [row[0] for row in unit.all("SELECT request FROM offers WHERE volunteer = :volunteer AND state = 'open'", volunteer=volunteer)]


def standing(unit: Unit, person: int, language: str, *, minor: bool, day_limit: int = 99) -> Queue:
    """How it stands for somebody who speaks ``language``: volunteers they may be paired with, by their wishes too, the queue, and the median
    wait of the last week. Whoever had ``day_limit`` chats in 24 hours is not free.
    """
    on_duty, free = unit.one(
        """SELECT count(*), coalesce(sum(v.capacity > (SELECT coalesce(sum(CASE WHEN l.kind = 'peer' AND l.helper = v.person THEN 1 ELSE 3 END), 0)
                                                       FROM links l WHERE l.closed_at IS NULL AND v.person IN (l.helper, l.person))
                  AND (SELECT count(*) FROM links l WHERE l.helper = v.person AND l.kind = 'peer' AND l.opened_at > :today) < :day_limit), 0)
           FROM volunteers v JOIN people p ON p.id = v.person LEFT JOIN about a ON a.person = v.person
                LEFT JOIN wishes w ON w.person = :person LEFT JOIN about own ON own.person = :person
           WHERE v.on_duty = 1 AND v.state = 'approved' AND p.reachable = 1 AND v.youth >= :youth AND v.person <> :person
             AND NOT EXISTS (SELECT 1 FROM blocks b WHERE (b.person, b.other) IN ((:person, v.person), (v.person, :person)))
             AND NOT EXISTS (SELECT 1 FROM rests r WHERE r.volunteer = v.person AND r.until > :now)
             AND coalesce(w.gender, '') IN ('', coalesce(a.gender, ''))
             AND (coalesce(w.apart, 0) = 0 OR coalesce(own.team_hash, '') = '' OR coalesce(a.team_hash, '') <> own.team_hash)
             AND ',' || coalesce(nullif(v.languages, ''), p.language) || ',' LIKE '%,' || :language || ',%'""",
        language=language,
        youth=int(minor),
        person=person,
        now=unit.now,
        today=unit.now - DAY,
        day_limit=day_limit,
    )
    waiting_now = unit.value("SELECT count(*) FROM requests WHERE state IN ('waiting', 'offered')")
    waits = [
        row[0]
        for row in unit.all(
            "SELECT paired_at - created_at FROM requests WHERE state = 'paired' AND created_at > :since ORDER BY 1",
            since=unit.now - LOOK_BACK,
        )
    ]
    usual = round(waits[len(waits) // 2] / 60_000) if waits else None
    return Queue(on_duty, free, waiting_now, usual, place(unit, person, language))


def place(unit: Unit, person: int, language: str) -> int:
    """Which one in the line they are, among those the same volunteers are asked for; without a request, which one they would be."""
    own = open_of(unit, person)
    ahead = unit.value(
        """SELECT count(*) FROM requests r JOIN people p ON p.id = r.person
           WHERE r.state IN ('waiting', 'offered') AND p.language = :language AND r.person <> :person AND (:own = 0 OR r.id < :own)""",
        language=language,
        person=person,
        own=own.id if own else 0,
    )
    return int(ahead) + 1
