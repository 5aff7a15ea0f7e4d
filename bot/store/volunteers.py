"""Volunteers: applied, approved, rejected, suspended; what they lived through; whether they can be asked now."""

from __future__ import annotations

from bot.store.database import Unit
from conversations.volunteering import Listed


def apply(unit: Unit, person: int, topics: tuple[str, ...]) -> None:
    """A (new) application. One that was rejected before may be made again."""
    unit.run(
        """INSERT INTO volunteers (person, state, applied_at) VALUES (:person, 'applied', :now)
           ON CONFLICT (person) DO UPDATE SET state = 'applied', on_duty = 0, applied_at = :now""",
        person=person,
        now=unit.now,
    )
    _note_duty(unit, person)
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
    _note_duty(unit, person)


def suspend(unit: Unit, person: int, by: int, reason: str) -> bool:
    """Off duty at once, the reason sealed. False when there is nobody to suspend."""
    done = unit.run(
        """UPDATE volunteers SET state = 'suspended', on_duty = 0, decided_by = :by, decided_at = :now, reason_x = :reason
           WHERE person = :person AND state = 'approved'""",
        by=by,
        now=unit.now,
        reason=unit.crypt.seal(reason, f"volunteers.reason:{person}"),
        person=person,
    )
    _note_duty(unit, person)
    return done.rowcount == 1


def reinstate(unit: Unit, person: int, by: int) -> bool:
    sql = "UPDATE volunteers SET state = 'approved', decided_by = :by, decided_at = :now WHERE person = :person AND state = 'suspended'"
    return unit.run(sql, by=by, now=unit.now, person=person).rowcount == 1


def set_youth(unit: Unit, person: int, youth: bool) -> bool:
    sql = "UPDATE volunteers SET youth = :youth WHERE person = :person AND state = 'approved'"
    return unit.run(sql, youth=int(youth), person=person).rowcount == 1


def listed(unit: Unit) -> tuple[Listed, ...]:
    """Everybody who serves or is suspended, those on duty first."""
    rows = unit.all(
        """SELECT v.person, p.name_x, v.state, v.on_duty, v.youth,
                  EXISTS (SELECT 1 FROM rests r WHERE r.volunteer = v.person AND r.until > :now AND r.why <> 'heavy'),
                  (SELECT group_concat(topic) FROM (SELECT topic FROM volunteer_topics t WHERE t.person = v.person ORDER BY topic))
           FROM volunteers v JOIN people p ON p.id = v.person
           WHERE v.state IN ('approved', 'suspended') ORDER BY v.on_duty DESC, v.state, v.person""",
        now=unit.now,
    )
    return tuple(
        Listed(
            number,
            unit.crypt.open_kindly(name, f"people.name:{number}"),
            state,
            on_duty=bool(on_duty),
            youth=bool(youth),
            paused=bool(paused),
            topics=tuple((topics or "").split(",")) if topics else (),
        )
        for number, name, state, on_duty, youth, paused, topics in rows
    )


def set_duty(unit: Unit, person: int, on: bool) -> None:
    unit.run("UPDATE volunteers SET on_duty = :on WHERE person = :person AND state = 'approved'", on=int(on), person=person)
    _note_duty(unit, person)


def _note_duty(unit: Unit, person: int) -> None:
    """Keeps the record of hours on duty in step with ``on_duty``: the matching shares the work by it."""
    unit.run(
        """UPDATE duty_times SET until = :now WHERE volunteer = :person AND until IS NULL
           AND NOT EXISTS (SELECT 1 FROM volunteers v WHERE v.person = :person AND v.on_duty = 1)""",
        person=person,
        now=unit.now,
    )
    unit.run(
        """INSERT INTO duty_times (id, volunteer, since) SELECT :id, v.person, :now FROM volunteers v WHERE v.person = :person AND v.on_duty = 1
           AND NOT EXISTS (SELECT 1 FROM duty_times d WHERE d.volunteer = :person AND d.until IS NULL)""",
        id=unit.ids.next(),
        person=person,
        now=unit.now,
    )


def set_capacity(unit: Unit, person: int, chats: int) -> None:
    unit.run("UPDATE volunteers SET capacity = :chats WHERE person = :person", chats=chats, person=person)


def room(unit: Unit, person: int) -> tuple[int, bool]:
    """How many chats at once, and whether one more is within that. Who is talking with a counselor, or as a counselor, takes none beside it."""
    row = unit.one(
        """SELECT capacity, capacity > (SELECT coalesce(sum(CASE WHEN l.kind = 'peer' AND l.helper = v.person THEN 1 ELSE 3 END), 0)
                                        FROM links l WHERE l.closed_at IS NULL AND v.person IN (l.helper, l.person))
           FROM volunteers v WHERE v.person = :person""",
        person=person,
    )
    return (row[0], bool(row[1])) if row else (1, False)


def topics(unit: Unit, person: int) -> tuple[str, ...]:
    return tuple(row[0] for row in unit.all("SELECT topic FROM volunteer_topics WHERE person = :person ORDER BY topic", person=person))


def youth(unit: Unit, person: int) -> bool:
    """Whether a volunteer was cleared for people under 18."""
    return bool(unit.value("SELECT youth FROM volunteers WHERE person = :person AND state = 'approved'", person=person))
