"""What is known about the entries of the services directory beyond their files: checks by coordinators, and how referrals went."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from bot.store.database import Unit
from conversations.care import Referred, Service, Standing


def standing(unit: Unit, services: Iterable[Service], today: date) -> tuple[Standing, ...]:
    """Every entry as it stands on ``today``: a check here counts if it is later than the one in the file."""
    known = {name: (state, on) for name, state, on in unit.all("SELECT service, state, checked_on FROM service_checks")}
    return tuple(_stands(one, *known.get(one.id, ("", "")), today) for one in services)


def _stands(one: Service, state: str, checked: str, today: date) -> Standing:
    latest = max(one.checked_on, checked if state == "good" else "")
    if state == "changed" and checked >= one.checked_on:
        return Standing(one.id, "changed", one.checked_on)
    old = today > date.fromisoformat(latest) + timedelta(days=one.good_days)
    return Standing(one.id, "old" if old else "good", latest)


def note(unit: Unit, service: str, state: str, on: str, by: int | None) -> int:
    """``state``: asked (what was answered before stays), good or changed; ``on``: the day (ISO). Returns the number of the entry's questions."""
    number: int = unit.value(
        """INSERT INTO service_checks (id, service, state, checked_on, checked_by, at) VALUES (:id, :service, :state, :day, :person, :now)
           ON CONFLICT (service) DO UPDATE SET at = :now,
             state = CASE WHEN :state = 'asked' THEN state ELSE :state END,
             checked_on = CASE WHEN :state = 'asked' THEN checked_on ELSE :day END,
             checked_by = CASE WHEN :state = 'asked' THEN checked_by ELSE :person END
           RETURNING id""",
        id=unit.ids.next(),
        service=service,
        state=state,
        day=on,
        person=by,
        now=unit.now,
    )
    return number


def refer(unit: Unit, person: int, service: str) -> int:
    number = unit.ids.next()
    unit.run(
        "INSERT INTO referrals (id, person, service, at) VALUES (:id, :person, :service, :now)",
        id=number,
        person=person,
        service=service,
        now=unit.now,
    )
    return number


def answer(unit: Unit, referral: int, outcome: str, barrier: str, helped: str) -> None:
    """Only what is said is changed."""
    unit.run(
        """UPDATE referrals SET outcome = coalesce(nullif(:outcome, ''), outcome), barrier = coalesce(nullif(:barrier, ''), barrier),
           helped = coalesce(nullif(:helped, ''), helped) WHERE id = :id""",
        outcome=outcome,
        barrier=barrier,
        helped=helped,
        id=referral,
    )


def unanswered(unit: Unit, service: str, since: int) -> int:
    """How many people nobody answered there since ``since`` (epoch ms)."""
    sql = "SELECT count(DISTINCT person) FROM referrals WHERE service = :service AND barrier = 'no_answer' AND at >= :since"
    return int(unit.value(sql, service=service, since=since))


def picture(unit: Unit) -> tuple[Referred, ...]:
    """What became of all referrals, by entry, the most wanted first."""
    rows = unit.all(
        """SELECT r.service, count(*), sum(CASE WHEN outcome = 'reached' THEN 1 ELSE 0 END),
             sum(CASE WHEN helped IN ('yes', 'partly') THEN 1 ELSE 0 END),
             coalesce((SELECT barrier FROM referrals b WHERE b.service = r.service AND barrier <> ''
                       GROUP BY barrier ORDER BY count(*) DESC, barrier LIMIT 1), '')
           FROM referrals r GROUP BY r.service ORDER BY count(*) DESC, r.service"""
    )
    return tuple(Referred(*row) for row in rows)
