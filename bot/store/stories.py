"""Lines people leave for others who feel the same: written, decided on, read, thanked for."""

from __future__ import annotations

from dataclasses import dataclass

from bot.store.database import Unit


@dataclass(frozen=True, slots=True)
class Story:
    """``told_at``: when the writer last heard that it helped somebody (epoch ms)."""

    id: int
    person: int
    language: str
    words: str
    state: str
    helped: int
    told_at: int


_SELECT = "SELECT id, person, language, words_x, state, helped, told_at FROM stories "


def _story(unit: Unit, row: tuple) -> Story:  # type: ignore[type-arg]
    number, person, language, words, state, helped, told = row
    return Story(number, person, language, unit.crypt.open(words, f"stories.words:{number}"), state, helped, told)


def add(unit: Unit, person: int, language: str, words: str) -> int:
    number = unit.ids.next()
    unit.run(
        "INSERT INTO stories (id, person, language, words_x, state, at) VALUES (:id, :person, :language, :words, 'waiting', :now)",
        id=number,
        person=person,
        language=language,
        words=unit.crypt.seal(words, f"stories.words:{number}"),
        now=unit.now,
    )
    return number


def get(unit: Unit, story: int) -> Story | None:
    """None when its writer erased it."""
    row = unit.one(_SELECT + "WHERE id = :id", id=story)
    return _story(unit, row) if row else None


def decide(unit: Unit, story: int, state: str) -> None:
    unit.run("UPDATE stories SET state = :state WHERE id = :id", state=state, id=story)


def unread(unit: Unit, person: int, language: str) -> Story | None:
    """The one that helped most people of those somebody else wrote and this person has not read."""
    row = unit.one(
        _SELECT
        + """WHERE state = 'shown' AND language = :language AND person <> :person
             AND id NOT IN (SELECT story FROM story_reads WHERE person = :person) ORDER BY helped DESC, id LIMIT 1""",
        language=language,
        person=person,
    )
    return _story(unit, row) if row else None


def note_read(unit: Unit, story: int, person: int) -> None:
    unit.run(
        "INSERT INTO story_reads (id, story, person, at) VALUES (:id, :story, :person, :now) ON CONFLICT (story, person) DO NOTHING",
        id=unit.ids.next(),
        story=story,
        person=person,
        now=unit.now,
    )


def thank(unit: Unit, story: int, person: int) -> bool:
    """False if this person had said so already."""
    changed = unit.run(
        "UPDATE story_reads SET helped = 1 WHERE story = :story AND person = :person AND helped = 0", story=story, person=person
    ).rowcount
    if changed:
        unit.run("UPDATE stories SET helped = helped + 1 WHERE id = :id", id=story)
    return bool(changed)


def told(unit: Unit, story: int) -> None:
    unit.run("UPDATE stories SET told_at = :now WHERE id = :id", now=unit.now, id=story)
