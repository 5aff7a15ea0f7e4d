"""A counselor takes over: the case's chat, the note, the end of the alert."""

from __future__ import annotations

from bot.effects import handles, plans, safety
from bot.effects.alerts import refresh
from bot.effects.linking import flow_of
from bot.effects.pairing import match_waiting, two_aliases
from bot.effects.peers import close_link, give_up_wait
from bot.store import alerts, cases, conversations, links, updates
from bot.turn import Scene, Turn
from conversations.effects import AskNote, CloseAlert, CloseCase, OpenCase
from conversations.kit import CaseClosed, ChatEnded, Resumed


@handles(OpenCase)
def open_case(effect: OpenCase, turn: Turn, scene: Scene) -> None:
    assert scene.actor is not None
    alert = alerts.get(turn.unit, scene.subject)
    running = links.open_case(turn.unit, alert.id)
    if running is not None:
        turn.post_to(flow_of(running, scene.actor), scene.actor, running.id, Resumed())
        return
    give_up_wait(turn, alert.person)
    if not effect.join:
        _end_peer_chats(turn, alert.person)
    alerts.set_state(turn.unit, alert.id, "talking")
    person, counselor = turn.person(alert.person), turn.person(scene.actor)
    alias = person.name or two_aliases(turn, person.id, counselor.id)[0]
    name = turn.staff_name(counselor) or counselor.name
    case = cases.of_alert(turn.unit, alert.id)
    room = case.id if case is not None and case.thread is not None else 0
    link = links.add(turn.unit, "case", person.id, counselor.id, (alias, name), alert.id, room)
    if room:
        turn.start("case_room", counselor.id, link.id, link=link.id, alias=alias)
    else:
        turn.start("case_chat", counselor.id, link.id, link=link.id, alert=alert.id, side="counselor", alias=alias)
    turn.start("case_chat", person.id, link.id, link=link.id, alert=alert.id, side="person", alias=name)
    updates.audit(turn.unit, scene.actor, "case.opened", alert.id)
    refresh(turn, alert.id)
    safety.show_to(turn, person.id, counselor.id)
    plans.show_to(turn, person.id, counselor.id)


def _end_peer_chats(turn: Turn, person: int) -> None:
    """The counselor takes the place of the peer; both sides hear it kindly."""
    for link in links.open_of(turn.unit, person):
        if link.kind == "peer" and close_link(turn, link):
            for side in (link.person, link.helper):
                taken_over = side == person or link.person == person  # the peer of a volunteer in need need not know why it ended
                turn.post_to("peer_chat", side, link.id, ChatEnded("counselor" if taken_over else "ended"))
            match_waiting(turn)


@handles(AskNote)
def ask_note(effect: AskNote, turn: Turn, scene: Scene) -> None:
    assert scene.actor is not None
    turn.start("case_note", scene.actor, scene.subject, alert=scene.subject)


@handles(CloseCase)
def close_case(effect: CloseCase, turn: Turn, scene: Scene) -> None:
    """Only the counselor who has the alert closes it, whoever wrote a note."""
    assert scene.owner is not None
    alert = alerts.get(turn.unit, effect.alert)
    if alert.handler != scene.owner or alert.closed_at is not None:
        return
    running = links.open_case(turn.unit, alert.id)
    if running is not None and close_link(turn, running):
        for side in (running.person, running.helper):
            conversation = conversations.find(turn.unit, flow_of(running, side), side, running.id)
            if side == running.person:
                turn.post(conversation, ChatEnded())
            elif conversation is not None:
                conversations.remove(turn.unit, conversation.id)
    turn.post_to("escalation", None, alert.id, CaseClosed(effect.note))


@handles(CloseAlert)
def close_alert(effect: CloseAlert, turn: Turn, scene: Scene) -> None:
    alerts.close(turn.unit, scene.subject, effect.note)
    alert, case = alerts.get(turn.unit, scene.subject), cases.of_alert(turn.unit, scene.subject)
    updates.audit(turn.unit, alert.handler, "alert.closed", scene.subject)
    refresh(turn, scene.subject)
    if case is not None:
        if alert.handler is not None:
            cases.add_note(turn.unit, case.id, alert.handler, "closing", effect.note)
        cases.close(turn.unit, case.id)
        if case.thread is not None:
            turn.call(case.chat, "crisis", "closeForumTopic", {"chat_id": case.chat, "message_thread_id": case.thread})
