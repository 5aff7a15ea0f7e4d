"""What stays between two people after a chat: never again (a block), gladly again, and the words one left for the other."""

from __future__ import annotations

from bot.store.database import Unit


def block(unit: Unit, person: int, other: int) -> None:
    """Neither is ever paired with the other again, whoever asked for it. A wish to meet again is gone with it."""
    unit.run(
        "INSERT INTO blocks (person, other, at) VALUES (:person, :other, :now) ON CONFLICT DO NOTHING",
        person=person,
        other=other,
        now=unit.now,
    )
    unit.run("DELETE FROM again WHERE person IN (:person, :other) AND other IN (:person, :other)", person=person, other=other)


def blocked_with(unit: Unit, person: int) -> frozenset[int]:
    """Everybody this person is not to be paired with, in either direction."""
    rows = unit.all("SELECT other FROM blocks WHERE person = :person UNION SELECT person FROM blocks WHERE other = :person", person=person)
    return frozenset(row[0] for row in rows)


def want_again(unit: Unit, person: int, other: int, *, yes: bool) -> bool:
    """Notes whether somebody would talk with the same peer again; True when this is the second yes of the two."""
    unit.run(
        """INSERT INTO again (person, other, at, want) VALUES (:person, :other, :now, :want)
           ON CONFLICT (person, other) DO UPDATE SET at = :now, want = :want""",
        person=person,
        other=other,
        now=unit.now,
        want=int(yes),
    )
    return yes and unit.one("SELECT 1 FROM again WHERE person = :other AND other = :person AND want = 1", person=person, other=other) is not None


def leave_words(unit: Unit, link: int, person: int, words: str) -> None:
    """A line about a chat; a second one takes the place of the first."""
    number = unit.ids.next()
    unit.run("DELETE FROM chat_words WHERE link = :link AND person = :person", link=link, person=person)
    unit.run(
        "INSERT INTO chat_words (id, link, person, words_x, at) VALUES (:id, :link, :person, :words, :now)",
        id=number,
        link=link,
        person=person,
        words=unit.crypt.seal(words, f"chat_words.words:{number}"),
        now=unit.now,
    )


def take_thanks(unit: Unit, link: int, person: int) -> str:
    """The line somebody left, once: empty if there is none or it was passed on already."""
    row = unit.one(
        "UPDATE chat_words SET passed_on = 1 WHERE link = :link AND person = :person AND passed_on = 0 RETURNING id, words_x",
        link=link,
        person=person,
    )
    return unit.crypt.open(row[1], f"chat_words.words:{row[0]}") if row else ""
