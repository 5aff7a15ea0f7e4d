"""Invitations by link: only a keyed hash of each is kept, and each is good for one person."""

from __future__ import annotations

from dataclasses import dataclass

from bot.store.database import Unit


@dataclass(frozen=True, slots=True)
class Invite:
    """``kind``: volunteer or team."""

    id: int
    kind: str
    team: str


def add(unit: Unit, kind: str, team: str, token: str, by: int | None, expires_at: int) -> None:
    """``by``: the coordinator (None: whoever runs the computer); ``expires_at``: epoch ms."""
    number = unit.ids.next()
    unit.run(
        """INSERT INTO invites (id, kind, team_x, token_hash, made_by, made_at, expires_at)
           VALUES (:id, :kind, :team, :hash, :by, :now, :expires)""",
        id=number,
        kind=kind,
        team=unit.crypt.seal(team, f"invites.team:{number}") if team else None,
        hash=_hash(unit, token),
        by=by,
        now=unit.now,
        expires=expires_at,
    )


def use(unit: Unit, token: str, person: int) -> Invite | None:
    """What the link is good for, exactly once. None for one that is unknown, used or too old."""
    row = unit.one(
        """UPDATE invites SET used_by = :person, used_at = :now WHERE token_hash = :hash AND used_at IS NULL AND expires_at > :now
           RETURNING id, kind, team_x""",
        person=person,
        now=unit.now,
        hash=_hash(unit, token),
    )
    if row is None:
        return None
    number, kind, team = row
    return Invite(number, kind, unit.crypt.open(team, f"invites.team:{number}") if team else "")


def own(unit: Unit, token: str, person: int) -> bool:
    """Whether this person came by this very link before: a second tap on it is no mistake."""
    return unit.value("SELECT 1 FROM invites WHERE token_hash = :hash AND used_by = :person", hash=_hash(unit, token), person=person) is not None


def _hash(unit: Unit, token: str) -> str:
    return unit.crypt.keyed_hash(token, "invites.token")
