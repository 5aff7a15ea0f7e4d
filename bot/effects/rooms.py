"""The counselors' group: where it is now, whether it has topics, and the topic of each case. What is lost goes on elsewhere, and says so.

Everything is asked through the outbox (getChat, createForumTopic …); the answers come back to ``answered``, refusals to ``recovered``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.effects.linking import CHAT_FLOW
from bot.store import alerts, cases, conversations, links, meta, outbox, updates
from bot.store.cases import Case
from bot.store.links import Link
from bot.store.outbox import Outgoing
from bot.turn import Turn
from conversations.kit import Ref

SOON = 10_000  # ms: a topic that is lost again so quickly is given up, and the case goes on in private
LANES = {number: name for name, number in outbox.LANES.items()}


@dataclass(frozen=True, slots=True)
class Room:
    """The group's id now, whether topics can be made there, its language. ``configured``: the id in config.yaml."""

    configured: int
    chat: int
    forum: bool
    language: str


def current(turn: Turn) -> Room | None:
    group = turn.world.config.group
    if group is None:
        return None
    return Room(group.id, *cases.room(turn.unit, group.id), group.language)


def ask_about(turn: Turn) -> None:
    """Has the group topics, and may the bot make them? Asked at start, and whenever something there changed."""
    room = current(turn)
    if room is not None:
        turn.call(room.chat, "crisis", "getChat", {"chat_id": room.chat}, hook="room:chat")


def answered(turn: Turn, row: Outgoing, kind: str, about: str, result: Any) -> None:
    """Telegram's answer to something asked here."""
    if kind == "room":
        meta.note(turn.unit, "room.out", "")
    if kind == "casetopic":
        cases.set_topic(turn.unit, int(about), row.chat, int(result["message_thread_id"]))
        _put_card(turn, int(about))
    elif about == "chat" and result.get("is_forum") and turn.world.bot:
        turn.call(row.chat, "crisis", "getChatMember", {"chat_id": row.chat, "user_id": turn.world.bot}, hook="room:member")
    elif about == "chat":
        set_forum(turn, forum=bool(result.get("is_forum")))
    else:
        set_forum(turn, forum=bool(result.get("can_manage_topics")) and result.get("status") == "administrator")


def set_forum(turn: Turn, *, forum: bool) -> None:
    """A group that lost its topics (or the bot its right to them): cases go on in private chats and in the group as a whole."""
    room = current(turn)
    if room is None or room.forum == forum:
        return
    cases.set_room(turn.unit, room.configured, room.chat, forum=forum)
    updates.audit(turn.unit, None, "room.forum" if forum else "room.plain", room.configured)
    if not forum:
        say_in_room(turn, "case.room.no_topics")
        for case in cases.with_topic(turn.unit, room.chat):
            leave_topic(turn, case)


def say_in_room(turn: Turn, key: str, **args: Any) -> None:
    room = current(turn)
    if room is not None:
        turn.send(room.chat, "crisis", turn.world.renderer.text(room.language, key, args))


def leave_topic(turn: Turn, case: Case) -> None:
    """The case has no topic any more: whoever talks there goes on in private, and a card stands in the group."""
    cases.no_topic(turn.unit, case.id)
    link = links.of_room(turn.unit, case.id)
    if link is not None:
        to_private(turn, link)
    _put_card(turn, case.id)


def to_private(turn: Turn, link: Link) -> None:
    links.set_room(turn.unit, link.id, 0)
    before = conversations.find(turn.unit, "case_room", link.helper, link.id)
    if before is not None:
        conversations.remove(turn.unit, before.id)
    args = {"link": link.id, "alert": link.origin, "side": "counselor", "alias": link.person_alias}
    turn.start(CHAT_FLOW["case"], link.helper, link.id, **args)


def migrated(turn: Turn, old: int, new: int) -> None:
    """The group became a supergroup with another id. Told by an update and by every refused message: the first to come counts."""
    room = current(turn)
    if room is None or room.chat != old:
        return
    cases.set_room(turn.unit, room.configured, new, forum=False)
    updates.audit(turn.unit, None, "room.migrated", room.configured)
    say_in_room(turn, "case.room.migrated")
    for case in cases.with_topic(turn.unit, old):
        leave_topic(turn, case)
    for alert in alerts.all_open(turn.unit):
        known = cases.of_alert(turn.unit, alert.id)
        if known is not None and known.chat != old:
            _put_card(turn, known.id)
    ask_about(turn)


def open_topic(turn: Turn, case: Case, conversation: int, lane: str = "crisis") -> None:
    """Asks for the topic of a case; what is to be shown in it waits for the answer."""
    room = current(turn)
    assert room is not None
    cases.ask_for_topic(turn.unit, case.id, room.chat)
    who = turn.person(case.person).name or turn.world.renderer.texts.render(room.language, "alert.somebody", plain=True)
    name = turn.world.renderer.texts.render(room.language, "case.room.topic", {"who": who}, plain=True)[:128]
    turn.call(room.chat, lane, "createForumTopic", {"chat_id": room.chat, "name": name}, conversation=conversation, hook=f"casetopic:{case.id}")


def recovered(turn: Turn, row: Outgoing, why: str) -> bool:
    """Whether a refused message went on elsewhere, so that nobody has to be told that it was lost."""
    if why.startswith("migrated:"):
        new = int(why.partition(":")[2])
        migrated(turn, row.chat, new)
        _again(turn, row, new)
        return True
    room = current(turn)
    if why == "blocked" and room is not None and row.chat == room.chat and _shut_out(turn, row, room):
        return True
    kind, _, about = row.hook.partition(":")
    if kind == "casetopic":
        _no_topic_made(turn, int(about))
        return True
    if kind == "room":
        return True
    thread = row.params.get("message_thread_id")
    if why.startswith("topic:") and isinstance(thread, dict) and "case" in thread:
        case = cases.get(turn.unit, thread["case"])
        if case.thread is not None and str(case.thread) == why.partition(":")[2]:
            _topic_lost(turn, case, LANES[row.lane])  # if it is another one by now, somebody found out before
        _again(turn, row, row.chat)
        return True
    return False


def _shut_out(turn: Turn, row: Outgoing, room: Room) -> bool:
    """The bot is out of the group, or may not write there. The staff hears it once, in private; talks in topics go on in private, and so do the words
    that were on their way there. Calls climb (``conversations/escalation.py``)."""
    from bot.effects.alerts import staff  # they need each other: whom to tell is there

    if meta.noted(turn.unit, "room.out") != str(room.chat):
        meta.note(turn.unit, "room.out", str(room.chat))
        updates.audit(turn.unit, None, "room.out", room.configured)
        for reader in staff(turn, ("coordinators", "counselors")):
            turn.send(reader.chat, "crisis", turn.world.renderer.text(reader.language, "case.room.out", {}))
    cases.set_room(turn.unit, room.configured, room.chat, forum=False)
    for case in cases.with_topic(turn.unit, room.chat):
        leave_topic(turn, case)
    thread = row.params.get("message_thread_id")
    alert = cases.open_alert(turn.unit, thread["case"]) if isinstance(thread, dict) and "case" in thread else None
    if alert and row.hook.startswith("relayed:") and links.open_case(turn.unit, alert):
        _again(turn, row, row.chat)
        return True
    return row.hook.startswith("room:")


def _no_topic_made(turn: Turn, number: int) -> None:
    """No right to make topics, or no topics at all: from now on without."""
    room = current(turn)
    if room is not None:
        cases.set_room(turn.unit, room.configured, room.chat, forum=False)
    say_in_room(turn, "case.room.no_topics")
    leave_topic(turn, cases.get(turn.unit, number))
    ask_about(turn)


def _topic_lost(turn: Turn, case: Case, lane: str) -> None:
    room = current(turn)
    if case.closed_at is not None or room is None or not room.forum or (case.asked_at or 0) > turn.unit.now - SOON:
        leave_topic(turn, case)
        return
    updates.audit(turn.unit, None, "case.topic_lost", case.id)
    alert = cases.open_alert(turn.unit, case.id)
    open_topic(turn, case, turn.conversation("escalation", None, alert) if alert else 0, lane)
    moved = turn.world.renderer.text(room.language, "case.room.moved", {"who": turn.person(case.person).name or Ref("alert.somebody")})
    turn.send(room.chat, lane, moved | {"message_thread_id": {"case": case.id}})


def _again(turn: Turn, row: Outgoing, chat: int) -> None:
    params = row.params | ({"chat_id": chat} if "chat_id" in row.params else {})
    turn.call(chat, LANES[row.lane], row.method, params, conversation=row.conversation, hook=row.hook)


def _put_card(turn: Turn, number: int) -> None:
    """The card of the case's open alert, where the case is now."""
    from bot.effects.alerts import Reader, put_card  # they need each other: the card's place is here, its words are there

    room, alert = current(turn), cases.open_alert(turn.unit, number)
    conversation = conversations.find(turn.unit, "escalation", None, alert) if alert else None
    if room is not None and alert is not None and conversation is not None:
        put_card(turn, alerts.get(turn.unit, alert), conversation, Reader(room.chat, room.language))
