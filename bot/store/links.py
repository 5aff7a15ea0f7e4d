"""Links: two sides that talk through the bot; and the map of relayed messages, which message here is which one there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.store.database import Unit


@dataclass(frozen=True, slots=True)
class Link:
    """``person`` and ``helper`` are people's ids; the aliases are what the other side is shown. ``origin``: the request or the alert."""

    id: int
    kind: str
    person: int
    helper: int
    person_alias: str
    helper_alias: str
    origin: int
    closed: bool
    room: int = 0  # the case in whose topic the helper writes; 0: in private

    def other(self, one: int) -> int:
        """The other side of ``one``. Raises LookupError for somebody who is not part of the link: nothing is ever relayed for them."""
        if one == self.person:
            return self.helper
        if one == self.helper:
            return self.person
        raise LookupError("not part of this link")

    def alias_for(self, one: int) -> str:
        """What ``one`` knows the other side as."""
        return self.person_alias if one == self.helper else self.helper_alias


_SELECT = "SELECT id, kind, person, helper, person_alias, helper_alias, origin, closed_at IS NOT NULL, room FROM links "


def _link(row: Any) -> Link:
    number, kind, person, helper, person_alias, helper_alias, origin, closed, room = row
    return Link(number, kind, person, helper, person_alias, helper_alias, origin, bool(closed), room)


def get(unit: Unit, link: int) -> Link:
    row = unit.one(_SELECT + "WHERE id = :link", link=link)
    if row is None:
        raise LookupError("no such link")
    return _link(row)


def open_of(unit: Unit, person: int) -> list[Link]:
    """The open links in which somebody is either side, oldest first."""
    rows = unit.all(_SELECT + "WHERE closed_at IS NULL AND (person = :person OR helper = :person) ORDER BY id", person=person)
    return [_link(row) for row in rows]


def helped_by(unit: Unit, volunteer: int) -> list[Link]:
    """The open peer chats in which somebody is the volunteer."""
    return [link for link in open_of(unit, volunteer) if link.kind == "peer" and link.helper == volunteer]


def private_of(unit: Unit, person: int) -> list[Link]:
    """Those that somebody has in their private chat: not the talks that a counselor has in a topic."""
    return [link for link in open_of(unit, person) if not (link.room and link.helper == person)]


def of_room(unit: Unit, case: int) -> Link | None:
    """The open talk in the topic of a case."""
    row = unit.one(_SELECT + "WHERE closed_at IS NULL AND room = :case", case=case)
    return _link(row) if row else None


def set_room(unit: Unit, link: int, room: int) -> None:
    unit.run("UPDATE links SET room = :room WHERE id = :link", room=room, link=link)


def set_helper(unit: Unit, link: int, helper: int, alias: str) -> None:
    """Another counselor goes on with the same talk."""
    unit.run("UPDATE links SET helper = :helper, helper_alias = :alias WHERE id = :link", helper=helper, alias=alias, link=link)


def open_case(unit: Unit, alert: int) -> Link | None:
    row = unit.one(_SELECT + "WHERE closed_at IS NULL AND kind = 'case' AND origin = :alert", alert=alert)
    return _link(row) if row else None


def opened_for(unit: Unit, origin: int) -> bool:
    """Whether a talk was ever opened for a request, an alert or an appointment."""
    return bool(unit.value("SELECT 1 FROM links WHERE origin = :origin", origin=origin))


def add(unit: Unit, kind: str, person: int, helper: int, aliases: tuple[str, str], origin: int, room: int = 0) -> Link:
    """``aliases``: of the person, of the helper. ``room``: the case in whose topic the helper writes."""
    number = unit.ids.next()
    unit.run(
        """INSERT INTO links (id, kind, person, helper, person_alias, helper_alias, origin, opened_at, room)
           VALUES (:id, :kind, :person, :helper, :person_alias, :helper_alias, :origin, :now, :room)""",
        id=number,
        kind=kind,
        person=person,
        helper=helper,
        person_alias=aliases[0],
        helper_alias=aliases[1],
        origin=origin,
        now=unit.now,
        room=room,
    )
    return Link(number, kind, person, helper, *aliases, origin, False, room)


def close(unit: Unit, link: int) -> bool:
    """True if this closed it; False if it was closed already (both ended at once)."""
    return unit.run("UPDATE links SET closed_at = :now WHERE id = :link AND closed_at IS NULL", now=unit.now, link=link).rowcount == 1


def is_first(unit: Unit, link: int, person: int) -> bool:
    """Whether somebody never had another peer chat on the side they have in this one."""
    here = get(unit, link)
    side = "person" if person == here.person else "helper"
    sql = f"SELECT 1 FROM links WHERE kind = 'peer' AND {side} = :person AND id <> :link LIMIT 1"
    return unit.one(sql, person=person, link=link) is None


def last_peer(unit: Unit, person: int, since: int) -> Link | None:
    """The newest peer chat of somebody that was open after ``since`` (epoch ms)."""
    row = unit.one(
        _SELECT
        + """WHERE kind = 'peer' AND (person = :person OR helper = :person) AND (closed_at IS NULL OR closed_at > :since)
           ORDER BY id DESC LIMIT 1""",
        person=person,
        since=since,
    )
    return _link(row) if row else None


def last_between(unit: Unit, person: int, helper: int) -> Link | None:
    """The last peer chat of these two, in these roles."""
    row = unit.one(_SELECT + "WHERE kind = 'peer' AND person = :person AND helper = :helper ORDER BY id DESC LIMIT 1", person=person, helper=helper)
    return _link(row) if row else None


def last_relayed(unit: Unit, link: int) -> tuple[int, int] | None:
    """The newest message of a link, also one that waits for the other side's yes: its row and who wrote it. None: nobody wrote yet."""
    row = unit.one(
        """SELECT id, sender FROM relayed WHERE link = :link UNION ALL SELECT id, sender FROM held_media WHERE link = :link
           ORDER BY id DESC LIMIT 1""",
        link=link,
    )
    return (row[0], row[1]) if row else None


def aliases_in_use(unit: Unit, person: int) -> set[str]:
    """What somebody's open counterparts are called, so that two never carry the same name in one chat."""
    return {link.person_alias if link.helper == person else link.helper_alias for link in open_of(unit, person)}


def rate(unit: Unit, link: int, person: int, rating: int) -> None:
    unit.run(
        "INSERT INTO ratings (link, person, rating) VALUES (:link, :person, :rating) ON CONFLICT (link, person) DO UPDATE SET rating = :rating",
        link=link,
        person=person,
        rating=rating,
    )


@dataclass(frozen=True, slots=True)
class Counterpart:
    """The same message on the other side. ``reference``: its message id, or ``{"relayed": row}`` while the copy's id is not known yet."""

    reference: Any
    body: str


def add_relayed(unit: Unit, link: int, sender: int, source: tuple[int, int], target_chat: int, body: str, kind: str = "text", head: str = "") -> int:
    """``source``: chat and message id of the original; ``head``: the pseudonym above it. The copy's message id is added when it has been sent."""
    number = unit.ids.next()
    unit.run(
        """INSERT INTO relayed (id, link, sender, source_chat, source_message, target_chat, body_x, kind, head)
           VALUES (:id, :link, :sender, :chat, :message, :target, :body, :kind, :head)""",
        id=number,
        link=link,
        sender=sender,
        chat=source[0],
        message=source[1],
        target=target_chat,
        body=unit.crypt.seal(body, f"relayed.body:{number}"),
        kind=kind,
        head=head,
    )
    return number


def set_body(unit: Unit, relayed: int, body: str) -> None:
    """The words after an edit."""
    unit.run("UPDATE relayed SET body_x = :body WHERE id = :id", body=unit.crypt.seal(body, f"relayed.body:{relayed}"), id=relayed)


def set_target(unit: Unit, relayed: int, message: int) -> None:
    unit.run("UPDATE relayed SET target_message = :message WHERE id = :relayed", message=message, relayed=relayed)


def mark_unsent(unit: Unit, relayed: int) -> None:
    """Taken back: its words are forgotten, and no later edit brings them back."""
    body = unit.crypt.seal("", f"relayed.body:{relayed}")
    unit.run("UPDATE relayed SET unsent = 1, body_x = :body WHERE id = :id", body=body, id=relayed)


def head_of(unit: Unit, relayed: int) -> str:
    """The pseudonym that stands above the copy; empty: none."""
    head: str = unit.value("SELECT head FROM relayed WHERE id = :relayed", relayed=relayed)
    return head


def link_of(unit: Unit, chat: int, message: int) -> int | None:
    """The link through which a message in this chat went or came."""
    sql = """SELECT link FROM relayed WHERE source_chat = :chat AND source_message = :message
             UNION ALL SELECT link FROM relayed WHERE target_chat = :chat AND target_message = :message"""
    value: int | None = unit.value(sql, chat=chat, message=message)
    return value


def target_of(unit: Unit, relayed: int) -> int | None:
    """The message id of the copy, once it was sent."""
    value: int | None = unit.value("SELECT target_message FROM relayed WHERE id = :relayed", relayed=relayed)
    return value


def copy_of(unit: Unit, link: int, chat: int, message: int) -> int | None:
    """The relayed row whose original is this message, unless it was taken back."""
    sql = "SELECT id FROM relayed WHERE source_chat = :chat AND source_message = :message AND link = :link AND unsent = 0"
    value: int | None = unit.value(sql, chat=chat, message=message, link=link)
    return value


def counterpart(unit: Unit, link: int, chat: int, message: int) -> Counterpart | None:
    """What the message ``message`` in ``chat`` is on the other side: the copy of an own one, or the original of a received one."""
    own = unit.one(
        "SELECT id, body_x FROM relayed WHERE source_chat = :chat AND source_message = :message AND link = :link",
        chat=chat,
        message=message,
        link=link,
    )
    if own:
        return Counterpart({"relayed": own[0]}, unit.crypt.open(own[1], f"relayed.body:{own[0]}"))
    got = unit.one(
        "SELECT id, source_message, body_x FROM relayed WHERE target_chat = :chat AND target_message = :message AND link = :link",
        chat=chat,
        message=message,
        link=link,
    )
    return Counterpart(got[1], unit.crypt.open(got[2], f"relayed.body:{got[0]}")) if got else None
