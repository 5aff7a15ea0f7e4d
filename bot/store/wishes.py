"""Wishes for a peer, and what people said about themselves. Classes and teams are sealed, and compared by a keyed hash only."""

from __future__ import annotations

from bot.crypt import Unsealable
from bot.store.database import Unit
from conversations.wishing import About, Wishes, same_team


def wishes(unit: Unit, person: int) -> Wishes:
    row = unit.one("SELECT again, gender, age, apart FROM wishes WHERE person = :person", person=person)
    return Wishes(bool(row[0]), row[1], row[2], bool(row[3])) if row else Wishes()


def set_wishes(unit: Unit, person: int, new: Wishes) -> None:
    """For the next time, and for a request that waits already."""
    values = {"again": int(new.again), "gender": new.gender, "age": new.age, "apart": int(new.apart)}
    unit.run(
        """INSERT INTO wishes (person, again, gender, age, apart, at) VALUES (:person, :again, :gender, :age, :apart, :now)
           ON CONFLICT (person) DO UPDATE SET again = :again, gender = :gender, age = :age, apart = :apart, at = :now""",
        person=person,
        now=unit.now,
        **values,
    )
    unit.run(
        """UPDATE requests SET again = :again, gender = :gender, age = :age, apart = :apart
           WHERE person = :person AND state IN ('waiting', 'offered')""",
        person=person,
        **values,
    )


def about(unit: Unit, person: int) -> About:
    row = unit.one("SELECT gender, age, team_x FROM about WHERE person = :person", person=person)
    if row is None:
        return About()
    return About(row[0], row[1], unit.crypt.open(row[2], f"about.team:{person}") if row[2] else "")


def set_about(unit: Unit, person: int, gender: str, age: str) -> None:
    unit.run(
        """INSERT INTO about (person, gender, age, at) VALUES (:person, :gender, :age, :now)
           ON CONFLICT (person) DO UPDATE SET gender = :gender, age = :age, at = :now""",
        person=person,
        gender=gender,
        age=age,
        now=unit.now,
    )


def set_team(unit: Unit, person: int, team: str) -> None:
    """An empty one is forgotten."""
    unit.run(
        """INSERT INTO about (person, team_x, team_hash, at) VALUES (:person, :team, :hash, :now)
           ON CONFLICT (person) DO UPDATE SET team_x = :team, team_hash = :hash, at = :now""",
        person=person,
        team=unit.crypt.seal(team, f"about.team:{person}") if team else None,
        hash=_hash(unit, team) if team else "",
        now=unit.now,
    )


def seal_teams_anew(unit: Unit) -> int:
    """After a new key: all classes and teams in one transaction, because their hashes can only be compared under the same key. Returns how many."""
    old = "SELECT person, team_x FROM about WHERE team_x IS NOT NULL AND substr(team_x, 2, 4) <> :current"
    done = 0
    for person, sealed in unit.all(old, current=unit.crypt.key_id):
        try:
            team = unit.crypt.open(sealed, f"about.team:{person}")
        except Unsealable:
            continue
        new = {"team": unit.crypt.seal(team, f"about.team:{person}"), "hash": _hash(unit, team)}
        done += unit.run("UPDATE about SET team_x = :team, team_hash = :hash WHERE person = :person", person=person, **new).rowcount
    return done


def _hash(unit: Unit, team: str) -> str:
    return unit.crypt.keyed_hash(same_team(team), "about.team")
