"""Volunteers: applied, approved, rejected, suspended; what they lived through; whether they can be asked now."""

from __future__ import annotations

from bot.store import bonds
from bot.store.database import Unit
from conversations.matching import Candidate

ASK_AGAIN = 10 * 60_000  # ms after which somebody who did not answer may be asked again for the same person; a no is a no


def apply(unit: Unit, person: int, topics: tuple[str, ...]) -> None:
    """A (new) application. One that was rejected before may be made again."""
    unit.run(
        """INSERT INTO volunteers (person, state, applied_at) VALUES (:person, 'applied', :now)
           ON CONFLICT (person) DO UPDATE SET state = 'applied', on_duty = 0, applied_at = :now""",
        person=person,
        now=unit.now,
    )
    unit.run("DELETE FROM volunteer_topics WHERE person = :person", person=person)
    for topic in dict.fromkeys(topics):
        unit.run("INSERT INTO volunteer_topics (person, topic) VALUES (:person, :topic)", person=person, topic=topic)


def decide(unit: Unit, person: int, state: str, by: int, *, youth: bool = False) -> None:
    """``youth``: cleared to talk with people under 18."""
    unit.run(
        "UPDATE volunteers SET state = :state, youth = :youth, decided_by = :by, decided_at = :now, on_duty = 0 WHERE person = :person",
        state=state,
        youth=int(youth),
        by=by,
        now=unit.now,
        person=person,
    )


def set_duty(unit: Unit, person: int, on: bool) -> None:
    unit.run("UPDATE volunteers SET on_duty = :on WHERE person = :person AND state = 'approved'", on=int(on), person=person)


def topics(unit: Unit, person: int) -> tuple[str, ...]:
    return tuple(row[0] for row in unit.all("SELECT topic FROM volunteer_topics WHERE person = :person ORDER BY topic", person=person))


_CANDIDATES = """
SELECT v.person, p.language, v.capacity, p.reachable,
       (SELECT count(*) FROM links l WHERE l.helper = v.person AND l.closed_at IS NULL)
         + (SELECT count(*) FROM links l WHERE l.person = v.person AND l.closed_at IS NULL),
       (SELECT coalesce(max(l.opened_at), 0) FROM links l WHERE l.helper = v.person),
       (SELECT count(*) FROM offers o WHERE o.volunteer = v.person
          AND (o.state = 'open' OR (o.request = :request AND (o.state = 'declined' OR o.created_at > :recent)))),
       (SELECT group_concat(t.topic) FROM volunteer_topics t WHERE t.person = v.person), v.youth
FROM volunteers v JOIN people p ON p.id = v.person
WHERE v.on_duty = 1 AND v.state = 'approved'
"""


def candidates(unit: Unit, request: int) -> list[Candidate]:
    """Everybody on duty, as the matching wants to see them for this request. A volunteer who is in any chat counts as busy.

    Where one of the two blocked the other, the volunteer is no candidate at all.
    """
    never = bonds.blocked_with(unit, unit.value("SELECT person FROM requests WHERE id = :request", request=request))
    return [
        Candidate(
            person, language, frozenset((topics or "").split(",")) - {""}, True, bool(reachable), chats, capacity, bool(asked), last, bool(youth)
        )
        for person, language, capacity, reachable, chats, last, asked, topics, youth in unit.all(
            _CANDIDATES, request=request, recent=unit.now - ASK_AGAIN
        )
        if person not in never
    ]
