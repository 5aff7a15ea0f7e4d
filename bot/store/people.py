"""People: one row per Telegram account, made at the first word. Being a volunteer is a row beside it; staff roles come from the config,
and for counselors who were invited from a row beside it too."""

from __future__ import annotations

from dataclasses import dataclass

from bot.store.database import Unit


@dataclass(frozen=True, slots=True)
class Person:
    """``hour``: of the daily prompt, local (None: none). ``consent``: the version agreed to, empty before. ``volunteer``: state or empty.
    ``staff``: what a counselor who came by an invitation is called; empty for everybody else."""

    id: int
    telegram_id: int
    language: str
    name: str
    age_band: str
    hour: int | None
    zone: str
    paused: bool
    last_prompt: str
    consent: str
    reachable: bool
    volunteer: str
    on_duty: bool
    staff: str = ""


_SELECT = """
SELECT p.id, p.telegram_id, p.language, p.name_x, p.age_band, p.prompt_hour, p.zone, p.paused, p.last_prompt, p.consent, p.reachable,
       coalesce(v.state, ''), coalesce(v.on_duty, 0), s.name_x
FROM people p LEFT JOIN volunteers v ON v.person = p.id LEFT JOIN staff s ON s.person = p.id
"""


def by_id(unit: Unit, person: int) -> Person:
    """Raises LookupError for a person that is gone (erased)."""
    row = unit.one(_SELECT + "WHERE p.id = :person", person=person)
    if row is None:
        raise LookupError("no such person")
    return _person(unit, row)


def by_telegram_id(unit: Unit, telegram_id: int) -> Person | None:
    row = unit.one(_SELECT + "WHERE p.telegram_id = :telegram_id", telegram_id=telegram_id)
    return _person(unit, row) if row else None


def _person(unit: Unit, row: tuple) -> Person:  # type: ignore[type-arg]
    number, telegram_id, language, name, age, hour, zone, paused, last, consent, reachable, volunteer, on_duty, staff = row
    named = unit.crypt.open_kindly(name, f"people.name:{number}")
    called = unit.crypt.open_kindly(staff, f"staff.name:{number}")
    flags = bool(reachable), volunteer, bool(on_duty), called
    return Person(number, telegram_id, language, named, age, hour, zone, bool(paused), last, consent, *flags)


def add(unit: Unit, telegram_id: int, language: str, zone: str, *, reachable: bool) -> Person:
    """``reachable``: they wrote in a private chat, so the bot may write to them there."""
    number = unit.ids.next()
    unit.run(
        "INSERT INTO people (id, telegram_id, language, zone, reachable, created_at) VALUES (:id, :telegram_id, :language, :zone, :reachable, :now)",
        id=number,
        telegram_id=telegram_id,
        language=language,
        zone=zone,
        reachable=int(reachable),
        now=unit.now,
    )
    return by_id(unit, number)


def give_consent(unit: Unit, person: int, version: str) -> None:
    """An empty ``version`` takes it back."""
    unit.run("UPDATE people SET consent = :version WHERE id = :person", version=version, person=person)
    unit.run(
        "INSERT INTO consents (id, person, version, at) VALUES (:id, :person, :version, :now)",
        id=unit.ids.next(),
        person=person,
        version=version,
        now=unit.now,
    )


def consented_at(unit: Unit, person: int) -> int:
    """When the consent that counts now was given (epoch ms); 0 without one."""
    row = unit.one("SELECT version, at FROM consents WHERE person = :person ORDER BY id DESC LIMIT 1", person=person)
    return int(row[1]) if row and row[0] else 0


def note_numbers(unit: Unit, person: int) -> None:
    """They were shown the numbers to call."""
    unit.run("UPDATE people SET numbers_at = :now WHERE id = :person", now=unit.now, person=person)


def numbers_at(unit: Unit, person: int) -> int:
    """When they were last shown them (epoch ms); 0 for never."""
    return int(unit.value("SELECT numbers_at FROM people WHERE id = :person", person=person) or 0)


def set_language(unit: Unit, person: int, language: str) -> None:
    unit.run("UPDATE people SET language = :language WHERE id = :person", language=language, person=person)


def set_name(unit: Unit, person: int, name: str) -> None:
    unit.run("UPDATE people SET name_x = :name WHERE id = :person", name=unit.crypt.seal(name, f"people.name:{person}"), person=person)


def set_age_band(unit: Unit, person: int, band: str) -> None:
    unit.run("UPDATE people SET age_band = :band WHERE id = :person", band=band, person=person)


def set_prompt(unit: Unit, person: int, hour: int | None, zone: str) -> None:
    unit.run("UPDATE people SET prompt_hour = :hour, zone = :zone WHERE id = :person", hour=hour, zone=zone, person=person)


def set_paused(unit: Unit, person: int, paused: bool) -> None:
    unit.run("UPDATE people SET paused = :paused WHERE id = :person", paused=int(paused), person=person)


def set_last_prompt(unit: Unit, person: int, day: str) -> None:
    unit.run("UPDATE people SET last_prompt = :day WHERE id = :person", day=day, person=person)


def set_reachable(unit: Unit, person: int, reachable: bool) -> None:
    unit.run("UPDATE people SET reachable = :reachable WHERE id = :person", reachable=int(reachable), person=person)


def set_topics(unit: Unit, person: int, topics: tuple[str, ...]) -> None:
    unit.run("DELETE FROM person_topics WHERE person = :person", person=person)
    for topic in dict.fromkeys(topics):
        unit.run("INSERT INTO person_topics (person, topic) VALUES (:person, :topic)", person=person, topic=topic)


def topics(unit: Unit, person: int) -> tuple[str, ...]:
    return tuple(row[0] for row in unit.all("SELECT topic FROM person_topics WHERE person = :person ORDER BY topic", person=person))
