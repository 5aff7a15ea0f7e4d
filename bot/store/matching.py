"""Who waits and who is on duty, the way ``conversations/matching.py`` wants to see them: a handful of queries for all of them together."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from bot.store.database import Unit
from bot.store.requests import Request, split
from conversations.matching import NEUTRAL_RATING, Candidate, Seeker

ASK_AGAIN = 10 * 60_000  # ms after which somebody who did not answer may be asked again for the same person; a no is a no
DAY = 24 * 3_600_000
HOURS = 6 * 3_600_000  # ms for which words of danger keep somebody in front
WEEK = 7 * DAY  # how far the share of the work looks back: a week in ms
PRIOR = 3  # neutral ratings everybody begins with: a single bad one says little

# Urgent, the most urgent first: a counselor was called, they wrote of danger, the volunteer before went silent, a very bad day. Somebody who is
# in a chat, or writes a report, keeps their place, but nobody is looked for until it ends: those words are for nobody new.
_SEEKERS = """
SELECT r.id, r.person, r.topic, r.state, p.language,
       (SELECT group_concat(t.topic) FROM person_topics t WHERE t.person = r.person), p.age_band, r.created_at,
       CASE WHEN EXISTS (SELECT 1 FROM alerts a WHERE a.person = r.person AND a.closed_at IS NULL) THEN 4
            WHEN EXISTS (SELECT 1 FROM risk_signs s WHERE s.person = r.person AND s.level IN ('ask', 'alert') AND s.category <> 'friend'
                           AND s.at > :hours) THEN 3
            WHEN EXISTS (SELECT 1 FROM requests_first f WHERE f.request = r.id) THEN 2
            WHEN EXISTS (SELECT 1 FROM moods m WHERE m.person = r.person AND m.mood = 1 AND m.at > :today) THEN 1 ELSE 0 END,
       r.again, r.gender, r.age, r.apart, coalesce(a.team_hash, '')
FROM requests r JOIN people p ON p.id = r.person LEFT JOIN about a ON a.person = r.person
WHERE r.state = 'waiting'
  AND NOT EXISTS (SELECT 1 FROM links l WHERE l.closed_at IS NULL AND (l.person = r.person OR l.helper = r.person))
  AND NOT EXISTS (SELECT 1 FROM conversations c WHERE c.flow IN ('circle', 'report_form') AND c.owner = r.person)
"""


def seekers(unit: Unit) -> dict[int, tuple[Request, Seeker]]:
    """By person: everybody nobody has been asked for at the moment."""
    found = {}
    for row in unit.all(_SEEKERS, today=unit.now - DAY, hours=unit.now - HOURS):
        number, person, wanted, state, language, topics, band, since, urgent, again, gender, age, apart, team = row
        request = Request(number, person, split(wanted), state)
        seeker = Seeker(
            person,
            language,
            request.topics,
            frozenset(split(topics)),
            minor=band != "adult",
            since=since,
            urgent=urgent,
            again=bool(again),
            gender=gender,
            age=age,
            apart=bool(apart),
            team=team,
        )
        found[person] = request, seeker
    return found


_CANDIDATES = """
SELECT v.person, coalesce(nullif(v.languages, ''), p.language), v.capacity, p.reachable, v.youth,
       (SELECT coalesce(sum(CASE WHEN l.kind = 'peer' AND l.helper = v.person THEN 1 ELSE 3 END), 0)
          FROM links l WHERE l.closed_at IS NULL AND v.person IN (l.helper, l.person))
       + 3 * EXISTS (SELECT 1 FROM conversations c WHERE c.flow = 'circle' AND c.owner = v.person),
       (SELECT count(*) FROM offers o WHERE o.volunteer = v.person AND o.state = 'open'),
       (SELECT coalesce(max(l.opened_at), 0) FROM links l WHERE l.helper = v.person),
       (SELECT count(*) FROM links l WHERE l.helper = v.person AND l.kind = 'peer' AND l.opened_at > :week),
       (SELECT coalesce(sum(coalesce(d.until, :now) - max(d.since, :week)), 0) FROM duty_times d
          WHERE d.volunteer = v.person AND coalesce(d.until, :now) > :week),
       (SELECT group_concat(t.topic) FROM volunteer_topics t WHERE t.person = v.person),
       coalesce(a.gender, ''), coalesce(a.age, ''), coalesce(a.team_hash, ''),
       EXISTS (SELECT 1 FROM rests x WHERE x.volunteer = v.person AND x.until > :now)
       OR (SELECT count(*) FROM links l WHERE l.helper = v.person AND l.kind = 'peer' AND l.opened_at > :today) >= :day_limit
FROM volunteers v JOIN people p ON p.id = v.person LEFT JOIN about a ON a.person = v.person
WHERE v.on_duty = 1 AND v.state = 'approved'
"""


def candidates(unit: Unit, day_limit: int = 99) -> list[Candidate]:
    """Everybody on duty. Whoever rests, or had ``day_limit`` chats in the last 24 hours, cools down.

    Who talks for themselves, as a counselor or in a group counts as full; what is between them and those who wait: ``between``.
    """
    ratings = _ratings(unit)
    return [
        Candidate(
            person,
            frozenset(split(languages)),
            frozenset(split(topics)),
            reachable=bool(reachable),
            chats=chats,
            capacity=capacity,
            asked=bool(asked),
            cooling=bool(cooling),
            youth=bool(youth),
            load=load(done, duty),
            rating=ratings.get(person, NEUTRAL_RATING),
            last_chat=last,
            gender=gender,
            age=age,
            team=team,
        )
        for person, languages, capacity, reachable, youth, chats, asked, last, done, duty, topics, gender, age, team, cooling in unit.all(
            _CANDIDATES, now=unit.now, week=unit.now - WEEK, today=unit.now - DAY, day_limit=day_limit
        )
    ]


def load(chats: int, duty: int) -> int:
    """Chats for every ten hours on duty (``duty``: ms), the first hour counted as a whole one."""
    return round(10 * chats / max(1.0, duty / 3_600_000))


def _ratings(unit: Unit) -> dict[int, int]:
    """By helper: how helpful people found the chats with them, in hundredths of a point."""
    rows = unit.all(
        """SELECT l.helper, sum(r.rating), count(*) FROM ratings r JOIN links l ON l.id = r.link
           WHERE l.kind = 'peer' AND r.person = l.person GROUP BY l.helper"""
    )
    return {helper: (PRIOR * NEUTRAL_RATING + 100 * total) // (PRIOR + count) for helper, total, count in rows}


_REFUSED = """
SELECT o.volunteer, r.person FROM offers o JOIN requests r ON r.id = o.request
WHERE r.state = 'waiting' AND (o.state = 'declined' OR (o.state = 'expired' AND o.created_at > :recent))
"""
_BLOCKED = "SELECT person, other FROM blocks UNION SELECT other, person FROM blocks"
_MET = """
SELECT l.helper, l.person FROM links l JOIN requests r ON r.person = l.person
WHERE r.state = 'waiting' AND r.again = 1 AND l.kind = 'peer'
"""
_AGAIN = """
SELECT one.person, one.other FROM again one JOIN again two ON two.person = one.other AND two.other = one.person
WHERE one.want = 1 AND two.want = 1
"""
_UNWANTED = "SELECT person, other FROM again WHERE want = 0 UNION SELECT other, person FROM again WHERE want = 0"


def between(unit: Unit, crowd: list[Candidate]) -> list[Candidate]:
    """The candidates with all that is between them and those who wait: a no or a silence, blocks, earlier chats, a wish of both to meet again."""
    refused = _pairs(unit, _REFUSED, recent=unit.now - ASK_AGAIN)
    blocked = _pairs(unit, _BLOCKED)
    met, again, unwanted = _pairs(unit, _MET), _pairs(unit, _AGAIN), _pairs(unit, _UNWANTED)
    return [
        replace(
            c,
            refused=refused[c.person],
            blocked=blocked[c.person],
            met=met[c.person],
            again=again[c.person],
            unwanted=unwanted[c.person],
        )
        for c in crowd
    ]


def _pairs(unit: Unit, sql: str, **values: int) -> defaultdict[int, frozenset[int]]:
    found: defaultdict[int, frozenset[int]] = defaultdict(frozenset)
    for one, other in unit.all(sql, **values):
        found[one] |= {other}
    return found
