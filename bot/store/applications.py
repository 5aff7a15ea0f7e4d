"""What stands on an application's card besides the topics: languages, motivation, and the coordinators' questions with their answers."""

from __future__ import annotations

from dataclasses import dataclass

from bot.store.database import Unit
from conversations.kit import Asked
from conversations.volunteering import Draft


@dataclass(frozen=True, slots=True)
class Application:
    languages: tuple[str, ...]
    motivation: str


def save_draft(unit: Unit, person: int, draft: Draft) -> None:
    unit.run(
        """INSERT INTO application_drafts (person, topics, languages, motivation_x) VALUES (:person, :topics, :languages, :words)
           ON CONFLICT (person) DO UPDATE SET topics = :topics, languages = :languages, motivation_x = :words""",
        person=person,
        topics=",".join(draft.topics),
        languages=",".join(draft.languages),
        words=unit.crypt.seal(draft.motivation, f"application_drafts.motivation:{person}") if draft.motivation else None,
    )


def draft(unit: Unit, person: int) -> Draft:
    row = unit.one("SELECT topics, languages, motivation_x FROM application_drafts WHERE person = :person", person=person)
    if row is None:
        return Draft()
    words = unit.crypt.open(row[2], f"application_drafts.motivation:{person}") if row[2] else ""
    return Draft(_parts(row[0]), _parts(row[1]), words)


def _parts(joined: str) -> tuple[str, ...]:
    return tuple(part for part in joined.split(",") if part)


def save(unit: Unit, person: int, languages: tuple[str, ...], motivation: str) -> None:
    unit.run(
        "UPDATE volunteers SET languages = :languages, motivation_x = :motivation WHERE person = :person",
        languages=",".join(languages),
        motivation=unit.crypt.seal(motivation, f"volunteers.motivation:{person}") if motivation else None,
        person=person,
    )
    unit.run("DELETE FROM application_drafts WHERE person = :person", person=person)


def get(unit: Unit, person: int) -> Application:
    languages, motivation = unit.one("SELECT languages, motivation_x FROM volunteers WHERE person = :person", person=person)
    words = unit.crypt.open(motivation, f"volunteers.motivation:{person}") if motivation else ""
    return Application(_parts(languages), words)


def add_question(unit: Unit, applicant: int, coordinator: int, words: str) -> int:
    number = unit.ids.next()
    unit.run(
        """INSERT INTO application_questions (id, applicant, coordinator, question_x, asked_at)
           VALUES (:id, :applicant, :coordinator, :words, :now)""",
        id=number,
        applicant=applicant,
        coordinator=coordinator,
        words=unit.crypt.seal(words, f"application_questions.question:{number}"),
        now=unit.now,
    )
    return number


def open_question(unit: Unit, applicant: int) -> Asked:
    """The latest question, while it has no answer."""
    row = unit.one(
        "SELECT id, question_x, answered_at FROM application_questions WHERE applicant = :person ORDER BY id DESC LIMIT 1", person=applicant
    )
    if row is None or row[2] is not None:
        return Asked()
    return Asked(row[0], unit.crypt.open(row[1], f"application_questions.question:{row[0]}"))


def answer(unit: Unit, question: int, applicant: int, words: str) -> bool:
    """False when it is somebody else's question, or answered already."""
    changed = unit.run(
        """UPDATE application_questions SET answer_x = :words, answered_at = :now
           WHERE id = :id AND applicant = :applicant AND answered_at IS NULL""",
        words=unit.crypt.seal(words, f"application_questions.answer:{question}"),
        now=unit.now,
        id=question,
        applicant=applicant,
    )
    return changed.rowcount == 1


def questions(unit: Unit, applicant: int) -> list[tuple[str, str]]:
    """The latest three, oldest first: question and answer (empty while there is none)."""
    rows = unit.all(
        "SELECT id, question_x, answer_x FROM application_questions WHERE applicant = :person ORDER BY id DESC LIMIT 3",
        person=applicant,
    )
    found = []
    for number, question, reply in reversed(rows):
        asked = unit.crypt.open(question, f"application_questions.question:{number}")
        found.append((asked, unit.crypt.open(reply, f"application_questions.answer:{number}") if reply else ""))
    return found
