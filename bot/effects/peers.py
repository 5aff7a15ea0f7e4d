"""The queue and the end of chats; and what happens to them when somebody leaves. How two are brought together: ``pairing.py``."""

from __future__ import annotations

from bot.effects import handles
from bot.effects.linking import flow_of
from bot.effects.media import flush_albums
from bot.effects.pairing import back_to_queue, match_waiting, take_back
from bot.effects.resting import after_chat
from bot.effects.topics import close_topic
from bot.store import conversations, links, media, requests, updates, wishes
from bot.store.links import Link
from bot.turn import Scene, Turn
from conversations.effects import EndChat, JoinQueue, LeaveQueue, LookAgain, RateChat
from conversations.kit import ChatEnded, RequestClosed


@handles(JoinQueue)
def join(effect: JoinQueue, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    leave_queue(turn, scene.owner)
    requests.add(turn.unit, scene.owner, effect.topics, wishes.wishes(turn.unit, scene.owner))
    match_waiting(turn)


@handles(LookAgain)
def look_again(effect: LookAgain, turn: Turn, scene: Scene) -> None:
    match_waiting(turn)


@handles(LeaveQueue)
def leave(effect: LeaveQueue, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    leave_queue(turn, scene.owner)


def leave_queue(turn: Turn, person: int) -> None:
    """Gives up the place; whoever was just asked is told that no answer is needed any more."""
    request = requests.open_of(turn.unit, person)
    if request is None:
        return
    requests.set_state(turn.unit, request.id, "left")
    take_back(turn, request.id, "left")


def give_up_wait(turn: Turn, person: int) -> None:
    """Out of the queue for good: nothing may go on saying that somebody is being looked for."""
    leave_queue(turn, person)
    waiting = conversations.find(turn.unit, "peer_request", person)
    if waiting is not None:
        conversations.remove(turn.unit, waiting.id)


@handles(EndChat)
def end_chat(effect: EndChat, turn: Turn, scene: Scene) -> None:
    """The one who ends it has said so in their own conversation; the other side hears of it here."""
    assert scene.owner is not None
    link = links.get(turn.unit, scene.subject)
    if not link.closed:
        flush_albums(turn, link, scene.owner)  # sent before the end: it still arrives
    if close_link(turn, link):
        turn.post_to(flow_of(link, link.other(scene.owner)), link.other(scene.owner), link.id, ChatEnded(effect.why))
        match_waiting(turn)


def close_link(turn: Turn, link: Link) -> bool:
    closed = links.close(turn.unit, link.id)
    if closed:
        media.drop_held(turn.unit, link.id)
        close_topic(turn, link)
        updates.audit(turn.unit, None, f"{link.kind}.closed", link.id)
        if after_chat(turn, link):
            free_offers(turn, link.helper)
    return closed


def withdraw(turn: Turn, person: int, why: str) -> None:
    """Somebody stops or cannot be reached any more: out of the queue, out of every chat, no open offers; the others are told."""
    give_up_wait(turn, person)
    for link in links.open_of(turn.unit, person):
        if close_link(turn, link):
            turn.post_to(flow_of(link, link.other(person)), link.other(person), link.id, ChatEnded(why))
    free_offers(turn, person)
    match_waiting(turn)


def free_offers(turn: Turn, volunteer: int) -> None:
    """Offers this volunteer will not answer go back to the queue."""
    for number in requests.offered_to(turn.unit, volunteer):
        requests.close_offer(turn.unit, number, volunteer, "declined")
        back_to_queue(turn, number)
        turn.post_to("offer", volunteer, number, RequestClosed())


@handles(RateChat)
def rate(effect: RateChat, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    links.get(turn.unit, effect.link).other(scene.owner)  # only the two who talked may rate it
    links.rate(turn.unit, effect.link, scene.owner, effect.rating)
