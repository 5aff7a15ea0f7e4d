"""Invitations by link: only a hash of each is kept, and each is good for one person.

The hash has no key: 128 random bits cannot be guessed, and a link that was handed out stays good when the key of the database is replaced.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from bot.store.database import Unit


@dataclass(frozen=True, slots=True)
class Invite:
    """``kind``: volunteer, team or counselor. ``team``: the name of the class or team, or what the counselor is called. ``by``: who made it."""

    id: int
    kind: str
    team: str
    by: int | None = None


def add(unit: Unit, kind: str, team: str, token: str, by: int | None, expires_at: int) -> None:
    """``by``: the coordinator (None: whoever runs the computer); ``expires_at``: epoch ms."""
    number = unit.ids.next()
    unit.run(
        """INSERT INTO invites (id, kind, team_x, token_hash, made_by, made_at, expires_at)
           VALUES (:id, :kind, :team, :hash, :by, :now, :expires)""",
        id=number,
        kind=kind,
        team=unit.crypt.seal(team, f"invites.team:{number}") if team else None,
        hash=_hash(token),
        by=by,
        now=unit.now,
        expires=expires_at,
    )


def use(unit: Unit, token: str, person: int) -> Invite | None:
    """What the link is good for, exactly once. None for one that is unknown, used or too old."""
    row = unit.one(
        """UPDATE invites SET used_by = :person, used_at = :now WHERE token_hash = :hash AND used_at IS NULL AND expires_at > :now
           RETURNING id, kind, team_x, made_by""",
        person=person,
        now=unit.now,
        hash=_hash(token),
    )
    if row is None:
        return None
    number, kind, team, by = row
    return Invite(number, kind, unit.crypt.open(team, f"invites.team:{number}") if team else "", by)


def kind_for(unit: Unit, token: str) -> tuple[str, int | None]:
    """What a link that can still be used is good for, and who made it; empty for any other."""
    sql = "SELECT kind, made_by FROM invites WHERE token_hash = :hash AND used_at IS NULL AND expires_at > :now"
    row = unit.one(sql, hash=_hash(token), now=unit.now)
    return (str(row[0]), row[1]) if row else ("", None)


def waiting(unit: Unit, kind: str) -> list[tuple[int, str]]:
    """Row and name of those of a kind that can still be used, oldest first."""
    rows = unit.all(
        "SELECT id, team_x FROM invites WHERE kind = :kind AND used_at IS NULL AND expires_at > :now ORDER BY id", kind=kind, now=unit.now
    )
    return [(number, unit.crypt.open(team, f"invites.team:{number}") if team else "") for number, team in rows]


def revoke(unit: Unit, invite: int) -> bool:
    """Good for nothing from now on. False for one that was used, is too old or was taken back already."""
    sql = "UPDATE invites SET expires_at = :now WHERE id = :invite AND used_at IS NULL AND expires_at > :now"
    return unit.run(sql, invite=invite, now=unit.now).rowcount == 1


def own(unit: Unit, token: str, person: int) -> bool:
    """Whether this person came by this very link before: a second tap on it is no mistake."""
    return unit.value("SELECT 1 FROM invites WHERE token_hash = :hash AND used_by = :person", hash=_hash(token), person=person) is not None


def _hash(token: str) -> str:
    return hashlib.sha256(f"sebaya invite:{token}".encode()).hexdigest()[:32]
