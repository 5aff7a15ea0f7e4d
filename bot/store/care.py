"""Rests, heavy chats and own checks of volunteers, and their record."""

from __future__ import annotations

from bot.store.database import Unit

DAY = 24 * 3_600_000
MONTH = 30 * DAY
THANKS_SHOWN = 3
BUSY = 5 * 60_000  # ms; somebody who tapped or wrote so lately is in the middle of something


def rest(unit: Unit, volunteer: int, until: int, why: str) -> None:
    """Rests until then (epoch ms); a longer rest that is there already stays."""
    unit.run(
        """INSERT INTO rests (volunteer, until, why) VALUES (:volunteer, :until, :why)
           ON CONFLICT (volunteer) DO UPDATE SET until = excluded.until, why = excluded.why WHERE excluded.until > rests.until""",
        volunteer=volunteer,
        until=until,
        why=why,
    )


def resting(unit: Unit, volunteer: int) -> tuple[int, str]:
    """Until when (epoch ms) and why; 0 and empty for somebody who does not rest now."""
    row = unit.one("SELECT until, why FROM rests WHERE volunteer = :volunteer AND until > :now", volunteer=volunteer, now=unit.now)
    return (row[0], row[1]) if row else (0, "")


def last_rest(unit: Unit, volunteer: int) -> str:
    """Why they rested last; forgotten with this, if it is over."""
    why = unit.value("DELETE FROM rests WHERE volunteer = :volunteer AND until <= :now RETURNING why", volunteer=volunteer, now=unit.now)
    return str(why or "heavy")


def end_rest(unit: Unit, volunteer: int, *whys: str) -> bool:
    """Ends a rest of one of these kinds (none given: any). True if there was one."""
    before, why = resting(unit, volunteer)
    if not before or (whys and why not in whys):
        return False
    unit.run("DELETE FROM rests WHERE volunteer = :volunteer", volunteer=volunteer)
    return True


def called_for(unit: Unit, person: int, since: int) -> bool:
    """Whether a call for a counselor was open for somebody at any time after ``since`` (epoch ms)."""
    sql = "SELECT 1 FROM alerts WHERE person = :person AND coalesce(closed_at, :now) >= :since LIMIT 1"
    return unit.one(sql, person=person, since=since, now=unit.now) is not None


def opened_at(unit: Unit, link: int) -> int:
    number: int = unit.value("SELECT opened_at FROM links WHERE id = :link", link=link)
    return number


def note_heavy(unit: Unit, link: int, volunteer: int, why: str) -> None:
    """The first reason stays."""
    unit.run(
        "INSERT INTO heavy_chats (link, volunteer, why, at) VALUES (:link, :volunteer, :why, :now) ON CONFLICT (link) DO NOTHING",
        link=link,
        volunteer=volunteer,
        why=why,
        now=unit.now,
    )


def is_heavy(unit: Unit, link: int) -> bool:
    return unit.one("SELECT 1 FROM heavy_chats WHERE link = :link", link=link) is not None


def to_debrief(unit: Unit, volunteer: int) -> int:
    """The newest heavy chat that is over and about which they were not asked yet; 0: none. All of them count as asked from now on."""
    row = unit.one(
        """SELECT max(h.link) FROM heavy_chats h JOIN links l ON l.id = h.link
           WHERE h.volunteer = :volunteer AND h.debrief_at IS NULL AND l.closed_at IS NOT NULL""",
        volunteer=volunteer,
    )
    if row[0] is None:
        return 0
    unit.run(
        """UPDATE heavy_chats SET debrief_at = :now WHERE volunteer = :volunteer AND debrief_at IS NULL
           AND link IN (SELECT id FROM links WHERE closed_at IS NOT NULL)""",
        now=unit.now,
        volunteer=volunteer,
    )
    return int(row[0])


def note_debrief(unit: Unit, link: int, volunteer: int, answer: str) -> None:
    unit.run("UPDATE heavy_chats SET answer = :answer WHERE link = :link AND volunteer = :volunteer", answer=answer, link=link, volunteer=volunteer)


def busy(unit: Unit, person: int) -> bool:
    """In a chat, or in the middle of something else."""
    talking = unit.one("SELECT 1 FROM links WHERE closed_at IS NULL AND :person IN (person, helper)", person=person)
    sql = "SELECT 1 FROM conversations WHERE owner = :person AND front = 1 AND updated_at > :lately"
    return talking is not None or unit.one(sql, person=person, lately=unit.now - BUSY) is not None


def chats_since(unit: Unit, volunteer: int, since: int) -> list[int]:
    """When (epoch ms) their chats as a volunteer began, those after ``since``, oldest first."""
    sql = "SELECT opened_at FROM links WHERE helper = :volunteer AND kind = 'peer' AND opened_at > :since ORDER BY opened_at"
    return [row[0] for row in unit.all(sql, volunteer=volunteer, since=since)]


def save_check(unit: Unit, volunteer: int, percent: int) -> None:
    unit.run(
        "INSERT INTO own_checks (id, volunteer, percent, at) VALUES (:id, :volunteer, :percent, :now)",
        id=unit.ids.next(),
        volunteer=volunteer,
        percent=percent,
        now=unit.now,
    )


def has_timer(unit: Unit, kind: str, subject: int) -> bool:
    return unit.one("SELECT 1 FROM timers WHERE kind = :kind AND subject = :subject", kind=kind, subject=subject) is not None


def duty_minutes(unit: Unit, volunteer: int, since: int = 0) -> int:
    """Minutes on duty after ``since`` (epoch ms)."""
    total = unit.value(
        """SELECT coalesce(sum(coalesce(until, :now) - max(since, :since)), 0) FROM duty_times
           WHERE volunteer = :volunteer AND coalesce(until, :now) > :since""",
        volunteer=volunteer,
        since=since,
        now=unit.now,
    )
    return int(total) // 60_000


def thanks(unit: Unit, volunteer: int) -> tuple[int, tuple[str, ...]]:
    """How many thanks they got, and the last ones, newest first."""
    rows = unit.all(
        """SELECT w.id, w.words_x FROM chat_words w JOIN links l ON l.id = w.link
           WHERE l.helper = :volunteer AND w.person = l.person AND w.passed_on = 1 ORDER BY w.id DESC""",
        volunteer=volunteer,
    )
    return len(rows), tuple(unit.crypt.open(words, f"chat_words.words:{number}") for number, words in rows[:THANKS_SHOWN])
